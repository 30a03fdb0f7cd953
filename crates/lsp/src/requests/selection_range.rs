//! Selection ranges.

use amq_ide::selections;

use crate::{document::Document, lsp};

pub(crate) fn selection_range(
    document: &Document,
    positions: &[lsp::Position],
) -> Vec<lsp::SelectionRange> {
    positions.iter().map(|position| around(document, *position)).collect()
}

fn around(document: &Document, position: lsp::Position) -> lsp::SelectionRange {
    let ranges = selections(&document.file(), document.offset(position));
    let mut nested: Option<lsp::SelectionRange> = None;
    for range in ranges.into_iter().rev() {
        let parent = nested.take().map(Box::new);
        nested = Some(lsp::SelectionRange { range: document.range(range), parent });
    }
    let here = lsp::Range { start: position, end: position };
    nested.unwrap_or(lsp::SelectionRange { range: here, parent: None })
}
