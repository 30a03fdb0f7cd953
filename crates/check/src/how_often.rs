//! What is said of how often and when in `performed`, where it is written as people say it.

use amq_schema::codes;
use amq_syntax::{TextRange, TextSize};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    operator::{PERFORMED, order},
    reserved::ends_value,
};

/// How far from `performed` its time is looked for, in bytes.
const LONGEST: usize = 256;

impl Checker<'_> {
    /// `performed X at least 2 times`, `more than once`, `exactly` and the like.
    pub(crate) fn count_in_words(&self, head: TextRange) -> Option<Diagnostic> {
        const MOST: usize = 3;
        let rest = self.text.get(head.start().into()..)?;
        let words: Vec<&str> = rest.split_whitespace().take(MOST).collect();
        let (sign, length) = match words.as_slice() {
            [word, ..] if once(word).is_some() => (">=", 0),
            ["exactly" | "only", ..] => ("=", 1),
            ["over" | "above", ..] => (">", 1),
            ["under" | "below", ..] => ("<", 1),
            [one, other, ..] => (order(&[one, other])?, 2),
            _ => return None,
        };
        let count = *words.get(length)?;
        let number = once(count);
        if number.is_none() {
            count.parse::<u32>().ok()?;
        }
        // With `once`, the number is written, too.
        let last = if number.is_some() { Some(&count) } else { words.get(length - 1) }?;
        let end = last.as_ptr().addr() - rest.as_ptr().addr() + last.len();
        let range = TextRange::at(head.start(), TextSize::new(end as u32));
        let count = number.unwrap_or(count);
        let whole = format!("{sign} {count} times");
        let written = if number.is_some() { whole.as_str() } else { sign };
        let said = Diagnostic::written(range, self.str(range), written);
        Some(if length == 0 {
            said.unsure().help(format!("write `{whole}`, or `= {count} times` for exactly"))
        } else {
            said.help(format!("write `{whole}`"))
        })
    }

    /// `performed X count >= 2`.
    pub(crate) fn count_of(&self, head: TextRange) -> Diagnostic {
        let message = "how often stands right behind the event, without `count`";
        let rest = self.gap_end(head.end());
        let removed = TextRange::new(head.start(), rest);
        Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
            .help("write `performed Purchase >= 3 times`")
            .fix(Fix::safe("leave `count` out", vec![Edit::delete(removed)]))
    }

    /// `performed X 2 times`, `performed X 3 or more times`.
    pub(crate) fn bare_count(&self, head: TextRange) -> Diagnostic {
        let count = self.str(head);
        if let Some(said) = self.count_or_more(head) {
            return said;
        }
        let message = format!("`{count}` needs a comparison before it");
        let diagnostic = Diagnostic::new(&codes::MISSING_PART, head, message);
        if count == "0" {
            return diagnostic
                .help("write `not performed Purchase` for users who did not do it")
                .fix(self.never(head));
        }
        diagnostic
            .help(format!(
                "write `>= {count} times` for at least {count}, `= {count} times` for exactly"
            ))
            .fix(Fix::safe("add `>=`", vec![Edit::insert(head.start(), ">= ")]).unsure())
    }

    /// `3 or more times`, `3+ times`.
    fn count_or_more(&self, head: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(head.end());
        let times = rest.strip_prefix("times ").unwrap_or(rest);
        let more = [("<=", "or less"), ("<=", "or fewer"), (">=", "or more"), (">=", "+")];
        let (sign, said) = more.into_iter().find(|(_, said)| times.starts_with(said))?;
        let end = self.place_of(times) + TextSize::of(said);
        let all = TextRange::new(head.start(), end);
        let mut written = format!("{sign} {}", self.str(head));
        if times.len() < rest.len() {
            written.push_str(" times");
        }
        Some(Diagnostic::written(all, self.str(all), &written))
    }

    /// `performed X 0 times` as `not performed X`.
    fn never(&self, count: TextRange) -> Option<Fix> {
        let at = self.performed_before(count.start())?;
        let before = self.text.get(..at.into())?.trim_end();
        let rest = self.rest(count.end());
        let behind = rest.strip_prefix("times").or_else(|| rest.strip_prefix("time"))?;
        if before.ends_with("not") || behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        let end = self.place_of(behind);
        let removed = self.with_gap_before(TextRange::new(count.start(), end));
        let edits = vec![Edit::insert(at, "not "), Edit::delete(removed)];
        Some(Fix::uncertain("write `not performed`", edits))
    }

    /// Where the `performed` stands whose condition goes on to a place.
    fn performed_before(&self, end: TextSize) -> Option<TextSize> {
        let before = self.text.get(..end.into())?;
        let near = before.floor_char_boundary(before.len().saturating_sub(LONGEST));
        let (_, since) = before.get(near..)?.rsplit_once(PERFORMED)?;
        let at = end - TextSize::of(since) - TextSize::of(PERFORMED);
        (!since.split_whitespace().any(ends_value)).then_some(at)
    }

    /// `performed X in the last 30d`: rather the time of `performed` than the days of the query.
    pub(crate) fn time_of_performed(&self, joint: TextRange) -> Option<Diagnostic> {
        self.performed_before(joint.start())?;
        let rest = self.rest(joint.end());
        let rest = rest.strip_prefix("the ").unwrap_or(rest).strip_prefix("last ")?.trim_start();
        let length = rest.split(|it: char| !it.is_alphanumeric()).next()?;
        if !length.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let start = self.place_of(rest);
        let all = TextRange::new(joint.start(), start + TextSize::of(length));
        let (within, last) = (format!("within {length}"), format!("last {length}"));
        let message = format!("`{}` could be the time of `performed` or the days", self.str(all));
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, all, message)
                .help(format!(
                    "write `{within}` for when they did it, or `{last}` for the days of the query"
                ))
                .fix(Fix::replace(format!("write `{within}`"), all, within).unsure())
                .fix(Fix::replace(format!("write `{last}`"), all, last).unsure()),
        )
    }
}

/// How many times a word says, as digits.
fn once(word: &str) -> Option<&'static str> {
    match word {
        "once" => Some("1"),
        "twice" => Some("2"),
        _ => None,
    }
}
