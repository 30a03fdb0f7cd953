//! Signature help.

use crate::{document::Document, lsp};

pub(crate) fn signature_help(
    document: &Document,
    position: lsp::Position,
) -> Option<lsp::SignatureHelp> {
    let found = amq_ide::signature(&document.file(), document.offset(position))?;
    // Offsets in a label are UTF-16 units, whatever was agreed for documents; labels are ASCII
    // but for `…`, so the parts are given by their text.
    let parts = found.parts.iter().map(|(start, end, doc)| lsp::ParameterInformation {
        label: lsp::ParameterLabel::Simple(
            found.label.get(*start..*end).unwrap_or_default().to_owned(),
        ),
        documentation: Some(markdown(doc.clone())),
    });
    let active = found.active.map(|active| active as u32);
    let signature = lsp::SignatureInformation {
        label: found.label.clone(),
        documentation: Some(markdown(found.doc.clone())),
        parameters: Some(parts.collect()),
        active_parameter: active,
    };
    Some(lsp::SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    })
}

pub(super) fn markdown(value: String) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value })
}
