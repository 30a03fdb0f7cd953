//! What the client can do, and what the server can.

use crate::{
    encoding::Encoding,
    lsp,
    requests::{
        code_action::FIX_ALL,
        command::{COMPILE, COST},
        semantic_tokens::legend,
    },
};

/// What the client can do.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of the protocol")]
pub(crate) struct Abilities {
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics itself.
    pub(crate) pulls: bool,
    /// It can be asked to ask for diagnostics again.
    pub(crate) refreshes: bool,
    /// The same for inlay hints.
    pub(crate) refreshes_hints: bool,
    /// The same for code lenses.
    pub(crate) refreshes_lenses: bool,
    /// Completions may have places to fill in.
    pub(crate) snippets: bool,
    /// It can be asked to tell of changed files.
    pub(crate) watches: bool,
    /// Diagnostics may have related places.
    pub(crate) related: bool,
    /// Diagnostics may be marked as about something that nobody needs.
    pub(crate) tags: bool,
    /// Diagnostics may link to their pages.
    pub(crate) pages: bool,
    /// Links may say where they lead.
    pub(crate) link_tooltips: bool,
    /// Code actions may be more than commands.
    pub(crate) actions: bool,
    /// Where Markdown is read.
    pub(crate) markdown: Markdown,
    /// Outlines may be trees.
    pub(crate) tree_symbols: bool,
}

/// Where a client reads Markdown; elsewhere it is given plain text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Markdown {
    pub(crate) hover: bool,
    pub(crate) completion: bool,
    pub(crate) signature: bool,
}

impl Abilities {
    pub(crate) fn of(client: &lsp::ClientCapabilities) -> Self {
        let offered = client.general.as_ref().and_then(|it| it.position_encodings.as_deref());
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let completion = text.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        let refresh = workspace.and_then(|it| it.diagnostics.as_ref()?.refresh_support);
        let hints = workspace.and_then(|it| it.inlay_hint.as_ref()?.refresh_support);
        let lenses = workspace.and_then(|it| it.code_lens.as_ref()?.refresh_support);
        let said = text.and_then(|it| it.publish_diagnostics.as_ref());
        let links = text.and_then(|it| it.document_link.as_ref()?.tooltip_support);
        let actions = text.and_then(|it| it.code_action.as_ref());
        let tree =
            text.and_then(|it| it.document_symbol.as_ref()?.hierarchical_document_symbol_support);
        let watches =
            workspace.and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration);
        Self {
            encoding: Encoding::of(offered),
            pulls: text.is_some_and(|it| it.diagnostic.is_some()),
            refreshes: refresh == Some(true),
            refreshes_hints: hints == Some(true),
            refreshes_lenses: lenses == Some(true),
            snippets: completion.and_then(|it| it.snippet_support) == Some(true),
            watches: watches == Some(true),
            related: said.and_then(|it| it.related_information) == Some(true),
            tags: said.is_some_and(|it| it.tag_support.is_some()),
            pages: said.and_then(|it| it.code_description_support) == Some(true),
            link_tooltips: links == Some(true),
            actions: actions.is_some_and(|it| it.code_action_literal_support.is_some()),
            markdown: Markdown::of(client),
            tree_symbols: tree == Some(true),
        }
    }
}

impl Markdown {
    fn of(client: &lsp::ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let hover = text.and_then(|it| it.hover.as_ref()?.content_format.as_deref());
        let completion = text.and_then(|it| {
            it.completion.as_ref()?.completion_item.as_ref()?.documentation_format.as_deref()
        });
        let signature = text.and_then(|it| {
            it.signature_help
                .as_ref()?
                .signature_information
                .as_ref()?
                .documentation_format
                .as_deref()
        });
        let reads = |formats: Option<&[lsp::MarkupKind]>| {
            formats.is_some_and(|it| it.contains(&lsp::MarkupKind::Markdown))
        };
        Self { hover: reads(hover), completion: reads(completion), signature: reads(signature) }
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
                save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
                ..lsp::TextDocumentSyncOptions::default()
            },
        )),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(characters(&["$", "\"", ":", "{", "(", ",", ".", " "])),
            ..lsp::CompletionOptions::default()
        }),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(characters(&[" "])),
            ..lsp::SignatureHelpOptions::default()
        }),
        definition_provider: Some(lsp::OneOf::Left(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        document_highlight_provider: Some(lsp::OneOf::Left(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QUICKFIX,
                    FIX_ALL.to_owned().into(),
                    lsp::CodeActionKind::REFACTOR_EXTRACT,
                    lsp::CodeActionKind::REFACTOR_INLINE,
                    lsp::CodeActionKind::REFACTOR_REWRITE,
                ]),
                ..lsp::CodeActionOptions::default()
            }
            .into(),
        ),
        code_lens_provider: Some(lsp::CodeLensOptions { resolve_provider: Some(true) }),
        document_link_provider: Some(lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        document_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_range_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_on_type_formatting_provider: Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(characters(&["\n"])),
        }),
        rename_provider: Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        })),
        folding_range_provider: Some(lsp::FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(lsp::SelectionRangeProviderCapability::Simple(true)),
        inlay_hint_provider: Some(lsp::OneOf::Left(true)),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: characters(&[COMPILE, COST]),
            ..lsp::ExecuteCommandOptions::default()
        }),
        semantic_tokens_provider: Some(
            lsp::SemanticTokensOptions {
                legend: legend(),
                range: Some(true),
                full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..lsp::SemanticTokensOptions::default()
            }
            .into(),
        ),
        diagnostic_provider: Some(lsp::DiagnosticServerCapabilities::Options(
            lsp::DiagnosticOptions {
                identifier: Some("amq".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            },
        )),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            ..lsp::WorkspaceServerCapabilities::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

fn characters(of: &[&str]) -> Vec<String> {
    of.iter().map(|it| (*it).to_owned()).collect()
}
