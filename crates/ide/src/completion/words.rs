//! Verbs, clauses, and the words that they take.

use amq_check::Kind;
use amq_schema::{
    CLAUSES, Clause, ENDPOINTS, Endpoint, FUNCTIONS, Keyword, Rule, Subject, built_in,
    endpoints_of_verb, verbs,
};
use amq_syntax::slice;

use super::{ItemKind, List, cost::Adds};
use crate::{
    docs,
    hover::subject_words,
    lex::tokens,
    walk::{Walk, is_day},
};

impl List<'_, '_> {
    pub(super) fn statements(&mut self) {
        self.verbs();
        self.keyword(Keyword::Let, "let", "let $");
        self.keyword(Keyword::Use, "use", "use \"");
        if self.snippets {
            for endpoint in ENDPOINTS {
                self.snippet(endpoint);
            }
        }
    }

    /// A whole query, as the table has it, with its parts to fill in.
    fn snippet(&mut self, endpoint: &'static Endpoint) {
        let label = format!("{} …", endpoint.name);
        let insert = to_fill_in(endpoint.example);
        let item = self.add(label, ItemKind::Snippet, 6, docs::endpoint(endpoint));
        item.insert = insert;
        item.snippet = true;
        item.say(endpoint.doc, None);
    }

    pub(super) fn verbs(&mut self) {
        for verb in verbs() {
            let mut endpoints = endpoints_of_verb(verb);
            let (doc, sentence) = match (endpoints.next(), endpoints.next()) {
                (Some(only), None) => (docs::endpoint(only), Some(only.doc)),
                _ => (docs::verb(verb), None),
            };
            let item = self.add(verb, ItemKind::Verb, 1, doc);
            item.insert = format!("{verb} ");
            if let Some(sentence) = sentence {
                item.say(sentence, None);
            }
        }
    }

    pub(super) fn subject(&mut self) {
        let Some(endpoint) = self.walk.endpoint else { return self.phrases() };
        match endpoint.subject {
            Subject::Events { .. } => self.events(Some(endpoint)),
            Subject::Property => {
                self.user_properties(1);
                let listed = |label: &str| built_in(label).is_none_or(|it| it.composition);
                self.items.retain(|it| listed(&it.label));
            }
            Subject::Chart(_) if self.walk.phrase.is_empty() => {}
            Subject::Word(_) | Subject::Chart(_) => {
                for word in subject_words(endpoint.subject) {
                    let item = self.add(word.text, ItemKind::Word, 1, docs::word(word, None));
                    item.say(word.doc, None);
                }
                self.clauses();
            }
            Subject::None => self.phrases(),
            Subject::AmplitudeId | Subject::Identifier => {}
        }
    }

    /// The words that tell the endpoints of a verb apart.
    fn phrases(&mut self) {
        let Some(verb) = self.walk.verb else { return };
        for endpoint in endpoints_of_verb(verb) {
            let rest = endpoint.phrase.strip_prefix(self.walk.phrase.as_slice());
            let Some(rest) = rest.filter(|it| !it.is_empty()) else { continue };
            let phrase = rest.join(" ");
            let item = self.add(phrase, ItemKind::Word, 1, docs::endpoint(endpoint));
            item.say(endpoint.doc, None);
        }
    }

    pub(super) fn after_event(&mut self) {
        let Some(endpoint) = self.walk.endpoint else { return };
        let Subject::Events { min, max, arrow } = endpoint.subject else { return };
        if max.is_none_or(|max| self.walk.events < max) {
            let sign = if arrow { Keyword::Arrow } else { Keyword::Comma };
            self.joint(sign);
        }
        if self.walk.events >= min {
            self.clauses();
        }
    }

