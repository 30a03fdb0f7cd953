//! Document links.

use amq_ide::links;

use crate::{document::Document, lsp, shared::Shared};

pub(crate) fn document_link(document: &Document, shared: &Shared) -> Vec<lsp::DocumentLink> {
    let tooltips = shared.abilities().link_tooltips;
    let folder = document.path.parent().map(std::path::Path::to_owned).unwrap_or_default();
    let found = links(&document.file()).into_iter().map(|link| lsp::DocumentLink {
        range: document.range(link.range),
        target: lsp::Uri::from_file_path(crate::files::resolved(&folder.join(&link.path))),
        tooltip: tooltips.then(|| format!("open {}", link.path)),
        data: None,
    });
    found.collect()
}
