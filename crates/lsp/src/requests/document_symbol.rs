//! The outline of a document.

use amq_ide::{Outline, OutlineKind, outline};

use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn document_symbol(document: &Document, shared: &Shared) -> lsp::DocumentSymbolResponse {
    let found = outline(&document.text, &document.parse);
    if shared.abilities().tree_symbols {
        let symbols = found.into_iter().map(|it| nested(document, it)).collect();
        return lsp::DocumentSymbolResponse::Nested(symbols);
    }
    let flat = found.into_iter().map(|it| flat(document, &it)).collect();
    lsp::DocumentSymbolResponse::Flat(flat)
}

#[expect(deprecated, reason = "the field has to be given")]
fn nested(document: &Document, it: Outline) -> lsp::DocumentSymbol {
    lsp::DocumentSymbol {
        name: it.name.to_string(),
        detail: Some(it.detail).filter(|detail| !detail.is_empty()),
        kind: kind(it.kind),
        tags: None,
        deprecated: None,
        range: document.range(it.range),
        selection_range: document.range(it.selection),
        children: None,
    }
}

#[expect(deprecated, reason = "the field has to be given")]
fn flat(document: &Document, it: &Outline) -> lsp::SymbolInformation {
    lsp::SymbolInformation {
        name: it.name.to_string(),
        kind: kind(it.kind),
        tags: None,
        deprecated: None,
        location: lsp::Location::new(document.uri.clone(), document.range(it.selection)),
        container_name: None,
    }
}

pub(super) fn kind(kind: OutlineKind) -> lsp::SymbolKind {
    match kind {
        OutlineKind::Query => lsp::SymbolKind::FUNCTION,
        OutlineKind::Segment => lsp::SymbolKind::CLASS,
        OutlineKind::Event => lsp::SymbolKind::EVENT,
        OutlineKind::Range => lsp::SymbolKind::CONSTANT,
        OutlineKind::Values => lsp::SymbolKind::ARRAY,
        OutlineKind::Use => lsp::SymbolKind::MODULE,
    }
}
