//! The days that a query covers.

use amq_schema::codes;
use amq_syntax::{
    LengthOf, TextRange,
    ast::{Day, Duration, Range},
};
use jiff::civil::Date;

use crate::{
    Days, Diagnostic, Fix,
    checker::Checker,
    days::Period,
    names::Kind,
    near::{near, one_of},
};

impl Checker<'_> {
    /// The days of a range clause.
    pub(crate) fn days(&mut self, range: &Range, clause: TextRange) -> Option<Days> {
        let days = match range {
            Range::From(start, end) => {
                let (start_day, end_day) = (self.day(*start), self.day(*end));
                let days = Days { start: start_day?, end: end_day? };
                if days.start > days.end {
                    return self.reversed(*start, *end);
                }
                Some(days)
            }
            Range::On(day) => self.day(*day).map(|day| Days { start: day, end: day }),
            Range::Last(length, end) => {
                let end = match end {
                    Some(end) => self.day(Some(*end)),
                    None => Some(self.context.today),
                };
                let days = length.and_then(|length| self.last(length, end));
                self.broken |= days.is_none();
                days
            }
            Range::This(word) => {
                let period = self.period(*word)?;
                Days::this(period, self.context.today)
            }
            Range::Previous(word) => {
                let period = self.period(*word)?;
                Days::previous(period, self.context.today)
            }
            Range::During(name) => {
                let Some(name) = name else {
                    self.broken = true;
                    return None;
                };
                self.named(*name, Kind::Range).and_then(super::names::Meaning::days)
            }
        }?;
        if days.end > self.context.today {
            self.future(range, clause, days);
        }
        Some(days)
    }

    fn day(&mut self, day: Option<Day>) -> Option<Date> {
        match day {
            Some(Day::Today(_)) => Some(self.context.today),
            Some(Day::Yesterday(_)) => self.context.today.yesterday().ok(),
            Some(Day::Date(range)) => {
                let text = self.str(range);
                match text.parse::<Date>() {
                    Ok(date) if date.year() > 0 => Some(date),
                    _ => self.not_in_calendar(range, text),
                }
            }
            None => {
                self.broken = true;
                None
            }
        }
    }

    fn not_in_calendar<T>(&mut self, range: TextRange, text: &str) -> Option<T> {
        let mut parts = text.split('-').filter_map(|part| part.parse::<i16>().ok());
        let (year, month) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
        let message = format!("`{text}` is not in the calendar");
        let diagnostic = Diagnostic::new(&codes::BAD_DATE, range, message);
        let diagnostic = match first {
            Some(_) if year < 1 => diagnostic.help("years begin with `0001`"),
            Some(first) => {
                let last = first.last_of_month();
                let fix = Fix::replace(format!("write `{last}`"), range, last.to_string()).unsure();
                diagnostic.help(format!("that month has {} days", last.day())).fix(fix)
            }
            None => {
                let help = "write the year, the month and the day: `2021-08-01`";
                let day = parts.next().and_then(|day| i8::try_from(day).ok());
                let turned = i8::try_from(month).ok().zip(day);
                let turned = turned.and_then(|(day, month)| Date::new(year, month, day).ok());
                let fix =
                    turned.map(|it| Fix::replace(format!("write `{it}`"), range, it.to_string()));
                diagnostic
                    .help(format!("no month has the number {month}: {help}"))
                    .fix(fix.map(Fix::unsure))
            }
        };
        self.fail(diagnostic)
    }

    fn reversed<T>(&mut self, start: Option<Day>, end: Option<Day>) -> Option<T> {
        let (start, end) = (start?.range(), end?.range());
        let (from, to) = (self.str(start), self.str(end));
        let message = format!("`{from}` is after `{to}`, so the range ends before it starts");
        let swap = Fix::uncertain(
            "swap the two days",
            vec![crate::Edit::new(start, to), crate::Edit::new(end, from)],
        );
        self.fail(
            Diagnostic::new(&codes::REVERSED_RANGE, start, message)
                .also(end, "the end of the range")
                .help("write the earlier day first")
                .fix(swap),
        )
    }

    fn last(&mut self, length: Duration, end: Option<Date>) -> Option<Days> {
        let units = LengthOf::Range.units();
        let number = self.duration_number(length, "the length of `last`")?;
        if !units.contains(&length.unit) {
            return self.wrong_unit(length, units, "`last`");
        }
        let days = Days::last(number, length.unit, end?);
        if days.is_none() {
            let message = format!(
                "`{}` goes back past the beginning of the calendar",
                self.str(length.range)
            );
            return self.fail(Diagnostic::new(&codes::BAD_DURATION, length.range, message));
        }
        days
    }

    fn period(&mut self, word: Option<TextRange>) -> Option<Period> {
        let Some(range) = word else {
            self.broken = true;
            return None;
        };
        let text = self.str(range);
        if let Some(period) = Period::from_word(text) {
            return Some(period);
        }
        let words = Period::WORDS.map(|it| it.0);
        let near = near(text, words);
        let known: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let message = format!("`{text}` is not a period of the calendar");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
            .help(format!("write {}", one_of(&known).unwrap_or_default()));
        if let Some(found) = near.first() {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{found}`"), range, found));
        } else if text.starts_with(|first: char| first.is_ascii_digit()) {
            diagnostic = diagnostic.help(format!("a number of days is written `last {text}`"));
        } else if text == "day" {
            diagnostic = diagnostic.help("a single day is `today` or `yesterday`");
        }
        self.fail(diagnostic)
    }

    fn future(&mut self, range: &Range, clause: TextRange, days: Days) {
        let today = self.context.today;
        let end = match range {
            Range::During(_) => return,
            Range::From(_, Some(end)) | Range::Last(_, Some(end)) | Range::On(Some(end)) => {
                end.range()
            }
            _ => clause,
        };
        let message = format!("the range ends on {}, and today is {today}", days.end);
        let mut diagnostic = Diagnostic::new(&codes::FUTURE_RANGE, end, message)
            .help("end it today, or earlier")
            .note(
                "the days that have not come are answered with zeros, as if nothing had happened",
            );
        if days.start <= today || matches!(range, Range::Last(..)) {
            let fix = Fix::replace(format!("write `{today}`"), end, today.to_string());
            diagnostic = diagnostic.fix(fix.unsure());
        }
        self.say(diagnostic);
    }
}
