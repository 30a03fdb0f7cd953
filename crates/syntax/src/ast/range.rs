//! Days, ranges of them, and durations.

use text_size::TextRange;

/// The days that a query covers.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Range {
    /// `from D to D`
    From(Option<Day>, Option<Day>),
    /// `on D`, `today`, `yesterday`
    On(Option<Day>),
    /// `last 30d to D`
    Last(Option<Duration>, Option<Day>),
    /// `this week`
    This(Option<TextRange>),
    /// `previous week`
    Previous(Option<TextRange>),
    /// `during $name`
    During(Option<TextRange>),
}

/// A day.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Day {
    /// `2021-08-01`
    Date(TextRange),
    /// `today`
    Today(TextRange),
    /// `yesterday`
    Yesterday(TextRange),
}

impl Day {
    /// Where it stands.
    pub fn range(self) -> TextRange {
        match self {
            Self::Date(range) | Self::Today(range) | Self::Yesterday(range) => range,
        }
    }
}

/// `30d`
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Duration {
    /// All of it.
    pub range: TextRange,
    /// Its digits.
    pub number: TextRange,
    /// Its unit.
    pub unit: Unit,
}

/// A unit of durations.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[expect(missing_docs, reason = "each is the unit itself")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl Unit {
    const ALL: [Self; 6] =
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The unit that is written so.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.text() == text)
    }

    /// As written.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
            Self::Month => "mo",
        }
    }

    /// How many seconds it has; a month has no fixed number.
    pub const fn seconds(self) -> Option<u64> {
        match self {
            Self::Second => Some(1),
            Self::Minute => Some(60),
            Self::Hour => Some(3_600),
            Self::Day => Some(86_400),
            Self::Week => Some(604_800),
            Self::Month => None,
        }
    }
}
