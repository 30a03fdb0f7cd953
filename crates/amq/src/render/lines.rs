//! Lines and columns of a text.

use amq_syntax::{TextRange, TextSize};

/// Where the lines of a text start.
pub(crate) struct Lines<'a> {
    pub(crate) text: &'a str,
    starts: Vec<u32>,
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
        Self { text, starts: std::iter::once(0).chain(after_breaks).collect() }
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
        let before = TextRange::new(self.range(line).start(), at);
        let before = amq_syntax::slice(self.text, before).trim_start_matches('\u{feff}');
        Place { line: line + 1, column: before.chars().count() + 1, offset: at.into() }
    }
}
