//! What `check` says, in the protocol's types.

use amq_check::Diagnostic;
use amq_project::Problem;
use amq_schema::{Code, Severity, codes};
use amq_syntax::TextRange;

use crate::{capabilities::Abilities, document::Document, lsp, shared::Shared};

/// Where the pages of diagnostics are read.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/diagnostics/");

/// Everything that is wrong with a document.
pub(crate) fn diagnostics(document: &Document, shared: &Shared) -> Vec<lsp::Diagnostic> {
    let abilities = shared.abilities();
    let mut said = document.diagnostics();
    let unused = unused(document, shared);
    if !unused.is_empty() {
        said.extend(unused);
        said.sort_by_key(|it| (it.range.start(), it.code.id));
    }
    let said = said.iter().map(|it| diagnostic(document, it, abilities));
    document.unreadable.iter().map(unreadable).chain(said).collect()
}

/// Settings that nothing could be read of: what is said of the document may be wrong, and stands at
/// its beginning.
fn unreadable(problem: &Problem) -> lsp::Diagnostic {
    let help = problem.help.iter().map(|help| format!("\nhelp: {help}"));
    lsp::Diagnostic {
        severity: Some(lsp::DiagnosticSeverity::ERROR),
        source: Some("amq".to_owned()),
        message: std::iter::once(problem.message.clone()).chain(help).collect(),
        ..lsp::Diagnostic::default()
    }
}

/// The names that no file mentions; nothing is said of them before all files were read.
fn unused(document: &Document, shared: &Shared) -> Vec<Diagnostic> {
    let saved = document.resolved.as_deref();
    if saved.is_some() && !shared.index.is_ready() {
        return Vec::new();
    }
    let unmentioned = document.checks.unmentioned(&document.parse, document.context());
    let left = unmentioned
        .into_iter()
        .filter(|(name, _)| saved.is_none_or(|path| !shared.index.mentions(path, name)));
    left.map(|it| it.1).collect()
}

/// One thing that is wrong with a document.
pub(crate) fn diagnostic(
    document: &Document,
    it: &Diagnostic,
    abilities: Abilities,
) -> lsp::Diagnostic {
    said(it, &document.uri, |range| document.range(range), abilities)
}

/// One thing that is wrong with a file.
pub(crate) fn said(
    said: &Diagnostic,
    uri: &lsp::Uri,
    place: impl Fn(TextRange) -> lsp::Range,
    abilities: Abilities,
) -> lsp::Diagnostic {
    let places = said.labels.iter().map(|label| lsp::DiagnosticRelatedInformation {
        location: lsp::Location::new(uri.clone(), place(label.range)),
        message: label.message.clone(),
    });
    lsp::Diagnostic {
        range: place(said.range),
        severity: severity(said.severity),
        code: Some(lsp::NumberOrString::String(said.code.id.to_owned())),
        code_description: page(said.code).filter(|_| abilities.pages),
        source: Some("amq".to_owned()),
        message: message(said),
        related_information: (abilities.related && !said.labels.is_empty())
            .then(|| places.collect()),
        tags: (abilities.tags && *said.code == codes::UNUSED_NAME)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
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
