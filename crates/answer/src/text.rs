//! Text for a terminal: how wide it is, shortened, and without what a terminal would obey.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// A text of at most so many columns, without its middle where it is longer.
///
/// Both ends stay, because names that share a beginning differ in their end.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    // What is far too long is not measured as a whole.
    let is_short = text.len() <= most || (text.len() <= most.saturating_mul(8) && fits(text, most));
    if is_short {
        return shown(text);
    }
    let Some(room) = most.checked_sub(1) else { return Cow::Borrowed("") };
    let head = taken(text.chars(), room.div_ceil(2));
    let tail: String = taken(text.chars().rev(), room / 2).chars().rev().collect();
    Cow::Owned(format!("{}…{}", shown(&head), shown(&tail)))
}

fn fits(text: &str, most: usize) -> bool {
    width(text) <= most
}

/// The first characters that fit into so many columns.
fn taken(text: impl Iterator<Item = char>, room: usize) -> String {
    let mut left = room;
    let fits = |next: &char| {
        let fit = left.checked_sub(next.width().unwrap_or(0));
        left = fit.unwrap_or(0);
        fit.is_some()
    };
    text.take(room.saturating_mul(4)).take_while(fits).collect()
}

/// A text on one line, with a stand-in for each character that a terminal would obey: names of
/// events come from whoever sends events.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let stand_in = |next| match next {
        '\n' | '\t' | '\r' => ' ',
        next if is_obeyed(next) => '\u{fffd}',
        next => next,
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// Control characters, and those that turn the direction of writing.
fn is_obeyed(next: char) -> bool {
    next.is_control()
        || matches!(next, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// A text filled up with blanks to a number of columns.
pub(crate) fn padded(text: &str, columns: usize, right: bool) -> String {
    let blanks = " ".repeat(columns.saturating_sub(width(text)));
    if right { blanks + text } else { text.to_owned() + &blanks }
}
