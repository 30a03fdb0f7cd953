//! The server: its life, and one line for each request.

use std::{io, process, sync::Arc, time::Duration};

use amq_project::Options;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    runtime::Builder,
    sync::mpsc::unbounded_channel,
};

use crate::{
    capabilities::{Abilities, capabilities},
    clock,
    document::Document,
    front::{Front, arrival},
    lsp::{self, LanguageServer, LspService, Server, jsonrpc},
    process as client_process, publish,
    requests::{
        code_action, code_lens, command, completion, diagnostic, document_link, document_symbol,
        folding_range, formatting, hover, inlay_hint, navigation,
        rename::{self, Search},
        selection_range, semantic_tokens, signature_help, workspace_symbol,
    },
    shared::Shared,
    sift::sift,
    socket::Socket,
};

/// How many requests are answered at a time; those that wait for the client are none of them.
const AT_A_TIME: usize = 64;

/// How long nobody looks at the clock; a machine that slept wakes on another day.
const AT_MOST: Duration = Duration::from_secs(20);

/// Serves a client on standard input and output until it ends. Says whether it asked for that.
///
/// Where the process of the client is known, the server ends with it; clients may also tell it when
/// they have connected.
pub fn run(options: Options, client: Option<u32>) -> io::Result<bool> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let asked = runtime.block_on(async {
        if let Some(id) = client {
            tokio::spawn(end_with(id));
        }
        serve(tokio::io::stdin(), tokio::io::stdout(), options).await
    });
    // Standard input may never end, and its reader would be waited for.
    runtime.shutdown_background();
    Ok(asked)
}

/// Ends the program once a process has ended.
fn end_with(id: u32) -> impl Future<Output = ()> {
    let ended = client_process::ended(id);
    async move {
        ended.await;
        process::exit(1);
    }
}

/// Serves a client on any pipe.
pub(crate) async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite,
    options: Options,
) -> bool {
    let (publisher, publications) = unbounded_channel();
    let shared = Shared::new(options, publisher);
    let (service, socket) = LspService::new(|client| {
        tokio::spawn(publish::send_all(client.clone(), publications));
        shared.meet(client.clone());
        Amq { shared: Arc::clone(&shared) }
    });
    tokio::spawn(follow_the_clock(Arc::clone(&shared)));
    let front = Front::new(service, Arc::clone(&shared));
    let (input, reader) = sift(input);
    Server::new(input, output, Socket(socket)).concurrency_level(AT_A_TIME).serve(front).await;
    reader.abort();
    shared.has_stopped()
}

/// Has documents checked again when a new day may have begun.
async fn follow_the_clock(shared: Arc<Shared>) {
    let mut quarter = clock::quarter();
    while shared.world.follows_the_clock() {
        tokio::time::sleep(clock::to_next_quarter().min(AT_MOST)).await;
        if quarter != clock::quarter() {
            quarter = clock::quarter();
            shared.settings_changed();
        }
    }
}

/// The server, as the protocol's library sees it.
pub(crate) struct Amq {
    pub(crate) shared: Arc<Shared>,
}

impl Amq {
    /// Answers a request about one document, in its turn, off the loop.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        feature: &'static str,
        answer: impl FnOnce(&mut Document, &Arc<Shared>) -> T + Send + 'static,
    ) -> jsonrpc::Result<T> {
        #[cfg(test)]
        crate::tests::faults::in_handler(feature, &self.shared);
        let arrived = arrival();
        for (_, other) in arrived.all {
            let shared = Arc::clone(&self.shared);
            other.run(move |document| shared.refresh(document)).await;
        }
        let Some(ticket) = arrived.document else {
            return Err(jsonrpc::Error::invalid_params("the document is not open"));
        };
        let shared = Arc::clone(&self.shared);
        let answered = ticket.run(move |document| {
            shared.refresh(document);
            #[cfg(test)]
            crate::tests::faults::in_turn(feature, &shared);
            answer(document, &shared)
        });
        answered.await.ok_or_else(|| failed(feature))
    }

    /// Answers a request about no document in particular, off the loop, after the edits that came
    /// before it.
    async fn aside<T: Send + 'static>(
        &self,
        feature: &'static str,
        answer: impl FnOnce() -> T + Send + 'static,
    ) -> jsonrpc::Result<T> {
        #[cfg(test)]
        crate::tests::faults::in_handler(feature, &self.shared);
        for (_, open) in arrival().all {
            let shared = Arc::clone(&self.shared);
            open.run(move |document| shared.lay_over(document)).await;
        }
        #[cfg(test)]
        let shared = Arc::clone(&self.shared);
        let answered = tokio::task::spawn_blocking(move || {
            #[cfg(test)]
            crate::tests::faults::aside(feature, &shared);
            answer()
        });
        answered.await.map_err(|_| failed(feature))
    }
}

