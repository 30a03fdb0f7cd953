//! Names of events, properties, users and charts.

use text_size::TextRange;

/// A name of an event, a property, a user or a chart.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Name {
    /// All of it.
    pub range: TextRange,
    /// `user.` or `event.`
    pub scope: Option<Scope>,
    /// `gp:` or `ce:`, as written.
    pub prefix: Option<TextRange>,
    /// What follows, with its quotes.
    pub text: TextRange,
    /// How that is written.
    pub form: Form,
}

/// Whose property a name means.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Scope {
    /// `user.`
    User,
    /// `event.`
    Event,
}

impl Scope {
    /// As it is written, with its dot.
    pub const fn text(self) -> &'static str {
        match self {
            Self::User => "user.",
            Self::Event => "event.",
        }
    }
}

/// How a name is written.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Form {
    /// As a run of letters, digits, `_` and `-`.
    Bare,
    /// In quotes.
    Quoted,
    /// In quotes that are never closed.
    Open,
    /// Not at all, after a prefix.
    Missing,
}
