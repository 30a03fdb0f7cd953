//! What the server asks of the client. Nobody waits for the answers, but for so long.

use std::{
    future::Future,
    path::PathBuf,
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

use crate::{
    lsp::{self, Client},
    shared::Shared,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

impl Shared {
    /// Asks something of the client, on the side.
    fn ask<F: Future + Send + 'static>(&self, ask: impl FnOnce(Client) -> F)
    where
        F::Output: Send,
    {
        let Some(client) = self.client() else { return };
        let asked = ask(client);
        self.runtime().spawn(async move {
            let _ = tokio::time::timeout(PATIENCE, asked).await;
        });
    }

    /// Asks a client to ask again for what may be another now though no text is.
    pub(crate) fn ask_to_pull(&self) {
        if self.abilities().refreshes {
            self.ask(|client| async move { client.workspace_diagnostic_refresh().await });
        }
        self.ask_to_show();
    }

    /// Asks a client to ask again for what it shows between the lines.
    pub(crate) fn ask_to_show(&self) {
        if self.abilities().refreshes_hints {
            self.ask(|client| async move { client.inlay_hint_refresh().await });
        }
        if self.abilities().refreshes_lenses {
            self.ask(|client| async move { client.code_lens_refresh().await });
        }
    }

    /// Asks to be told of files that change on disk.
    pub(crate) fn ask_to_watch(&self) {
        if !self.abilities().watches {
            return;
        }
        let globs = ["**/*.amq", "**/amq.toml", "**/taxonomy.toml"];
        let watchers = globs.map(|glob| serde_json::json!({ "globPattern": glob }));
        let registration = lsp::Registration {
            id: "watch".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(serde_json::json!({ "watchers": watchers })),
        };
        self.ask(|client| async move { client.register_capability(vec![registration]).await });
    }

    /// Settings, or files on disk, may be others now.
    pub(crate) fn settings_changed(self: &Arc<Self>) {
        self.world.forget_settings();
        self.all_look_again();
        self.scan();
    }

    /// Shows a text to the user.
    pub(crate) fn show(&self, text: String) {
        self.ask(|client| async move { client.show_message(lsp::MessageType::INFO, text).await });
    }

    /// The folders that a client opens with.
    pub(crate) fn set_folders(&self, params: &lsp::InitializeParams) {
        #[expect(deprecated, reason = "older clients say nothing else")]
        let root = params.root_uri.as_ref();
        let named = params.workspace_folders.iter().flatten().map(|it| &it.uri);
        let mut folders: Vec<PathBuf> = named.filter_map(path).collect();
        if folders.is_empty() {
            folders.extend(root.and_then(path));
        }
        *self.folders.lock().unwrap_or_else(PoisonError::into_inner) = folders;
    }

    /// Folders that come and go.
    pub(crate) fn change_folders(&self, event: &lsp::WorkspaceFoldersChangeEvent) {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<PathBuf> = event.removed.iter().filter_map(|it| path(&it.uri)).collect();
        folders.retain(|folder| !gone.contains(folder));
        folders.extend(event.added.iter().filter_map(|it| path(&it.uri)));
    }

    pub(crate) fn has_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

fn path(uri: &lsp::Uri) -> Option<PathBuf> {
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}
