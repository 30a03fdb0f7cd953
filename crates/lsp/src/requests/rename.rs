//! References and renaming, across files.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use amq_ide::{Symbol, refused};

use super::navigation::{self, Found, Located};
use crate::{
    document::Document,
    front::Arrival,
    lsp::{self, jsonrpc},
    shared::Shared,
};

/// What is named at a place, and every mention of it.
pub(crate) struct Everywhere {
    pub(crate) found: Found,
    pub(crate) mentions: Vec<Located>,
    /// Whether one of the files concerned has the wanted name already.
    taken: bool,
}

/// Looks for what is named at a place in all files; `new` is a name that it may get.
pub(crate) async fn everywhere(
    shared: &Arc<Shared>,
    arrival: Arrival,
    at: lsp::TextDocumentPositionParams,
    new: Option<String>,
) -> jsonrpc::Result<Option<Everywhere>> {
    let uri = at.text_document.uri.as_str();
    let (mut own, others): (Vec<_>, Vec<_>) = arrival.all.into_iter().partition(|it| it.0 == uri);
    let Some((_, ticket)) = own.pop() else {
        return Err(jsonrpc::Error::invalid_params("the document is not open"));
    };
    let new = new.map(|new| new.trim_start_matches('$').to_owned());
    let (asker, wanted) = (Arc::clone(shared), new.clone());
    let first = ticket.run(move |document| {
        asker.refresh(document);
        let found = navigation::find(document, &asker, at.position)?;
        let mentions = navigation::in_document(document, &found.symbol);
        let taken = has(document, &found.symbol, wanted.as_deref());
        Some(Everywhere { found, mentions, taken })
    });
    let first = first.await.ok_or_else(|| crate::server::failed("looking for names"))?;
    let Some(mut everywhere) = first else { return Ok(None) };
    let (Symbol::Name(_), Some(home)) = (&everywhere.found.symbol, everywhere.found.home.clone())
    else {
        return Ok(Some(everywhere));
    };
    let mut open: Vec<PathBuf> = shared.open_paths();
    for (_, ticket) in others {
        let (asker, home) = (Arc::clone(shared), home.clone());
        let (symbol, wanted) = (everywhere.found.symbol.clone(), new.clone());
        let found = ticket.run(move |document| {
            asker.refresh(document);
            let concerned = document.resolved.as_ref() == Some(&home)
                || navigation::uses(document, &asker, &home);
            concerned.then(|| {
                (
                    navigation::in_document(document, &symbol),
                    has(document, &symbol, wanted.as_deref()),
                )
            })
        });
        if let Some(Some((mentions, taken))) = found.await {
            everywhere.mentions.extend(mentions);
            everywhere.taken |= taken;
        }
    }
    let mut closed = vec![home.clone()];
    closed.extend(shared.index.users(&home).iter().map(|it| it.path.clone()));
    open.sort();
    closed.retain(|path| open.binary_search(path).is_err());
    for path in closed {
        everywhere.mentions.extend(navigation::in_file(shared, &path, &everywhere.found.symbol));
        if let Some(new) = &new {
            let named = Symbol::Name(new.as_str().into());
            let same = everywhere.found.symbol == named;
            everywhere.taken |=
                !same && navigation::in_file(shared, &path, &named).iter().any(|it| it.1);
        }
    }
    Ok(Some(everywhere))
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

/// What a new name changes, or why it cannot be.
pub(crate) fn rename(everywhere: Everywhere, new: &str) -> jsonrpc::Result<lsp::WorkspaceEdit> {
    let Everywhere { found, mentions, taken } = everywhere;
    let why = refused(&found.symbol, new, taken);
    let undefined = (!mentions.iter().any(|it| it.1))
        .then(|| "it is defined nowhere, so there is nothing to rename".to_owned());
    if let Some(why) = why.or(undefined) {
        return Err(jsonrpc::Error::invalid_params(why));
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
