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
    process as client_process, publish, requests,
    shared::Shared,
};

/// How many requests are answered at a time; those that wait for the client are none of them.
const AT_A_TIME: usize = 64;

/// Serves a client on standard input and output until it ends. Says whether it asked for that.
pub fn run(options: Options) -> io::Result<bool> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build()?;
    let asked =
        runtime.block_on(async { serve(tokio::io::stdin(), tokio::io::stdout(), options).await });
    // Standard input may never end, and its reader would be waited for.
    runtime.shutdown_background();
    Ok(asked)
}

/// Serves a client on any pipe.
pub(crate) async fn serve(
    input: impl AsyncRead + Unpin,
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
    Server::new(input, output, socket).concurrency_level(AT_A_TIME).serve(front).await;
    shared.has_stopped()
}

/// Has documents checked again when a new day may have begun.
async fn follow_the_clock(shared: Arc<Shared>) {
    let mut quarter = clock::quarter();
    let mut tick = tokio::time::interval(Duration::from_secs(20));
    while shared.world.follows_the_clock() {
        tick.tick().await;
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
        let Some(ticket) = arrival().document else {
            return Err(jsonrpc::Error::invalid_params("the document is not open"));
        };
        let shared = Arc::clone(&self.shared);
        let answered = ticket.run(move |document| {
            shared.refresh(document);
            #[cfg(test)]
            crate::tests::panics::may_panic(feature, document);
            answer(document, &shared)
        });
        answered.await.ok_or_else(|| failed(feature))
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
            tokio::spawn(async move {
                client_process::ended(id).await;
                process::exit(1);
            });
        }
        self.shared.set_folders(&params);
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
    }

    async fn shutdown(&self) -> jsonrpc::Result<()> {
        self.shared.stop();
        Ok(())
    }

    // Documents' events were handled in front.
    async fn did_open(&self, _: lsp::DidOpenTextDocumentParams) {}
    async fn did_change(&self, _: lsp::DidChangeTextDocumentParams) {}
    async fn did_close(&self, _: lsp::DidCloseTextDocumentParams) {}

    async fn formatting(
        &self,
        _: lsp::DocumentFormattingParams,
    ) -> jsonrpc::Result<Option<Vec<lsp::TextEdit>>> {
        self.ask("formatting", |document, _| requests::formatting::whole(document)).await
    }

    async fn did_change_watched_files(&self, _: lsp::DidChangeWatchedFilesParams) {
        self.shared.settings_changed();
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.shared.change_folders(&params.event);
    }
}
