//! Symbols of the workspace.

use amq_ide::OutlineKind;

use super::document_symbol::kind;
use crate::{lsp, shared::Shared};

/// How many are answered.
const MOST: usize = 500;

/// The labels and definitions whose names have the letters asked for in them, in order.
#[expect(deprecated, reason = "the field has to be given")]
pub(crate) fn workspace_symbol(shared: &Shared, query: &str) -> Vec<lsp::SymbolInformation> {
    let wanted = query.to_lowercase();
    let mut found = Vec::new();
    for entry in shared.index.all() {
        let Some(uri) = lsp::Uri::from_file_path(&entry.path) else { continue };
        for (it, range) in &entry.outline {
            let named = it.kind != OutlineKind::Use && is_within(&wanted, &it.name.to_lowercase());
            if !named {
                continue;
            }
            found.push(lsp::SymbolInformation {
                name: it.name.to_string(),
                kind: kind(it.kind),
                tags: None,
                deprecated: None,
                location: lsp::Location::new(uri.clone(), *range),
                container_name: entry.path.file_name().map(|it| it.to_string_lossy().into_owned()),
            });
        }
    }
    found.truncate(MOST);
    found
}

fn is_within(wanted: &str, name: &str) -> bool {
    let mut letters = name.chars();
    wanted.chars().all(|wanted| letters.any(|letter| letter == wanted))
}
