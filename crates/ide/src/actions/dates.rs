//! Relative ranges to fixed ones, and back.

use amq_check::{Edit, Meaning};
use amq_schema::Clause;
use amq_syntax::{TextRange, TextSize, ast};

use super::{Action, ActionKind, action};
use crate::{File, place::place};

/// The range clause at a place, what it says, and the days that it covers.
fn range_at<'a>(
    file: &File<'a>,
    at: TextSize,
) -> Option<(TextRange, &'a ast::Range, amq_check::Days)> {
    let place = place(file, at);
    if place.after.clause != Some(Clause::Range) {
        return None;
    }
    let placed = place.placed(file)?;
    let (clause, days) = match &placed.statement.kind {
        ast::Kind::Query(query) => {
            let is_range = |it: &&ast::Clause| matches!(it.kind, ast::ClauseKind::Range(_));
            let days = place.piece(file)?.query.as_ref()?.days?;
            (query.clauses.iter().find(is_range)?, days)
        }
        ast::Kind::Let(ast::Let { definition: Some(ast::Definition::Range(clause)), .. }) => {
            let defined = file.checks.scope().get(place.after.defines?)?;
            let Some(Meaning::Range(days)) = defined.meaning else { return None };
            (clause, days)
        }
        _ => return None,
    };
    let ast::ClauseKind::Range(range) = &clause.kind else { return None };
    Some((clause.range + placed.start, range, days))
}

/// `last 30d` to `from … to …`.
pub(super) fn to_fixed(file: &File<'_>, at: TextSize) -> Option<Action> {
    let (clause, range, days) = range_at(file, at)?;
    if matches!(
        range,
        ast::Range::From(Some(ast::Day::Date(_)), Some(ast::Day::Date(_)))
            | ast::Range::On(Some(ast::Day::Date(_)))
    ) {
        return None;
    }
    let text = format!("from {} to {}", days.start, days.end);
    let edits = vec![Edit::new(clause, text.clone())];
    Some(action(format!("write the days: `{text}`"), ActionKind::Rewrite, edits))
}

/// `from … to …` to `last 30d`, with its end where that is not today.
pub(super) fn to_relative(file: &File<'_>, at: TextSize) -> Option<Action> {
    let (clause, range, days) = range_at(file, at)?;
    let fixed = matches!(range, ast::Range::From(Some(ast::Day::Date(_)), Some(ast::Day::Date(_))));
    if !fixed || days.end > file.context.today {
        return None;
    }
    let today = file.context.today;
    let number = days.count();
    let text = if days.end == today {
        format!("last {number}d")
    } else if Some(days.end) == today.yesterday().ok() {
        format!("last {number}d to yesterday")
    } else {
        format!("last {number}d to {}", days.end)
    };
    let edits = vec![Edit::new(clause, text.clone())];
    Some(action(format!("write it as `{text}`"), ActionKind::Rewrite, edits))
}
