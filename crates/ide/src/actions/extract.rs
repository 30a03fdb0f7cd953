//! Makes a segment or an event a definition.

use amq_check::Edit;
use amq_syntax::{TextRange, TextSize, ast, description, slice};

use super::{Action, ActionKind, action};
use crate::{File, place::place};

/// Makes the segment or the event at a place a definition above the statement.
pub(super) fn extract(file: &File<'_>, range: TextRange) -> Option<Action> {
    let at = range.start();
    let place = place(file, at);
    let placed = place.placed(file)?;
    if !placed.statement.errors.is_empty() {
        return None;
    }
    let ast::Kind::Query(query) = &placed.statement.kind else { return None };
    let inside = |range: TextRange| (range + placed.start).contains_inclusive(at);
    let events = query.subject.iter().filter_map(|part| match part {
        ast::Part::Event(event) => Some(event),
        _ => None,
    });
    let event = events.clone().find(|event| inside(event.range));
    if let Some(event) = event.filter(|event| event.body.is_some() && place.after.events > 0) {
        return Some(definition(file, placed.start, event.range + placed.start, "event", "event "));
    }
    let segments = query.clauses.iter().filter_map(|clause| match &clause.kind {
        ast::ClauseKind::Where(segments) => Some(segments),
        _ => None,
    });
    let segment = segments.flatten().find(|segment| inside(segment.range))?;
    let plain = matches!(
        segment.conditions.as_slice(),
        [ast::Condition::Dollar(_) | ast::Condition::Everyone(_)]
    );
    (!plain)
        .then(|| definition(file, placed.start, segment.range + placed.start, "segment", "where "))
}

fn definition(
    file: &File<'_>,
    start: TextSize,
    range: TextRange,
    noun: &str,
    word: &str,
) -> Action {
    let name = free_name(file, noun);
    let above = description(file.text, start).map_or(start, TextRange::start);
    let text = slice(file.text, range);
    let edits = vec![
        Edit::insert(above, format!("let ${name} = {word}{text}\n\n")),
        Edit::new(range, format!("${name}")),
    ];
    action(format!("make it a definition, `${name}`"), ActionKind::Extract, edits)
}

/// A name that is not taken.
fn free_name(file: &File<'_>, noun: &str) -> String {
    let taken = |name: &str| file.checks.scope().get(name).is_some();
    let numbered = (2_u32..).map(|number| format!("{noun}_{number}"));
    let mut names = std::iter::once(noun.to_owned()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_else(|| noun.to_owned())
}
