//! Diagnostics that the client asks for: of a document, and of the workspace.

use std::sync::Arc;

use amq_project::{Reported, Session, run_regardless};

use crate::{
    capabilities::Abilities, convert, document::Document, index::files_of, lines::Lines, lsp,
    shared::Shared,
};

pub(crate) fn diagnostic(
    document: &Document,
    shared: &Shared,
) -> lsp::DocumentDiagnosticReportResult {
    let full = lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: report(convert::diagnostics(document, shared)),
    };
    lsp::DocumentDiagnosticReport::Full(full).into()
}

/// The files that are not open, each with what is wrong with it.
pub(crate) fn workspace(shared: &Arc<Shared>) -> Vec<lsp::WorkspaceDocumentDiagnosticReport> {
    let inputs = files_of(&shared.folders());
    let session = shared.world.session();
    let session: &Session<'static> = &session;
    let outcome = run_regardless(session, &inputs, |_| Some(()));
    let open = shared.open_paths();
    let closed =
        outcome.files.iter().filter(|it| !open.contains(&crate::files::resolved(&it.path)));
    closed.filter_map(|it| of_file(it, shared.abilities())).collect()
}

fn of_file(
    file: &Reported<()>,
    abilities: Abilities,
) -> Option<lsp::WorkspaceDocumentDiagnosticReport> {
    let uri = lsp::Uri::from_file_path(crate::files::resolved(&file.path))?;
    let lines = Lines::new(&file.text);
    let place = |range| abilities.encoding.range(&file.text, &lines, range);
    let said =
        file.diagnostics.iter().map(|it| convert::said(it, &uri, place, abilities)).collect();
    let full = lsp::WorkspaceFullDocumentDiagnosticReport {
        uri: uri.clone(),
        version: None,
        full_document_diagnostic_report: report(said),
    };
    Some(lsp::WorkspaceDocumentDiagnosticReport::Full(full))
}

pub(crate) fn report(items: Vec<lsp::Diagnostic>) -> lsp::FullDocumentDiagnosticReport {
    lsp::FullDocumentDiagnosticReport { result_id: None, items }
}
