//! The tokens of a statement, whatever its state: what a person sees as its words and signs.

use amq_syntax::{TextRange, TextSize};

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    /// Where it stands, from the start of the text.
    pub(crate) range: TextRange,
    pub(crate) text: &'a str,
}

/// The kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word, or a name with what stands before it: `city`, `gp:"Sign-up date"`, `user.platform`.
    Word,
    /// A text in quotes.
    String,
    /// `$name`
    Dollar,
    /// `9.99`
    Number,
    /// `2021-08-01`
    Date,
    /// `30d`
    Duration,
    /// `->`, `(`, `>=`, …
    Sign,
    /// `# …`
    Comment,
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
        at += blank;
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = first(rest);
        let token = rest.get(..length)?;
        let range = TextRange::at(TextSize::new(at as u32), TextSize::of(token));
        at += length;
        Some(Token { kind, range, text: token })
    })
}

fn first(rest: &str) -> (TokenKind, usize) {
    let mut chars = rest.chars();
    let (Some(head), next) = (chars.next(), chars.next()) else { return (TokenKind::Sign, 0) };
    match head {
        '#' => (TokenKind::Comment, line(rest)),
        '"' => (TokenKind::String, string(rest)),
        '$' => (TokenKind::Dollar, 1 + word(rest.get(1..).unwrap_or_default())),
        _ if head.is_ascii_digit() => digits(rest),
        '-' if next.is_some_and(|next| next.is_ascii_digit()) => {
            let (kind, length) = digits(rest.get(1..).unwrap_or_default());
            (kind, length + 1)
        }
        _ if is_letter(head) => (TokenKind::Word, name(rest)),
        _ => (TokenKind::Sign, sign(rest, head)),
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn line(rest: &str) -> usize {
    rest.split('\n').next().unwrap_or_default().trim_end().len()
}

/// A string up to its closing quote, or the end of its line.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, next) in rest.char_indices().skip(1) {
        match next {
            '\n' => return rest.get(..at).unwrap_or_default().trim_end().len(),
            '"' if !escaped => return at + 1,
            _ => escaped = next == '\\' && !escaped,
        }
    }
    rest.len()
}

/// A word: letters, and `-` between two of them.
fn word(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, next)) = chars.next() {
        let dash = next == '-' && at > 0 && chars.peek().is_some_and(|it| is_letter(it.1));
        if !is_letter(next) && !dash {
            return at;
        }
    }
    rest.len()
}

/// A word with the `user.` and `gp:` before it.
fn name(rest: &str) -> usize {
    let mut length = word(rest);
    for separator in ['.', ':'] {
        let (before, after) = (rest.get(..length), rest.get(length..).unwrap_or_default());
        let last = before.and_then(|it| it.rsplit('.').next());
        let is_prefix =
            matches!((separator, last), ('.', Some("user" | "event")) | (':', Some("gp" | "ce")));
        let Some(after) = after.strip_prefix(separator).filter(|_| is_prefix) else { continue };
        length += 1 + if after.starts_with('"') { string(after) } else { word(after) };
    }
    length
}

fn digits(rest: &str) -> (TokenKind, usize) {
    let mut length = word(rest);
    let after = rest.get(length..).unwrap_or_default();
    if is_begun_date(rest.get(..length).unwrap_or_default(), after) {
        return (TokenKind::Date, length + 1);
    }
    let fraction =
        after.strip_prefix('.').map_or(0, |it| it.bytes().take_while(u8::is_ascii_digit).count());
    if fraction > 0 {
        length += 1 + fraction;
    }
    let text = rest.get(..length).unwrap_or_default();
    let numbers = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let kind = if numbers.is_empty() || fraction > 0 || text.bytes().all(is_range) && !is_date(text)
    {
        TokenKind::Number
    } else if is_date(text) {
        TokenKind::Date
    } else if numbers.bytes().all(|it| it.is_ascii_lowercase()) {
        TokenKind::Duration
    } else {
        TokenKind::Word
    };
    (kind, length)
}

fn is_range(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'-'
}

/// Whether a date is being typed, of which the last sign so far is a `-`.
fn is_begun_date(text: &str, after: &str) -> bool {
    let behind = after.strip_prefix('-');
    let ends = behind.is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t', '\r', '\n']));
    let year = text.split('-').next().is_some_and(|year| year.len() == 4);
    ends && year && text.split('-').count() < 3 && text.bytes().all(is_range)
}

fn is_date(text: &str) -> bool {
    text.split('-').count() == 3 && text.bytes().all(is_range)
}

fn sign(rest: &str, head: char) -> usize {
    const LONG: [&str; 8] = ["->", "..", "<=", ">=", "!=", "==", "<>", "&&"];
    if LONG.iter().any(|sign| rest.starts_with(sign)) { 2 } else { head.len_utf8() }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn words_and_signs() {
        let text = "q: funnel ce:\"A b\" -> $paid{price>=9.99 and user.gp:plan is \"x\n bins 0..10 5mjbq8w 0-4 3d -2 2021- # c";
        let found: Vec<&str> = tokens(text).map(|it| it.text).collect();
        assert_eq!(
            found,
            [
                "q",
                ":",
                "funnel",
                "ce:\"A b\"",
                "->",
                "$paid",
                "{",
                "price",
                ">=",
                "9.99",
                "and",
                "user.gp:plan",
                "is",
                "\"x",
                "bins",
                "0",
                "..",
                "10",
                "5mjbq8w",
                "0-4",
                "3d",
                "-2",
                "2021-",
                "# c"
            ]
        );
    }
}
