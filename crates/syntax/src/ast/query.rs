//! A query: its subject and its clauses.

use text_size::TextRange;

use super::{Clause, Event};

/// A query.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Query {
    /// The label, without its colon.
    pub label: Option<TextRange>,
    /// The first word.
    pub verb: Option<TextRange>,
    /// What stands before the first clause.
    pub subject: Vec<Part>,
    /// The clauses, as written.
    pub clauses: Vec<Clause>,
}

/// A part of a query's subject.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Part {
    /// An event, a word, a property or an identifier.
    Event(Event),
    /// `->`
    Arrow(TextRange),
    /// `,`
    Comma(TextRange),
    /// Anything else.
    Stray(TextRange),
}

impl Part {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Event(event) => event.range,
            Self::Arrow(range) | Self::Comma(range) | Self::Stray(range) => *range,
        }
    }
}
