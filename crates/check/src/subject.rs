//! What stands between a verb and the first clause.

use amq_schema::{Endpoint, Param, Role, Subject, Ty, Word, codes};
use amq_syntax::{
    After, TextRange,
    ast::{ClauseKind, Event, Head, Name, Part, Query},
    quote,
};

use crate::{
    Diagnostic, Edit, Fix, checker::Checker, draft::Draft, near::near, phrase::word,
    property::Outside,
};

/// What may join two events, be a part of one event's name, or compute with both.
const UNCERTAIN_JOINTS: [&str; 4] = ["-", "—", "–", "+"];

impl<'a> Checker<'a> {
    /// Reads the subject as the endpoint wants it.
    pub(crate) fn subject(
        &mut self,
        endpoint: &'static Endpoint,
        query: &'a Query,
        draft: &mut Draft,
    ) {
        let parts = query.subject.get(endpoint.phrase.len()..).unwrap_or_default();
        let parts = self.without_filler(endpoint, parts);
        let rest = match endpoint.subject {
            Subject::None => parts,
            Subject::Word(_) | Subject::Chart(_) if parts.is_empty() => {
                if matches!(endpoint.subject, Subject::Chart(_)) {
                    self.missing_subject(endpoint, query);
                }
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

    /// `composition of platform`, `activity user 123`: words of English before what one word says.
    fn without_filler(&mut self, endpoint: &Endpoint, parts: &'a [Part]) -> &'a [Part] {
        const FILLERS: [&str; 7] = ["of", "on", "the", "user", "users", "id", "property"];
        let one_name = matches!(
            endpoint.subject,
            Subject::Property | Subject::AmplitudeId | Subject::Identifier | Subject::Chart(_)
        );
        if !one_name {
            return parts;
        }
        let filler = |part: &&Part| {
            word(self.text, part)
                .is_some_and(|it| FILLERS.contains(&it.1.as_ref()) && self.str(it.0) == it.1)
        };
        let (fillers, rest) = parts.split_at(parts.iter().take_while(filler).count());
        let (Some(first), Some(last), Some(next @ Part::Event(_))) =
            (fillers.first(), fillers.last(), rest.first())
        else {
            return parts;
        };
        let own = |words: &[Word]| {
            word(self.text, next).is_some_and(|it| words.iter().any(|word| word.text == it.1))
        };
        if matches!(endpoint.subject, Subject::Chart(words) if own(words)) {
            return parts;
        }
        let range = first.range().cover(last.range());
        let words: Vec<&str> = fillers.iter().map(|it| self.str(it.range())).collect();
        let text = words.join(" ");
        let removed =
            fillers.iter().map(|it| Edit::delete(self.with_gap_before(it.range()))).collect();
        let title = format!("leave `{text}` out");
        let (verb, what) = (endpoint.verb, wanted(endpoint.subject));
        let message = format!("`{verb}` stands right before {what}, without `{text}`");
        self.fail::<()>(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message)
                .help(title.clone())
                .fix(Fix::safe(title, removed)),
        );
        rest
    }

    fn missing_subject(&mut self, endpoint: &Endpoint, query: &Query) {
        let what = wanted(endpoint.subject);
        let verb = query.verb.unwrap_or_default();
        if self.by_before_subject(endpoint, query) {
            return;
        }
        let message = format!("`{}` needs {what}", endpoint.verb);
        let mut help = format!("for example `{}`", endpoint.example);
        let mut fix = None;
        if let Some(word) = query.clauses.first().map(|it| self.first_word(it.range))
            && self.touches(verb.end(), word)
        {
            fix = self.clause_as_subject(query, word);
            let word = self.str(word);
            help = format!("{help}; a name that begins a clause needs quotes: `\"{word}\"`");
        }
        self.fail::<()>(Diagnostic::new(&codes::MISSING_PART, verb, message).help(help).fix(fix));
    }

    /// `composition by platform`.
    fn by_before_subject(&mut self, endpoint: &Endpoint, query: &Query) -> bool {
        let Some(clause) = query.clauses.first() else { return false };
        let ClauseKind::By(names) = &clause.kind else { return false };
        let (Subject::Property, [name]) = (endpoint.subject, names.as_slice()) else {
            return false;
        };
        let word = self.first_word(clause.range);
        let by = self.str(word);
        let removed = TextRange::new(word.start(), name.range.start());
        let message = format!("`{}` takes its property without `{by}`", endpoint.verb);
        self.told.push(clause.range);
        self.fail::<()>(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, word, message)
                .help(format!("leave `{by}` out"))
                .fix(Fix::safe(format!("leave `{by}` out"), vec![Edit::delete(removed)])),
        );
        true
    }

    /// `segmentation last last 7d`: a name that could be a clause without what it says.
    fn clause_as_subject(&mut self, query: &Query, word: TextRange) -> Option<Fix> {
        let clause = query.clauses.first()?;
        let lone = self.without_gap(clause.range) == word;
        lone.then(|| {
            self.told.push(clause.range);
            Fix::replace("put it in quotes", word, quote(self.str(word))).unsure()
        })
    }

    fn subject_word<'p>(
        &mut self,
        words: &'static [Word],
        parts: &'p [Part],
        draft: &mut Draft,
    ) -> &'p [Part] {
        let Some((first, rest)) = parts.split_first() else { return parts };
        let Some((range, text)) = word(self.text, first) else { return parts };
        let text = text.as_ref();
        if let Some(word) = words.iter().find(|word| word.text == text) {
            draft.subject_word = Some(word);
            return rest;
        }
        let near_word = near(text, words.iter().map(|word| word.text));
        let near_clause = near(text, self.open_clause_words());
        let (Some(found), None) = (near_word.first(), near_clause.first()) else { return parts };
        let message = format!("`{}` does not take `{text}`", self.verb());
        let fix = Fix::replace(format!("write `{found}`"), range, found);
        self.fail::<()>(
            Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
                .help(format!("write `{found}`"))
                .fix(if near_word.is_unique() { fix } else { fix.unsure() }),
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
        let Some((name, rest)) = self.subject_name(endpoint, query, parts) else { return parts };
        if let Some(key) = self.outer_property(name, Outside::Subject) {
            let unlisted = amq_schema::built_in(&key).is_some_and(|it| !it.composition);
            if unlisted {
                let message = format!("the reference leaves `{key}` out of compositions");
                self.say(
                    Diagnostic::new(&codes::COMPOSITION_PROPERTY, name.range, message)
                        .help(format!("group by it instead: `users by {key}`"))
                        .note("the API may answer 400, or nothing"),
                );
            }
            draft.subject = Some(key);
        }
        if let (Some(first), Some(last)) =
            (rest.first().filter(|it| matches!(it, Part::Comma(_))), rest.last())
        {
            let removed = self.with_gap_before(first.range().cover(last.range()));
            let fix = Fix::safe("leave the further ones out", vec![Edit::delete(removed)]);
            let message = format!("`{}` takes one property", endpoint.name);
            self.fail::<()>(
                Diagnostic::new(&codes::TOO_MANY_GROUPS, first.range(), message)
                    .help("ask for each property in a query of its own")
                    .fix(fix.unsure()),
            );
            return &[];
        }
        rest
    }

    /// The name that a subject begins with, and what follows it; or what is missing is said.
    pub(crate) fn subject_name<'p>(
        &mut self,
        endpoint: &Endpoint,
        query: &Query,
        parts: &'p [Part],
    ) -> Option<(&'p Name, &'p [Part])> {
        if let Some((Part::Event(Event { head: Head::Name(name), body: None, .. }), rest)) =
            parts.split_first()
        {
            return Some((name, rest));
        }
        self.no_subject(endpoint, query, parts);
        None
    }

