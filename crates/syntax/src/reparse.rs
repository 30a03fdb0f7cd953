//! A file's statements after an edit: those it touches are read again, the others are kept.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::{Parse, Placed, Span, blank::BLANK, parse::placed, slice, split::split_until};

/// Which statements an edit replaced by which; all others are the same, in the same order.
///
/// A statement counts as replaced too where the comments above it changed, since those may say
/// how it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The numbers of the statements that were there.
    pub before: Range<usize>,
    /// The numbers of those that are there now.
    pub after: Range<usize>,
}

/// Brings the statements of a text up to date after a part of it was replaced.
///
/// `text` is the text as it is now, `removed` what was replaced, as a range of the text before,
/// and `inserted` the length of what stands there now. What comes of it is the same as [`parse`]
/// makes of the text, in time that grows with the edit and not with the file.
///
/// [`parse`]: crate::parse
///
/// ```
/// use amq_syntax::{TextRange, parse, reparse};
/// let mut kept = parse("users new\nusers active\n");
/// let changed = reparse(&mut kept, "users new\nrealtime\n", TextRange::new(10.into(), 22.into()), 8.into());
/// assert_eq!((changed.before.end, kept.statements.len()), (2, 2));
/// ```
pub fn reparse(parse: &mut Parse, text: &str, removed: TextRange, inserted: TextSize) -> Changed {
    let moved = Moved { removed, inserted };
    let statements = &parse.statements;
    // The statement before may take in what follows it.
    let touched = statements.partition_point(|it| it.start <= removed.start());
    let first = touched.saturating_sub(2);
    let from = if first == 0 { TextSize::new(0) } else { start_of(statements, first) };
    let mut next = touched;
    let mut found = false;
    let (spans, comments) = split_until(text, from.into(), |start| {
        let Some(before) = moved.before(start) else { return false };
        while statements.get(next).is_some_and(|it| it.start < before) {
            next += 1;
        }
        found = statements.get(next).is_some_and(|it| it.start == before);
        found
    });
    let next = if found { next } else { statements.len() };
    let until = statements.get(next).map(|it| it.start);
    replace_comments(&mut parse.comments, from, until, &moved, comments);
    replace_statements(&mut parse.statements, text, first..next, spans, &moved)
}

/// How an edit moves what stands after it.
struct Moved {
    removed: TextRange,
    inserted: TextSize,
}

impl Moved {
    /// Where something stood that starts here now, if its line begins after the edit.
    fn before(&self, start: usize) -> Option<TextSize> {
        let start = TextSize::new(start as u32);
        let end = self.removed.start() + self.inserted;
        (start > end).then(|| start - end + self.removed.end())
    }

    /// Where something stands now that stood behind the edit.
    fn after(&self, start: TextSize) -> Option<TextSize> {
        let past = start.checked_sub(self.removed.end())?;
        Some(past + self.removed.start() + self.inserted)
    }
}

fn start_of(statements: &[Placed], number: usize) -> TextSize {
    statements.get(number).map_or(TextSize::new(0), |it| it.start)
}

fn replace_comments(
    comments: &mut Vec<TextRange>,
    from: TextSize,
    until: Option<TextSize>,
    moved: &Moved,
    new: Vec<TextRange>,
) {
    let first = comments.partition_point(|it| it.start() < from);
    let last = until.map_or(comments.len(), |end| comments.partition_point(|it| it.start() < end));
    let added = first + new.len();
    comments.splice(first..last.max(first), new);
    for comment in comments.iter_mut().skip(added) {
        if let Some(start) = moved.after(comment.start()) {
            *comment = TextRange::at(start, comment.len());
        }
    }
}

fn replace_statements(
    statements: &mut Vec<Placed>,
    text: &str,
    before: Range<usize>,
    mut spans: Vec<Span>,
    moved: &Moved,
) -> Changed {
    let mut before = before;
    // The first ones were only looked at for where they end.
    let mut kept = 0;
    while let (Some(old), Some(span)) = (statements.get(before.start), spans.get(kept)) {
        let same = before.start < before.end
            && old.range() == span.range
            && span.range.end() < moved.removed.start();
        if !same {
            break;
        }
        before.start += 1;
        kept += 1;
    }
    spans.drain(..kept);
    let gap_changed = gap_changed(statements, before.clone(), spans.last(), moved);
    let mut new = placed(text, &spans);
    if gap_changed
        && let Some(old) = statements.get(before.end)
        && let Some(start) = moved.after(old.start)
    {
        let range = TextRange::at(start, old.statement.len);
        let span = Span { range, indented: slice(text, range).starts_with(BLANK) };
        new.extend(placed(text, &[span]));
        before.end += 1;
    }
    let after = before.start..before.start + new.len();
    statements.splice(before.clone(), new);
    for placed in statements.iter_mut().skip(after.end) {
        placed.start = moved.after(placed.start).unwrap_or(placed.start);
    }
    Changed { before, after }
}

/// Whether the text between the last statement that is replaced and the next one changed.
fn gap_changed(
    statements: &[Placed],
    before: Range<usize>,
    last_span: Option<&Span>,
    moved: &Moved,
) -> bool {
    let end_of = |number: usize| statements.get(number).map(|it| it.range().end());
    let Some(next) = statements.get(before.end) else { return false };
    let old_end = before.end.checked_sub(1).and_then(end_of);
    let new_end = last_span
        .map(|span| span.range.end())
        .or_else(|| before.start.checked_sub(1).and_then(end_of));
    let (Some(old_end), Some(new_end)) = (old_end, new_end) else { return true };
    let now = moved.after(next.start).and_then(|start| start.checked_sub(new_end));
    old_end < moved.removed.end() || now != next.start.checked_sub(old_end)
}
