//! What the server knows, shared by the handlers of requests.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use amq_project::{Options, Project};
use serde::Deserialize;
use tokio::{runtime::Handle, sync::mpsc::UnboundedSender};

use crate::{
    capabilities::Abilities,
    document::Document,
    front::Arrival,
    index::Index,
    lsp::{self, Request},
    publish::Publication,
    queue::Queue,
    requests::code_lens::document_of,
    settings::Switches,
    world::World,
};

/// What the server knows.
pub(crate) struct Shared {
    pub(crate) world: World,
    pub(crate) publisher: UnboundedSender<Publication>,
    pub(crate) index: Index,
    pub(crate) folders: Mutex<Vec<PathBuf>>,
    pub(crate) switches: Mutex<Switches>,
    /// The projects whose settings were spoken of.
    pub(crate) told: Mutex<Vec<Weak<Project>>>,
    /// When the disk was last looked at, and whether that is about to be done.
    pub(crate) looked: Mutex<Option<Instant>>,
    pub(crate) looks_soon: AtomicBool,
    abilities: OnceLock<Abilities>,
    documents: Mutex<HashMap<String, Arc<Queue<Document>>>>,
    pub(crate) stopped: AtomicBool,
    client: OnceLock<lsp::Client>,
    runtime: Handle,
}

/// An open document and what is to be done with it.
pub(crate) type Open = Arc<Queue<Document>>;

impl Shared {
    pub(crate) fn new(options: Options, publisher: UnboundedSender<Publication>) -> Arc<Self> {
        Arc::new(Self {
            world: World::new(options),
            publisher,
            index: Index::default(),
            folders: Mutex::default(),
            switches: Mutex::default(),
            told: Mutex::default(),
            looked: Mutex::default(),
            looks_soon: AtomicBool::new(false),
            abilities: OnceLock::new(),
            documents: Mutex::default(),
            stopped: AtomicBool::new(false),
            client: OnceLock::new(),
            runtime: Handle::current(),
        })
    }

    pub(crate) fn meet(&self, client: lsp::Client) {
        let _ = self.client.set(client);
    }

    pub(crate) fn client(&self) -> Option<lsp::Client> {
        self.client.get().cloned()
    }

    /// What the client said it can do; documents are taken from then on.
    pub(crate) fn begin(&self, abilities: Abilities) {
        if !abilities.watches {
            self.world.files.keep_looks();
        }
        let _ = self.abilities.set(abilities);
    }

    pub(crate) fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// No document is taken any more.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(crate) fn documents(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Does what a message asks of documents at once, and takes the places it needs in queues.
    pub(crate) fn arrive(self: &Arc<Self>, request: &Request) -> Arrival {
        let mut arrival = Arrival::default();
        if self.abilities.get().is_none() || self.stopped.load(Ordering::Relaxed) {
            return arrival;
        }
        if request.method() == "shutdown" {
            // The exit that follows may overtake the handler.
            self.stop();
        }
        let Some(params) = request.params() else { return arrival };
        match request.method() {
            "textDocument/didOpen" => self.with(params, Self::open),
            "textDocument/didChange" => self.with(params, Self::change),
            "textDocument/didClose" => self.with(params, Self::close),
            "textDocument/didSave" => self.look_at_disk(),
            "workspace/didChangeWatchedFiles" => self.settings_changed(),
            _ if request.id().is_none() => {}
            method if self.is_about_all(method, params) => {
                let documents = self.documents();
                let all = documents.iter().map(|(uri, open)| (uri.clone(), open.ticket()));
                arrival.all = all.collect();
            }
            method => {
                let of_lens = || document_of(params).filter(|_| method == "codeLens/resolve");
                let uri = named(params).or_else(of_lens);
                let open = uri.and_then(|uri| self.documents().get(uri).cloned());
                if method == "textDocument/diagnostic" {
                    // What is edited elsewhere may be used here.
                    let documents = self.documents();
                    let busy = documents.iter().filter(|it| !it.1.is_idle());
                    let others = busy.filter(|it| Some(it.0.as_str()) != named(params));
                    arrival.all = others.map(|(uri, open)| (uri.clone(), open.ticket())).collect();
                }
                arrival.document = open.map(|open| open.ticket());
            }
        }
        arrival
    }

    /// Whether a request concerns more than its document, so that all have to be up to date.
    fn is_about_all(&self, method: &str, params: &serde_json::Value) -> bool {
        match method {
            // A file that is not open may use those that are.
            "workspace/executeCommand" => {
                named(params).is_none_or(|uri| !self.documents().contains_key(uri))
            }
            "textDocument/references"
            | "textDocument/rename"
            | "workspace/diagnostic"
            | "workspace/symbol" => true,
            _ => false,
        }
    }

    fn with<'p, P: Deserialize<'p>>(
        self: &Arc<Self>,
        params: &'p serde_json::Value,
        take: fn(&Arc<Self>, P),
    ) {
        if let Ok(params) = P::deserialize(params) {
            take(self, params);
        }
    }

    fn open(self: &Arc<Self>, params: lsp::DidOpenTextDocumentParams) {
        let item = params.text_document;
        let folder = self.folders().first().cloned().unwrap_or_default();
        let uri = item.uri.as_str().to_owned();
        let document = Document::new(item, self.abilities().encoding, &folder, self.world.today());
        let open = Queue::new(document, self.runtime.clone());
        self.documents().insert(uri, Arc::clone(&open));
        self.look_at_disk();
        self.look_again(&open);
        self.index_soon(&open);
    }

    fn change(self: &Arc<Self>, params: lsp::DidChangeTextDocumentParams) {
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        let Some(open) = self.documents().get(uri.as_str()).cloned() else { return };
        let changes = params.content_changes;
        open.push(move |document| document.edit(changes, version));
        self.look_at_disk();
        self.look_again(&open);
        self.index_soon(&open);
    }

    fn close(self: &Arc<Self>, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(open) = self.documents().remove(uri.as_str()) else { return };
        let shared = Arc::clone(self);
        open.push(move |document| {
            if let Some(path) = &document.resolved {
                shared.world.files.put(path, None);
                let (session, encoding) = (shared.world.session(), shared.abilities().encoding);
                shared.index.close(&session, path, &shared.world.files, encoding);
                if shared.world.session().has_read(path) {
                    shared.all_look_again();
                }
            }
            shared.publish_nothing(document);
        });
    }
}

/// What a request about a document says of it; commands name it among their arguments.
fn named(params: &serde_json::Value) -> Option<&str> {
    let document = params.get("textDocument").or_else(|| params.get("arguments")?.get(0))?;
    document.get("uri")?.as_str()
}
