//! Formatting: whole, of a range, and while typing.

use amq_syntax::{TextRange, format, format_statement, slice};

use crate::{
    document::{Document, difference},
    lsp,
};

/// What makes the whole document canonical: the smallest part of it that changes.
pub(crate) fn whole(document: &Document) -> Vec<lsp::TextEdit> {
    let (range, new_text) = difference(&document.text, &format(&document.text));
    if range.is_empty() && new_text.is_empty() {
        return Vec::new();
    }
    vec![lsp::TextEdit { range: document.range(range), new_text }]
}

/// What makes the statements that a range touches canonical.
pub(crate) fn range(document: &Document, range: lsp::Range) -> Vec<lsp::TextEdit> {
    let range = document.encoding.text_range(&document.text, &document.lines, range);
    statements(document, range)
}

/// What a typed character completes: a `}` its statement.
pub(crate) fn on_type(
    document: &Document,
    position: lsp::Position,
    typed: &str,
) -> Vec<lsp::TextEdit> {
    let at = document.offset(position);
    if typed != "\n" {
        return statements(document, TextRange::empty(at));
    }
    let line = document.lines.start(position.line as usize);
    let above = document.text.get(..line.into()).unwrap_or_default().trim_end();
    let own = document.text.get(line.into()..).unwrap_or_default();
    let is_blank = own.lines().next().is_none_or(|own| own.trim().is_empty());
    let goes_on = ["->", ",", "{", "(", " and", " vs"].iter().any(|it| above.ends_with(it));
    let is_indented = own.starts_with(' ');
    if !goes_on || !is_blank || is_indented {
        return Vec::new();
    }
    let start = lsp::Position { line: position.line, character: 0 };
    vec![lsp::TextEdit { range: lsp::Range { start, end: start }, new_text: "  ".to_owned() }]
}

fn statements(document: &Document, range: TextRange) -> Vec<lsp::TextEdit> {
    let statements = &document.parse.statements;
    let first = statements.partition_point(|it| it.range().end() < range.start());
    let touched = statements.iter().skip(first).take_while(|it| it.start <= range.end());
    let edits = touched.filter_map(|placed| {
        let formatted = format_statement(&document.text, placed)?;
        let old = slice(&document.text, placed.range());
        let (part, new_text) = difference(old, &formatted);
        let same = part.is_empty() && new_text.is_empty();
        let range = document.range(part + placed.start);
        (!same).then_some(lsp::TextEdit { range, new_text })
    });
    edits.collect()
}
