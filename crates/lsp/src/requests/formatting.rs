//! Formatting.

use amq_syntax::{TextRange, format};

use crate::{
    document::{Document, difference},
    lsp,
};

/// What makes the whole document canonical: the smallest part of it that changes.
pub(crate) fn whole(document: &Document) -> Option<Vec<lsp::TextEdit>> {
    let (range, new_text) = difference(&document.text, format(&document.text));
    let is_same = range.is_empty() && new_text.is_empty();
    let edit = |range: TextRange| lsp::TextEdit { range: document.range(range), new_text };
    Some(if is_same { Vec::new() } else { vec![edit(range)] })
}
