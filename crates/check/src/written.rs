//! What is said of dates, durations and brackets that are not written as such.

use amq_schema::{Code, codes};
use amq_syntax::{
    LengthOf, TextRange,
    ast::{self, ClauseKind, Range},
    quote,
};
use jiff::civil::Date;

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::{near, one_of},
};

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
        if let Some(word) = near.first().filter(|_| !weekday) {
            return diagnostic.fix(Fix::replace(format!("write `{word}`"), range, word));
        }
        if let Some(day) = day_of_time(text) {
            return diagnostic
                .help(format!("a range is whole days, without the time of day: `{day}`"))
                .fix(Fix::replace(format!("write `{day}`"), range, day).unsure());
        }
        let days = guess_dates(text);
        if let [_, _, ..] = days.as_slice() {
            let written: Vec<String> = days.iter().map(|day| format!("`{day}`")).collect();
            diagnostic = diagnostic.help(format!("write {}", one_of(&written).unwrap_or_default()));
        }
        let before = self.text.get(..range.start().into()).unwrap_or_default();
        diagnostic.fixes = day_fixes(range, &days);
        if before.ends_with(char::is_alphanumeric) {
            let edits = diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
            edits.for_each(|it| it.text.insert(0, ' '));
        }
        // What else stands there was meant for something.
        let digit = |it: char| it.is_ascii_digit();
        let plain = text.trim_matches(['"', '\'', '“', '”', '‘', '’']);
        if text.contains(char::is_alphabetic) || !plain.starts_with(digit) {
            return diagnostic.unsure();
        }
        diagnostic
    }

    /// `is 01/02/2021`: a day, or a text.
    pub(crate) fn date_as_value(&self, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let parted = text.bytes().all(|it| it.is_ascii_digit() || b"/.-".contains(&it));
        let days = guess_dates(text);
        let mut fixes = day_fixes(range, &days).into_iter().map(Fix::unsure).collect::<Vec<_>>();
        if !parted || fixes.is_empty() {
            return None;
        }
        let quoted = quote(text);
        fixes.push(Fix::replace("put it in quotes", range, quoted.clone()).unsure());
        let written: Vec<String> = days.iter().map(|day| format!("`{day}`")).collect();
        let days = one_of(&written)?;
        let said = Diagnostic::new(
            &codes::UNQUOTED_VALUE,
            range,
            format!("`{text}` is not written as a date, and a text needs quotes"),
        );
        Some(Diagnostic { fixes, ..said.help(format!("write {days}, or `{quoted}` for the text")) })
    }

    /// `last １８d`: signs of the width that Chinese and Japanese letters have.
    pub(crate) fn full_width(&self, code: &'static Code, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let plain: String = text.chars().map(narrow).collect();
        let is_value = || plain.parse::<f64>().is_ok() || plain.parse::<Date>().is_ok();
        let digits = text.contains(|it| ('０'..='９').contains(&it));
        let value = code == &codes::UNQUOTED_VALUE;
        if !digits || !plain.is_ascii() || value && !is_value() {
            return None;
        }
        let message = format!("`{text}` is written in full width");
        let fix = Fix::replace(format!("write `{plain}`"), range, plain.clone());
        let said = Diagnostic::new(code, range, message).help(format!("write `{plain}`"));
        if !value || self.is_ordered(range) {
            return Some(said.fix(fix));
        }
        let quoted = quote(text);
        Some(
            said.help(format!("write `{plain}`, or `{quoted}` for the text"))
                .fix(fix.unsure())
                .fix(Fix::replace("put it in quotes", range, quoted).unsure()),
        )
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
        if text.starts_with('$') {
            return diagnostic
                .help(format!("no name stands for a duration: write it, `{example}`"));
        }
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

    /// `previous 2 weeks`: so many of them.
    pub(crate) fn number_of_periods(
        &self,
        before: &ast::Clause,
        head: TextRange,
    ) -> Option<Diagnostic> {
        let ClauseKind::Range(Range::Previous(Some(word)) | Range::This(Some(word))) = &before.kind
        else {
            return None;
        };
        let number = self.str(*word).parse().ok()?;
        let units: Vec<&str> = LengthOf::Range.units().iter().map(|it| it.text()).collect();
        let (length, _) = meant(number, self.str(head), &units)?;
        let clause = self.str(self.first_word(before.range));
        let all = TextRange::new(before.range.start(), head.end());
        let message = format!("`{clause}` takes one period of the calendar, not {number}");
        let fix = Fix::replace(format!("write `last {length}`"), all, format!("last {length}"));
        Some(
            Diagnostic::new(&codes::UNKNOWN_WORD, all, message)
                .help(format!("write `last {length}`, which ends today"))
                .fix(fix.unsure()),
        )
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
            let fix = Fix::replace(format!("write `{fixed}`"), range, fixed);
            let has_words = text.contains(char::is_alphabetic);
            diagnostic = diagnostic.fix(if has_words { fix.unsure() } else { fix });
        }
        diagnostic
    }
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `20210801`, `2021/8/1` and `"2021-08-01"` as a date; `01/02/2021` may be two of them.
fn guess_dates(text: &str) -> Vec<String> {
    let parts: Vec<&str> =
        text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let mut dates: Vec<Option<Date>> = match parts.as_slice() {
        [all] if all.len() == 8 => {
            let (year, rest) = all.split_at(4);
            let (month, day) = rest.split_at(2);
            vec![date(year, month, day)]
        }
        [year, month, day] if year.len() == 4 => vec![date(year, month, day)],
        [one, other, year] if year.len() == 4 => {
            vec![date(year, other, one), date(year, one, other)]
        }
        _ => Vec::new(),
    };
    dates.dedup();
    dates.into_iter().flatten().map(|it| it.to_string()).collect()
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day of `2021-08-01T00:00`.
fn day_of_time(text: &str) -> Option<String> {
    let text = text.trim_matches('"');
    let (day, time) = text.split_once(['T', 't', ' '])?;
    let timed = time.len() > 1 && time.starts_with(|it: char| it.is_ascii_digit());
    Some(day.parse::<Date>().ok()?.to_string()).filter(|_| timed)
}

/// What writes a day: safe where there is only one.
fn day_fixes(range: TextRange, days: &[String]) -> Vec<Fix> {
    let write = |day: &String| Fix::replace(format!("write `{day}`"), range, day.as_str());
    let all = days.iter().map(write);
    if days.len() > 1 { all.map(Fix::unsure).collect() } else { all.collect() }
}

/// A sign of the usual width for one of full width.
fn narrow(sign: char) -> char {
    const APART: u32 = '！' as u32 - '!' as u32;
    match sign {
        '！'..='～' => char::from_u32(sign as u32 - APART).unwrap_or(sign),
        _ => sign,
    }
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
