//! The part of a file that is drawn around a place.

use amq_check::Diagnostic;
use amq_syntax::{TextRange, TextSize, slice};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Lines;

/// A longer line is not drawn whole, even where several places are to be shown.
const LONGEST_LINE: usize = 400;
/// What stands before a line: its number and the frame.
const GUTTER: usize = 8;

/// The lines of a file around a span. Only those are read, so that a long file with many mistakes
/// is not read again for each.
pub(crate) struct Excerpt<'a> {
    name: &'a str,
    lines: &'a Lines<'a>,
    cut: Option<Cut>,
}

/// A part of a line that is too long.
struct Cut {
    text: String,
    /// Where the part begins in the file, and in `text`.
    from: TextSize,
    shift: TextSize,
    range: TextRange,
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// What is drawn of a diagnostic, at most so many characters wide where that can be.
    pub(crate) fn new(
        name: &'a str,
        lines: &'a Lines<'a>,
        diagnostic: &Diagnostic,
        width: usize,
    ) -> Self {
        let at = diagnostic.range;
        let line = lines.line(at.start());
        let elsewhere = diagnostic.labels.iter().any(|it| lines.line(it.range.start()) != line);
        let longest = if elsewhere { LONGEST_LINE } else { width.saturating_sub(GUTTER) };
        let mut around = line.saturating_sub(1)..=line + 1;
        let too_long = around.any(|it| lines.is_longer(it, longest));
        let cut = too_long.then(|| Cut::new(lines, line, at, width));
        Self { name, lines, cut }
    }

    /// Where a range of the file is drawn; `None` where it is not.
    pub(crate) fn span(&self, range: TextRange) -> Option<SourceSpan> {
        let range = visible(self.lines.text, range);
        let range = match &self.cut {
            None => range,
            Some(cut) => cut.range.intersect(range)? - cut.from + cut.shift,
        };
        Some((usize::from(range.start()), usize::from(range.len())).into())
    }
}

impl Cut {
    fn new(lines: &Lines<'_>, line: usize, at: TextRange, width: usize) -> Self {
        const ELLIPSIS: &str = "…";
        let whole = lines.range(line);
        let before = slice(lines.text, TextRange::new(whole.start(), at.start()));
        let after = slice(lines.text, TextRange::new(at.start(), whole.end()));
        let room = width.saturating_sub(2 * GUTTER);
        let of_left = before.chars().rev().take(room / 2).count();
        let of_right = after.chars().take(room - of_left).count();
        let left = before.char_indices().rev().nth(room - of_right).map_or(0, |it| it.0);
        let right = after.char_indices().nth(of_right).map_or(after.len(), |it| it.0);
        let from = whole.start() + TextSize::new(left as u32);
        let range = TextRange::new(from, at.start() + TextSize::new(right as u32));
        let open = if left > 0 { ELLIPSIS } else { "" };
        let close = if right < after.len() { ELLIPSIS } else { "" };
        let text = format!("{open}{}{close}", slice(lines.text, range));
        Self { text, from, shift: TextSize::of(open), range, line }
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let start = TextSize::new(span.offset() as u32);
        if let Some(cut) = &self.cut {
            let column = self
                .lines
                .place((start + cut.from).checked_sub(cut.shift).unwrap_or(cut.from))
                .column
                - 1;
            let whole = (0, cut.text.len()).into();
            let bytes = cut.text.as_bytes();
            return Ok(contents(self.name, bytes, whole, (cut.line, column), 1));
        }
        let end = start + TextSize::new(span.len().saturating_sub(1) as u32);
        let first = self.lines.line(start).saturating_sub(before);
        let last = self.lines.line(end) + after;
        let from = if before == 0 { start } else { self.lines.range(first).start() };
        let to = self.lines.range(last).end().max(start);
        let text = slice(self.lines.text, TextRange::new(from, to));
        let whole = (usize::from(from), text.len()).into();
        let column = self.lines.place(from).column - 1;
        let count = text.lines().count();
        Ok(contents(self.name, text.as_bytes(), whole, (first, column), count))
    }
}

fn contents<'s>(
    name: &str,
    bytes: &'s [u8],
    whole: SourceSpan,
    (line, column): (usize, usize),
    count: usize,
) -> Box<dyn SpanContents<'s> + 's> {
    Box::new(MietteSpanContents::new_named(name.to_owned(), bytes, whole, line, column, count))
}

/// A range that has a character to draw below: an empty one moves to the last visible character
/// before it.
fn visible(text: &str, range: TextRange) -> TextRange {
    if !slice(text, range).trim().is_empty() {
        return range;
    }
    let before = slice(text, TextRange::up_to(range.start())).trim_end();
    match before.chars().next_back() {
        Some(last) => TextRange::at(TextSize::of(before) - TextSize::of(last), TextSize::of(last)),
        None => TextRange::at(range.start(), 0.into()),
    }
}
