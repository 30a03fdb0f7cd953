//! Dates as answers spell them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use crate::{Cell, asked::Asked};

/// A day, a day and a time, or else the text as it stands.
///
/// Days are `YYYY-MM-DD` [O]. How hours are written is not documented: ISO 8601 with `T` or a blank
/// is taken.
pub(crate) fn cell(text: &str) -> Cell {
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
    {
        return Cell::Date(date);
    }
    match text.parse::<DateTime>() {
        Ok(time) if text.len() > 10 => Cell::Time(time),
        _ => Cell::Text(text.into()),
    }
}

/// A point in time given in milliseconds since 1970, in UTC.
pub(crate) fn of_milliseconds(milliseconds: i64) -> Cell {
    let time = Timestamp::from_millisecond(milliseconds);
    time.map_or(Cell::Null, |time| Cell::Time(time.to_zoned(TimeZone::UTC).datetime()))
}

/// The dates of cohorts, in the order of the answer.
///
/// Retention writes `Aug 15`, without a year, latest first [O]. The year is the one that puts the
/// date into the range that was asked for and below the one before it.
pub(crate) fn of_cohorts(texts: &[&str], asked: &Asked) -> Vec<Cell> {
    let end = asked.days.map_or(asked.today, |days| days.end);
    let falling = resolved(texts.iter().copied(), end);
    let mut rising = resolved(texts.iter().rev().copied(), end);
    rising.reverse();
    if span(&rising) < span(&falling) { rising } else { falling }
}

fn resolved<'t>(texts: impl Iterator<Item = &'t str>, end: Date) -> Vec<Cell> {
    let mut latest = end;
    let resolved = |text: &'t str| {
        let cell = match cell(text) {
            Cell::Text(text) => month_and_day(&text, latest).map_or(Cell::Text(text), Cell::Date),
            cell => cell,
        };
        if let Cell::Date(date) = cell {
            latest = date.yesterday().unwrap_or(Date::MIN);
        }
        cell
    };
    texts.map(resolved).collect()
}

/// The days between the first and the last.
fn span(cells: &[Cell]) -> i32 {
    match (cells.first(), cells.last()) {
        (Some(Cell::Date(first)), Some(Cell::Date(last))) => (*first - *last).get_days().abs(),
        _ => i32::MAX,
    }
}

/// The latest day of a month and a day, such as `Aug 15`, that is not after another.
fn month_and_day(text: &str, latest: Date) -> Option<Date> {
    let (month, day) = text.split_once(' ')?;
    let month = MONTHS.iter().position(|name| month.len() >= 3 && name.starts_with(month))?;
    let month = i8::try_from(month + 1).ok()?;
    let day: i8 = day.trim().trim_start_matches('0').parse().ok()?;
    // Nine years hold a 29 February wherever they begin.
    let mut years =
        (0..9).filter_map(|back| Date::new(latest.year().checked_sub(back)?, month, day).ok());
    years.find(|date| *date <= latest)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether a text is no day.
pub(crate) fn is_unknown(text: &str) -> bool {
    !matches!(cell(text), Cell::Date(_))
}
