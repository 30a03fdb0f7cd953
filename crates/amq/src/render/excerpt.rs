//! The part of a file that is drawn around a place.

use std::{collections::BTreeSet, ops::RangeInclusive};

use amq_check::Diagnostic;
use amq_syntax::{TextRange, TextSize, slice};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Lines, safe};
use crate::wrap;

/// What stands where a part of a line is left out.
const ELLIPSIS: char = '…';
/// The hook between a place and what is said of it.
const HOOK: usize = 4;
/// The columns that what is said of the main place gets where it needs them.
const SAID: usize = 32;
/// In fewer columns nothing is said that is longer.
const LEAST: usize = 16;
/// How many columns a tab takes at the most.
const TAB: usize = 4;

/// The lines of a file around the places of a diagnostic, each cut to what fits beside it. Only
/// those are read, so that a long file with many mistakes is not read again for each.
pub(crate) struct Excerpt<'a> {
    name: &'a str,
    lines: &'a Lines<'a>,
    /// The drawn lines below each other.
    text: String,
    rows: Vec<Row>,
    /// How many columns a line has.
    room: usize,
}

/// A drawn line.
struct Row {
    /// Its number in the file, from 0.
    line: usize,
    /// What is drawn of it.
    shown: TextRange,
    /// Where the line begins and ends in the drawn text, and where what is drawn of it begins.
    start: usize,
    end: usize,
    from: usize,
}

impl<'a> Excerpt<'a> {
    /// What is drawn of a diagnostic, so many columns wide.
    pub(crate) fn new(
        name: &'a str,
        lines: &'a Lines<'a>,
        diagnostic: &Diagnostic,
        width: usize,
    ) -> Self {
        let main = visible(lines.text, diagnostic.range);
        let others = diagnostic.labels.iter().map(|it| visible(lines.text, it.range));
        let places: Vec<TextRange> = std::iter::once(main).chain(others).collect();
        let around = |place: &TextRange| {
            let on = lines_of(lines, *place);
            on.start().saturating_sub(1)..=on.end() + 1
        };
        let drawn: BTreeSet<usize> =
            places.iter().flat_map(around).filter(|it| *it < lines.count()).collect();
        let last = drawn.last().copied().unwrap_or_default() + 1;
        let several = places.iter().filter(|it| !is_within_a_line(lines, **it)).count();
        let arrows = if several > 0 { several + 3 } else { 0 };
        // A blank, the number, and a frame between two blanks.
        let gutter = last.to_string().len() + 4 + arrows;
        let room = width.saturating_sub(gutter);
        let mut excerpt = Self { name, lines, text: String::new(), rows: Vec::new(), room };
        let said = diagnostic.label.as_deref().map_or(0, |it| HOOK + it.width().min(SAID));
        for line in drawn {
            let on = |place: &&TextRange| lines_of(lines, **place).contains(&line);
            let is_main = on(&&main);
            let focus = places.iter().find(on).copied();
            excerpt.row(line, focus, if is_main { said } else { 0 });
        }
        excerpt
    }

    /// Adds a line; `said` is how wide what is said below it is.
    fn row(&mut self, line: usize, focus: Option<TextRange>, said: usize) {
        let whole = self.lines.range(line);
        let focus = focus.and_then(|it| it.intersect(whole));
        let shown = self.shown(whole, focus.unwrap_or(TextRange::empty(whole.start())), said);
        if !self.rows.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.extend((shown.start() > whole.start()).then_some(ELLIPSIS));
        let from = self.text.len();
        self.text.push_str(slice(self.lines.text, shown));
        self.text.extend((shown.end() < whole.end()).then_some(ELLIPSIS));
        self.rows.push(Row { line, shown, start, end: self.text.len(), from });
    }

    /// The part of a line that is drawn: all of it, or what fits around a place.
    fn shown(&self, whole: TextRange, focus: TextRange, said: usize) -> TextRange {
        let text = self.lines.text;
        let before = slice(text, TextRange::new(whole.start(), focus.start()));
        let inside = slice(text, focus);
        let after = slice(text, TextRange::new(focus.start(), whole.end()));
        let half = fitting(inside.chars(), self.room).1 / 2;
        let all = fitting(slice(text, whole).chars(), self.room);
        let fits = TextSize::new(all.0 as u32) == whole.len();
        let column = fitting(before.chars(), self.room).1;
        if fits && column + half + said <= self.room {
            return whole;
        }
        // Two columns are for what says that something is left out.
        let room = self.room.saturating_sub(2);
        let most = (room / 2).min(room.saturating_sub(half + said));
        let left = fitting(before.chars().rev(), most).1;
        let right = fitting(after.chars(), room - left);
        let most = (room - right.1).min(room.saturating_sub(half + said)).max(left);
        let left = fitting(before.chars().rev(), most);
        TextRange::new(
            focus.start() - TextSize::new(left.0 as u32),
            focus.start() + TextSize::new(right.0 as u32),
        )
    }

