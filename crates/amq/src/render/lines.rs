//! Lines and columns of a text.

use std::sync::atomic::{AtomicU64, Ordering};

use amq_syntax::{TextRange, TextSize, slice};

/// Where the lines of a text start.
pub(crate) struct Lines<'a> {
    pub(crate) text: &'a str,
    starts: Vec<u32>,
    /// The last place that was counted and its column, 32 bits each, so that the many places of one
    /// long line are counted once.
    last: AtomicU64,
}

/// A place as people count it: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// In bytes, from 0.
    pub(crate) offset: u32,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        Self { text, starts, last: AtomicU64::new(0) }
    }

    /// The number of the line that a place is in, from 0.
    pub(crate) fn line(&self, at: TextSize) -> usize {
        self.starts.partition_point(|start| *start <= at.into()).saturating_sub(1)
    }

    /// The range of a line, without its break.
    pub(crate) fn range(&self, line: usize) -> TextRange {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len() as u32);
        let end = self.starts.get(line + 1).map_or(self.text.len() as u32, |next| next - 1);
        TextRange::new(start.into(), end.max(start).into())
    }

    /// A place as people count it. A byte-order mark has no column.
    pub(crate) fn place(&self, at: TextSize) -> Place {
        let line = self.line(at);
        let range = self.range(line);
        let start = range.start();
        let last = self.last.load(Ordering::Relaxed);
        let (last, column) = (TextSize::new((last >> 32) as u32), (last & 0xffff_ffff) as usize);
        let count = |from, to| {
            let between = slice(self.text, TextRange::new(from, to));
            let mark = from == TextSize::new(0) && between.starts_with(BYTE_ORDER_MARK);
            between.chars().count() - usize::from(mark)
        };
        let column = if last < start || last > range.end().max(at) {
            count(start, at)
        } else if last <= at {
            column + count(last, at)
        } else if at - start < last - at {
            count(start, at)
        } else {
            column - count(at, last)
        };
        self.last.store(u64::from(u32::from(at)) << 32 | column as u64, Ordering::Relaxed);
        Place { line: line + 1, column: column + 1, offset: at.into() }
    }

    /// How many lines there are; the last one may be empty.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';
