//! Hover.

use crate::{document::Document, lsp, markup::markup, shared::Shared};

pub(crate) fn hover(
    document: &Document,
    shared: &Shared,
    position: lsp::Position,
) -> Option<lsp::Hover> {
    let found = amq_ide::hover(&document.file(), document.offset(position))?;
    let contents = markup(found.text, shared.abilities().markdown.hover);
    let range = Some(document.range(found.range));
    Some(lsp::Hover { contents: lsp::HoverContents::Markup(contents), range })
}
