//! The day it is.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Today in UTC, for documents without a project.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// A number that changes whenever a day may begin somewhere: every quarter of an hour.
pub(crate) fn quarter() -> i64 {
    Timestamp::now().as_second() / 900
}
