//! What the client can do, and what the server can.

use crate::{encoding::Encoding, lsp};

/// What the client can do.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of the protocol")]
pub(crate) struct Abilities {
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics itself.
    pub(crate) pulls: bool,
    /// It can be asked to ask again.
    pub(crate) refreshes: bool,
    /// Completions may have places to fill in.
    pub(crate) snippets: bool,
    /// It can be asked to tell of changed files.
    pub(crate) watches: bool,
    /// Diagnostics may have related places.
    pub(crate) related: bool,
    /// Outlines may be trees.
    pub(crate) tree_symbols: bool,
}

impl Abilities {
    pub(crate) fn of(client: &lsp::ClientCapabilities) -> Self {
        let offered = client.general.as_ref().and_then(|it| it.position_encodings.as_deref());
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let completion = text.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        let refresh = workspace.and_then(|it| it.diagnostics.as_ref()?.refresh_support);
        let related = text.and_then(|it| it.publish_diagnostics.as_ref()?.related_information);
        let tree =
            text.and_then(|it| it.document_symbol.as_ref()?.hierarchical_document_symbol_support);
        let watches =
            workspace.and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration);
        Self {
            encoding: Encoding::of(offered),
            pulls: text.is_some_and(|it| it.diagnostic.is_some()),
            refreshes: refresh == Some(true),
            snippets: completion.and_then(|it| it.snippet_support) == Some(true),
            watches: watches == Some(true),
            related: related == Some(true),
            tree_symbols: tree == Some(true),
        }
    }
}

/// What the server can do for such a client.
pub(crate) fn capabilities(abilities: Abilities) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(abilities.encoding.kind()),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
                ..lsp::TextDocumentSyncOptions::default()
            },
        )),
        document_formatting_provider: Some(lsp::OneOf::Left(true)),
        ..lsp::ServerCapabilities::default()
    }
}
