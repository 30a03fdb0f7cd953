//! Finds statements by the first words of lines, so that a mistake never leaves its statement.

use text_size::{TextRange, TextSize};
use unicode_ident::is_xid_continue;

use crate::blank::{trim_end, trim_start};

/// The words that clauses begin with.
pub const CLAUSE_WORDS: &[&str] = &[
    "where",
    "by",
    "from",
    "last",
    "window",
    "during",
    "on",
    "every",
    "metric",
    "mode",
    "limit",
    "for",
    "formula",
    "today",
    "yesterday",
    "this",
    "previous",
    "rolling",
    "bins",
    "latest",
    "earliest",
    "offset",
    "with",
];

/// The words that join conditions and segments.
pub const CONNECTIVES: &[&str] = &["and", "vs"];

/// What a bare name outside braces may not be, beside [`CLAUSE_WORDS`] and [`CONNECTIVES`].
pub const RESERVED: &[&str] = &["not", "in", "performed", "everyone"];

/// The verbs whose subject is an identifier, which may begin with a digit.
pub const OF_IDENTIFIERS: &[&str] = &["activity", "search", "chart"];

/// Where a statement stands, and the comment lines between it and the next one.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Span {
    /// From its first character (of the line, where that is indented) to its last.
    pub range: TextRange,
    /// Whether its first line is indented, which is a mistake.
    pub indented: bool,
}

/// The statements of a text, and its comment lines outside them.
pub fn split(text: &str) -> (Vec<Span>, Vec<TextRange>) {
    split_until(text, 0, |_| false)
}

/// The same from a place on where a statement starts, or the text, up to the first statement that
/// `done` wants no more of.
pub(crate) fn split_until(
    text: &str,
    from: usize,
    mut done: impl FnMut(usize) -> bool,
) -> (Vec<Span>, Vec<TextRange>) {
    let mut spans: Vec<Span> = Vec::new();
    let mut comments = Vec::new();
    let mut inside = 0;
    for (start, line) in lines(text, from) {
        let code = trim_start(line);
        if code.is_empty() {
            continue;
        }
        let indent = line.len() - code.len();
        let end = start + trim_end(line).len();
        if code.starts_with('#') {
            comments.push(range(start + indent, end));
            continue;
        }
        match spans.last_mut() {
            Some(span) if indent > 0 || continues(code) => {
                span.range = TextRange::new(span.range.start(), size(end));
                comments.truncate(inside);
            }
            _ if done(start) => return (spans, comments),
            _ => spans.push(Span { range: range(start, end), indented: indent > 0 }),
        }
        inside = comments.len();
    }
    (spans, comments)
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let marked = from == 0 && text.starts_with(BYTE_ORDER_MARK);
    let mut at = if marked { BYTE_ORDER_MARK.len() } else { from };
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..len)?;
        let start = at;
        at += line.len() + 1;
        Some((start, line))
    })
}

/// Whether a line in column 1 belongs to the statement above it.
fn continues(line: &str) -> bool {
    if line.starts_with([',', ')', '}']) || line.starts_with("->") {
        return true;
    }
    let word_len = line.bytes().take_while(u8::is_ascii_lowercase).count();
    let Some((word, rest)) = line.split_at_checked(word_len) else { return false };
    let mut after = rest.chars();
    let ends = match after.next() {
        Some('-') => !after.next().is_some_and(is_xid_continue),
        Some(next) => !is_xid_continue(next),
        None => true,
    };
    ends && (CLAUSE_WORDS.contains(&word) || CONNECTIVES.contains(&word))
        && !trim_start(rest).starts_with(':')
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}

fn size(at: usize) -> TextSize {
    TextSize::new(at as u32)
}
