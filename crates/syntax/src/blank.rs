//! Blanks, and those of copied text that look like them.

use std::ops::Range;

/// What indents a line: the blanks of the language but for line breaks, and those that look alike.
pub(crate) const BLANK: [char; 5] = [' ', '\t', '\r', ODD[0], ODD[1]];

/// The no-break space and the ideographic space.
const ODD: [char; 2] = ['\u{a0}', '\u{3000}'];

/// A line without what indents it.
pub(crate) fn trim_start(line: &str) -> &str {
    match line.as_bytes() {
        [b'!'..=b'~', ..] => line,
        _ => line.trim_start_matches(BLANK),
    }
}

/// A line without the blanks at its end.
pub(crate) fn trim_end(line: &str) -> &str {
    match line.as_bytes() {
        [.., b'!'..=b'~'] => line,
        _ => line.trim_end_matches(BLANK),
    }
}

/// Where blanks that are not the language's stand in a statement, outside strings and comments.
pub(crate) fn odd_blanks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if text.is_ascii() || !text.contains(ODD) {
        return found;
    }
    let (mut quoted, mut escaped, mut comment) = (false, false, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '\n' => (quoted, comment) = (false, false),
            _ if comment => {}
            '"' if !escaped => quoted = !quoted,
            _ if quoted => {}
            '#' => comment = true,
            _ if ODD.contains(&sign) => match found.last_mut() {
                Some(last) if last.end == at => last.end += sign.len_utf8(),
                _ => found.push(at..at + sign.len_utf8()),
            },
            _ => {}
        }
        escaped = sign == '\\' && quoted && !escaped;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::odd_blanks;

    #[test]
    fn only_those_outside_strings_and_comments_count() {
        let text = "users\u{a0}\u{a0}where city is \"a\\\"\u{a0}b\" # c\u{a0}d\n\u{3000}last 3d";
        assert_eq!(odd_blanks(text), [5..9, 39..42]);
    }
}
