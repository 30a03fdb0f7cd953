//! How long the buckets of an answer last.

use crate::endpoints::{DAY, MONTH, WEEK};

/// One bucket of an answer over time.
///
/// ```
/// use amq_schema::Bucket;
/// assert_eq!(Bucket::sent("7"), Some(Bucket::Week));
/// assert_eq!(Bucket::sent("14"), Some(Bucket::Days(14)));
/// assert_eq!(Bucket::sent("-3600000").and_then(Bucket::name), None);
/// assert_eq!(Bucket::seconds("-3600000"), Some(3600));
/// ```
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Bucket {
    /// Less than a day.
    Moment,
    /// So many days from the first of the range.
    Days(u32),
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

impl Default for Bucket {
    fn default() -> Self {
        Self::Days(1)
    }
}

impl Bucket {
    /// What an interval means that is sent so; `None` if it is none.
    pub fn sent(wire: &str) -> Option<Self> {
        if WEEK.wire == Some(wire) {
            return Some(Self::Week);
        }
        if MONTH.wire == Some(wire) {
            return Some(Self::Month);
        }
        let days: i64 = wire.parse().ok()?;
        Some(u32::try_from(days).ok().filter(|it| *it > 0).map_or(Self::Moment, Self::Days))
    }

    /// How many seconds a bucket of less than a day lasts whose interval is sent so.
    pub fn seconds(wire: &str) -> Option<u32> {
        let milliseconds = wire.strip_prefix('-')?.parse::<u32>().ok()?;
        Some(milliseconds / 1000).filter(|it| *it > 0)
    }

    /// The word of the language for it, if there is one.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Days(1) => Some(DAY.text),
            Self::Week => Some(WEEK.text),
            Self::Month => Some(MONTH.text),
            Self::Moment | Self::Days(_) => None,
        }
    }
}
