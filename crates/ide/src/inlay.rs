//! Words between the words: what a query costs, and the days behind a range.

use amq_schema::Clause;
use amq_syntax::{TextRange, TextSize, ast};

use crate::{File, docs, hover::span, place::statements_in};

/// Words shown between those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Where.
    pub at: TextSize,
    /// What.
    pub label: String,
    /// More about it.
    pub tooltip: String,
}

/// Which hints are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InlayHints {
    /// The cost behind a query.
    pub cost: bool,
    /// The days behind a range that is not written as days.
    pub dates: bool,
}

impl Default for InlayHints {
    fn default() -> Self {
        Self { cost: true, dates: true }
    }
}

/// The hints in a range.
pub fn inlay_hints(file: &File<'_>, range: TextRange, wanted: InlayHints) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for number in statements_in(file, range) {
        let (Some(placed), Some(piece)) =
            (file.parse.statements.get(number), file.checks.piece(number))
        else {
            continue;
        };
        let Some(query) = &piece.query else { continue };
        if wanted.dates {
            hints.extend(dates(placed, query));
        }
        if wanted.cost && query.cost.is_some() {
            hints.push(InlayHint {
                at: code_end(placed),
                label: docs::cost_label(query),
                tooltip: docs::cost_text(query),
            });
        }
    }
    hints.retain(|hint| range.contains_inclusive(hint.at));
    hints
}

/// The days behind `last 30d` and its like, or behind the whole query where it names none.
fn dates(placed: &amq_syntax::Placed, query: &amq_check::Query) -> Option<InlayHint> {
    let days = query.days?;
    let ast::Kind::Query(tree) = &placed.statement.kind else { return None };
    let written = tree.clauses.iter().find_map(|clause| match &clause.kind {
        ast::ClauseKind::Range(range) => Some((clause.range, range)),
        _ => None,
    });
    let (at, label) = match written {
        Some((_, ast::Range::From(Some(ast::Day::Date(_)), Some(ast::Day::Date(_))))) => {
            return None;
        }
        Some((_, ast::Range::On(Some(ast::Day::Date(_))))) => return None,
        Some((range, _)) => (range.end() + placed.start, format!("{} to {}", days.start, days.end)),
        None => (code_end(placed), format!("{} to {}", days.start, days.end)),
    };
    let tooltip = match written {
        Some(_) => span(days),
        None => {
            format!("{}: no `{}`, so the project's range counts", span(days), Clause::Range.name())
        }
    };
    Some(InlayHint { at, label, tooltip })
}

/// The end of a statement's code, before a comment behind it.
fn code_end(placed: &amq_syntax::Placed) -> TextSize {
    placed.range().end()
}
