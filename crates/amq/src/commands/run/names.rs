//! What a query calls its segments and events: the names of definitions.

use amq_answer::Names;
use amq_project::Seen;
use amq_syntax::{
    TextRange,
    ast::{ClauseKind, Condition, Head, Kind, Part, Segment},
    slice,
};
use smol_str::SmolStr;

use crate::made::Named;

/// The names that the statement of a query gives.
pub(crate) fn names(seen: &Seen<'_>, query: &Named<'_>) -> Names {
    let mut names = Names::default();
    let statements = &seen.parse.statements;
    let found = statements.binary_search_by_key(&query.range.start(), |it| it.start);
    let placed = found.ok().and_then(|at| statements.get(at));
    let Some(Kind::Query(written)) = placed.map(|it| &it.statement.kind) else { return names };
    let text = slice(seen.text, query.range);
    let name = |range: TextRange| SmolStr::from(slice(text, range));
    for clause in &written.clauses {
        if let ClauseKind::Where(segments) = &clause.kind {
            names.segments.extend(segments.iter().map(|it| only(it).map(name)));
        }
    }
    for part in &written.subject {
        let Part::Event(event) = part else { continue };
        names.events.push(match &event.head {
            Head::Dollar(range) => Some(name(*range)),
            Head::Name(_) => None,
        });
    }
    names
}

/// The name that is all of a segment.
fn only(segment: &Segment) -> Option<TextRange> {
    match segment.conditions.as_slice() {
        [Condition::Dollar(range)] => Some(*range),
        _ => None,
    }
}
