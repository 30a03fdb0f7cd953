//! Document links.

use amq_ide::links;

use crate::{document::Document, lsp};

pub(crate) fn document_link(document: &Document) -> Vec<lsp::DocumentLink> {
    let folder = document.path.parent().map(std::path::Path::to_owned).unwrap_or_default();
    let found = links(&document.file()).into_iter().map(|link| lsp::DocumentLink {
        range: document.range(link.range),
        target: lsp::Uri::from_file_path(crate::files::resolved(&folder.join(&link.path))),
        tooltip: Some(format!("open {}", link.path)),
        data: None,
    });
    found.collect()
}
