//! Identifiers of users and charts.

use amq_schema::{ENDPOINTS, Endpoint, Subject, codes};
use amq_syntax::{
    TextRange,
    ast::{Form, Name, Part, Query, Value, Values},
    is_word, quote,
};
use smol_str::SmolStr;

use crate::{Diagnostic, Edit, Fix, checker::Checker, draft::Draft, reserved::is_taken};

impl Checker<'_> {
    /// Reads the identifier that a subject is.
    pub(crate) fn subject_id<'p>(
        &mut self,
        endpoint: &Endpoint,
        query: &Query,
        parts: &'p [Part],
        draft: &mut Draft,
    ) -> &'p [Part] {
        let Some((name, rest)) = self.subject_name(endpoint, query, parts) else { return parts };
        if let Some((range, rest)) = self.unquoted_id(name, rest) {
            let text = self.str(range);
            if endpoint.subject != Subject::Identifier {
                self.identifier_form(endpoint, text, range);
                return rest;
            }
            let message =
                format!("`{text}` has more than letters, digits, `_` and `-`, so it needs quotes");
            let quoted = quote(text);
            let fix = Fix::replace("put it in quotes", range, quoted.clone());
            self.fail::<()>(
                Diagnostic::new(&codes::BAD_IDENTIFIER, range, message)
                    .help(format!("write `{quoted}`"))
                    .fix(fix),
            );
            return rest;
        }
        let rest = self.further_ids(endpoint, rest);
        let Some(text) = self.identifier(name) else { return rest };
        self.identifier_form(endpoint, &text, name.range);
        draft.subject = Some(text);
        rest
    }

    /// `search "a", "b"`.
    fn further_ids<'p>(&mut self, endpoint: &Endpoint, rest: &'p [Part]) -> &'p [Part] {
        let (Some(Part::Comma(comma)), Some(last)) = (rest.first(), rest.last()) else {
            return rest;
        };
        let removed = self.with_gap_before(comma.cover(last.range()));
        let fix = Fix::safe("leave the further ones out", vec![Edit::delete(removed)]);
        let message = format!("`{}` takes one identifier", endpoint.verb);
        self.fail::<()>(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, *comma, message)
                .help("ask for each in a query of its own")
                .fix(fix.unsure()),
        );
        &[]
    }

    fn identifier(&mut self, name: &Name) -> Option<SmolStr> {
        if name.form == Form::Quoted && name.prefix.is_none() && name.scope.is_none() {
            // Empty ones are said by their endpoint.
            return self.string(name.text);
        }
        self.name_text(name)
    }

    /// An identifier with signs in it, written without quotes: the parts that touch it.
    fn unquoted_id<'p>(&self, name: &Name, rest: &'p [Part]) -> Option<(TextRange, &'p [Part])> {
        if name.form != Form::Bare {
            return None;
        }
        let mut end = name.range.end();
        let mut rest = rest;
        while let Some((part, after)) = rest.split_first() {
            let ends = match part {
                Part::Arrow(_) => true,
                Part::Comma(comma) => {
                    after.first().is_none_or(|it| it.range().start() != comma.end())
                }
                _ => self.str(part.range()) == ";",
            };
            if part.range().start() != end || ends {
                break;
            }
            end = part.range().end();
            rest = after;
        }
        let all = TextRange::new(name.range.start(), end);
        // The letters and digits of words, so that what the formatter writes bare can be read.
        let plain = amq_syntax::is_word(&format!("_{}", self.str(all).replace('-', "")));
        (!plain).then_some((all, rest))
    }

    /// The identifiers of cohorts are no addresses.
    pub(crate) fn cohort_ids(&mut self, values: &Values) -> Option<()> {
        let address = |it: &&Value| self.str(it.range).contains("://");
        let Some(value) = values.items.iter().find(address) else { return Some(()) };
        let text = self.str(value.range).trim_matches('"');
        let message = "a cohort's identifier is no address";
        let fix = end_of_address(text)
            .map(|id| Fix::replace(format!("write `\"{id}\"`"), value.range, quote(id)).unsure());
        self.fail(
            Diagnostic::new(&codes::BAD_IDENTIFIER, value.range, message)
                .help("it is the last part of the cohort's address: `…/cohort/5mjbq8w`")
                .fix(fix),
        )
    }

    fn identifier_form(&mut self, endpoint: &Endpoint, text: &str, range: TextRange) {
        let (fits, message, help) = match endpoint.subject {
            Subject::AmplitudeId => (
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
                format!("`{}` takes an Amplitude ID, a number, not `{text}`", endpoint.verb),
                format!("find the number with `{} {}`", search_verb(), searchable(text)),
            ),
            Subject::Chart(_) => (
                !text.is_empty()
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
                "a chart's identifier has only ASCII letters, digits, `_` and `-`".to_owned(),
                "it is the last part of the chart's address: `…/chart/abc123`".to_owned(),
            ),
            _ => (
                !text.is_empty(),
                "an empty identifier finds nobody".to_owned(),
                "write an Amplitude ID, a device ID, a user ID or the beginning of one".to_owned(),
            ),
        };
        if !fits {
            let mut diagnostic = Diagnostic::new(&codes::BAD_IDENTIFIER, range, message).help(help);
            if let (Subject::AmplitudeId, false, Some(place)) =
                (endpoint.subject, text.is_empty(), self.verb_range())
            {
                let (verb, text) = (search_verb(), searchable(text));
                let title = format!("write `{verb} {text}`");
                let edits = vec![Edit::new(place, verb), Edit::new(range, text)];
                diagnostic = diagnostic.fix(Fix::uncertain(title, edits));
            }
            if let (Subject::Chart(_), Some(id)) = (endpoint.subject, end_of_address(text)) {
                let fix = Fix::replace(format!("write `{id}`"), range, id);
                let saved = text.contains("/chart/") && !text.contains("/new/");
                diagnostic = diagnostic.fix(if saved { fix } else { fix.unsure() });
            }
            self.fail::<()>(diagnostic);
        }
    }
}

/// The identifier at the end of an address of Amplitude's application.
fn end_of_address(text: &str) -> Option<&str> {
    let path = text.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, last) = path.rsplit_once('/')?;
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"_-".contains(&it);
    Some(last).filter(|last| !last.is_empty() && last.bytes().all(plain))
}

/// The verb of the endpoint that finds users.
fn search_verb() -> &'static str {
    let found = ENDPOINTS.iter().find(|it| it.subject == Subject::Identifier);
    found.map_or("", |it| it.verb)
}

/// A text as `search` takes it.
fn searchable(text: &str) -> String {
    let plain = is_word(text) && !is_taken(text);
    if plain { text.to_owned() } else { quote(text) }
}