/// The answer to a request whose feature panicked.
pub(crate) fn failed(feature: &str) -> jsonrpc::Error {
    let mut error = jsonrpc::Error::internal_error();
    error.message = format!("{feature} failed on this text; that is a mistake in amq").into();
    error
}

impl LanguageServer for Amq {
    async fn initialize(
        &self,
        params: lsp::InitializeParams,
    ) -> jsonrpc::Result<lsp::InitializeResult> {
        let abilities = Abilities::of(&params.capabilities);
        if let Some(id) = params.process_id {
            tokio::spawn(end_with(id));
        }
        self.shared.set_folders(&params);
        if let Some(options) = &params.initialization_options {
            self.shared.follow(options);
        }
        self.shared.begin(abilities);
        Ok(lsp::InitializeResult {
            capabilities: capabilities(abilities),
            server_info: Some(lsp::ServerInfo {
                name: "amq".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..lsp::InitializeResult::default()
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.shared.ask_to_watch();
        self.shared.scan_soon();
    }

    async fn shutdown(&self) -> jsonrpc::Result<()> {
        self.shared.stop();
        Ok(())
    }

    // Documents' events were handled in front.
    async fn did_open(&self, _: lsp::DidOpenTextDocumentParams) {}
    async fn did_change(&self, _: lsp::DidChangeTextDocumentParams) {}
    async fn did_close(&self, _: lsp::DidCloseTextDocumentParams) {}
    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}

    async fn hover(&self, params: lsp::HoverParams) -> jsonrpc::Result<Option<lsp::Hover>> {
        self.ask("hover", move |document, shared| {
            hover::hover(document, shared, params.text_document_position_params.position)
        })
        .await
    }

    async fn completion(
        &self,
        params: lsp::CompletionParams,
    ) -> jsonrpc::Result<Option<lsp::CompletionResponse>> {
        self.ask("completion", move |document, shared| {
            Some(completion::completion(document, shared, params.text_document_position.position))
        })
        .await
    }

    async fn signature_help(
        &self,
        params: lsp::SignatureHelpParams,
    ) -> jsonrpc::Result<Option<lsp::SignatureHelp>> {
        self.ask("signature help", move |document, shared| {
            let position = params.text_document_position_params.position;
            signature_help::signature_help(document, shared, position, params.context.as_ref())
        })
        .await
    }

    async fn inlay_hint(
        &self,
        params: lsp::InlayHintParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::InlayHint>>> {
        self.ask("inlay hint", move |document, shared| {
            Some(inlay_hint::inlay_hint(document, shared, params.range))
        })
        .await
    }

    async fn code_lens(
        &self,
        _: lsp::CodeLensParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::CodeLens>>> {
        self.ask("code lens", move |document, shared| Some(code_lens::code_lens(document, shared)))
            .await
    }

    async fn code_lens_resolve(&self, lens: lsp::CodeLens) -> jsonrpc::Result<lsp::CodeLens> {
        self.ask("code lens resolve", move |document, _| code_lens::resolve(document, lens)).await
    }

    async fn code_action(
        &self,
        params: lsp::CodeActionParams,
    ) -> jsonrpc::Result<Option<lsp::CodeActionResponse>> {
        self.ask("code action", move |document, shared| {
            Some(code_action::code_action(document, shared, params.range, &params.context))
        })
        .await
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> jsonrpc::Result<Option<lsp::GotoDefinitionResponse>> {
        self.ask("definition", move |document, shared| {
            navigation::definition(document, shared, params.text_document_position_params.position)
                .map(lsp::GotoDefinitionResponse::Scalar)
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::DocumentHighlight>>> {
        self.ask("document highlight", move |document, _| {
            Some(navigation::highlight(document, params.text_document_position_params.position))
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> jsonrpc::Result<Option<lsp::PrepareRenameResponse>> {
        self.ask("prepare rename", move |document, shared| {
            rename::prepare(document, shared, params.position).map(Some)
        })
        .await?
    }

    async fn document_symbol(
        &self,
        _: lsp::DocumentSymbolParams,
    ) -> jsonrpc::Result<Option<lsp::DocumentSymbolResponse>> {
        self.ask("document symbol", move |document, shared| {
            Some(document_symbol::document_symbol(document, shared))
        })
        .await
    }

    async fn document_link(
        &self,
        _: lsp::DocumentLinkParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::DocumentLink>>> {
        self.ask("document link", move |document, shared| {
            Some(document_link::document_link(document, shared))
        })
        .await
    }

    async fn folding_range(
        &self,
        _: lsp::FoldingRangeParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::FoldingRange>>> {
        self.ask("folding range", move |document, _| Some(folding_range::folding_range(document)))
            .await
    }

    async fn selection_range(
        &self,
        params: lsp::SelectionRangeParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::SelectionRange>>> {
        self.ask("selection range", move |document, _| {
            Some(selection_range::selection_range(document, &params.positions))
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        _: lsp::SemanticTokensParams,
    ) -> jsonrpc::Result<Option<lsp::SemanticTokensResult>> {
        self.ask("semantic tokens full", move |document, _| {
            Some(semantic_tokens::full(document).into())
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> jsonrpc::Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        self.ask("semantic tokens full delta", move |document, _| {
            Some(semantic_tokens::delta(document, &params.previous_result_id))
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> jsonrpc::Result<Option<lsp::SemanticTokensRangeResult>> {
        self.ask("semantic tokens range", move |document, _| {
            Some(semantic_tokens::range(document, params.range).into())
        })
        .await
    }

    async fn formatting(
        &self,
        _: lsp::DocumentFormattingParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::TextEdit>>> {
        self.ask("formatting", move |document, _| Some(formatting::whole(document))).await
    }

    async fn range_formatting(
        &self,
        params: lsp::DocumentRangeFormattingParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::TextEdit>>> {
        self.ask("range formatting", move |document, _| {
            Some(formatting::range(document, params.range))
        })
        .await
    }

    async fn on_type_formatting(
        &self,
        params: lsp::DocumentOnTypeFormattingParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::TextEdit>>> {
        self.ask("on type formatting", move |document, _| {
            Some(formatting::on_type(document, params.text_document_position.position, &params.ch))
        })
        .await
    }

    async fn diagnostic(
        &self,
        _: lsp::DocumentDiagnosticParams,
    ) -> jsonrpc::Result<lsp::DocumentDiagnosticReportResult> {
        self.ask("diagnostic", move |document, shared| diagnostic::diagnostic(document, shared))
            .await
    }

    async fn references(
        &self,
        params: lsp::ReferenceParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::Location>>> {
        let (at, declared) = (params.text_document_position, params.context.include_declaration);
        let search = Search { feature: "references", at, new: None };
        let found = rename::everywhere(&self.shared, arrival(), search, move |found| {
            let wanted = found.mentions.into_iter().filter(|it| declared || !it.1);
            wanted.map(|it| it.0).collect()
        });
        found.await.map(|found| Some(found.unwrap_or_default()))
    }

    async fn rename(
        &self,
        params: lsp::RenameParams,
    ) -> jsonrpc::Result<Option<lsp::WorkspaceEdit>> {
        let (at, new) = (params.text_document_position, params.new_name);
        let search = Search { feature: "rename", at, new: Some(new.clone()) };
        let edit = rename::everywhere(&self.shared, arrival(), search, move |found| {
            rename::rename(found, &new)
        });
        edit.await?.ok_or_else(rename::no_symbol)?.map(Some)
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> jsonrpc::Result<Option<lsp::WorkspaceSymbolResponse>> {
        let shared = Arc::clone(&self.shared);
        let found = self.aside("workspace symbols", move || {
            workspace_symbol::workspace_symbol(&shared, &params.query)
        });
        Ok(Some(lsp::WorkspaceSymbolResponse::Flat(found.await?)))
    }

    async fn workspace_diagnostic(
        &self,
        _: lsp::WorkspaceDiagnosticParams,
    ) -> jsonrpc::Result<lsp::WorkspaceDiagnosticReportResult> {
        let shared = Arc::clone(&self.shared);
        let items = self.aside("workspace diagnostics", move || diagnostic::workspace(&shared));
        Ok(lsp::WorkspaceDiagnosticReport { items: items.await? }.into())
    }

    async fn execute_command(
        &self,
        params: lsp::ExecuteCommandParams,
    ) -> jsonrpc::Result<Option<lsp::LSPAny>> {
        if !command::is_known(&params.command) {
            let message = format!("there is no command `{}`", params.command);
            return Err(jsonrpc::Error::invalid_params(message));
        }
        let of = command::Of::read(&params.command, params.arguments.first());
        let of = of.map_err(jsonrpc::Error::invalid_params)?;
        let shared = Arc::clone(&self.shared);
        let Some(uri) = of.uri.clone() else {
            return self.aside("commands", move || command::of_workspace(&shared)).await.map(Some);
        };
        if !shared.documents().contains_key(&uri) {
            let answer = self
                .aside("commands", move || command::of_file(&shared, &params.command, &uri, &of));
            return answer.await?.map(Some).map_err(jsonrpc::Error::invalid_params);
        }
        let answer = self.ask("commands", move |document, shared| {
            command::of_document(document, shared, &params.command, &of)
        });
        answer.await.map(Some)
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        self.shared.follow(&params.settings);
    }

    async fn did_change_watched_files(&self, _: lsp::DidChangeWatchedFilesParams) {}

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.shared.change_folders(&params.event);
        self.shared.scan();
    }
}
