//! Segments and their conditions.

use text_size::TextRange;

use super::{Comparison, Duration, Event, Values};

/// One segment: conditions joined by `and`.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Segment {
    /// All of it.
    pub range: TextRange,
    /// Its conditions.
    pub conditions: Vec<Condition>,
}

/// One condition of a segment.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Condition {
    /// `$name`
    Dollar(TextRange),
    /// `everyone`
    Everyone(TextRange),
    /// `performed EVENT …`
    Performed(Box<Performed>),
    /// `in cohort …`
    Cohort(Cohort),
    /// `property operator values`
    Comparison(Comparison),
}

impl Condition {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Dollar(range) | Self::Everyone(range) => *range,
            Self::Performed(performed) => performed.range,
            Self::Cohort(cohort) => cohort.range,
            Self::Comparison(comparison) => comparison.range,
        }
    }
}

/// `performed EVENT >= 2 times within 30d`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Performed {
    /// All of it.
    pub range: TextRange,
    /// `not`
    pub not: Option<TextRange>,
    /// The event.
    pub event: Option<Event>,
    /// `>= 2 times`
    pub times: Option<Times>,
    /// `within 30d`
    pub within: Option<Within>,
}

/// `>= 2 times`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Times {
    /// All of it.
    pub range: TextRange,
    /// `>=`
    pub compare: TextRange,
    /// `2`
    pub count: Option<TextRange>,
}

/// `within rolling 30d`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Within {
    /// All of it.
    pub range: TextRange,
    /// Whether `rolling` is said.
    pub rolling: bool,
    /// `30d`
    pub length: Option<Duration>,
}

/// `in cohort …`
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Cohort {
    /// All of it.
    pub range: TextRange,
    /// Whether `not` is said.
    pub not: bool,
    /// The cohorts.
    pub values: Option<Values>,
}
