//! Half-typed text: every prefix and every deletion of one character of every example is answered
//! without a panic, and nothing is said of a statement that was not touched.
//!
//! A statement counts as untouched where its text is the same before and after. What may change in
//! it all the same is what it says of names: a definition that is half typed is unknown, or means
//! something else, and a label may now be given twice. So codes of names are left out, and of a
//! statement that mentions a `$name` only the mistakes of its text are compared.
//!
//! The edit is checked in a file of the touched statement and its two neighbours, so that the time
//! does not grow with the square of the examples; that the cut into statements stays as it was is
//! looked at in the whole file.

use std::ops::Range;

use amq_check::Analysis;
use amq_tests::{check, examples};

/// What is said of names and labels, by the beginnings of its codes' names.
const OF_NAMES: [&str; 8] = [
    "unknown-name",
    "wrong-kind",
    "duplicate-name",
    "duplicate-label",
    "reserved-label",
    "definition-cycle",
    "unused-name",
    "too-deep",
];

#[test]
fn every_deletion_of_a_character() {
    let (mut edits, mut compared) = (0, Compared::default());
    for text in examples() {
        let starts = starts(&text);
        for (at, sign) in text.char_indices() {
            let mut edited = text.clone();
            edited.remove(at);
            hold_spans(&text, &edited, at..at + sign.len_utf8(), sign.len_utf8());
            let window = window(&starts, at);
            let (before, mut after) = (&text[window.clone()], text[window.clone()].to_owned());
            after.remove(at - window.start);
            compared += hold(before, &after, at - window.start, sign.len_utf8());
            edits += 1;
        }
    }
    println!("{edits} deletions, {compared:?}");
    assert!(edits > 15_000);
    // The statements on both sides.
    assert!(compared.found > edits * 2, "{compared:?} after {edits} edits");
    assert!(compared.gone * 200 < compared.found, "{compared:?} after {edits} edits");
}

#[test]
fn every_prefix() {
    let (mut edits, mut compared) = (0, Compared::default());
    for text in examples() {
        let starts = starts(&text);
        for (at, _) in text.char_indices() {
            hold_spans(&text, &text[..at], at..text.len(), text.len());
            let window = window(&starts, at);
            let (before, after) = (&text[window.clone()], &text[window.start..at]);
            compared += hold(before, after, at - window.start, text.len());
            edits += 1;
        }
    }
    println!("{edits} prefixes, {compared:?}");
    assert!(edits > 15_000);
    // The statement in front, which the first of a file lacks.
    assert!(compared.found * 10 > edits * 8, "{compared:?} after {edits} edits");
    assert!(compared.gone * 200 < compared.found, "{compared:?} after {edits} edits");
}

/// Where each statement starts, with the comments above it, and the end of the text.
fn starts(text: &str) -> Vec<usize> {
    let (spans, _) = amq_syntax::split(text);
    let mut starts: Vec<usize> = vec![0];
    starts.extend(spans.iter().map(|span| usize::from(span.range.end())));
    starts.push(text.len());
    starts
}

/// The statement at a place, the one before it and the one behind it.
fn window(starts: &[usize], at: usize) -> Range<usize> {
    let place = starts.partition_point(|start| *start <= at);
    starts[place.saturating_sub(2)]..starts[(place + 1).min(starts.len() - 1)]
}

/// Statements that do not touch the edit are cut as before. The one in front may grow, by a line
/// that is no comment any more, or by a label cut down to a clause's first word.
fn hold_spans(text: &str, edited: &str, edit: Range<usize>, removed: usize) {
    let (before, _) = amq_syntax::split(text);
    let (after, _) = amq_syntax::split(edited);
    let first = before.iter().position(|span| usize::from(span.range.end()) >= edit.start);
    let kept = first.unwrap_or(before.len()).saturating_sub(1);
    assert_eq!(before[..kept], after[..kept.min(after.len())], "{edited}");
    // The one behind the edit may have been joined to it; all others stand where they stood.
    let behind = before.iter().filter(|span| usize::from(span.range.start()) > edit.end);
    for span in behind.skip(1) {
        let start = usize::from(span.range.start()) - removed;
        let same = after.iter().any(|it| usize::from(it.range.start()) == start);
        assert!(same, "{edited}");
    }
}

/// How many statements away from the edit were found again and compared, and how many were not.
#[derive(Debug, Default, Clone, Copy)]
struct Compared {
    found: usize,
    gone: usize,
}

impl std::ops::AddAssign for Compared {
    fn add_assign(&mut self, other: Self) {
        self.found += other.found;
        self.gone += other.gone;
    }
}

/// What is said of statements with the same text is the same.
fn hold(before: &str, after: &str, at: usize, removed: usize) -> Compared {
    let mut compared = Compared::default();
    let (old, new) = (said(before), said(after));
    for (start, statement, was) in &old {
        let moved = if *start > at { start.wrapping_sub(removed) } else { *start };
        let is = new.iter().find(|it| it.0 == moved && it.1 == *statement);
        if let Some((_, _, is)) = is {
            assert_eq!(was, is, "in `{statement}`, after the edit at {at} to:\n{after}");
            compared.found += 1;
        } else if *start > at + removed || start + statement.len() < at {
            compared.gone += 1;
        }
    }
    compared
}

/// Each statement's start and text, and what is said of it: code, place in it and message.
fn said(text: &str) -> Vec<(usize, &str, Vec<String>)> {
    let analysis = check(text);
    let statements = amq_syntax::parse(text).statements;
    let each = statements.iter().map(|placed| {
        let range = Range::<usize>::from(placed.range());
        let statement = &text[range.clone()];
        (range.start, statement, of(&analysis, &range, statement.contains('$')))
    });
    each.collect()
}

fn of(analysis: &Analysis, statement: &Range<usize>, mentions: bool) -> Vec<String> {
    let here = analysis.diagnostics.iter().filter(|it| {
        let start = usize::from(it.range.start());
        let compared = if mentions {
            it.code.id.starts_with("AMQ1")
        } else {
            !OF_NAMES.contains(&it.code.name)
        };
        (statement.start..=statement.end).contains(&start) && compared
    });
    let line = |it: &amq_check::Diagnostic| {
        let start = usize::from(it.range.start()) - statement.start;
        format!("{} at {start}, {} long: {}", it.code.id, u32::from(it.range.len()), it.message)
    };
    here.map(line).collect()
}
