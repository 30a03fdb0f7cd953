//! A statement, and those that are no query.

use text_size::{TextRange, TextSize};

use super::{Clause, Event, Query, Values};
use crate::SyntaxError;

/// One statement.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Statement {
    /// How long its text is.
    pub len: TextSize,
    /// What it is.
    pub kind: Kind,
    /// The comments inside it.
    pub comments: Vec<TextRange>,
    /// What is wrong with its text.
    pub errors: Vec<SyntaxError>,
}

/// The kinds of statement.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Kind {
    /// `use "path"`
    Use(Use),
    /// `let $name = …`
    Let(Let),
    /// `label: verb …`
    Query(Query),
    /// Text that is nested too deeply to be read.
    Unread,
}

/// `use "path"`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Use {
    /// The path, with its quotes.
    pub path: Option<TextRange>,
}

/// `let $name = definition`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Let {
    /// `$name`
    pub name: Option<TextRange>,
    /// What it stands for.
    pub definition: Option<Definition>,
}

/// What a name can stand for.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Definition {
    /// `where …`
    Segments(Clause),
    /// `event …`
    Event(Event),
    /// `from …`, `last …`, …
    Range(Clause),
    /// One value, or several in parentheses.
    Values(Values),
}