    /// The clauses that the endpoint takes and that can still be given.
    pub(super) fn clauses(&mut self) {
        let endpoint = self.walk.endpoint;
        let takes =
            |clause| endpoint.is_none_or(|it| it.takes(clause) && !self.is_barred(it, clause));
        let given = |clause| self.whole.clauses.contains(&clause);
        let rows = CLAUSES.iter().filter(|row| !given(row.clause) && takes(row.clause));
        for row in rows.collect::<Vec<_>>() {
            let added = Adds::of_clause(row.clause).and_then(|adds| self.effect(adds));
            for &word in first_words(row.clause) {
                let effect = if is_day(word) { self.effect_of_day(word) } else { added.clone() };
                let rank = if row.clause == Clause::With { 5 } else { 3 };
                let item =
                    self.add(word, ItemKind::Keyword, rank, docs::clause(row.clause, endpoint));
                item.say(row.doc, effect);
                if !is_day(word) {
                    item.insert = format!("{word} ");
                }
            }
        }
    }

    /// Whether what else the query says leaves no room for a clause.
    fn is_barred(&self, endpoint: &Endpoint, clause: Clause) -> bool {
        let of = |one, other| match clause {
            it if it == one => Some(other),
            it if it == other => Some(one),
            _ => None,
        };
        let may_lack_number = clause.row().forms.contains(&clause.name());
        endpoint.rules.iter().any(|rule| match *rule {
            Rule::Excludes(one, other) => {
                of(one, other).is_some_and(|other| self.whole.clauses.contains(&other))
            }
            Rule::OneNumber(one, other) => of(one, other)
                .is_some_and(|other| self.whole.numbered.contains(&other) && !may_lack_number),
            Rule::GroupNeedsOneSegment => clause == Clause::By && self.whole.segments > 1,
            _ => false,
        })
    }

    pub(super) fn words(&mut self, clause: Clause) {
        let Some(endpoint) = self.walk.endpoint else { return };
        for (word, param) in docs::words(endpoint, clause) {
            let item = self.add(word.text, ItemKind::Word, 1, docs::word(word, Some(param)));
            item.say(word.doc, None);
            if clause == Clause::For {
                item.insert = format!("{} users", word.text);
            }
        }
    }

    pub(super) fn rolling(&mut self) {
        for clause in [Clause::RollingWindow, Clause::RollingAverage] {
            let word = clause.name().rsplit(' ').next().unwrap_or_default();
            let doc = docs::clause(clause, self.walk.endpoint);
            self.add(word, ItemKind::Keyword, 1, doc).insert = format!("{word} ");
        }
    }

    pub(super) fn intervals(&mut self) {
        self.words(Clause::Every);
        let (row, doc) = (Keyword::Days.row(), docs::keyword(Keyword::Days, None));
        self.add(row.form, ItemKind::Word, 4, doc).say(row.doc, None);
    }

    pub(super) fn lengths(&mut self, clause: Clause) {
        let lengths: &[&str] = match clause {
            Clause::Range => &["7d", "30d", "90d", "12w", "3mo"],
            _ => &["1h", "1d", "7d", "30d"],
        };
        for (at, length) in lengths.iter().enumerate() {
            let doc = docs::clause_cost(clause).unwrap_or_default();
            self.add(*length, ItemKind::Value, at as u8, doc);
        }
    }

    pub(super) fn days(&mut self) {
        let today = self.context().today;
        self.add("today", ItemKind::Keyword, 1, format!("{today}"));
        let yesterday = today.yesterday().unwrap_or(today);
        self.add("yesterday", ItemKind::Keyword, 1, format!("{yesterday}"));
        for (date, doc) in [
            (today, "Today."),
            (today.first_of_month(), "The first day of this month."),
            (today.first_of_year(), "The first day of this year."),
        ] {
            self.add(date.to_string(), ItemKind::Value, 2, doc);
        }
    }

    pub(super) fn periods(&mut self) {
        for (at, period) in amq_check::PERIODS.iter().enumerate() {
            let doc = if *period == "week" { "Weeks start on Monday." } else { "" };
            self.add(*period, ItemKind::Keyword, at as u8, doc);
        }
    }

    pub(super) fn formula(&mut self) {
        if self.place.previous.is_some_and(|it| it.text == ")") {
            for sign in ["+", "-", "*", "/"] {
                self.add(sign, ItemKind::Operator, 2, "").insert = format!("{sign} ");
            }
            return self.clauses();
        }
        for function in FUNCTIONS {
            let snippets = self.snippets;
            let item = self.add(function.name, ItemKind::Function, 2, function.doc);
            item.say(function.doc, None);
            if snippets {
                item.insert = format!("{}($1)", function.name);
                item.snippet = true;
            }
        }
        for at in 0..self.walk.events.min(2) {
            let name = char::from(b'A' + at as u8).to_string();
            self.add(name, ItemKind::Event, 1, format!("Event {} of the query.", at + 1));
        }
    }

