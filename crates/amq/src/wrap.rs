//! Text in lines of a width.

/// Breaks a text at its blanks: `first` stands before the first line, as many blanks before the others.
pub(crate) fn wrapped(first: &str, text: &str, width: usize) -> String {
    let indent = first.chars().count();
    let (mut out, mut column, mut is_new) = (first.to_owned(), indent, true);
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if !is_new && column + 1 + wide > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if !is_new {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
        is_new = false;
    }
    out.push('\n');
    out
}
