//! What `check` and `ide` say, in the protocol's types.

use amq_check::Diagnostic;
use amq_schema::{Code, Severity, codes};

use crate::{document::Document, lsp, shared::Shared};

/// Where the page of a diagnostic is read.
pub(crate) const PAGES: &str = "https://github.com/amq-lang/amq/blob/main/docs/diagnostics/";

/// Everything that is wrong with a document.
pub(crate) fn diagnostics(document: &Document, shared: &Shared) -> Vec<lsp::Diagnostic> {
    let related = shared.abilities().related;
    document.diagnostics().iter().map(|it| diagnostic(document, it, related)).collect()
}

/// One thing that is wrong with a document.
pub(crate) fn diagnostic(document: &Document, said: &Diagnostic, related: bool) -> lsp::Diagnostic {
    let places = said.labels.iter().map(|label| lsp::DiagnosticRelatedInformation {
        location: lsp::Location::new(document.uri.clone(), document.range(label.range)),
        message: label.message.clone(),
    });
    lsp::Diagnostic {
        range: document.range(said.range),
        severity: severity(said.severity),
        code: Some(lsp::NumberOrString::String(said.code.id.to_owned())),
        code_description: page(said.code),
        source: Some("amq".to_owned()),
        message: message(said),
        related_information: (related && !said.labels.is_empty()).then(|| places.collect()),
        tags: (*said.code == codes::UNUSED_NAME).then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}

fn severity(severity: Severity) -> Option<lsp::DiagnosticSeverity> {
    match severity {
        Severity::Error => Some(lsp::DiagnosticSeverity::ERROR),
        Severity::Warning => Some(lsp::DiagnosticSeverity::WARNING),
        Severity::Info => Some(lsp::DiagnosticSeverity::INFORMATION),
        Severity::Off => None,
    }
}

fn page(code: &Code) -> Option<lsp::CodeDescription> {
    let href = format!("{PAGES}{}.md", code.id).parse().ok()?;
    Some(lsp::CodeDescription { href })
}

/// What is wrong, what to type, and what the API would do, each on a line.
fn message(said: &Diagnostic) -> String {
    let mut message = said.message.clone();
    if let Some(help) = &said.help {
        message.extend(["\nhelp: ", help]);
    }
    if let Some(note) = &said.note {
        message.extend(["\nnote: ", note]);
    }
    message
}
