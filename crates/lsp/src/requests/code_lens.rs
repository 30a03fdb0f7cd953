//! Code lenses. Those of a long file are filled in when they come into view.

use amq_ide::{Does, Lens, lens_at, lens_title, lenses};
use serde_json::{Value, json};

use super::command::{COMPILE, COST, RUN};
use crate::{document::Document, lsp, shared::Shared};

/// So many lenses are whole at once; of more, making JSON of all would be most of the work, for
/// lines that nobody sees.
const WHOLE_AT_ONCE: usize = 1000;

pub(crate) fn code_lens(document: &Document, shared: &Shared) -> Vec<lsp::CodeLens> {
    let switches = shared.switches();
    if !switches.lenses {
        return Vec::new();
    }
    let all = lenses(&document.file(), switches.runs);
    let are_whole = all.len() <= WHOLE_AT_ONCE;
    let found = all.into_iter().map(|lens| {
        let range = document.range(lens.range);
        if are_whole {
            let command = Some(command(document, lens, range.start));
            return lsp::CodeLens { range, command, data: None };
        }
        lsp::CodeLens { range, command: None, data: Some(data(document, lens.does)) }
    });
    found.collect()
}

/// Fills in a lens, if its query is still there.
pub(crate) fn resolve(document: &Document, mut lens: lsp::CodeLens) -> lsp::CodeLens {
    let at = document.offset(lens.range.start);
    let does = lens.data.as_ref().and_then(does);
    if let Some(found) = does.and_then(|does| lens_at(&document.file(), at, does)) {
        lens.command = Some(command(document, found, lens.range.start));
    }
    lens
}

fn command(document: &Document, lens: Lens, at: lsp::Position) -> lsp::Command {
    let Lens { statement, does, .. } = lens;
    let uri = &document.uri;
    let shown =
        |emit: Option<&str>| json!({ "uri": uri, "position": at, "emit": emit, "show": true });
    let (command, of) = match does {
        Does::Run => {
            let placed = document.parse.statements.get(statement);
            let whole = document.range(placed.map(amq_syntax::Placed::range).unwrap_or_default());
            (RUN, json!({ "uri": uri, "range": whole }))
        }
        Does::Url => (COMPILE, shown(Some("url"))),
        Does::Curl => (COMPILE, shown(Some("curl"))),
        Does::Cost => (COST, shown(None)),
    };
    lsp::Command {
        title: lens_title(&document.file(), statement, does),
        command: command.to_owned(),
        arguments: Some(vec![of]),
    }
}

/// What a lens does and of which document, in one short text.
fn data(document: &Document, does: Does) -> Value {
    format!("{} {}", does as u8, document.uri.as_str()).into()
}

fn does(data: &Value) -> Option<Does> {
    let (does, _) = data.as_str()?.split_once(' ')?;
    Does::ALL.get(does.parse::<usize>().ok()?).copied()
}

/// The document that a lens is of.
pub(crate) fn document_of(params: &Value) -> Option<&str> {
    params.get("data")?.as_str()?.split_once(' ').map(|it| it.1)
}
