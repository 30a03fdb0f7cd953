//! Signature help.

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
    let found = amq_ide::signature(&document.file(), at)?;
    let reads = shared.abilities().markdown.signature;
    // Offsets in a label are UTF-16 units, whatever was agreed for documents; labels are ASCII
    // but for `…`, so the parts are given by their text.
    let parts = found.parts.iter().map(|(start, end, doc)| lsp::ParameterInformation {
        label: lsp::ParameterLabel::Simple(
            found.label.get(*start..*end).unwrap_or_default().to_owned(),
        ),
        documentation: Some(documentation(doc.clone(), reads)),
    });
    let active = found.active.map(|active| active as u32);
    let signature = lsp::SignatureInformation {
        label: found.label.clone(),
        documentation: Some(documentation(found.doc.clone(), reads)),
        parameters: Some(parts.collect()),
        active_parameter: active,
    };
    Some(lsp::SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    })
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
