//! Spans of days.

use amq_syntax::ast::Unit;
use jiff::{Span, ToSpan, civil::Date};

/// A span of days, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl Days {
    /// How many days it has; 0 where it ends before it starts.
    pub fn count(self) -> u64 {
        let days = self.start.until(self.end).map_or(-1, |span| i64::from(span.get_days()));
        u64::try_from(days + 1).unwrap_or(0)
    }

    /// The last so many days, weeks or months up to a day; `None` where the calendar ends before.
    pub(crate) fn last(number: u32, unit: Unit, end: Date) -> Option<Self> {
        let number = i64::from(number);
        let back = match unit {
            Unit::Day => Span::new().try_days(number).ok()?,
            Unit::Week => Span::new().try_weeks(number).ok()?,
            Unit::Month => Span::new().try_months(number).ok()?,
            Unit::Second | Unit::Minute | Unit::Hour => return None,
        };
        let start = end.checked_sub(back).ok()?.tomorrow().ok()?;
        (start.year() > 0).then_some(Self { start, end })
    }

    /// The present week, month, quarter or year, up to today.
    pub(crate) fn this(period: Period, today: Date) -> Option<Self> {
        Some(Self { start: period.start(today)?, end: today })
    }

    /// The whole week, month, quarter or year before the present one.
    pub(crate) fn previous(period: Period, today: Date) -> Option<Self> {
        let end = period.start(today)?.yesterday().ok()?;
        Some(Self { start: period.start(end)?, end })
    }
}

/// The words that name periods of the calendar.
pub const PERIODS: [&str; 4] = ["week", "month", "quarter", "year"];

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    /// The words that name periods.
    pub(crate) const WORDS: [(&'static str, Self); 4] = [
        (PERIODS[0], Self::Week),
        (PERIODS[1], Self::Month),
        (PERIODS[2], Self::Quarter),
        (PERIODS[3], Self::Year),
    ];

    /// The period of a word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|it| it.0 == word).map(|it| it.1)
    }

    /// The first day of the period that holds a day; weeks start on Monday.
    fn start(self, day: Date) -> Option<Date> {
        match self {
            Self::Week => {
                let past = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(past.days()).ok()
            }
            Self::Month => Some(day.first_of_month()),
            Self::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).ok()
            }
            Self::Year => Some(day.first_of_year()),
        }
    }
}
