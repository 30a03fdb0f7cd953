//! The day it is.

use std::time::Duration;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Today in UTC, for documents without a project.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// A quarter of an hour in seconds: days begin at one of them everywhere.
const QUARTER: i64 = 900;

/// A number that changes whenever a day may begin somewhere.
pub(crate) fn quarter() -> i64 {
    Timestamp::now().as_second().div_euclid(QUARTER)
}

/// How long it is until that number changes.
pub(crate) fn to_next_quarter() -> Duration {
    let left = QUARTER - Timestamp::now().as_second().rem_euclid(QUARTER);
    Duration::from_secs(left.unsigned_abs())
}
