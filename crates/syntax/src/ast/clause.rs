//! Clauses.

use text_size::TextRange;

use super::{Duration, Name, Range, Segment, Value};

/// A clause of a query.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Clause {
    /// All of it.
    pub range: TextRange,
    /// What it says.
    pub kind: ClauseKind,
}

/// What a clause says.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum ClauseKind {
    /// `where …`
    Where(Vec<Segment>),
    /// `by …`
    By(Vec<Name>),
    /// `from …`, `last …`, …
    Range(Range),
    /// `every …`
    Every(Option<Every>),
    /// `window 3d`
    Window(Option<Duration>),
    /// `metric M`
    Metric(Option<TextRange>),
    /// `for new users`
    For(Option<TextRange>),
    /// `formula …`
    Formula(Formula),
    /// `rolling window 7`: the word and the number
    Rolling(Option<TextRange>, Option<TextRange>),
    /// `limit 10`
    Limit(Option<TextRange>),
    /// `offset 10`
    Offset(Option<TextRange>),
    /// `latest 10`: the word and the number
    Direction(TextRange, Option<TextRange>),
    /// `mode …`
    Mode(Mode),
    /// `bins …`
    Bins(Bins),
    /// `with …`
    With(Vec<Parameter>),
}

/// What follows `every`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Every {
    /// `week`
    Word(TextRange),
    /// `14d`, and `5min` too
    Duration(Duration),
}

/// `formula $:UNIQUES(A)/UNIQUES(B)`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Formula {
    /// From the format to the end of the expression.
    pub range: TextRange,
    /// The functions it calls.
    pub functions: Vec<TextRange>,
    /// The events it names.
    pub events: Vec<TextRange>,
}

/// `mode bracket 0-4, 5-9`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Mode {
    /// `bracket`
    pub word: Option<TextRange>,
    /// The brackets.
    pub brackets: Vec<Bracket>,
}

/// `0-4`
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Bracket {
    /// All of it.
    pub range: TextRange,
    /// Its first day.
    pub first: TextRange,
    /// Its last day.
    pub last: TextRange,
}

/// `bins 0..10 minutes step 1`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Bins {
    /// `0`
    pub min: Option<TextRange>,
    /// `10`
    pub max: Option<TextRange>,
    /// `minutes`
    pub unit: Option<TextRange>,
    /// `1`
    pub step: Option<TextRange>,
}

/// One parameter of `with`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Parameter {
    /// All of it.
    pub range: TextRange,
    /// Its name, with its quotes if it has any.
    pub name: Option<TextRange>,
    /// Its value.
    pub value: Option<Value>,
}
