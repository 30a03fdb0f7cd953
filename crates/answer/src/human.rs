//! Values the way people read them.

use std::{borrow::Cow, fmt::Write as _};

use crate::{Cell, Column, Role, text};

/// A value the way people read it: `1,234`, `12.3%`, `2min 46s`.
pub(crate) fn cell(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Null => "-".into(),
        Cell::Flag(true) => "yes".into(),
        Cell::Flag(false) => "".into(),
        Cell::Int(number) => grouped(*number).into(),
        Cell::Float(number) => decimal(*number).into(),
        Cell::Percent(share) => percent(*share).into(),
        Cell::Seconds(seconds) => duration(*seconds).into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Time(time) => time.strftime("%Y-%m-%d %H:%M").to_string().into(),
        Cell::Text(text) if text.is_empty() => "\"\"".into(),
        Cell::Text(text) => text::shown(text),
    }
}

/// The same in a column: numbers that name something, such as a user, are no amounts, and
/// money has its sign.
pub(crate) fn in_column<'c>(of: &'c Cell, column: &Column) -> Cow<'c, str> {
    match of {
        Cell::Int(number) if column.role == Role::Key => number.to_string().into(),
        of if column.is_money && of.number().is_some() => money(&cell(of)).into(),
        _ => cell(of),
    }
}

/// A number with the sign of money.
pub(crate) fn money(number: &str) -> String {
    let sign = if number.starts_with('-') { "-" } else { "" };
    format!("{sign}${}", number.trim_start_matches('-'))
}

/// A whole number with a comma between thousands.
///
/// ```
/// assert_eq!(amq_answer::grouped(-1234567), "-1,234,567");
/// assert_eq!(amq_answer::grouped(999_u64), "999");
/// ```
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with as many decimals as say something: two, more below one, three digits of what is
/// small, none above a million.
pub(crate) fn decimal(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if !(1e-6..1e15).contains(&size) {
        return format!("{number:e}");
    }
    let decimals = match size {
        size if size >= 1e6 => 0,
        size if size >= 1.0 => 2,
        size if size >= 0.01 => 4,
        #[expect(clippy::cast_sign_loss, reason = "a number below 0.01, which has many")]
        size => (2.0 - size.log10().floor()) as usize,
    };
    let text = format!("{size:.decimals$}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if number < 0.0 { "-" } else { "" };
    let whole = grouped(whole.parse::<i64>().unwrap_or(0));
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A share with one decimal.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent.abs() < 1e9 { format!("{percent:.1}%") } else { format!("{percent:e}%") }
}

/// A length of time in its two largest units.
pub(crate) fn duration(seconds: f64) -> String {
    const UNITS: [(&str, f64); 4] = [("d", 86_400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0)];
    let sign = if seconds < 0.0 { "-" } else { "" };
    let size = seconds.abs();
    if size < 60.0 {
        let text = format!("{size:.1}");
        return format!("{sign}{}s", text.strip_suffix(".0").unwrap_or(&text));
    }
    if size >= 1e12 {
        return format!("{seconds:e}s");
    }
    let mut left = size.round();
    let mut text = sign.to_owned();
    let first = UNITS.iter().position(|(_, unit)| left >= *unit).unwrap_or_default();
    for (name, unit) in UNITS.iter().skip(first).take(2) {
        let count = (left / unit).floor();
        left -= count * unit;
        if count > 0.0 {
            let blank = if text.len() > sign.len() { " " } else { "" };
            let _ = write!(text, "{blank}{count}{name}");
        }
    }
    text
}

/// A number in a few characters, for an axis: `12k`, `1.5M`.
pub(crate) fn compact(number: f64, decimals: usize) -> String {
    const UNITS: [(&str, f64); 4] = [("T", 1e12), ("B", 1e9), ("M", 1e6), ("k", 1e3)];
    let size = number.abs();
    if size >= 1e15 || (size > 0.0 && size < 1e-4) {
        return format!("{number:.1e}");
    }
    let unit = UNITS.iter().find(|(_, unit)| size >= *unit);
    let (name, scaled) = unit.map_or(("", number), |(name, unit)| (*name, number / unit));
    let decimals = if scaled.abs() < 1.0 { decimals + 2 } else { decimals };
    let text = format!("{scaled:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{name}", if text.is_empty() || text == "-" || text == "-0" { "0" } else { text })
}
