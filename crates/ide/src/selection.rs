//! Ranges around a place, each in the next: word, clause, statement, with its description, file.

use amq_syntax::{TextRange, TextSize, ast, description};

use crate::{File, lex::tokens, place::place};

/// The ranges around a place, smallest first.
pub fn selections(file: &File<'_>, at: TextSize) -> Vec<TextRange> {
    let place = place(file, at);
    let whole = TextRange::up_to(TextSize::of(file.text));
    let mut ranges = Vec::new();
    ranges.extend(place.token.map(|token| token.range));
    if let Some(placed) = place.placed(file) {
        let statement = placed.range();
        if let ast::Kind::Query(query) = &placed.statement.kind {
            ranges.extend(within(query, at, placed.start));
        }
        let own = file.text.get(statement.start().into()..statement.end().into());
        ranges.extend(own.and_then(|own| brackets(own, at, placed.start)));
        ranges.push(statement);
        let described = description(file.text, placed.start);
        ranges.extend(described.map(|described| described.cover(statement)));
    }
    ranges.push(whole);
    ranges.retain(|range| range.contains_inclusive(at));
    ranges.sort_by_key(|range| (range.len(), range.start()));
    ranges.dedup();
    let mut nested: Vec<TextRange> = Vec::new();
    for range in ranges {
        if nested.last().is_none_or(|inner| range.contains_range(*inner)) {
            nested.push(range);
        }
    }
    nested
}

/// The clause and its part, or the event, at a place.
fn within(query: &ast::Query, at: TextSize, start: TextSize) -> Vec<TextRange> {
    let mut found: Vec<TextRange> = query.subject.iter().map(ast::Part::range).collect();
    for clause in &query.clauses {
        found.push(clause.range);
        if let ast::ClauseKind::Where(segments) = &clause.kind {
            for segment in segments {
                found.push(segment.range);
                found.extend(segment.conditions.iter().map(ast::Condition::range));
            }
        }
    }
    let found = found.into_iter().map(|range| range + start);
    found.filter(|range| range.contains_inclusive(at)).collect()
}

/// The innermost brackets around a place.
fn brackets(own: &str, at: TextSize, start: TextSize) -> Option<TextRange> {
    let mut open = Vec::new();
    for token in tokens(own) {
        let range = token.range + start;
        match token.text {
            "{" | "(" if range.start() < at => open.push(range.start()),
            "}" | ")" => {
                let from = open.pop();
                if range.end() >= at
                    && let Some(from) = from
                {
                    return Some(TextRange::new(from, range.end()));
                }
            }
            _ => {}
        }
    }
    None
}
