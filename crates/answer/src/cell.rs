//! One value of a table.

use jiff::civil::{Date, DateTime};
use smol_str::SmolStr;

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A share: `0.25` is 25 %. Files hold the fraction, people see the percentage.
    Percent(f64),
    /// A length of time, in seconds.
    Seconds(f64),
    /// A day.
    Date(Date),
    /// A day and a time, in the project's time zone.
    Time(DateTime),
    /// Text.
    Text(SmolStr),
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// Whole numbers.
    Int,
    /// Numbers.
    Float,
    /// Shares, as fractions of 1.
    Percent,
    /// Lengths of time, in seconds.
    Seconds,
    /// Days.
    Date,
    /// Days with times.
    Time,
    /// Texts.
    Text,
}

impl Kind {
    /// Its name in machine-readable output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Int => "integer",
            Self::Float => "float",
            Self::Percent => "percent",
            Self::Seconds => "seconds",
            Self::Date => "date",
            Self::Time => "datetime",
            Self::Text => "text",
        }
    }

    /// Whether its values are numbers, written towards the right.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::Percent | Self::Seconds)
    }

    /// The kind that holds the values of both.
    pub(crate) fn joined(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Int, number) | (number, Self::Int) if number.is_number() => number,
            (one, other) if one.is_number() && other.is_number() => Self::Float,
            (Self::Date, Self::Time) | (Self::Time, Self::Date) => Self::Time,
            _ => Self::Text,
        }
    }
}

impl Cell {
    /// The kind of this value; nothing is of every kind.
    pub const fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Null => return None,
            Self::Flag(_) => Kind::Flag,
            Self::Int(_) => Kind::Int,
            Self::Float(_) => Kind::Float,
            Self::Percent(_) => Kind::Percent,
            Self::Seconds(_) => Kind::Seconds,
            Self::Date(_) => Kind::Date,
            Self::Time(_) => Kind::Time,
            Self::Text(_) => Kind::Text,
        })
    }

    /// A number as such.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) | Self::Percent(number) | Self::Seconds(number) => Some(*number),
            _ => None,
        }
    }

    /// The value as plain text, the way CSV holds it; nothing is empty.
    ///
    /// ```
    /// use amq_answer::Cell;
    /// assert_eq!(Cell::Percent(0.25).plain(), "0.25");
    /// assert_eq!(Cell::Date(jiff::civil::date(2021, 8, 1)).plain(), "2021-08-01");
    /// ```
    pub fn plain(&self) -> SmolStr {
        match self {
            Self::Null => SmolStr::default(),
            Self::Flag(value) => value.to_string().into(),
            Self::Int(number) => number.to_string().into(),
            Self::Float(number) | Self::Percent(number) | Self::Seconds(number) => {
                number.to_string().into()
            }
            Self::Date(date) => date.to_string().into(),
            Self::Time(time) => time.to_string().into(),
            Self::Text(text) => text.clone(),
        }
    }

    /// The same value as one of a wider kind; numbers that are none become nothing.
    pub(crate) fn widened(self, kind: Kind) -> Self {
        let cell = match self {
            Self::Float(number) | Self::Percent(number) | Self::Seconds(number)
                if !number.is_finite() =>
            {
                return Self::Null;
            }
            cell => cell,
        };
        match (cell.kind(), kind) {
            (None, _) => Self::Null,
            (Some(own), kind) if own == kind => cell,
            (_, Kind::Float) => cell.number().map_or(Self::Null, Self::Float),
            (_, Kind::Percent) => cell.number().map_or(Self::Null, Self::Percent),
            (_, Kind::Seconds) => cell.number().map_or(Self::Null, Self::Seconds),
            (_, Kind::Time) => match cell {
                Self::Date(date) => Self::Time(date.at(0, 0, 0, 0)),
                _ => Self::Null,
            },
            (_, Kind::Text) => Self::Text(cell.plain()),
            _ => Self::Null,
        }
    }
}
