//! Inlay hints.

use amq_ide::{InlayHint, inlay_hints};

use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn inlay_hint(
    document: &Document,
    shared: &Shared,
    range: lsp::Range,
) -> Vec<lsp::InlayHint> {
    let range = document.encoding.text_range(&document.text, &document.lines, range);
    let found = inlay_hints(&document.file(), range, shared.switches().hints);
    found.into_iter().map(|it| hint(document, it)).collect()
}

fn hint(document: &Document, hint: InlayHint) -> lsp::InlayHint {
    lsp::InlayHint {
        position: document.position(hint.at),
        label: lsp::InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(lsp::InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
