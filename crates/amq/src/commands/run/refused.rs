//! What went wrong with a query, beside its text.

use amq_check::Diagnostic;
use amq_client::Explained;
use amq_schema::{Code, Severity};
use amq_syntax::{TextRange, TextSize};

use super::Item;
use crate::{render, terminal::Style};

/// What the API says has no page of its own.
static OF_THE_API: Code =
    Code { id: "API", name: "api", severity: Severity::Error, title: "what the API said" };

/// Says what was explained, at the part of the query that it is about.
pub(crate) fn say(item: &Item, explained: Explained, style: Style) {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    let first_word = item.statement.find(char::is_whitespace).unwrap_or(item.statement.len());
    let place = explained.place.unwrap_or(0..first_word);
    let range = TextRange::new(size(place.start), size(place.end)) + item.range.start();
    let mut diagnostic = Diagnostic::new(&OF_THE_API, range, explained.message);
    if let Some(help) = explained.help {
        diagnostic = diagnostic.help(help);
    }
    render::one(&item.origin.file, &item.text, &diagnostic, style);
}