    /// Says what is missing, unless there is text that will be reported itself.
    fn no_subject(&mut self, endpoint: &Endpoint, query: &Query, parts: &[Part]) {
        if parts.is_empty() {
            self.missing_subject(endpoint, query);
        }
        self.broken = true;
    }

    fn subject_events(
        &mut self,
        endpoint: &'static Endpoint,
        query: &Query,
        parts: &'a [Part],
        draft: &mut Draft,
        (min, max, arrow): (usize, Option<usize>, bool),
    ) -> &'a [Part] {
        let (rest, open_joint, missing) = self.joined(parts, arrow);
        if let Some(joint) = open_joint {
            self.after_joint(joint, rest);
        }
        self.events = parts.get(..parts.len() - rest.len()).unwrap_or_default();
        let events = self.events.iter().filter_map(|part| match part {
            Part::Event(event) => Some(event),
            _ => None,
        });
        let count = events.clone().count();
        draft.events.reserve_exact(count);
        for (at, event) in events.enumerate() {
            if let Some(read) = self.event(event) {
                if let Some(role) = role(endpoint, at) {
                    self.event_place(&read, role, crate::event::head_range(event));
                }
                draft.events.push((read, event.range));
            }
        }
        let too_many = max.is_some_and(|max| count > max);
        if count == 0 {
            self.no_subject(endpoint, query, parts);
        } else if too_many || (count < min && open_joint.is_none() && rest.is_empty() && !missing) {
            self.event_count(endpoint, query, parts, (count, too_many));
        } else if count < min {
            self.broken = true;
        }
        rest
    }

    /// Events and what joins them: what is left behind them, the joint that no event follows, and
    /// whether an event is missing before one.
    fn joined(&mut self, parts: &'a [Part], arrow: bool) -> (&'a [Part], Option<TextRange>, bool) {
        let mut rest = parts;
        let mut open_joint = None;
        let mut missing = false;
        loop {
            match rest.split_first() {
                Some((Part::Event(_), after)) => {
                    rest = after;
                    open_joint = None;
                }
                // A joint where an event is expected.
                Some((joint, after)) if self.is_joint(joint) && !after.is_empty() => {
                    self.before_joint(joint.range());
                    missing = true;
                    rest = after;
                    continue;
                }
                _ => break,
            }
            match rest.split_first() {
                Some((joint, after)) if self.is_joint(joint) => {
                    self.joint(joint, arrow);
                    open_joint = Some(joint.range());
                    rest = after;
                }
                _ => break,
            }
        }
        (rest, open_joint, missing)
    }

    fn joint(&mut self, joint: &Part, arrow: bool) {
        let range = joint.range();
        let wanted = if arrow { "->" } else { "," };
        if self.str(range) == wanted {
            return;
        }
        if self.has_said_enough() {
            self.broken = true;
            return;
        }
        // A filter without its braces, which is told of the event.
        let word = self.word_before(range.start());
        if self.str(range) == ">"
            && self.text.get(..word.start().into()).is_some_and(|it| it.ends_with('.'))
        {
            self.broken = true;
            return;
        }
        let verb = self.verb();
        let message = if arrow {
            format!("the events of `{verb}` are joined by `->`, as steps are")
        } else {
            format!("the events of `{verb}` are joined by `,`")
        };
        let text = if arrow { self.padded(range, wanted) } else { wanted.to_owned() };
        let fix = Fix::replace(format!("write `{wanted}`"), self.with_gap_before(range), text);
        let unsure = UNCERTAIN_JOINTS.contains(&self.str(range));
        let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message);
        let diagnostic = match (unsure, arrow) {
            (true, false) => diagnostic
                .help("write `,`, and compute with both by `formula TOTALS(A) + TOTALS(B)`"),
            (unsure, _) => diagnostic.help(format!("write `{wanted}`")).fix(if unsure {
                fix.unsure()
            } else {
                fix
            }),
        };
        self.fail::<()>(diagnostic);
    }

    /// Whether a part joins two events, or is meant to.
    fn is_joint(&self, part: &Part) -> bool {
        match part {
            Part::Arrow(_) | Part::Comma(_) => true,
            Part::Stray(range) => {
                let text = self.str(*range);
                let compares = |it: char| it == '=' || it.is_ascii_digit();
                text.ends_with('>') && !self.rest(range.end()).starts_with(compares)
                    || UNCERTAIN_JOINTS.contains(&text)
                    || ["→", "➜", "|", "and", "vs", "&"].contains(&text)
            }
            Part::Event(_) => false,
        }
    }

    /// A joint without an event before it.
    fn before_joint(&mut self, joint: TextRange) {
        let text = self.str(joint);
        let message = format!("an event is missing before `{text}`");
        let end = self.gap_end(joint.end());
        let removed = TextRange::new(joint.start(), end);
        let fix = Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)]);
        self.fail::<()>(
            Diagnostic::new(&codes::MISSING_PART, joint, message)
                .help("name the event, or leave the sign out")
                .fix(fix.unsure()),
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
        if too_many {
            let first = max.and_then(|max| parts.get(max * 2 - 1)).map_or(range, Part::range);
            let last = parts.last().map_or(range, Part::range);
            let removed = self.with_gap_before(first.cover(last));
            let fix = Fix::safe("leave the further events out", vec![Edit::delete(removed)]);
            diagnostic = diagnostic
                .help("ask for the further events in a query of their own")
                .fix(fix.unsure());
            if !arrow {
                diagnostic = diagnostic.note("the API has `e` and `e2`, and no third event");
            }
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
}

fn are(count: usize) -> String {
    if count == 1 { "is 1".to_owned() } else { format!("are {count}") }
}

/// What a subject is, in words.
fn wanted(subject: Subject) -> &'static str {
    match subject {
        Subject::Property => "a user property",
        Subject::Events { arrow: true, .. } => "events joined by `->`",
        Subject::Events { .. } => "an event",
        Subject::AmplitudeId => "the Amplitude ID of a user",
        Subject::Identifier => "an identifier of a user",
        _ => "the identifier of a chart",
    }
}

/// The role that the table gives to an event of the subject.
fn role(endpoint: &Endpoint, at: usize) -> Option<Role> {
    endpoint.params.iter().find_map(|param: &Param| match param.ty {
        Ty::Event(place, role) if place == at => Some(role),
        Ty::Events(role) => Some(role),
        _ => None,
    })
}
