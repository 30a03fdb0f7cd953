//! The workspace: its folders, and the index of their files.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use crate::{
    document::Document,
    index,
    settings::Switches,
    shared::{Open, Shared},
};

/// How long an editor may take at its start to tell what it has open.
const OPENING: Duration = Duration::from_millis(50);

/// How long after an edit the index takes it in.
const SOON: Duration = Duration::from_millis(300);

/// How long after a look at the disk the next one comes, where the client tells of no change.
const LOOKS: Duration = Duration::from_secs(1);

impl Shared {
    /// Looks whether files on disk are others now, if the client does not tell of that: at once, or
    /// when the last look is long enough ago.
    pub(crate) fn look_at_disk(self: &Arc<Self>) {
        if self.abilities().watches || self.looks_soon.swap(true, Ordering::AcqRel) {
            return;
        }
        let shared = Arc::clone(self);
        self.runtime().spawn(async move {
            let last = *shared.looked.lock().unwrap_or_else(PoisonError::into_inner);
            let left = last.map(|it| LOOKS.saturating_sub(it.elapsed()));
            tokio::time::sleep(left.unwrap_or_default()).await;
            *shared.looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            shared.looks_soon.store(false, Ordering::Release);
            let look = move || {
                if shared.world.files.have_changed() {
                    shared.settings_changed();
                }
            };
            let _ = tokio::task::spawn_blocking(look).await;
        });
    }

    /// The folders of the workspace.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is switched on.
    pub(crate) fn switches(&self) -> Switches {
        *self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows settings.
    pub(crate) fn follow(&self, settings: &serde_json::Value) {
        let mut switches = self.switches.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *switches;
        switches.follow(settings);
        if *switches != before {
            self.ask_to_show();
        }
    }

    /// The resolved paths of open documents.
    pub(crate) fn open_paths(&self) -> Vec<PathBuf> {
        let documents = self.documents();
        let paths = documents.keys().filter_map(|uri| {
            let uri: crate::lsp::Uri = uri.parse().ok()?;
            Some(crate::files::resolved(&uri.to_file_path()?))
        });
        paths.collect()
    }

    /// Reads the files of the workspace once those that the editor has open have come.
    pub(crate) fn scan_soon(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        self.runtime().spawn(async move {
            tokio::time::sleep(OPENING).await;
            shared.scan();
        });
    }

    /// Reads the files of the workspace, in the background; then what depends on it is said.
    pub(crate) fn scan(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        self.runtime().spawn_blocking(move || {
            let (session, folders) = (shared.world.session(), shared.folders());
            let encoding = shared.abilities().encoding;
            // What is open tells of itself; read here too, it would be held twice.
            let open = shared.open_paths();
            let mut inputs = index::files_of(&folders);
            inputs.retain(|it| !open.contains(&crate::files::resolved(&it.path)));
            shared.index.scan(&session, &inputs, &shared.world.files, encoding);
            let all: Vec<Open> = shared.documents().values().cloned().collect();
            for open in &all {
                shared.look_again(open);
            }
            shared.ask_to_pull();
        });
    }

    /// Has the index take in a document, a while after its first edit since the last time.
    pub(crate) fn index_soon(self: &Arc<Self>, open: &Open) {
        let (shared, queue) = (Arc::clone(self), Arc::downgrade(open));
        open.push(move |document| {
            if std::mem::replace(&mut document.to_be_indexed, true) {
                return;
            }
            let asker = Arc::clone(&shared);
            shared.runtime().spawn(async move {
                tokio::time::sleep(SOON).await;
                if let Some(open) = queue.upgrade() {
                    open.push(move |document| asker.index(document));
                }
            });
        });
    }

    fn index(self: &Arc<Self>, document: &mut Document) {
        document.to_be_indexed = false;
        self.refresh(document);
        // It may be closed by now.
        if self.documents().contains_key(document.uri.as_str())
            && let Some(entry) = index::entry_of(document, &self.world.session())
        {
            self.index.put(entry);
        }
    }
}
