//! What a word means, and what a query costs and asks.

mod definition;
mod sent;
mod word;

use std::fmt::Write as _;

use amq_check::{Days, Query};
use amq_syntax::{TextRange, TextSize};

pub(crate) use definition::meaning;

use crate::{File, docs, place::place};

/// What is shown of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// In Markdown.
    pub text: String,
}

/// What is shown of a place.
pub fn hover(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let place = place(file, at);
    let token = place.token?;
    let text = word::text(file, &place, token.text)?;
    Some(Hover { range: token.range, text })
}

/// The words that a subject may be.
pub(crate) fn subject_words(subject: amq_schema::Subject) -> &'static [amq_schema::Word] {
    match subject {
        amq_schema::Subject::Word(words) | amq_schema::Subject::Chart(words) => words,
        _ => &[],
    }
}

/// A query: its cost with its factors, its days, its URL with a line for each parameter.
fn of_query(query: &Query, base_url: &str) -> String {
    let mut text = match docs::counted(query) {
        Some(cost) => format!("Cost **{}**, {}\n\n", docs::cost(cost), docs::share(cost)),
        None => format!("Cost: {}\n\n", docs::cost_text(query)),
    };
    if let Some(days) = query.days {
        let _ = write!(text, "{}\n\n", span(days));
    }
    let _ = writeln!(text, "```text\nGET {base_url}{}", amq_request::path(query));
    // Percent-encoded, nobody could read them.
    for (number, (name, value)) in amq_request::params(query).into_iter().enumerate() {
        let sign = if number == 0 { '?' } else { '&' };
        let _ = writeln!(text, "  {sign}{name}={}", value.replace(char::is_control, " "));
    }
    text.push_str("```\n");
    text
}

/// Two days and how many there are.
pub(crate) fn span(days: Days) -> String {
    format!("{} to {}, {}", days.start, days.end, docs::count(days.count(), "day"))
}
