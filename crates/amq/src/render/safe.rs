//! Text from files, made safe for a terminal: without characters that it would obey.

use std::borrow::Cow;

/// A text with a stand-in of the same length for each character that a terminal would obey, so
/// that places stay what they are. Line breaks and tabs stay.
pub(crate) fn safe_in_place(text: &str) -> Cow<'_, str> {
    if !text.contains(obeyed) {
        return text.into();
    }
    let stand_in = |next: char| match next {
        next if !obeyed(next) => next,
        '\r' => ' ',
        next => match next.len_utf8() {
            1 => '?',
            2 => '¿',
            _ => '\u{fffd}',
        },
    };
    text.chars().map(stand_in).collect::<String>().into()
}

/// A text on one line, with a stand-in for each character that a terminal would obey.
pub(crate) fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(|next| obeyed(next) || next == '\n' || next == '\t') {
        return text.into();
    }
    let one_line = text.replace(['\n', '\t'], " ");
    safe_in_place(&one_line).into_owned().into()
}

/// Control characters, and those that turn the direction of writing.
fn obeyed(next: char) -> bool {
    (next.is_control() && next != '\n' && next != '\t')
        || matches!(next, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
