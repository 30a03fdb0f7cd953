//! Code lenses.

use amq_ide::{Does, lenses};
use serde_json::json;

use super::command::{COMPILE, COST, RUN};
use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn code_lens(document: &Document, shared: &Shared) -> Vec<lsp::CodeLens> {
    let switches = shared.switches();
    if !switches.lenses {
        return Vec::new();
    }
    let found = lenses(&document.file(), switches.runs).into_iter().map(|lens| {
        let range = document.range(lens.range);
        let (uri, at) = (&document.uri, range.start);
        let shown =
            |emit: Option<&str>| json!({ "uri": uri, "position": at, "emit": emit, "show": true });
        let (command, of) = match lens.does {
            Does::Run => (RUN, json!({ "uri": uri, "range": document.range(lens.query) })),
            Does::Url => (COMPILE, shown(Some("url"))),
            Does::Curl => (COMPILE, shown(Some("curl"))),
            Does::Cost => (COST, shown(None)),
        };
        let command = lsp::Command {
            title: lens.title,
            command: command.to_owned(),
            arguments: Some(vec![of]),
        };
        lsp::CodeLens { range, command: Some(command), data: None }
    });
    found.collect()
}
