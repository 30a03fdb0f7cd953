//! Code lenses.

use amq_ide::{Does, Lens, lenses};
use amq_syntax::ast::Kind;
use serde_json::json;

use super::command::{COMPILE, COST, RUN};
use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn code_lens(document: &Document, shared: &Shared) -> Vec<lsp::CodeLens> {
    let switches = shared.switches();
    if !switches.lenses {
        return Vec::new();
    }
    let mut all = lenses(&document.file(), switches.runs);
    all.extend(of_mistakes(document));
    all.sort_by_key(|it| it.range.start());
    let found = all.into_iter().map(|lens| {
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

/// A lens for each query with mistakes, so that the lines below stay where they are while it is
/// typed.
fn of_mistakes(document: &Document) -> impl Iterator<Item = Lens> {
    document.parse.statements.iter().enumerate().filter_map(|(number, placed)| {
        let Kind::Query(tree) = &placed.statement.kind else { return None };
        let piece = document.checks.piece(number);
        if piece.is_some_and(|it| it.query.is_some()) {
            return None;
        }
        let range = tree.label.or(tree.verb).unwrap_or_default() + placed.start;
        let title = "cost not known: has mistakes".to_owned();
        Some(Lens { range, query: placed.range(), title, does: Does::Cost })
    })
}
