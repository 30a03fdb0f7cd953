//! Walks a statement's text from token to token and keeps what stands between them.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use super::print::Item;
use crate::text::slice;

/// What is to be printed of a statement, and how far its text has been read. A step that does not
/// find what the tree says gives `None`, and the statement keeps its text.
pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) items: Vec<Item<'a>>,
    at: usize,
    /// Whether a line has ended since the last token.
    new_line: bool,
    /// Comments that were read and not printed yet; `true` for those on a line of their own.
    comments: Vec<(bool, &'a str)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let items = Vec::with_capacity(32);
        Self { text, items, at: 0, new_line: false, comments: Vec::new() }
    }

    // ---- tokens --------------------------------------------------------------------------------

    /// A fixed word or sign.
    pub(super) fn word(&mut self, word: &'static str) -> Option<()> {
        if !self.is_next(word) {
            return None;
        }
        self.flush();
        self.push(word);
        self.advance(word.len());
        Some(())
    }

    /// A token as it is written.
    pub(super) fn copy(&mut self, range: TextRange) -> Option<()> {
        self.put(range, slice(self.text, range))
    }

    /// A token in other words.
    pub(super) fn put(&mut self, range: TextRange, text: impl Into<Cow<'a, str>>) -> Option<()> {
        self.read();
        if self.place() != range.start() {
            return None;
        }
        self.flush();
        self.push(text);
        self.advance(range.len().into());
        Some(())
    }

    /// What is said in several words, in others; comments between them go behind it.
    pub(super) fn put_words(&mut self, range: TextRange, text: &'static str) -> Option<()> {
        self.put(TextRange::empty(range.start()), text)?;
        while self.position() < range.end() {
            let length = self.rest().chars().next()?.len_utf8();
            self.advance(length);
        }
        Some(())
    }

    /// A sign that is left out.
    pub(super) fn skip(&mut self, sign: &str) {
        if self.is_next(sign) {
            self.advance(sign.len());
        }
    }

    /// A comma, which stays with what stands before it: comments go behind it.
    pub(super) fn comma(&mut self) -> Option<()> {
        if !self.is_next(",") {
            return None;
        }
        self.push(",");
        self.advance(1);
        Some(())
    }

    /// A word that may be left out; it is printed in any case.
    pub(super) fn implied(&mut self, word: &'static str, end: TextSize) -> Option<()> {
        self.space();
        if self.position() < end {
            return self.word(word);
        }
        self.push(word);
        Some(())
    }

    // ---- between tokens ------------------------------------------------------------------------

    pub(super) fn space(&mut self) {
        self.items.push(Item::Space);
    }

    pub(super) fn line(&mut self) {
        self.items.push(Item::Break { blank: true });
    }

    /// A line may break here, and there is no blank if it does not.
    pub(super) fn soft(&mut self) {
        self.items.push(Item::Break { blank: false });
    }

    pub(super) fn fill(&mut self) {
        self.items.push(Item::Fill);
    }

    pub(super) fn indent(&mut self, by: isize) {
        self.items.push(Item::Indent(by));
    }

    pub(super) fn open(&mut self) {
        self.flush();
        self.items.push(Item::Open);
    }

    pub(super) fn close(&mut self) {
        self.items.push(Item::Close);
    }

    /// Prints the comments before the next token.
    pub(super) fn flush(&mut self) {
        self.read();
        let comments = self.comments.drain(..);
        self.items.extend(comments.map(
            |(own, text)| {
                if own { Item::Own(text) } else { Item::Trailing(text) }
            },
        ));
    }

    /// Takes the comment at the end of the line of the last token.
    pub(super) fn take_trailing(&mut self) -> Option<&'a str> {
        self.read();
        let is_there = self.comments.first().is_some_and(|it| !it.0);
        is_there.then(|| self.comments.remove(0).1)
    }

    // ---- the text ------------------------------------------------------------------------------

    /// Whether a text stands next.
    pub(super) fn is_next(&mut self, text: &str) -> bool {
        self.read();
        self.rest().starts_with(text)
    }

    /// Where the next token stands.
    pub(super) fn position(&mut self) -> TextSize {
        self.read();
        self.place()
    }

    fn place(&self) -> TextSize {
        TextSize::new(self.at as u32)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, text: impl Into<Cow<'a, str>>) {
        self.items.push(Item::Text(text.into()));
    }

    fn advance(&mut self, length: usize) {
        self.at += length;
        self.new_line = false;
    }

    /// Reads blanks and comments.
    fn read(&mut self) {
        const BLANK: [char; 6] = [' ', '\t', '\n', '\u{b}', '\u{c}', '\r'];
        loop {
            let rest = self.rest();
            let code = rest.trim_start_matches(BLANK);
            let blank = rest.get(..rest.len() - code.len()).unwrap_or_default();
            self.new_line |= blank.contains('\n');
            self.at += blank.len();
            if !code.starts_with('#') {
                return;
            }
            let line = code.split_once('\n').map_or(code, |(line, _)| line);
            self.comments.push((self.new_line, line.trim_end_matches(BLANK)));
            self.at += line.len();
        }
    }
}