    pub(super) fn bins(&mut self, step: u8) {
        match step {
            0 => self.text("0..10 minutes", "The lengths of session to tell apart."),
            3 => self.words(Clause::Bins),
            4 => {
                self.joint(Keyword::Step);
                self.clauses();
            }
            6.. => self.clauses(),
            _ => {}
        }
    }

    pub(super) fn definitions(&mut self) {
        if self.walk.in_list {
            return self.names(Some(Kind::Values));
        }
        self.joint(Keyword::Event);
        for row in [Clause::Where.row(), Clause::Range.row()] {
            for word in row.words {
                let item = self.add(*word, ItemKind::Keyword, 2, docs::clause(row.clause, None));
                item.say(row.doc, None);
                item.insert = if is_day(word) { item.insert.clone() } else { format!("{word} ") };
            }
        }
        self.names(Some(Kind::Values));
    }

    /// Whether `by` of the query has room for one more property.
    pub(super) fn takes_group(&self) -> bool {
        self.walk.endpoint.is_none_or(|endpoint| {
            let most = endpoint.params.iter().filter(|it| it.fills_from(Clause::By)).count();
            self.walk.item < most
        })
    }

    pub(super) fn after_group(&mut self) {
        if self.takes_group() {
            self.more("The next property follows.", self.effect(Adds::Group));
        }
        self.clauses();
    }

    pub(super) fn after_body_group(&mut self) {
        if self.walk.groups < 2 {
            self.more("The next property follows.", self.effect(Adds::EventGroup));
        }
    }

    /// The clauses of the query above: a line in column 1 may begin with one too.
    pub(super) fn continued(&mut self) {
        let start = self.range.start();
        let statements = &self.file.parse.statements;
        let above = statements.iter().take_while(|it| it.start < start).last();
        let Some(range) = above.map(amq_syntax::Placed::range).filter(|it| it.end() <= start)
        else {
            return;
        };
        let between = self.file.text.get(range.end().into()..start.into()).unwrap_or_default();
        if between.matches('\n').count() != 1 || !between.trim().is_empty() {
            return;
        }
        let mut walk = Walk::default();
        let mut tokens = tokens(slice(self.file.text, range)).peekable();
        while let Some(token) = tokens.next() {
            walk.step(token, tokens.peek().copied());
        }
        if walk.verb.is_some() {
            let items = Vec::new();
            let cost = std::cell::OnceCell::new();
            let elsewhere = std::collections::HashMap::new();
            let mut list = List { walk: &walk, whole: &walk, cost, elsewhere, items, ..*self };
            list.clauses();
            let items = list.items;
            self.items.extend(items);
        }
    }
}

/// The words that a clause can be begun with: of `rolling` only one of its two rows.
fn first_words(clause: Clause) -> &'static [&'static str] {
    if clause == Clause::RollingAverage { &[] } else { clause.row().words }
}

/// A query whose names, texts and numbers are places to fill in.
fn to_fill_in(example: &str) -> String {
    let mut text = String::new();
    let (mut end, mut number) = (0, 0);
    for placed in crate::walk::roles(example) {
        use crate::walk::Role;
        let filled = matches!(
            placed.role,
            Role::Event
                | Role::Property
                | Role::Value
                | Role::Constant(_)
                | Role::Identifier
                | Role::Number
                | Role::Duration
        );
        let range = usize::from(placed.token.range.start())..usize::from(placed.token.range.end());
        text.push_str(&escape(example.get(end..range.start).unwrap_or_default()));
        if filled {
            number += 1;
            text.extend(["${", &number.to_string(), ":", &escape(placed.token.text), "}"]);
        } else {
            text.push_str(&escape(placed.token.text));
        }
        end = range.end;
    }
    text + "$0"
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
