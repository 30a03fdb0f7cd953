//! Diagnostics to the client, in the order in which they were found, each with its version.

use std::sync::Arc;

use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    convert,
    document::Document,
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
        crate::tests::panics::may_panic("refresh", document);
        if !document.refresh(&self.world) {
            return;
        }
        let Some(path) = &document.resolved else { return };
        self.world.files.put(path, Some(document.text.as_str().into()));
        if self.world.session().has_read(path) {
            self.all_look_again();
        }
    }

    fn publish(&self, document: &Document) {
        #[cfg(test)]
        crate::tests::panics::may_panic("publish", document);
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
