//! Text in lines of a width, counted in columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks a text at its blanks: `first` stands before the first line, as many blanks before the others.
pub(crate) fn wrapped(first: &str, text: &str, width: usize) -> String {
    let indent = first.width();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let next = format!("\n{}", " ".repeat(indent));
    format!("{first}{}\n", broken(&words, width.saturating_sub(indent), false).join(&next))
}

/// Breaks a text at its blanks, and words that are wider than a line anywhere.
pub(crate) fn lines(text: &str, width: usize) -> Vec<String> {
    broken(text, width, true)
}

fn broken(text: &str, width: usize, inside_words: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut column) = (String::new(), 0);
    for (at, word) in text.split(' ').enumerate() {
        let wide = word.width();
        if at > 0 && column + 1 + wide > width && column > 0 {
            lines.push(std::mem::take(&mut line));
            column = 0;
        } else if at > 0 {
            line.push(' ');
            column += 1;
        }
        if wide <= width || !inside_words {
            line.push_str(word);
            column += wide;
            continue;
        }
        for next in word.chars() {
            let wide = next.width().unwrap_or(0);
            if column > 0 && column + wide > width {
                lines.push(std::mem::take(&mut line));
                column = 0;
            }
            line.push(next);
            column += wide;
        }
    }
    lines.push(line);
    lines
}
