//! What went wrong with a query, beside its text.

use amq_check::Diagnostic;
use amq_client::{Explained, Refusal};
use amq_schema::{Code, Severity};
use amq_syntax::{TextRange, TextSize};

use super::Item;
use crate::{
    output,
    render::{self, count},
    terminal::Style,
};

/// What the API says has no page of its own.
static OF_THE_API: Code =
    Code { id: "API", name: "api", severity: Severity::Error, title: "what the API said" };

/// What was said of credentials: the API says it of every query, and people read it once.
#[derive(Default)]
pub(crate) struct Refusals {
    said: Option<String>,
    more: usize,
}

impl Refusals {
    /// Says what the API said, unless it is what was said of credentials before.
    pub(crate) fn say(&mut self, item: &Item, refusal: &Refusal, style: Style) {
        let explained = refusal.explain(&item.statement);
        if refusal.is_of_credentials() && !output::to_a_program() {
            if self.said.as_ref() == Some(&explained.message) {
                self.more += 1;
                return;
            }
            self.said = Some(explained.message.clone());
        }
        say(item, explained, style);
    }

    /// Says how many queries more that was said of.
    pub(crate) fn end(&self) {
        if self.more > 0 {
            let queries = count(self.more, "more query", "more queries");
            output::note(&format!("the API says the same of {queries}\n"));
        }
    }
}

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
