//! Relative ranges to fixed ones, and back.

use amq_check::Edit;
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
    let days = place.piece(file)?.query.as_ref()?.days?;
    let ast::Kind::Query(query) = &placed.statement.kind else { return None };
    query.clauses.iter().find_map(|clause| match &clause.kind {
        ast::ClauseKind::Range(range) => Some((clause.range + placed.start, range, days)),
        _ => None,
    })
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
