//! Folding.

use amq_ide::{FoldKind, folds};

use crate::{document::Document, lsp};

pub(crate) fn folding_range(document: &Document) -> Vec<lsp::FoldingRange> {
    let found = folds(&document.file()).into_iter().map(|fold| {
        let range = document.range(fold.range);
        lsp::FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: match fold.kind {
                FoldKind::Statement => None,
                FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Uses => Some(lsp::FoldingRangeKind::Imports),
            },
            ..lsp::FoldingRange::default()
        }
    });
    found.collect()
}
