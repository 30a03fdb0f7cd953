//! Days, counted from 1970-01-01.

/// 2021-09-30, a Thursday.
pub(crate) const TODAY: i64 = 18_900;

/// The day of a date.
pub(crate) fn day(year: i64, month: i64, day: i64) -> i64 {
    let before = |year: i64| year * 365 + year / 4 - year / 100 + year / 400;
    let months: i64 = (1..month).map(|month| length(year, month)).sum();
    before(year - 1) + months + day - 1 - (before(1969))
}

/// The date of a day, by counting on.
pub(crate) fn date(day: i64) -> (i64, i64, i64) {
    let (mut year, mut left) = (1970, day);
    while left >= 365 + i64::from(leap(year)) {
        left -= 365 + i64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    while left >= length(year, month) {
        left -= length(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of a month.
pub(crate) fn length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first and last day of the period before or around a day.
pub(crate) fn period(word: &str, around: i64) -> (i64, i64) {
    let (year, month, _) = date(around);
    match word {
        // 1970-01-01 was a Thursday; weeks start on Monday.
        "week" => {
            let monday = around - (around + 3) % 7;
            (monday, monday + 6)
        }
        "month" => (day(year, month, 1), day(year, month, length(year, month))),
        "quarter" => {
            let first = (month - 1) / 3 * 3 + 1;
            (day(year, first, 1), day(year, first + 2, length(year, first + 2)))
        }
        _ => (day(year, 1, 1), day(year, 12, 31)),
    }
}

/// The day after the same day so many months back; a missing day is the month's last.
pub(crate) fn after_months_back(months: i64, end: i64) -> i64 {
    let (year, month, of_month) = date(end);
    let count = year * 12 + month - 1 - months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    day(year, month, of_month.min(length(year, month))) + 1
}
