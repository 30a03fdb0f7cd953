//! A file's text to its statements.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

use crate::{Span, ast::Statement, grammar::Found, lower::read, split};

/// What a text says.
#[derive(Debug, Clone, Default)]
pub struct Parse {
    /// The statements, in order.
    pub statements: Vec<Placed>,
    /// Comment lines outside statements, from the start of the file.
    pub comments: Vec<TextRange>,
}

/// A statement and where it stands.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Where the statement starts in the file.
    pub start: TextSize,
    /// The statement.
    pub statement: Arc<Statement>,
}

impl Placed {
    /// The statement's range in the file.
    pub fn range(&self) -> TextRange {
        TextRange::at(self.start, self.statement.len)
    }
}

/// Reads a file. Never fails: what is wrong stands in each statement's `errors`.
pub fn parse(text: &str) -> Parse {
    let (spans, comments) = split(text);
    Parse { statements: placed(text, &spans), comments }
}

/// Reads the statements of a text at the places where [`split`] found them.
pub(crate) fn placed(text: &str, spans: &[Span]) -> Vec<Placed> {
    let mut found = Found::default();
    let place = |span: &Span| Placed {
        start: span.range.start(),
        statement: Arc::new(read(text, span, &mut found)),
    };
    spans.iter().map(place).collect()
}

/// Reads one statement, as [`split`] found it.
pub fn parse_statement(text: &str, span: &Span) -> Statement {
    read(text, span, &mut Found::default())
}
