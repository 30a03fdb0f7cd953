//! Days and milliseconds since 1970, in UTC, which is the time zone of the sandbox's project.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};

/// A second, in milliseconds.
pub(crate) const SECOND: i64 = 1000;
/// A minute.
pub(crate) const MINUTE: i64 = 60 * SECOND;
/// An hour.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// A day.
pub(crate) const DAY: i64 = 24 * HOUR;

/// The time at which a day begins.
pub(crate) fn midnight(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() * HOUR
}

/// The day of a time. Times that no calendar holds fall on the epoch.
pub(crate) fn day(time: i64) -> Date {
    moment(time).date()
}

/// Date and time of a time.
pub(crate) fn moment(time: i64) -> DateTime {
    date(1970, 1, 1).at(0, 0, 0, 0).checked_add(time.milliseconds()).unwrap_or_default()
}

/// The time at which the day of a time begins.
pub(crate) fn day_of(time: i64) -> i64 {
    time.div_euclid(DAY) * DAY
}

/// The time of a text such as `2021-09-30 12:34:56.789000`, as exports write it.
pub(crate) fn time(text: &str) -> Option<i64> {
    let moment: DateTime = text.trim_end_matches('Z').parse().ok()?;
    let time = moment.duration_since(date(1970, 1, 1).at(0, 0, 0, 0)).as_millis();
    i64::try_from(time).ok()
}

/// A time as exports write it.
pub(crate) fn written(time: i64) -> String {
    moment(time).strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()
}
