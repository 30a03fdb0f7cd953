//! `every` and `window`: lengths of time.

use amq_schema::{Effect, Endpoint, Ty, Word, codes};
use amq_syntax::{
    LengthOf,
    ast::{self, Every, Unit},
};
use smol_str::{SmolStr, format_smolstr};

use crate::{Diagnostic, Fix, checker::Checker, draft::Interval};

impl Checker<'_> {
    pub(crate) fn interval(&mut self, every: Option<Every>) -> Option<Interval> {
        let Some(every) = every else {
            self.broken = true;
            return None;
        };
        let words = self.endpoint.and_then(interval_words)?;
        let range = match every {
            Every::Word(range) => range,
            Every::Duration(duration) => duration.range,
        };
        let text = self.str(range);
        if let Every::Duration(duration) = every
            && let Some(word) = self.same_interval(duration, words)
        {
            let message = format!("`every` of `{}` does not take `{text}`", self.verb());
            let fix = Fix::replace(format!("write `{word}`"), range, word.as_str());
            return self.fail(
                Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
                    .help(format!("write `{word}`"))
                    .fix(fix),
            );
        }
        if let Every::Duration(duration) = every
            && !words.iter().any(|word| word.text == text)
            && duration.unit == Unit::Day
        {
            return self.interval_of_days(duration, words);
        }
        let word = self.known_word("every", range, words, &["14d"])?;
        Some(interval_of(word))
    }

    /// Whether `every` takes a duration: days, or one that has a word of its own.
    pub(crate) fn is_interval(&self, text: &str) -> bool {
        let words = self.endpoint.and_then(interval_words).unwrap_or_default();
        text.ends_with('d') || words.iter().any(|word| word.text == text)
    }

    /// The spelling that a duration in another unit has after `every`: `2w` is `14d`.
    fn same_interval(&self, duration: ast::Duration, words: &[Word]) -> Option<String> {
        let text = self.str(duration.range);
        if duration.unit == Unit::Day || words.iter().any(|word| word.text == text) {
            return None;
        }
        let number: u64 = self.str(duration.number).parse().ok()?;
        let seconds = number.checked_mul(duration.unit.seconds()?).filter(|it| *it > 0)?;
        let days = (seconds % 86_400 == 0).then(|| (seconds / 86_400).to_string());
        let sent = days.clone().unwrap_or_else(|| format!("-{seconds}000"));
        let word = words.iter().find(|word| word.wire == Some(sent.as_str()));
        word.map(|word| word.text.to_owned()).or(days.map(|days| format!("{days}d")))
    }

    /// `every 14d`: undocumented, but known to work; `1d`, `7d` and `30d` are words' own.
    fn interval_of_days(
        &mut self,
        duration: ast::Duration,
        words: &'static [Word],
    ) -> Option<Interval> {
        let days = self.duration_number(duration, "the length of `every`")?;
        let sent = format_smolstr!("{days}");
        if let Some(word) = words.iter().find(|word| word.wire == Some(sent.as_str())) {
            return Some(interval_of(word));
        }
        let message = format!("buckets of {days} days are not documented");
        self.say(
            Diagnostic::new(&codes::UNDOCUMENTED_INTERVAL, duration.range, message)
                .help("`day`, `week` and `month` are documented")
                .note(format!(
                    "`i={days}` is known to give buckets of {days} days, and may stop to"
                )),
        );
        Some(Interval { sent, shown_days: None })
    }

    pub(crate) fn window(&mut self, length: Option<ast::Duration>) -> Option<u64> {
        let Some(length) = length else {
            self.broken = true;
            return None;
        };
        let number = self.duration_number(length, "the length of `window`")?;
        match length.unit.seconds() {
            Some(seconds) => Some(u64::from(number) * seconds),
            None => self.wrong_unit(length, LengthOf::Window.units(), "`window`"),
        }
    }
}

fn interval_of(word: &'static Word) -> Interval {
    let shown_days = if let Effect::ShownDays(days) = word.effect { Some(days) } else { None };
    Interval { sent: SmolStr::new_static(word.wire.unwrap_or_default()), shown_days }
}

/// The words that `every` takes of an endpoint.
pub(crate) fn interval_words(endpoint: &Endpoint) -> Option<&'static [Word]> {
    endpoint.params.iter().find_map(|param| match param.ty {
        Ty::Interval(words) => Some(words),
        _ => None,
    })
}
