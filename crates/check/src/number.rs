//! Numbers and durations.

use amq_schema::codes;
use amq_syntax::{
    TextRange,
    ast::{Duration, Unit},
};

use crate::{Diagnostic, Fix, checker::Checker, near::one_of};

impl Checker<'_> {
    /// A whole number between two bounds.
    pub(crate) fn whole_number(
        &mut self,
        range: TextRange,
        min: u32,
        max: u32,
        what: &str,
    ) -> Option<u32> {
        let text = self.str(range);
        let value: Option<u32> = text.parse().ok();
        if let Some(value) = value.filter(|value| (min..=max).contains(value)) {
            return Some(value);
        }
        let unbounded = max >= u32::MAX - 1;
        let bounds = if unbounded {
            format!("a whole number from {min}")
        } else {
            format!("a whole number from {min} to {max}")
        };
        if unbounded && text.bytes().all(|byte| byte.is_ascii_digit()) && value != Some(0) {
            let message = format!("`{text}` is too large a number");
            return self.fail(Diagnostic::new(&codes::NUMBER_OUT_OF_RANGE, range, message));
        }
        let message = format!("{what} is {bounds}, not `{text}`");
        let nearest = if text.starts_with('-') || text.parse() == Ok(0_u32) {
            min
        } else if text.bytes().all(|byte| byte.is_ascii_digit()) && !unbounded {
            max
        } else {
            let whole = text.split('.').next().and_then(|whole| whole.parse().ok());
            whole.unwrap_or(min).clamp(min, max)
        };
        let fix = Fix::replace(format!("write {nearest}"), range, nearest.to_string()).unsure();
        self.fail(
            Diagnostic::new(&codes::NUMBER_OUT_OF_RANGE, range, message)
                .help(format!("write {bounds}"))
                .fix(fix),
        )
    }

    /// The number of a duration; at least 1.
    pub(crate) fn duration_number(&mut self, duration: Duration, what: &str) -> Option<u32> {
        self.whole_number(duration.number, 1, u32::MAX, what)
    }

    /// A duration in whole days.
    pub(crate) fn day_length(
        &mut self,
        duration: Duration,
        units: &[Unit],
        what: &str,
    ) -> Option<u32> {
        let number = self.duration_number(duration, what)?;
        if !units.contains(&duration.unit) {
            return self.wrong_unit(duration, units, what);
        }
        let per_unit = if duration.unit == Unit::Week { 7 } else { 1 };
        let days = number.checked_mul(per_unit);
        if days.is_none() {
            let message = format!("{what} is longer than any calendar");
            return self.fail(Diagnostic::new(&codes::BAD_DURATION, duration.range, message));
        }
        days
    }

    /// A unit that its place does not take.
    pub(crate) fn wrong_unit<T>(
        &mut self,
        duration: Duration,
        units: &[Unit],
        what: &str,
    ) -> Option<T> {
        let taken: Vec<String> = units.iter().map(|unit| format!("`{}`", unit.text())).collect();
        let taken = one_of(&taken).unwrap_or_default();
        let unit = duration.unit.text();
        let message = format!("{what} does not take the unit `{unit}`");
        let mut diagnostic = Diagnostic::new(&codes::BAD_DURATION, duration.range, message)
            .help(format!("write a whole number and {taken}, without a space"));
        if let Some(text) = self.in_unit(duration, units) {
            let fix = Fix::replace(format!("write `{text}`"), duration.range, text);
            diagnostic = diagnostic.fix(fix.unsure());
        }
        self.fail(diagnostic)
    }

    /// The same length in one of some units, or a near one for a month.
    fn in_unit(&self, duration: Duration, units: &[Unit]) -> Option<String> {
        let number: u64 = self.str(duration.number).parse().ok()?;
        let seconds = match duration.unit.seconds() {
            Some(seconds) => number.checked_mul(seconds)?,
            None => number.checked_mul(30 * 86_400)?,
        };
        let mut units: Vec<Unit> =
            units.iter().copied().filter(|it| it.seconds().is_some()).collect();
        units.sort_by_key(|unit| std::cmp::Reverse(unit.seconds()));
        let exact = units.iter().find(|unit| {
            unit.seconds().is_some_and(|each| seconds % each == 0) && **unit != Unit::Week
        });
        let unit = exact.or(units.last())?;
        let each = unit.seconds()?;
        Some(format!("{}{}", seconds.div_ceil(each), unit.text()))
    }
}
