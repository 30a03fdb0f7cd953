//! Code lenses.

use amq_ide::{Does, lenses};
use serde_json::json;

use super::command::{COMPILE, COST};
use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn code_lens(document: &Document, shared: &Shared) -> Vec<lsp::CodeLens> {
    if !shared.switches().lenses {
        return Vec::new();
    }
    let found = lenses(&document.file()).into_iter().map(|lens| {
        let range = document.range(lens.range);
        let (command, emit) = match lens.does {
            Does::Url => (COMPILE, Some("url")),
            Does::Curl => (COMPILE, Some("curl")),
            Does::Cost => (COST, None),
        };
        let of = json!({
            "uri": document.uri,
            "position": range.start,
            "emit": emit,
            "show": true,
        });
        let command = lsp::Command {
            title: lens.title,
            command: command.to_owned(),
            arguments: Some(vec![of]),
        };
        lsp::CodeLens { range, command: Some(command), data: None }
    });
    found.collect()
}
