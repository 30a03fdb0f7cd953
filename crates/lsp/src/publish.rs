//! Diagnostics to the client, in the order in which they were found, each with its version.

use std::sync::{Arc, PoisonError, Weak};

use amq_project::Project;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    convert,
    document::Document,
    files::resolved,
    index::used_by,
    lines::Lines,
    lsp::{self, Client},
    shared::{Open, Shared},
};

/// What is wrong with a version of a document, or with a file that is not open.
pub(crate) struct Publication {
    pub(crate) uri: lsp::Uri,
    pub(crate) version: Option<i32>,
    pub(crate) diagnostics: Vec<lsp::Diagnostic>,
}

/// Sends what is to be sent. A task of its own: no handler waits for the client.
pub(crate) async fn send_all(client: Client, mut publications: UnboundedReceiver<Publication>) {
    while let Some(Publication { uri, version, diagnostics }) = publications.recv().await {
        client.publish_diagnostics(uri, diagnostics, version).await;
    }
}

impl Shared {
    /// Has a document looked at again, once what waits before is done.
    pub(crate) fn look_again(self: &Arc<Self>, open: &Open) {
        let shared = Arc::clone(self);
        // What is edited again already is looked at then.
        open.push_latest(move |document| {
            shared.refresh(document);
            shared.publish_settings(document);
            if !shared.abilities().pulls {
                shared.publish(document);
            }
        });
    }

    /// Has all documents looked at again: something that they share has changed.
    pub(crate) fn all_look_again(self: &Arc<Self>) {
        self.world.forget_files();
        let all: Vec<Open> = self.documents().values().cloned().collect();
        for open in all {
            self.look_again(&open);
        }
        self.ask_to_pull();
    }

    /// Brings a document up to date, and tells those that use it.
    pub(crate) fn refresh(self: &Arc<Self>, document: &mut Document) {
        #[cfg(test)]
        crate::tests::faults::may_panic("refresh", document);
        let is_new = document.refresh(&self.world);
        self.tell_mentions(document);
        if !is_new {
            return;
        }
        let Some(path) = &document.resolved else { return };
        self.world.files.put(path, Some(document.text.as_str().into()));
        if self.world.session().has_read(path) {
            self.all_look_again();
        }
    }

    /// Has others see a document as it is now. What it defines is told at once; for the rest of its
    /// text that is done when somebody looks at all files.
    pub(crate) fn lay_over(self: &Arc<Self>, document: &mut Document) {
        self.refresh(document);
        if let Some(path) = &document.resolved {
            self.world.files.put(path, Some(document.text.as_str().into()));
        }
    }

    /// Tells the index which names a document mentions; files that it uses may be looked at again.
    fn tell_mentions(self: &Arc<Self>, document: &mut Document) {
        let seen = document.checks.mentions_seen();
        if std::mem::replace(&mut document.mentions_told, seen) == seen {
            return;
        }
        let Some(path) = document.resolved.clone() else { return };
        let mentions = document.checks.mentioned().cloned().collect();
        let uses = used_by(document, &self.world.session());
        let Some(concerned) = self.index.mention(&path, uses, mentions) else { return };
        let documents = self.documents();
        let all: Vec<Open> = documents.values().cloned().collect();
        drop(documents);
        // The names of used files may be in use now, or not any more.
        if !concerned.is_empty() {
            for open in &all {
                self.look_again(open);
            }
        }
    }

    /// Says what is wrong with the settings of a document's project, once for each reading of them.
    fn publish_settings(&self, document: &Document) {
        let Some(project) = &document.project else { return };
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_told = |it: &Weak<Project>| it.upgrade().is_some_and(|it| Arc::ptr_eq(&it, project));
        if told.iter().any(is_told) {
            return;
        }
        told.retain(|it| it.strong_count() > 0);
        told.push(Arc::downgrade(project));
        drop(told);
        for config in project.configs() {
            let Some(uri) = lsp::Uri::from_file_path(resolved(&config.path)) else { continue };
            let (abilities, lines) = (self.abilities(), Lines::new(&config.text));
            let place = |range| abilities.encoding.range(&config.text, &lines, range);
            let said = config.diagnostics.iter();
            let diagnostics = said.map(|it| convert::said(it, &uri, place, abilities)).collect();
            let _ = self.publisher.send(Publication { uri, version: None, diagnostics });
        }
    }

    fn publish(&self, document: &Document) {
        #[cfg(test)]
        crate::tests::faults::may_panic("publish", document);
        let diagnostics = convert::diagnostics(document, self);
        let (uri, version) = (document.uri.clone(), Some(document.version));
        let _ = self.publisher.send(Publication { uri, version, diagnostics });
    }

    /// Takes back what was said of a document.
    pub(crate) fn publish_nothing(&self, document: &Document) {
        if self.abilities().pulls {
            return;
        }
        let (uri, diagnostics) = (document.uri.clone(), Vec::new());
        let _ = self.publisher.send(Publication { uri, version: None, diagnostics });
    }
}
