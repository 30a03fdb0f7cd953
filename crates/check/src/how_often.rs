//! What is said of how often and when in `performed`, where it is written as people say it.

use amq_schema::codes;
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, TextRange, TextSize};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    operator::{PERFORMED, order},
};

/// How far from `performed` its time is looked for, in bytes.
const LONGEST: usize = 256;

impl Checker<'_> {
    /// `performed X at least 2 times`, `more than`, `exactly` and the like.
    pub(crate) fn count_in_words(&self, all: TextRange, head: TextRange) -> Option<Diagnostic> {
        let words: Vec<&str> = self.str(all).split_whitespace().take(3).collect();
        if let Some(count) = match *words.first()? {
            "once" => Some(1),
            "twice" => Some(2),
            _ => None,
        } {
            let said = Diagnostic::written(head, self.str(head), &format!(">= {count} times"));
            let fixes = said.fixes.into_iter().map(Fix::unsure).collect();
            let help = format!("write `>= {count} times`, or `= {count} times` for exactly");
            return Some(Diagnostic { fixes, help: Some(help), ..said });
        }
        let (sign, length, count) = match words.as_slice() {
            ["exactly", count, ..] => ("=", 1, count),
            ["over" | "above", count, ..] => (">", 1, count),
            ["under" | "below", count, ..] => ("<", 1, count),
            [one, other, count] => (order(&[one, other])?, 2, count),
            _ => return None,
        };
        count.parse::<u32>().ok()?;
        let last = *words.get(length - 1)?;
        let end = last.as_ptr().addr() - self.str(all).as_ptr().addr() + last.len();
        let range = TextRange::at(head.start(), TextSize::new(end as u32));
        let said = Diagnostic::written(range, self.str(range), sign);
        Some(said.help(format!("write `{sign} {count} times`")))
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

    /// `performed X 2 times`.
    pub(crate) fn bare_count(&self, head: TextRange) -> Diagnostic {
        let count = self.str(head);
        let message = format!("`{count}` needs a comparison before it");
        let diagnostic = Diagnostic::new(&codes::MISSING_PART, head, message);
        if count == "0" {
            return diagnostic.help("write `not performed Purchase` for users who did not do it");
        }
        diagnostic
            .help(format!(
                "write `>= {count} times` for at least {count}, `= {count} times` for exactly"
            ))
            .fix(Fix::safe("add `>=`", vec![Edit::insert(head.start(), ">= ")]).unsure())
    }

    /// `performed X in the last 30d`: rather the time of `performed` than the days of the query.
    pub(crate) fn time_of_performed(&self, joint: TextRange) -> Option<Diagnostic> {
        let before = self.text.get(..joint.start().into())?;
        let near = before.floor_char_boundary(before.len().saturating_sub(LONGEST));
        let (_, since) = before.get(near..)?.rsplit_once(PERFORMED)?;
        let ends = |word: &str| CLAUSE_WORDS.contains(&word) || CONNECTIVES.contains(&word);
        let rest = self.rest(joint.end());
        let rest = rest.strip_prefix("the ").unwrap_or(rest).strip_prefix("last ")?.trim_start();
        let length = rest.split(|it: char| !it.is_alphanumeric()).next()?;
        if !length.starts_with(|it: char| it.is_ascii_digit()) || since.split_whitespace().any(ends)
        {
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
