//! Events, and what stands in their braces.

use text_size::TextRange;

use super::{Comparison, Name};

/// An event, with its braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Event {
    /// All of it.
    pub range: TextRange,
    /// What it is called.
    pub head: Head,
    /// What stands in its braces.
    pub body: Option<Body>,
}

/// What an event is called.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Head {
    /// `$name`
    Dollar(TextRange),
    /// Its own name.
    Name(Name),
}

/// What stands in an event's braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Body {
    /// From brace to brace.
    pub range: TextRange,
    /// The filters.
    pub filters: Vec<Filter>,
    /// The properties after `by`.
    pub groups: Vec<Name>,
}

/// A filter in an event's braces.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Filter {
    /// A name that cannot stand there.
    Dollar(TextRange),
    /// A comparison.
    Comparison(Comparison),
}
