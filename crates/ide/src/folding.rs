//! What can be folded: statements, blocks of comments, blocks of `use`.

use amq_syntax::{TextRange, ast};

use crate::File;

/// What can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From where to where.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// Kinds of folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A statement.
    Statement,
    /// Comments.
    Comment,
    /// Several `use`.
    Uses,
}

/// What can be folded in a file.
pub fn folds(file: &File<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut uses: Option<TextRange> = None;
    for placed in &file.parse.statements {
        let range = placed.range();
        if matches!(placed.statement.kind, ast::Kind::Use(_)) {
            uses = Some(uses.map_or(range, |before| before.cover(range)));
            continue;
        }
        folds.extend(uses.take().map(|range| Fold { range, kind: FoldKind::Uses }));
        folds.push(Fold { range, kind: FoldKind::Statement });
    }
    folds.extend(uses.map(|range| Fold { range, kind: FoldKind::Uses }));
    let mut block: Option<TextRange> = None;
    for comment in &file.parse.comments {
        let joined = block.filter(|before| are_neighbours(file.text, *before, *comment));
        if joined.is_none() {
            folds.extend(block.map(|range| Fold { range, kind: FoldKind::Comment }));
        }
        block = Some(joined.map_or(*comment, |before| before.cover(*comment)));
    }
    folds.extend(block.map(|range| Fold { range, kind: FoldKind::Comment }));
    folds.retain(|fold| {
        let text = file.text.get(fold.range.start().into()..fold.range.end().into());
        text.is_some_and(|text| text.contains('\n'))
    });
    folds.sort_by_key(|fold| fold.range.start());
    folds
}

fn are_neighbours(text: &str, one: TextRange, other: TextRange) -> bool {
    let between = text.get(one.end().into()..other.start().into()).unwrap_or_default();
    between.trim().is_empty() && between.matches('\n').count() == 1
}
