//! What stands between a verb and the first clause.

use amq_schema::{Endpoint, Param, Role, Subject, Ty, Word, codes, endpoints_of_verb};
use amq_syntax::{
    After, TextRange,
    ast::{Event, Form, Head, Name, Part, Query},
    quote,
};
use smol_str::SmolStr;

use crate::{Diagnostic, Edit, Fix, checker::Checker, draft::Draft, near::near, property::Outside};

impl Checker<'_> {
    /// Reads the subject as the endpoint wants it.
    pub(crate) fn subject(
        &mut self,
        endpoint: &'static Endpoint,
        query: &Query,
        draft: &mut Draft,
    ) {
        let parts = query.subject.get(endpoint.phrase.len()..).unwrap_or_default();
        let rest = match endpoint.subject {
            Subject::None => parts,
            Subject::Word(words) | Subject::Chart(words) if parts.is_empty() => {
                if matches!(endpoint.subject, Subject::Chart(_)) {
                    self.missing_subject(endpoint, query);
                }
                let _ = words;
                parts
            }
            Subject::Word(words) => self.subject_word(words, parts, draft),
            Subject::Property => self.subject_property(endpoint, query, parts, draft),
            Subject::Events { min, max, arrow } => {
                self.subject_events(endpoint, query, parts, draft, (min, max, arrow))
            }
            Subject::AmplitudeId | Subject::Identifier => {
                self.subject_id(endpoint, query, parts, draft)
            }
            Subject::Chart(words) => {
                let rest = self.subject_id(endpoint, query, parts, draft);
                self.subject_word(words, rest, draft)
            }
        };
        self.stray_parts(rest, query);
    }

    fn missing_subject(&mut self, endpoint: &Endpoint, query: &Query) {
        let what = match endpoint.subject {
            Subject::Property => "a user property",
            Subject::Events { arrow: true, .. } => "events joined by `->`",
            Subject::Events { .. } => "an event",
            Subject::AmplitudeId => "the Amplitude ID of a user",
            Subject::Identifier => "an identifier of a user",
            _ => "the identifier of a chart",
        };
        let verb = query.verb.unwrap_or_default();
        let message = format!("`{}` needs {what}", endpoint.verb);
        let help = format!("for example `{}`", endpoint.example);
        self.fail::<()>(Diagnostic::new(&codes::MISSING_PART, verb, message).help(help));
    }

    fn subject_word<'p>(
        &mut self,
        words: &'static [Word],
        parts: &'p [Part],
        draft: &mut Draft,
    ) -> &'p [Part] {
        let Some((name, rest)) = bare_name(parts) else { return parts };
        let text = self.str(name.range);
        if let Some(word) = words.iter().find(|word| word.text == text) {
            draft.subject_word = Some(word);
            return rest;
        }
        let near_word = near(text, words.iter().map(|word| word.text));
        let near_clause = near(text, self.open_clause_words());
        let (Some(found), None) = (near_word.first(), near_clause.first()) else { return parts };
        let message = format!("`{text}` is not a word that stands here");
        let fix = Fix::replace(format!("write `{found}`"), name.range, found);
        self.fail::<()>(
            Diagnostic::new(&codes::UNKNOWN_WORD, name.range, message)
                .help(format!("write `{found}`"))
                .fix(fix),
        );
        rest
    }

    fn subject_property<'p>(
        &mut self,
        endpoint: &Endpoint,
        query: &Query,
        parts: &'p [Part],
        draft: &mut Draft,
    ) -> &'p [Part] {
        let Some((Part::Event(Event { head: Head::Name(name), body: None, .. }), rest)) =
            parts.split_first()
        else {
            self.no_subject(endpoint, query, parts);
            return parts;
        };
        if let Some(key) = self.outer_property(name, Outside::Subject) {
            let unlisted = amq_schema::built_in(&key).is_some_and(|it| !it.composition);
            if unlisted {
                let message = format!("the reference leaves `{key}` out of compositions");
                self.say(
                    Diagnostic::new(&codes::COMPOSITION_PROPERTY, name.range, message)
                        .help("group by it instead: `users by device_type`")
                        .note("the API may answer 400, or nothing"),
                );
            }
            draft.subject = Some(key);
        }
        rest
    }

    /// Says what is missing, unless there is text that will be reported itself.
    fn no_subject(&mut self, endpoint: &Endpoint, query: &Query, parts: &[Part]) {
        if parts.is_empty() {
            self.missing_subject(endpoint, query);
        }
        self.broken = true;
    }

    fn subject_id<'p>(
        &mut self,
        endpoint: &Endpoint,
        query: &Query,
        parts: &'p [Part],
        draft: &mut Draft,
    ) -> &'p [Part] {
        let Some((Part::Event(Event { head: Head::Name(name), body: None, .. }), rest)) =
            parts.split_first()
        else {
            self.no_subject(endpoint, query, parts);
            return parts;
        };
        if let Some((range, rest)) = self.unquoted_id(name, rest) {
            let text = self.str(range);
            let message =
                format!("`{text}` has more than letters, digits, `_` and `-`, so it needs quotes");
            let fix = Fix::replace("put it in quotes", range, quote(text));
            self.fail::<()>(Diagnostic::new(&codes::BAD_IDENTIFIER, range, message).fix(fix));
            return rest;
        }
        let Some(text) = self.identifier(name) else { return rest };
        self.identifier_form(endpoint, &text, name.range);
        draft.subject = Some(text);
        rest
    }

    fn identifier(&mut self, name: &Name) -> Option<SmolStr> {
        if name.scope.is_some() {
            let message = "an identifier has no `user.` or `event.` in front";
            return self.fail(Diagnostic::new(&codes::BAD_IDENTIFIER, name.range, message));
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
            if part.range().start() != end
                || matches!(part, Part::Arrow(_))
                || self.str(part.range()) == ";"
            {
                break;
            }
            end = part.range().end();
            rest = after;
        }
        (end > name.range.end()).then(|| (TextRange::new(name.range.start(), end), rest))
    }

    fn identifier_form(&mut self, endpoint: &Endpoint, text: &str, range: TextRange) {
        let (fits, message, help) = match endpoint.subject {
            Subject::AmplitudeId => (
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
                format!("`activity` takes an Amplitude ID, which is a number, not `{text}`"),
                format!("find the number with `search {}`", self.str(range)),
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
            self.fail::<()>(Diagnostic::new(&codes::BAD_IDENTIFIER, range, message).help(help));
        }
    }

    fn subject_events<'p>(
        &mut self,
        endpoint: &'static Endpoint,
        query: &Query,
        parts: &'p [Part],
        draft: &mut Draft,
        (min, max, arrow): (usize, Option<usize>, bool),
    ) -> &'p [Part] {
        let mut rest = parts;
        let mut found = Vec::new();
        let mut open_joint = None;
        while let Some((Part::Event(event), after)) = rest.split_first() {
            found.push(event);
            rest = after;
            open_joint = None;
            if let Some((joint @ (Part::Arrow(_) | Part::Comma(_)), after)) = rest.split_first() {
                self.joint(joint, arrow);
                open_joint = Some(joint.range());
                rest = after;
            } else {
                break;
            }
        }
        if let Some(joint) = open_joint {
            self.after_joint(joint, rest);
        }
        let count = found.len();
        for (at, event) in found.into_iter().enumerate() {
            self.note_event_end(event);
            if let Some(read) = self.event(event) {
                if let Some(role) = role(endpoint, at) {
                    self.event_place(&read, role, event.range);
                }
                draft.events.push((read, event.range));
            }
        }
        let too_many = max.is_some_and(|max| count > max);
        if count == 0 {
            self.no_subject(endpoint, query, parts);
        } else if too_many || (count < min && open_joint.is_none() && rest.is_empty()) {
            self.event_count(endpoint, query, parts, (count, too_many));
        } else if count < min {
            self.broken = true;
        }
        rest
    }

    fn joint(&mut self, joint: &Part, arrow: bool) {
        let range = joint.range();
        let (wanted, other) = if arrow { ("->", ",") } else { (",", "->") };
        if self.str(range) == wanted {
            return;
        }
        let message = if arrow {
            "the events of this query come one after the other, so they are joined by `->`"
        } else {
            "the events of this query stand side by side, so they are joined by `,`"
        };
        let _ = other;
        let glued =
            arrow && self.text.get(range.end().into()..).is_some_and(|it| it.starts_with(' '));
        let text = if arrow && glued { " ->" } else { wanted };
        let range_with_gap = if arrow { range } else { self.with_gap_before(range) };
        self.fail::<()>(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message)
                .help(format!("write `{wanted}`"))
                .fix(Fix::replace(format!("write `{wanted}`"), range_with_gap, text)),
        );
    }

    fn after_joint(&mut self, joint: TextRange, rest: &[Part]) {
        if !rest.is_empty() {
            self.broken = true;
            return;
        }
        let text = self.str(joint);
        let message = format!("an event is missing after `{text}`");
        let removed = self.with_gap_before(joint);
        self.fail::<()>(
            Diagnostic::new(&codes::MISSING_PART, joint, message)
                .help("name the event, or leave the sign out")
                .fix(
                    Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)]).unsure(),
                ),
        );
    }

    fn event_count(
        &mut self,
        endpoint: &Endpoint,
        query: &Query,
        parts: &[Part],
        (count, too_many): (usize, bool),
    ) {
        let Subject::Events { min, max, arrow } = endpoint.subject else { return };
        let verb = endpoint.verb;
        let wanted = match max {
            Some(max) if max == min => format!("{min} events"),
            Some(max) if too_many => format!("at most {max} events"),
            _ => format!("at least {min} events"),
        };
        let extra = max.filter(|_| too_many).and_then(|max| parts.get(max * 2));
        let range = extra.map_or(query.verb.unwrap_or_default(), Part::range);
        let message = format!("`{verb}` takes {wanted}, and here {}", are(count));
        let mut diagnostic = Diagnostic::new(&codes::EVENT_COUNT, range, message);
        if too_many && !arrow {
            let first = max.and_then(|max| parts.get(max * 2 - 1)).map_or(range, Part::range);
            let last = parts.last().map_or(range, Part::range);
            let removed = self.with_gap_before(first.cover(last));
            let fix = Fix::safe("leave the further events out", vec![Edit::delete(removed)]);
            diagnostic = diagnostic
                .help("ask for the further events in a query of their own")
                .note("the API has `e` and `e2`, and no third event")
                .fix(fix.unsure());
        } else {
            diagnostic = diagnostic.help(format!("for example `{}`", endpoint.example));
        }
        self.fail::<()>(diagnostic);
    }

    /// Text between the subject and the first clause that nothing takes.
    fn stray_parts(&mut self, parts: &[Part], query: &Query) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let before_by = query
            .clauses
            .first()
            .is_some_and(|clause| matches!(clause.kind, amq_syntax::ast::ClauseKind::By(_)));
        let known = self
            .diagnostics
            .iter()
            .any(|it| it.range.intersect(first.range()).is_some_and(|shared| !shared.is_empty()));
        if known {
            self.broken = true;
            return;
        }
        let all = first.range().cover(last.range());
        let alone = parts.len() == 1;
        let head = match first {
            Part::Event(Event { head: Head::Name(name), .. }) => name.range,
            other => other.range(),
        };
        self.stray(all, head, After::Clause, before_by && alone);
    }

    /// The endpoint that a verb and the words after it name.
    pub(crate) fn find_endpoint(&mut self, query: &Query) -> Option<&'static Endpoint> {
        let verb = query.verb?;
        let text = self.str(verb);
        let words: Vec<&str> = leading_words(&query.subject).map(|range| self.str(range)).collect();
        if let Some(endpoint) = amq_schema::endpoint(text, &words) {
            return Some(endpoint);
        }
        if endpoints_of_verb(text).next().is_some() {
            return self.misspelt_phrase(text, query);
        }
        self.unknown_verb(verb, query)
    }

    fn misspelt_phrase(&mut self, verb: &str, query: &Query) -> Option<&'static Endpoint> {
        let ranges: Vec<TextRange> = leading_words(&query.subject).collect();
        let forms: Vec<String> =
            endpoints_of_verb(verb).map(|endpoint| format!("`{}`", endpoint.name)).collect();
        let forms = crate::near::one_of(&forms).unwrap_or_default();
        let Some(first) = ranges.first().copied() else {
            let message = format!("`{verb}` does not say what of them");
            return self.fail(
                Diagnostic::new(&codes::MISSING_PART, query.verb?, message)
                    .help(format!("write {forms}")),
            );
        };
        let scored = endpoints_of_verb(verb).filter_map(|endpoint| {
            let written: Vec<&str> =
                ranges.iter().take(endpoint.phrase.len()).map(|range| self.str(*range)).collect();
            let distance = strsim::osa_distance(&written.join(" "), &endpoint.phrase.join(" "));
            (distance <= 3).then_some((distance, endpoint))
        });
        let best = scored.min_by_key(|it| it.0).map(|it| it.1);
        let wrong = best.and_then(|endpoint| {
            let pairs = ranges.iter().zip(endpoint.phrase);
            pairs.into_iter().find(|(range, word)| self.str(**range) != **word)
        });
        let (range, word) = wrong.map_or((first, None), |(range, word)| (*range, Some(*word)));
        let message = format!("`{verb}` has no `{}`", self.str(range));
        let mut diagnostic =
            Diagnostic::new(&codes::UNKNOWN_VERB, range, message).help(format!("write {forms}"));
        if let Some(word) = word {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{word}`"), range, word));
        } else if let Some(endpoint) = best {
            let missing = endpoint.phrase.get(ranges.len()..).unwrap_or_default().join(" ");
            let end = ranges.last().map_or(first.end(), |range| range.end());
            let edit = vec![Edit::insert(end, format!(" {missing}"))];
            diagnostic = diagnostic.fix(Fix::safe(format!("add `{missing}`"), edit));
        }
        self.broken = true;
        self.say(diagnostic);
        // The words were said to be wrong; nothing more is to be said of them.
        None
    }

    fn unknown_verb(&mut self, verb: TextRange, query: &Query) -> Option<&'static Endpoint> {
        let text = self.str(verb);
        let statements = ["let", "use"];
        let looks_like_clause = query.subject.is_empty() && query.clauses.is_empty();
        let near_names = near(
            text,
            amq_schema::verbs().chain(statements).chain(amq_syntax::CLAUSE_WORDS.iter().copied()),
        );
        let _ = looks_like_clause;
        let message = format!("`{text}` is not a query");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_VERB, verb, message);
        diagnostic = if let Some(list) = near_names.list() {
            diagnostic.help(format!("write {list}"))
        } else {
            let verbs: Vec<String> = amq_schema::verbs().map(|verb| format!("`{verb}`")).collect();
            diagnostic.help(format!(
                "a line in column 1 starts a query with one of {}; indent a line to continue \
                 the one above",
                crate::near::one_of(&verbs).unwrap_or_default()
            ))
        };
        for found in near_names.all() {
            let fix = Fix::replace(format!("write `{found}`"), verb, *found);
            diagnostic = diagnostic.fix(if near_names.is_unique() { fix } else { fix.unsure() });
        }
        self.fail::<()>(diagnostic);
        let found = near_names.first()?;
        let words: Vec<&str> = leading_words(&query.subject).map(|range| self.str(range)).collect();
        amq_schema::endpoint(found, &words)
    }
}

fn are(count: usize) -> String {
    if count == 1 { "is 1".to_owned() } else { format!("are {count}") }
}

/// The role that the table gives to an event of the subject.
fn role(endpoint: &Endpoint, at: usize) -> Option<Role> {
    endpoint.params.iter().find_map(|param: &Param| match param.ty {
        Ty::Event(place, role) if place == at => Some(role),
        Ty::Events(role) => Some(role),
        _ => None,
    })
}

/// The bare words that a subject begins with.
fn leading_words(parts: &[Part]) -> impl Iterator<Item = TextRange> {
    parts.iter().map_while(|part| match part {
        Part::Event(Event { head: Head::Name(name), body: None, .. })
            if name.form == Form::Bare && name.prefix.is_none() && name.scope.is_none() =>
        {
            Some(name.range)
        }
        _ => None,
    })
}

/// The bare name that a list of parts begins with, and the rest.
fn bare_name(parts: &[Part]) -> Option<(&Name, &[Part])> {
    match parts.split_first()? {
        (Part::Event(Event { head: Head::Name(name), body: None, .. }), rest)
            if name.form == Form::Bare && name.prefix.is_none() =>
        {
            Some((name, rest))
        }
        _ => None,
    }
}
