//! Makes a segment or an event a definition.

use amq_check::Edit;
use amq_syntax::{TextRange, TextSize, ast, description, slice};

use super::{Action, ActionKind, action};
use crate::{File, place::place};

/// Makes the event at a place a definition above the statement, or the segment: of that the
/// conditions that are selected, if any are.
pub(super) fn extract(
    file: &File<'_>,
    range: TextRange,
    taken: &dyn Fn(&str) -> bool,
) -> Option<Action> {
    let place = place(file, range.start());
    let placed = place.placed(file)?;
    if !placed.statement.errors.is_empty() {
        return None;
    }
    let ast::Kind::Query(query) = &placed.statement.kind else { return None };
    let own = placed.range();
    // A selection may go past the statement.
    let selected =
        TextRange::new(range.start().max(own.start()), range.end().min(own.end())) - placed.start;
    let new = |part: TextRange, noun, word| {
        definition(file, placed.start, part + placed.start, noun, word, taken)
    };
    let events = query.subject.iter().filter_map(|part| match part {
        ast::Part::Event(event) if event.body.is_some() => Some(event),
        _ => None,
    });
    let event = events.clone().find(|event| event.range.contains_range(selected));
    if let Some(event) = event.filter(|_| place.after.events > 0) {
        return Some(new(event.range, "event", "event "));
    }
    let conditions = conditions(query, selected)?;
    let part = conditions.first()?.range().cover(conditions.last()?.range());
    let plain = matches!(conditions, [ast::Condition::Dollar(_) | ast::Condition::Everyone(_)]);
    (!plain).then(|| new(part, "segment", "where "))
}

/// The conditions of one segment that are selected; all of them where the selection is empty.
fn conditions(query: &ast::Query, selected: TextRange) -> Option<&[ast::Condition]> {
    let segments = query.clauses.iter().filter_map(|clause| match &clause.kind {
        ast::ClauseKind::Where(segments) => Some(segments),
        _ => None,
    });
    let touches = |range: TextRange| {
        let both = range.intersect(selected);
        both.is_some_and(|both| !both.is_empty() || selected.is_empty())
    };
    let mut segments = segments.flatten().filter(|segment| touches(segment.range));
    let segment = segments.next().filter(|_| segments.next().is_none())?;
    if selected.is_empty() {
        return Some(&segment.conditions);
    }
    let first = segment.conditions.iter().position(|it| touches(it.range()))?;
    let last = segment.conditions.iter().rposition(|it| touches(it.range()))?;
    segment.conditions.get(first..=last)
}

fn definition(
    file: &File<'_>,
    start: TextSize,
    range: TextRange,
    noun: &str,
    word: &str,
    taken: &dyn Fn(&str) -> bool,
) -> Action {
    let name = free_name(file, noun, taken);
    let above = description(file.text, start).map_or(start, TextRange::start);
    let text = slice(file.text, range);
    let edits = vec![
        Edit::insert(above, format!("let ${name} = {word}{text}\n\n")),
        Edit::new(range, format!("${name}")),
    ];
    action(format!("make it a definition, `${name}`"), ActionKind::Extract, edits)
}

/// A name that is taken neither here nor in a file that would get it from here.
fn free_name(file: &File<'_>, noun: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let is_free = |name: &str| file.checks.scope().get(name).is_none() && !taken(name);
    let numbered = (2_u32..).map(|number| format!("{noun}_{number}"));
    let mut names = std::iter::once(noun.to_owned()).chain(numbered);
    names.find(|name| is_free(name)).unwrap_or_else(|| noun.to_owned())
}
