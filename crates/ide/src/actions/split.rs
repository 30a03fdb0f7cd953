//! Splits a range that costs too much into several queries.

use amq_check::{Days, Edit};
use amq_schema::Limit;
use amq_syntax::{TextSize, ast, slice};

use super::{Action, ActionKind, action};
use crate::{File, place::place};

/// A query is split into so many at most.
const MOST_PARTS: u64 = 24;

/// Makes of a query that costs too much several that do not.
pub(super) fn split(file: &File<'_>, at: TextSize) -> Option<Action> {
    let place = place(file, at);
    let placed = place.placed(file)?;
    let query = place.piece(file)?.query.as_ref()?;
    let (cost, days) = (query.cost?, query.days?);
    let limit = file.context.max_cost.unwrap_or_else(|| Limit::cost_at_a_time().into());
    if cost.total() <= limit {
        return None;
    }
    let a_day = cost.conditions.checked_mul(cost.query_type)?;
    let fit = limit.checked_div(a_day).filter(|fit| *fit > 0)?;
    let parts = cost.days.div_ceil(fit);
    if parts > MOST_PARTS {
        return None;
    }
    let each = cost.days.div_ceil(parts);
    let ast::Kind::Query(tree) = &placed.statement.kind else { return None };
    let range = tree.clauses.iter().find_map(|clause| {
        matches!(clause.kind, ast::ClauseKind::Range(_)).then_some(clause.range)
    });
    let own = slice(file.text, placed.range());
    let joint = joint(file, tree.label.map(|range| slice(own, range)), parts);
    let mut texts = Vec::new();
    let mut start = days.start;
    while start <= days.end {
        let end = start
            .checked_add(jiff::Span::new().try_days(i64::try_from(each).ok()? - 1).ok()?)
            .ok()?;
        let part = Days { start, end: end.min(days.end) };
        texts.push(part_text(own, tree, range, part, &format!("{joint}{}", texts.len() + 1)));
        start = part.end.tomorrow().ok()?;
    }
    let edits = vec![Edit::new(placed.range(), texts.join("\n\n"))];
    Some(action(
        format!("split it into {parts} queries of at most {each} days"),
        ActionKind::Rewrite,
        edits,
    ))
}

/// What joins a label and the number of a part, so that no query of the file has such a label.
fn joint(file: &File<'_>, label: Option<&str>, parts: u64) -> String {
    let labels = file.parse.statements.iter().filter_map(|placed| {
        let ast::Kind::Query(query) = &placed.statement.kind else { return None };
        query.label.map(|range| slice(file.text, range + placed.start))
    });
    let labels: Vec<&str> = labels.collect();
    let mut joint = "_".to_owned();
    let is_taken = |joint: &str| {
        let mut own = (1..=parts).map(|at| format!("{}{joint}{at}", label.unwrap_or_default()));
        own.any(|it| labels.contains(&it.as_str()))
    };
    while is_taken(&joint) {
        joint.push_str("part_");
    }
    joint
}

/// The query with other days, and with an ending of its label.
fn part_text(
    own: &str,
    tree: &ast::Query,
    range: Option<amq_syntax::TextRange>,
    days: Days,
    ending: &str,
) -> String {
    let mut text = own.to_owned();
    let written = format!("from {} to {}", days.start, days.end);
    match range {
        Some(range) => {
            text.replace_range(usize::from(range.start())..usize::from(range.end()), &written);
        }
        None => text.extend(["\n  ", &written]),
    }
    if let Some(label) = tree.label {
        text.insert_str(label.end().into(), ending);
    }
    text
}
