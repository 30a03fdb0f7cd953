//! Signature help.

use amq_ide::Signature;
use amq_syntax::TextSize;

use crate::{document::Document, lsp, markup::documentation, shared::Shared};

pub(crate) fn signature_help(
    document: &Document,
    shared: &Shared,
    position: lsp::Position,
    context: Option<&lsp::SignatureHelpContext>,
) -> Option<lsp::SignatureHelp> {
    let at = document.offset(position);
    if context.is_some_and(is_typed) && is_indentation(document, position, at) {
        return None;
    }
    let found = amq_ide::signatures(&document.file(), at)?;
    let reads = shared.abilities().markdown.signature;
    let active = found.all.get(found.active).and_then(|it| it.active);
    Some(lsp::SignatureHelp {
        signatures: found.all.into_iter().map(|it| signature(it, reads)).collect(),
        active_signature: Some(found.active as u32),
        active_parameter: active.map(|active| active as u32),
    })
}

fn signature(found: Signature, reads: bool) -> lsp::SignatureInformation {
    // Offsets in a label are UTF-16 units, whatever was agreed for documents; labels are ASCII
    // but for `…`, so the parts are given by their text.
    let parts = found.parts.iter().map(|(start, end, doc)| lsp::ParameterInformation {
        label: lsp::ParameterLabel::Simple(
            found.label.get(*start..*end).unwrap_or_default().to_owned(),
        ),
        documentation: Some(documentation(doc.clone(), reads)),
    });
    lsp::SignatureInformation {
        parameters: Some(parts.collect()),
        documentation: Some(documentation(found.doc, reads)),
        active_parameter: found.active.map(|active| active as u32),
        label: found.label,
    }
}

/// Whether nobody asked but a space was typed.
fn is_typed(context: &lsp::SignatureHelpContext) -> bool {
    context.trigger_kind == lsp::SignatureHelpTriggerKind::TRIGGER_CHARACTER
        && !context.is_retrigger
}

/// Whether there are only blanks before a place in its line.
fn is_indentation(document: &Document, position: lsp::Position, at: TextSize) -> bool {
    let start = document.lines.start(position.line as usize);
    let before = document.text.get(start.into()..at.into()).unwrap_or_default();
    before.trim().is_empty()
}
