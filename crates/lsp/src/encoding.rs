//! Positions as clients count them: lines, and in them bytes, UTF-16 units or characters.

use amq_syntax::{TextRange, TextSize};

use crate::{lines::Lines, lsp};

/// What a client counts in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units, which every client knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers.
    pub(crate) fn of(offered: Option<&[lsp::PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.unwrap_or_default().contains(&kind);
        if offers(lsp::PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(lsp::PositionEncodingKind::UTF32)
            && !offers(lsp::PositionEncodingKind::UTF16)
        {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// As it is said to the client.
    pub(crate) fn kind(self) -> lsp::PositionEncodingKind {
        match self {
            Self::Utf8 => lsp::PositionEncodingKind::UTF8,
            Self::Utf16 => lsp::PositionEncodingKind::UTF16,
            Self::Utf32 => lsp::PositionEncodingKind::UTF32,
        }
    }

    /// How long a text is.
    pub(crate) fn length(self, text: &str) -> u32 {
        let length = match self {
            Self::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        };
        length as u32
    }

    /// The position of a place in a text.
    pub(crate) fn position(self, text: &str, lines: &Lines, at: TextSize) -> lsp::Position {
        let line = lines.line(at);
        let start = lines.start(line);
        let before = text.get(usize::from(start)..usize::from(at)).unwrap_or_default();
        lsp::Position { line: line as u32, character: self.length(before) }
    }

    /// The range of a range of a text.
    pub(crate) fn range(self, text: &str, lines: &Lines, range: TextRange) -> lsp::Range {
        let start = self.position(text, lines, range.start());
        lsp::Range { start, end: self.position(text, lines, range.end()) }
    }

    /// The place of a position. Past the end of a line it is that end, past the last line that of
    /// the text, and inside a character its start.
    pub(crate) fn offset(self, text: &str, lines: &Lines, position: lsp::Position) -> TextSize {
        let start = lines.start(position.line as usize);
        let next = position.line as usize + 1;
        if next > lines.count() {
            return TextSize::of(text);
        }
        let end = if next == lines.count() { TextSize::of(text) } else { lines.start(next) };
        let line = text.get(usize::from(start)..usize::from(end)).unwrap_or_default();
        let line = line.trim_end_matches(['\r', '\n']);
        let mut left = position.character;
        let mut at = start;
        for character in line.chars() {
            let width = match self {
                Self::Utf8 => character.len_utf8(),
                Self::Utf16 => character.len_utf16(),
                Self::Utf32 => 1,
            } as u32;
            if width > left {
                break;
            }
            left -= width;
            at += TextSize::of(character);
        }
        at
    }

    /// The range of the text that a client's range is.
    pub(crate) fn text_range(self, text: &str, lines: &Lines, range: lsp::Range) -> TextRange {
        let start = self.offset(text, lines, range.start);
        TextRange::new(start, self.offset(text, lines, range.end).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding;
    use crate::{lines::Lines, lsp::Position};

    #[test]
    fn positions_go_there_and_back() {
        let text = "a\u{e9}b \u{8cfc}\u{5165} \u{1f389}x\r\nlast";
        let lines = Lines::new(text);
        for (encoding, character) in
            [(Encoding::Utf8, 17), (Encoding::Utf16, 10), (Encoding::Utf32, 9)]
        {
            let at = (text.find('x').unwrap() as u32).into();
            let position = encoding.position(text, &lines, at);
            assert_eq!(position, Position { line: 0, character: character - 1 });
            for (at, _) in text.char_indices().filter(|it| it.1 != '\n') {
                let at = (at as u32).into();
                let position = encoding.position(text, &lines, at);
                assert_eq!(encoding.offset(text, &lines, position), at, "{encoding:?}");
            }
        }
    }

    #[test]
    fn positions_outside_are_drawn_in() {
        let (text, encoding) = ("ab\u{1f389}\r\nc", Encoding::Utf16);
        let lines = Lines::new(text);
        let at = |line, character| {
            u32::from(encoding.offset(text, &lines, Position { line, character }))
        };
        assert_eq!((at(0, 3), at(0, 4), at(0, 99)), (2, 6, 6));
        assert_eq!((at(1, 9), at(2, 0), at(9, 9)), (9, 9, 9));
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        let text = "ab\rc\u{e9}\r\r\nd\n\re\r";
        let lines = Lines::new(text);
        let encoding = Encoding::Utf16;
        let seen = |at: usize| {
            let at = encoding.position(text, &lines, (at as u32).into());
            (at.line, at.character)
        };
        let places = [(0, (0, 0)), (2, (0, 2)), (3, (1, 0)), (6, (1, 2)), (7, (2, 0)), (9, (3, 0))];
        for (at, place) in places.into_iter().chain([(11, (4, 0)), (12, (5, 0)), (14, (6, 0))]) {
            assert_eq!(seen(at), place, "{at}");
            let (line, character) = place;
            let back = encoding.offset(text, &lines, Position { line, character });
            assert_eq!(usize::from(back), at, "{place:?}");
        }
        let end_of = |line| encoding.offset(text, &lines, Position { line, character: 99 });
        assert_eq!([0, 1, 2, 3, 6, 7].map(|it| u32::from(end_of(it))), [2, 6, 7, 10, 14, 14]);
    }
}
