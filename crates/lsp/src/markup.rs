//! Texts in Markdown, for those that read it, and as plain text for the others.

use crate::lsp;

/// A text in Markdown, as a client takes it.
pub(crate) fn markup(markdown: String, reads: bool) -> lsp::MarkupContent {
    if reads {
        return lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: markdown };
    }
    lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: plain(&markdown) }
}

/// The same, beside an item: there clients know texts without a kind, too.
pub(crate) fn documentation(markdown: String, reads: bool) -> lsp::Documentation {
    if reads {
        return lsp::Documentation::MarkupContent(markup(markdown, reads));
    }
    lsp::Documentation::String(plain(&markdown))
}

/// What a reader sees of the Markdown that `ide` writes.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            text.extend(["  ", line, "\n"]);
        } else if line != "---" {
            text.extend([&unmarked(line), "\n"]);
        }
    }
    text.trim_end().to_owned()
}

/// A line without its marks; of a link that begins it both sides are kept.
fn unmarked(line: &str) -> String {
    let plain = line.replace("**", "").replace('`', "");
    let parts = plain.strip_prefix('[').and_then(|rest| rest.split_once("]("));
    match parts.and_then(|(text, rest)| Some((text, rest.split_once(')')?))) {
        Some((text, (address, rest))) => format!("{text}: {address}{rest}"),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn marks_are_taken_away() {
        let markdown =
            "**`by`**: groups\n\n```amq\nusers by \"**\"\n```\n---\n[page](https://a.b/c)";
        assert_eq!(super::plain(markdown), "by: groups\n\n  users by \"**\"\npage: https://a.b/c");
    }
}
