//! References and renaming, across files.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use amq_ide::{Symbol, refused};
use amq_project::{Input, each};

use super::navigation::{self, Closed, Found, Located};
use crate::{
    document::Document,
    front::Arrival,
    lsp::{self, jsonrpc},
    server::failed,
    shared::Shared,
};

/// What is looked for in all files.
pub(crate) struct Search {
    /// For which feature.
    pub(crate) feature: &'static str,
    pub(crate) at: lsp::TextDocumentPositionParams,
    /// A name that it may get.
    pub(crate) new: Option<String>,
}

/// What is named at a place, and every mention of it.
pub(crate) struct Everywhere {
    pub(crate) found: Found,
    pub(crate) mentions: Vec<Located>,
    /// Whether one of the files concerned has the wanted name already.
    taken: bool,
    /// The files that are open.
    open: Vec<PathBuf>,
}

/// Looks for what is named at a place in all files, and makes an answer of that: in documents in
/// their turns, and what remains on the side.
pub(crate) async fn everywhere<T: Send + 'static>(
    shared: &Arc<Shared>,
    arrival: Arrival,
    search: Search,
    answer: impl FnOnce(Everywhere) -> T + Send + 'static,
) -> jsonrpc::Result<Option<T>> {
    let Search { feature, at, new } = search;
    #[cfg(test)]
    crate::tests::faults::in_handler(feature, shared);
    let uri = at.text_document.uri.as_str();
    let (mut own, others): (Vec<_>, Vec<_>) = arrival.all.into_iter().partition(|it| it.0 == uri);
    let Some((_, ticket)) = own.pop() else {
        return Err(jsonrpc::Error::invalid_params("the document is not open"));
    };
    let new = new.map(|new| new.trim_start_matches('$').to_owned());
    let (asker, wanted) = (Arc::clone(shared), new.clone());
    let first = ticket.run(move |document| {
        asker.refresh(document);
        #[cfg(test)]
        crate::tests::faults::in_turn(feature, &asker);
        let found = navigation::find(document, &asker, at.position)?;
        let mentions = navigation::in_document(document, &found.symbol);
        let taken = has(document, &found.symbol, wanted.as_deref());
        let open = document.resolved.clone().into_iter().collect();
        Some(Everywhere { found, mentions, taken, open })
    });
    let Some(mut everywhere) = first.await.ok_or_else(|| failed(feature))? else { return Ok(None) };
    let is_everywhere = everywhere.home().is_some();
    for (_, ticket) in others.into_iter().filter(|_| is_everywhere) {
        let (asker, home) = (Arc::clone(shared), everywhere.home().cloned());
        let (symbol, wanted) = (everywhere.found.symbol.clone(), new.clone());
        let seen = ticket.run(move |document| {
            let seen = in_other(document, &asker, &symbol, home.as_ref(), wanted.as_deref());
            (document.resolved.clone(), seen)
        });
        // A name that is changed in all files but one is worse than none.
        let (path, seen) = seen.await.ok_or_else(|| failed(feature))?;
        everywhere.open.extend(path);
        if let Some((mentions, taken)) = seen {
            everywhere.mentions.extend(mentions);
            everywhere.taken |= taken;
        }
    }
    let asker = Arc::clone(shared);
    let answered = tokio::task::spawn_blocking(move || {
        #[cfg(test)]
        crate::tests::faults::aside(feature, &asker);
        everywhere.look_in_closed(&asker, new.as_deref());
        answer(everywhere)
    });
    answered.await.map(Some).map_err(|_| failed(feature))
}

/// The mentions in a document that may be concerned, and whether it has the wanted name.
fn in_other(
    document: &mut Document,
    shared: &Arc<Shared>,
    symbol: &Symbol,
    home: Option<&PathBuf>,
    new: Option<&str>,
) -> Option<(Vec<Located>, bool)> {
    let home = home?;
    shared.refresh(document);
    let concerned =
        document.resolved.as_ref() == Some(home) || navigation::uses(document, shared, home);
    concerned.then(|| (navigation::in_document(document, symbol), has(document, symbol, new)))
}

impl Everywhere {
    /// The file that defines it, if others may name it.
    fn home(&self) -> Option<&PathBuf> {
        self.found.home.as_ref().filter(|_| matches!(self.found.symbol, Symbol::Name(_)))
    }

    /// Adds the mentions in files that are not open.
    fn look_in_closed(&mut self, shared: &Shared, new: Option<&str>) {
        let (symbol, Some(home)) = (&self.found.symbol, self.home()) else { return };
        let users = shared.index.users(home);
        let paths = std::iter::once(home).chain(users.iter().map(|it| &it.path));
        let closed: Vec<Input> =
            paths.filter(|path| !self.open.contains(path)).map(Input::new).collect();
        let wanted = new.map(|new| Symbol::Name(new.into())).filter(|wanted| wanted != symbol);
        let seen = each(&closed, |input| {
            let file = Closed::read(shared, &input.path)?;
            let taken = wanted.as_ref().is_some_and(|it| file.mentions(it).iter().any(|it| it.1));
            Some((file.mentions(symbol), taken))
        });
        for (mentions, taken) in seen {
            self.mentions.extend(mentions);
            self.taken |= taken;
        }
    }
}

/// Whether a document has a name already that something shall get.
fn has(document: &Document, symbol: &Symbol, new: Option<&str>) -> bool {
    let Some(new) = new else { return false };
    match symbol {
        Symbol::Name(name) => name != new && document.checks.scope().get(new).is_some(),
        Symbol::Label(label) => {
            let wanted = Symbol::Label(new.into());
            label != new && !navigation::in_document(document, &wanted).is_empty()
        }
    }
}

/// What can be renamed at a place, or why nothing can.
pub(crate) fn prepare(
    document: &Document,
    shared: &Shared,
    at: lsp::Position,
) -> jsonrpc::Result<lsp::PrepareRenameResponse> {
    let found = navigation::find(document, shared, at).ok_or_else(no_symbol)?;
    if !found.is_defined {
        return Err(undefined());
    }
    Ok(lsp::PrepareRenameResponse::Range(document.range(found.range)))
}

/// The answer where nothing has a name that could be another.
pub(crate) fn no_symbol() -> jsonrpc::Error {
    jsonrpc::Error::invalid_params("only names and labels can be renamed")
}

fn undefined() -> jsonrpc::Error {
    jsonrpc::Error::invalid_params("it is defined nowhere, so there is nothing to rename")
}

/// What a new name changes, or why it cannot be.
pub(crate) fn rename(everywhere: Everywhere, new: &str) -> jsonrpc::Result<lsp::WorkspaceEdit> {
    let Everywhere { found, mentions, taken, .. } = everywhere;
    if let Some(why) = refused(&found.symbol, new, taken) {
        return Err(jsonrpc::Error::invalid_params(why));
    }
    if !found.is_defined {
        return Err(undefined());
    }
    let new = new.trim_start_matches('$');
    let new = match found.symbol {
        Symbol::Name(_) => format!("${new}"),
        Symbol::Label(_) => new.to_owned(),
    };
    let mut changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
    for (location, _) in mentions {
        let edit = lsp::TextEdit { range: location.range, new_text: new.clone() };
        changes.entry(location.uri).or_default().push(edit);
    }
    Ok(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() })
}
