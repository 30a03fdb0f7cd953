//! Hover.

use crate::{document::Document, lsp};

pub(crate) fn hover(document: &Document, position: lsp::Position) -> Option<lsp::Hover> {
    let found = amq_ide::hover(&document.file(), document.offset(position))?;
    let contents = lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: found.text };
    let range = Some(document.range(found.range));
    Some(lsp::Hover { contents: lsp::HoverContents::Markup(contents), range })
}
