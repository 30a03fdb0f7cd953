//! Verbs: which endpoint a query asks, and what is said of a word that is none.

use amq_schema::{Endpoint, Subject, codes, endpoints_of_verb};
use amq_syntax::{
    CLAUSE_WORDS, CONNECTIVES, TextRange, TextSize,
    ast::{Event, Head, Part, Query},
    is_word,
};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::{Near, near},
    operator::begins_operator,
    phrase::leading_words,
};

impl Checker<'_> {
    /// The endpoint that a verb and the words after it name.
    pub(crate) fn find_endpoint(&mut self, query: &Query) -> Option<&'static Endpoint> {
        let verb = query.verb?;
        let text = self.str(verb);
        if let Some(endpoint) = self.endpoint_of(text, query) {
            // Nothing follows it, and here is another verb.
            if matches!(endpoint.subject, Subject::None)
                && let Some(said) = self.word_too_many(verb, query)
            {
                self.told_from(verb.end());
                return self.fail(said);
            }
            return Some(endpoint);
        }
        if endpoints_of_verb(text).next().is_some() {
            return self.misspelt_phrase(text, query);
        }
        let meant = self.unknown_verb(verb, query);
        if meant.is_none() {
            // What the rest was meant to be is not known either.
            self.told_from(verb.end());
        }
        meant
    }

    /// The endpoint of a verb whose further words stand at the start of the subject.
    fn endpoint_of(&self, verb: &str, query: &Query) -> Option<&'static Endpoint> {
        endpoints_of_verb(verb).find(|endpoint| {
            let mut words = leading_words(self.text, &query.subject);
            endpoint.phrase.iter().all(|word| words.next().is_some_and(|found| found.1 == *word))
        })
    }

    fn misspelt_phrase(&mut self, verb: &str, query: &Query) -> Option<&'static Endpoint> {
        let (ranges, words): (Vec<TextRange>, Vec<_>) =
            leading_words(self.text, &query.subject).unzip();
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
            let written = words.get(..endpoint.phrase.len()).unwrap_or(&words).join(" ");
            let phrase = endpoint.phrase.join(" ");
            if phrase.starts_with(&written) {
                return Some((0, endpoint));
            }
            let distance = strsim::osa_distance(&written, &phrase);
            (distance <= 3).then_some((distance, endpoint))
        });
        let best = scored.min_by_key(|it| it.0).map(|it| it.1);
        let wrong = best.and_then(|endpoint| {
            let pairs = words.iter().zip(endpoint.phrase).zip(&ranges);
            pairs.into_iter().find(|((found, word), _)| found != *word)
        });
        let range = wrong.map_or(first, |(_, range)| *range);
        let message = format!("`{verb}` has no `{}`", self.str(range));
        let mut diagnostic =
            Diagnostic::new(&codes::UNKNOWN_VERB, range, message).help(format!("write {forms}"));
        if let Some(endpoint) = best {
            let last = ranges.get(..endpoint.phrase.len()).unwrap_or(&ranges).last();
            let all = last.map_or(first, |last| first.cover(*last));
            let phrase = endpoint.phrase.join(" ");
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{phrase}`"), all, phrase));
        }
        self.broken = true;
        self.say(diagnostic);
        // The words were said to be wrong; nothing more is to be said of them.
        None
    }

    /// `name: let …`: only queries have labels.
    fn labelled_statement(&mut self, word: TextRange) -> Option<&'static Endpoint> {
        let label = TextRange::new(0.into(), word.start());
        let message = format!("only a query takes a label, not `{}`", self.str(word));
        self.fail(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, word, message)
                .help("leave the label out")
                .fix(Fix::safe("leave the label out", vec![Edit::delete(label)])),
        )
    }

    /// `my query: users`, a label of several words.
    fn label_of_words(&self, verb: TextRange) -> Option<Diagnostic> {
        let text = self.text.get(verb.start().into()..)?;
        let (words, rest) = text.split_once(':')?;
        let next = rest.split_whitespace().next()?;
        let is_label = words.contains(' ')
            && words.split(' ').all(is_word)
            && amq_schema::verbs().any(|verb| verb == next);
        let range = TextRange::at(verb.start(), TextSize::of(words));
        let label = words.replace(' ', "_");
        is_label.then(|| {
            Diagnostic::new(&codes::BAD_NAME, range, "a label is one word")
                .help(format!("write `{label}:`"))
                .fix(Fix::replace(format!("write `{label}`"), range, label))
        })
    }

    /// `new users`, which is `users new`.
    fn word_before_verb(&self, word: TextRange, query: &Query) -> Option<Diagnostic> {
        let second = query.subject.first()?.range();
        let (text, verb) = (self.str(word), self.str(second));
        let mut words = endpoints_of_verb(verb).filter_map(|it| match it.subject {
            Subject::Word(words) => Some(words),
            _ => None,
        });
        words.find(|words| words.iter().any(|it| it.text == text))?;
        let meant = format!("{verb} {text}");
        let range = word.cover(second);
        let message = format!("`{text}` stands behind the verb: `{meant}`");
        let fix = Fix::replace(format!("write `{meant}`"), range, meant.clone());
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_VERB, range, message);
        Some(diagnostic.help(format!("write `{meant}`")).fix(fix))
    }

    /// `event segmentation Purchase`, `get users`: the verb stands behind another word.
    fn word_too_many(&self, word: TextRange, query: &Query) -> Option<Diagnostic> {
        let second = query.subject.first()?.range();
        let (text, verb) = (self.str(word), self.str(second));
        let endpoint = endpoints_of_verb(verb).next()?;
        let removed = TextRange::new(word.start(), second.start());
        let fix = Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)]);
        // What the chart is called.
        let sure = text.trim_end_matches('s') == EVENT && counts_events(endpoint);
        let message = format!("a query begins with its verb: `{verb}`, not `{text}`");
        Some(
            Diagnostic::new(&codes::UNKNOWN_VERB, word, message)
                .help(format!("leave `{text}` out; a label has a colon, `{text}: {verb} …`"))
                .fix(if sure { fix } else { fix.unsure() }),
        )
    }

    /// `group by`, at the start of a line that continues the query above.
    fn by_of_group(&self, verb: TextRange) -> Option<Diagnostic> {
        let word = self.str(verb).to_lowercase();
        let rest = self.rest(verb.end());
        let by = rest.get(..2).filter(|it| it.eq_ignore_ascii_case("by"))?;
        match word.as_str() {
            "order" => return Some(self.no_order(verb)),
            "group" => {}
            _ => return None,
        }
        let end = self.place_of(rest) + TextSize::of(by);
        let range = TextRange::new(verb.start(), end);
        let message = format!("`{}` is just `by`", self.str(range));
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message)
                .help("write `by`, which continues the query above")
                .fix(Fix::replace("write `by`", range, "by")),
        )
    }

    /// The words near one that a line in column 1 begins with. What follows tells some of them: a
    /// definition its `$name`, a condition its operator.
    fn near_first_words(&self, text: &str, query: &Query) -> Near<'static> {
        let defines =
            matches!(query.subject.first(), Some(Part::Event(Event { head: Head::Dollar(_), .. })));
        let second = query.subject.get(1).map(|part| self.str(part.range())).unwrap_or_default();
        let compares = begins_operator(second);
        let clauses = CLAUSE_WORDS.iter().chain(CONNECTIVES).copied();
        let found = match (defines, compares) {
            (true, true) => near(text, ["let"]),
            (false, true) => near(text, ["and", "vs", "where"]),
            (_, false) => near(text, amq_schema::verbs().chain(["use"]).chain(clauses)),
        };
        let all = || near(text, amq_schema::verbs().chain(["let", "use"]));
        if found.first().is_some() { found } else { all() }
    }

    fn unknown_verb(&mut self, verb: TextRange, query: &Query) -> Option<&'static Endpoint> {
        let text = self.str(verb);
        if ["let", "use"].contains(&text) {
            return self.labelled_statement(verb);
        }
        if let Some(said) = self.label_of_words(verb) {
            self.note_hidden(TextRange::new(verb.start(), TextSize::of(self.text)), &said);
            return self.fail(said);
        }
        if let Some(said) = self.word_before_verb(verb, query) {
            return self.fail(said);
        }
        if let Some(said) = self.by_of_group(verb) {
            return self.fail(said);
        }
        if let Some(said) = self.word_too_many(verb, query) {
            return self.fail(said);
        }
        if text == "cohort" {
            let message = "a cohort is a condition, not a query";
            return self
                .fail(Diagnostic::new(&codes::UNKNOWN_VERB, verb, message).help(
                    "write `users where in cohort abc123`; a saved chart is `chart abc123`",
                ));
        }
        let near_names = self.near_first_words(text, query);
        let message = format!("no query begins with `{text}`");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_VERB, verb, message);
        if text == EVENT
            && !query.subject.is_empty()
            && let Some(endpoint) = amq_schema::ENDPOINTS.iter().find(|it| counts_events(it))
        {
            let help = format!("write `{} Purchase`", endpoint.verb);
            let fix = Fix::replace(format!("write `{}`", endpoint.verb), verb, endpoint.verb);
            return self.fail(diagnostic.help(help).fix(fix.unsure()));
        }
        if let (None, Some(meant)) = (near_names.first(), synonym(text)) {
            let fix = Fix::replace(format!("write `{meant}`"), verb, meant).unsure();
            return self.fail(diagnostic.help(format!("write `{meant}`")).fix(fix));
        }
        diagnostic = if let Some(list) = near_names.list() {
            diagnostic.help(format!("write {list}"))
        } else {
            let verbs: Vec<String> = amq_schema::verbs().map(|verb| format!("`{verb}`")).collect();
            diagnostic.help(format!(
                "a query begins with {}; indent a line to continue the one above",
                crate::near::one_of(&verbs).unwrap_or_default()
            ))
        };
        for found in near_names.all() {
            let fix = Fix::replace(format!("write `{found}`"), verb, *found);
            diagnostic = diagnostic.fix(if near_names.is_unique() { fix } else { fix.unsure() });
        }
        self.fail::<()>(diagnostic);
        let found = near_names.first().filter(|_| near_names.is_unique())?;
        self.endpoint_of(found, query)
    }
}

/// What people write before what counts events.
const EVENT: &str = "event";

/// Whether an endpoint counts events, each by itself.
fn counts_events(endpoint: &Endpoint) -> bool {
    matches!(endpoint.subject, Subject::Events { arrow: false, .. })
}

/// The statement that a word of another language was most likely meant to be.
fn synonym(text: &str) -> Option<&'static str> {
    match text {
        "import" | "include" | "require" => Some("use"),
        "const" | "var" | "def" | "set" => Some("let"),
        _ => None,
    }
}