    /// Where a range of the file is drawn; `None` where it is not.
    pub(crate) fn span(&self, range: TextRange) -> Option<SourceSpan> {
        let range = visible(self.lines.text, range);
        let on = lines_of(self.lines, range);
        let (first, last) = (self.row_of(*on.start())?, self.row_of(*on.end())?);
        let is_cut_off = range.start() > first.shown.end()
            || range.end() < last.shown.start()
            || (on.start() == on.end() && !range.is_empty() && {
                first.shown.intersect(range).is_none_or(TextRange::is_empty)
            });
        if is_cut_off {
            return None;
        }
        let start = first.place(range.start());
        Some((start, last.place(range.end()).saturating_sub(start)).into())
    }

    /// What is said of a range, in lines that fit beside its place; `None` where too little room
    /// is left.
    pub(crate) fn said(&self, range: TextRange, text: &str) -> Option<String> {
        let text = safe(text);
        let range = visible(self.lines.text, range);
        let column = if is_within_a_line(self.lines, range) {
            let span = self.span(range)?;
            let row = self.row_of(self.lines.line(range.start()))?;
            let before = self.text.get(row.start..span.offset()).unwrap_or_default();
            let inside =
                self.text.get(span.offset()..span.offset() + span.len()).unwrap_or_default();
            columns(before) + columns(inside) / 2
        } else {
            0
        };
        let room = self.room.saturating_sub(column + HOOK);
        (room >= text.width().min(LEAST)).then(|| wrap::lines(&text, room).join("\n"))
    }

    fn row_of(&self, line: usize) -> Option<&Row> {
        self.rows.iter().find(|row| row.line == line)
    }
}

impl Row {
    /// Where a place of the file is in the drawn text, or the next place that is.
    fn place(&self, at: TextSize) -> usize {
        let at = at.clamp(self.shown.start(), self.shown.end());
        self.from + usize::from(at - self.shown.start())
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let row_at = |at: usize| {
            let row = self.rows.partition_point(|row| row.start <= at).saturating_sub(1);
            self.rows.get(row).map(|it| (row, it)).ok_or(MietteError::OutOfBounds)
        };
        let (first, row) = row_at(span.offset())?;
        let (last, _) = row_at(span.offset() + span.len().saturating_sub(1))?;
        let within = span.offset().saturating_sub(row.from);
        let at = self.lines.place(row.shown.start() + TextSize::new(within as u32));
        let adjoins = |one: usize, next: usize| {
            let line = |row: usize| self.rows.get(row).map(|it| it.line);
            line(one).map(|it| it + 1) == line(next)
        };
        let first = (1..=before)
            .take_while(|back| first.checked_sub(*back).is_some_and(|it| adjoins(it, it + 1)))
            .last()
            .map_or(first, |back| first - back);
        let last = last + (1..=after).take_while(|on| adjoins(last + on - 1, last + on)).count();
        let (Some(top), Some(bottom)) = (self.rows.get(first), self.rows.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        let text = self.text.get(top.start..bottom.end).unwrap_or_default();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            text.as_bytes(),
            (top.start, text.len()).into(),
            top.line,
            at.column - 1,
            last + 1 - first,
        )))
    }
}

/// How many bytes of the first characters fit into so many columns, and how many those take.
/// Characters without a width cost nothing, but not without end.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> (usize, usize) {
    let (mut bytes, mut column) = (0, 0);
    for next in text.take(room.saturating_mul(4)) {
        let wide = char_columns(next);
        if column + wide > room {
            break;
        }
        bytes += next.len_utf8();
        column += wide;
    }
    (bytes, column)
}

fn columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

fn char_columns(next: char) -> usize {
    if next == '\t' { TAB } else { next.width().unwrap_or(0) }
}

/// The lines that a range is on.
fn lines_of(lines: &Lines<'_>, range: TextRange) -> RangeInclusive<usize> {
    let last = TextSize::new(u32::from(range.end()).saturating_sub(1)).max(range.start());
    lines.line(range.start())..=lines.line(last)
}

fn is_within_a_line(lines: &Lines<'_>, range: TextRange) -> bool {
    let on = lines_of(lines, range);
    on.start() == on.end()
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
