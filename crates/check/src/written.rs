//! What is said of dates, durations and brackets that are not written as such.

use amq_schema::codes;
use amq_syntax::{LengthOf, TextRange};

use crate::{Diagnostic, Edit, Fix, checker::Checker, near::near};

impl Checker<'_> {
    pub(crate) fn bad_day(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let near = near(text, ["today", "yesterday"]);
        let mut diagnostic =
            Diagnostic::new(&codes::BAD_DATE, range, format!("`{text}` is not written as a date"))
                .help("write the year, the month and the day: `2021-08-01`");
        if text.starts_with('$') {
            return diagnostic.help(format!("a name is a whole range: `during {text}`"));
        }
        let weekday = WEEKDAYS.contains(&text.to_lowercase().as_str());
        let near = near.first().filter(|_| !weekday).map(str::to_owned);
        let guess = near.or_else(|| guess_date(text));
        if let Some(guess) = guess {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{guess}`"), range, guess));
        }
        diagnostic
    }

    pub(crate) fn bad_length(&self, range: TextRange, of: LengthOf) -> Diagnostic {
        let text = self.str(range);
        if text == ":" {
            return self.sign_before_value(self.word_before(range.start()));
        }
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let unit = text.get(digits.len()..).unwrap_or_default().trim().to_lowercase();
        let units: Vec<&str> = of.units().iter().map(|it| it.text()).collect();
        let example = match of {
            LengthOf::Range => "last 30d",
            LengthOf::Window => "window 3d",
            LengthOf::Within => "within 30d",
            LengthOf::Interval => "every 14d",
        };
        let message = format!("`{text}` is not a duration");
        let mut diagnostic = Diagnostic::new(&codes::BAD_DURATION, range, message)
            .help(format!("write a whole number and its unit without a space: `{example}`"));
        let number = digits.parse().ok();
        let meant = number.and_then(|number| meant(number, &unit, &units));
        let is_taken = |fixed: &str| of != LengthOf::Interval || self.is_interval(fixed);
        if let Some((fixed, sure)) = meant.filter(|it| is_taken(&it.0)) {
            let fix = Fix::replace(format!("write `{fixed}`"), range, fixed);
            diagnostic = diagnostic.fix(if sure { fix } else { fix.unsure() });
        }
        if of == LengthOf::Range && digits.is_empty() {
            diagnostic = self.last_period(range, diagnostic);
        }
        diagnostic
    }

    /// `last week`, which could be the calendar's or seven days.
    fn last_period(&self, range: TextRange, diagnostic: Diagnostic) -> Diagnostic {
        let word = self.str(range).trim_end_matches('s');
        let days = match word {
            "day" => return diagnostic.fix(Fix::replace("write `1d`", range, "1d").unsure()),
            "week" => "1w",
            "month" => "1mo",
            "quarter" => "3mo",
            "year" => "12mo",
            _ => return diagnostic,
        };
        let last = self.word_before(range.start());
        let whole = format!("previous {word}");
        let fix = Fix::replace(format!("write `{whole}`"), last.cover(range), whole.as_str());
        diagnostic
            .help(format!("`{whole}` is the whole one before this, `last {days}` ends today"))
            .fix(fix.unsure())
            .fix(Fix::replace(format!("write `last {days}`"), range, days).unsure())
    }

    pub(crate) fn bad_bracket(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let word = self.word_before(range.start());
        let mode = self.str(word);
        if amq_syntax::is_word(mode) && !mode.starts_with("br") {
            let message = format!("`mode {mode}` takes no brackets");
            let removed = self.with_gap_before(range);
            return Diagnostic::new(&codes::BAD_BRACKETS, range, message)
                .help("leave them out, or write `mode bracket`")
                .fix(Fix::safe("leave them out", vec![Edit::delete(removed)]).unsure());
        }
        let days: Vec<&str> =
            text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
        let fixed = match days.as_slice() {
            [day] => Some(format!("{day}-{day}")),
            [first, last] => Some(format!("{first}-{last}")),
            _ => None,
        };
        let mut diagnostic = Diagnostic::new(
            &codes::BAD_BRACKETS,
            range,
            format!("`{text}` is not a bracket of days"),
        )
        .help("write the first and the last day: `0-4`");
        if let Some(fixed) = fixed {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{fixed}`"), range, fixed));
        }
        diagnostic
    }
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `20210801`, `2021/8/1` and `"2021-08-01"` as a date.
fn guess_date(text: &str) -> Option<String> {
    let parts: Vec<&str> =
        text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        // Only where it cannot be the month.
        [day, month, year] if year.len() == 4 && day.parse().is_ok_and(|day: u8| day > 12) => {
            (*year, *month, *day)
        }
        _ => return None,
    };
    let date =
        jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// The duration that was most likely meant, and whether it can only have been that one.
fn meant(number: u64, unit: &str, units: &[&str]) -> Option<(String, bool)> {
    let times =
        |factor: u64, unit: &str| Some((format!("{}{unit}", number.checked_mul(factor)?), false));
    let (unit, sure) = match unit {
        "y" | "yr" | "yrs" | "year" | "years" if units.contains(&"mo") => return times(12, "mo"),
        "q" | "quarter" | "quarters" if units.contains(&"mo") => return times(3, "mo"),
        "y" | "q" => return None,
        "m" if units.contains(&"mo") => ("mo", true),
        // Minutes, unless months were meant.
        "m" => ("min", false),
        "mins" | "minute" | "minutes" => ("min", true),
        "sec" | "secs" | "second" | "seconds" => ("s", true),
        "hr" | "hrs" | "hour" | "hours" => ("h", true),
        "day" | "days" => ("d", true),
        "" => ("d", false),
        "wk" | "wks" | "week" | "weeks" => ("w", true),
        "mon" | "month" | "months" => ("mo", true),
        other => {
            let near = near(other, units.iter().copied());
            (near.first()?, near.is_unique())
        }
    };
    units.contains(&unit).then(|| (format!("{number}{unit}"), sure))
}
