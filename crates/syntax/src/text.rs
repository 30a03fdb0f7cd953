//! Words and strings: when a name needs quotes, and what a quoted one says.

use std::{borrow::Cow, fmt::Write as _};

use text_size::{TextRange, TextSize};
use unicode_ident::{is_xid_continue, is_xid_start};

/// What marks a custom user property.
pub const CUSTOM: &str = "gp:";

/// What marks a custom event.
pub const CUSTOM_EVENT: &str = "ce:";

/// Whether a text can stand as a bare word.
///
/// ```
/// assert!(amq_syntax::is_word("n-day"));
/// assert!(!amq_syntax::is_word("Play Song"));
/// ```
pub fn is_word(text: &str) -> bool {
    // Most words are made of these, and then it is told sooner.
    let plain = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(plain) {
        return true;
    }
    let mut chars = text.chars();
    let starts = chars.next().is_some_and(|first| first == '_' || is_xid_start(first));
    let mut dash = false;
    let rest = chars.all(|next| {
        let fits = is_xid_continue(next) || (next == '-' && !dash);
        dash = next == '-';
        fits
    });
    starts && rest && !dash
}

/// Whether a text is a run of letters, digits, `_` and `-`.
pub(crate) fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign == '-' || is_xid_continue(sign))
}

/// A text behind the blanks and comments that it begins with.
///
/// ```
/// assert_eq!(amq_syntax::after_gap(" # one\n# two\n vs"), "vs");
/// ```
pub fn after_gap(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix('#') {
        rest = comment.split_once('\n').map_or("", |it| it.1).trim_start();
    }
    rest
}

/// A statement with the end of its line; `None` where something else stands on it.
///
/// ```
/// let text = "use \"a.amq\"\nusers\n";
/// let whole = amq_syntax::whole_line(text, amq_syntax::TextRange::up_to(11.into()));
/// assert_eq!(whole, Some(amq_syntax::TextRange::up_to(12.into())));
/// ```
pub fn whole_line(text: &str, statement: TextRange) -> Option<TextRange> {
    let behind = text.get(statement.end().into()..)?;
    let end = behind.find('\n').map_or(behind.len(), |at| at + 1);
    let is_alone = behind.get(..end)?.trim().is_empty();
    is_alone.then(|| TextRange::new(statement.start(), statement.end() + TextSize::new(end as u32)))
}

/// How a line that is added to a text ends: as most of its lines do.
///
/// ```
/// assert_eq!(amq_syntax::newline("users new\r\n"), "\r\n");
/// assert_eq!(amq_syntax::newline("users new\r\nrealtime\n"), "\n");
/// ```
pub fn newline(text: &str) -> &'static str {
    mostly(line_ends(text))
}

/// How many lines end in a text, and how many of them in CRLF.
pub(crate) fn line_ends(text: &str) -> (usize, usize) {
    (count(text, b'\n'), text.matches("\r\n").count())
}

/// The line ending of most of so many lines, of which so many end in CRLF.
pub(crate) fn mostly((lines, crlf): (usize, usize)) -> &'static str {
    if crlf * 2 > lines { "\r\n" } else { "\n" }
}

/// A text as a string of the language, with JSON's escapes where one is needed.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for next in text.chars() {
        match next {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if (control as u32) < 0x20 => {
                let _ = write!(quoted, "\\u{:04x}", control as u32);
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What stands between a string's quotes, with its escapes read. `Err` gives the place of the
/// first escape that JSON does not have, from the start of `inner`, and its length.
pub fn unescape(inner: &str) -> Result<Cow<'_, str>, (usize, usize)> {
    if !inner.contains('\\') {
        return Ok(Cow::Borrowed(inner));
    }
    let mut read = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        read.push_str(before);
        let place = inner.len() - escape.len();
        let (value, length) = escape_value(escape).map_err(|length| (place, length))?;
        read.push(value);
        rest = escape.get(length..).unwrap_or_default();
    }
    read.push_str(rest);
    Ok(Cow::Owned(read))
}

/// The character of the escape that a text begins with, and how long it is written.
fn escape_value(escape: &str) -> Result<(char, usize), usize> {
    let kind = escape.chars().nth(1).ok_or(1_usize)?;
    let simple = match kind {
        '"' | '\\' | '/' => kind,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode_escape(escape),
        other => return Err(1 + other.len_utf8()),
    };
    Ok((simple, 2))
}

fn unicode_escape(escape: &str) -> Result<(char, usize), usize> {
    let first = code_unit(escape).ok_or(2_usize)?;
    if let Some(value) = char::from_u32(first) {
        return Ok((value, 6));
    }
    let low = escape.get(6..).and_then(code_unit).filter(|low| (0xdc00..0xe000).contains(low));
    let value = low
        .filter(|_| first < 0xdc00)
        .and_then(|low| char::from_u32(0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00)));
    value.map(|value| (value, 12)).ok_or(6)
}

fn code_unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// How often a byte stands in a text.
pub(crate) fn count(text: &str, byte: u8) -> usize {
    // Sums that fit into bytes are made of many bytes at once.
    let some = |bytes: &[u8]| bytes.iter().map(|it| u8::from(*it == byte)).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|bytes| usize::from(some(bytes))).sum()
}

/// The part of a text at a range; empty where the range does not fit the text.
#[inline]
pub fn slice(text: &str, range: TextRange) -> &str {
    text.get(usize::from(range.start())..usize::from(range.end())).unwrap_or_default()
}
