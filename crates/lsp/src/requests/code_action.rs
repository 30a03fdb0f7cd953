//! Code actions.

use std::collections::HashMap;

use amq_ide::{Act, Action, ActionKind, Around, actions};
use serde_json::json;

use super::{command::PULL, navigation};
use crate::{convert, document::Document, lsp, shared::Shared};

/// The kind of what mends everything at once.
pub(crate) const FIX_ALL: &str = "source.fixAll.amq";

pub(crate) fn code_action(
    document: &Document,
    shared: &Shared,
    range: lsp::Range,
    context: &lsp::CodeActionContext,
) -> Vec<lsp::CodeActionOrCommand> {
    if !shared.abilities().actions {
        return Vec::new();
    }
    let range = document.encoding.text_range(&document.text, &document.lines, range);
    let said = document.diagnostics();
    let own = document.resolved.as_deref();
    let around = Around {
        taken: &|name| shared.index.is_taken_by_users(own, name),
        written: &|name| navigation::written(document, shared, name),
        elsewhere: &|| shared.index.definitions(own.unwrap_or(&document.path)),
        asks: shared.switches().pulls,
    };
    let found = actions(&document.file(), range, &said, &around).into_iter();
    let wanted = found.filter(|it| is_wanted(&kind(it.kind), context.only.as_deref()));
    wanted.map(|it| lsp::CodeActionOrCommand::CodeAction(action(document, shared, it))).collect()
}

fn action(document: &Document, shared: &Shared, action: Action) -> lsp::CodeAction {
    let abilities = shared.abilities();
    let mends = action.mends.map(|it| vec![convert::diagnostic(document, &it, abilities)]);
    let (mut edit, mut command) = (None, None);
    match action.act {
        Act::Edit(edits) => edit = Some(changes(document, document.edits(&edits))),
        Act::Pull { values } => {
            command = Some(lsp::Command {
                title: action.title.clone(),
                command: PULL.to_owned(),
                arguments: Some(vec![json!({ "uri": document.uri, "values": values })]),
            });
        }
    }
    lsp::CodeAction {
        title: action.title,
        kind: Some(kind(action.kind)),
        diagnostics: mends,
        edit,
        command,
        is_preferred: action.preferred.then_some(true),
        ..lsp::CodeAction::default()
    }
}

fn changes(document: &Document, edits: Vec<lsp::TextEdit>) -> lsp::WorkspaceEdit {
    let changes = HashMap::from([(document.uri.clone(), edits)]);
    lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() }
}

fn kind(kind: ActionKind) -> lsp::CodeActionKind {
    match kind {
        ActionKind::Fix => lsp::CodeActionKind::QUICKFIX,
        ActionKind::FixAll => FIX_ALL.to_owned().into(),
        ActionKind::Extract => lsp::CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => lsp::CodeActionKind::REFACTOR_INLINE,
        ActionKind::Rewrite => lsp::CodeActionKind::REFACTOR_REWRITE,
    }
}

/// Whether a kind is one of those asked for, or below one; fixing all has to be asked for.
fn is_wanted(kind: &lsp::CodeActionKind, only: Option<&[lsp::CodeActionKind]>) -> bool {
    let Some(only) = only else { return kind.as_str() != FIX_ALL };
    only.iter().any(|wanted| {
        let below = kind.as_str().strip_prefix(wanted.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}
