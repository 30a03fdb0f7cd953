//! Code actions.

use std::collections::HashMap;

use amq_check::Diagnostic;
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
    let plain = document.diagnostics();
    let said = with_others(document, shared, plain.clone());
    // What the client has of it.
    let mended = |it: &Diagnostic| {
        let at = said.iter().position(|said| said == it);
        at.and_then(|at| plain.get(at)).unwrap_or(it).clone()
    };
    let around = Around {
        taken: &|name| shared.index.is_taken_by_users(document.resolved.as_deref(), name),
        written: &|name| navigation::written(document, shared, name),
        asks: shared.switches().pulls,
    };
    let found = actions(&document.file(), range, &said, &around).into_iter();
    let wanted = found.filter(|it| is_wanted(&kind(it.kind), context.only.as_deref()));
    let as_sent = wanted.map(|it| Action { mends: it.mends.as_ref().map(mended), ..it });
    as_sent.map(|it| lsp::CodeActionOrCommand::CodeAction(action(document, shared, it))).collect()
}

/// What is wrong with a document; of names that it does not know, with the files that define them.
/// That is found when it is asked for: other files change without a word to this one.
fn with_others(document: &Document, shared: &Shared, said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let text = &document.text;
    if said.iter().all(|it| it.unknown_name(text).is_none()) {
        return said;
    }
    let usable = shared.index.usable(document);
    let with_paths = |it: Diagnostic| {
        let Some(name) = it.unknown_name(text) else { return it };
        let paths = usable.iter().filter(|other| other.1.defines(name)).map(|other| &other.0);
        let paths: Vec<String> = paths.cloned().collect();
        it.defined_in(text, &document.parse, &paths)
    };
    said.into_iter().map(with_paths).collect()
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
