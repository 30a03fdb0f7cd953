//! Verbs, clauses, and the words that they take.

use amq_check::{Kind, Query};
use amq_schema::{
    CLAUSES, Clause, ENDPOINTS, Endpoint, FUNCTIONS, OPERATORS, Subject, built_in,
    endpoints_of_verb, verbs,
};

use super::{ItemKind, List};
use amq_syntax::slice;

use crate::{docs, hover::subject_words, lex::tokens, walk::Walk};

impl List<'_, '_> {
    pub(super) fn statements(&mut self) {
        self.verbs();
        self.word("let", "Gives a name to a segment, an event, a range or values.", "let $");
        self.word("use", "Brings in the names of another file.", "use \"");
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
        item.detail = Some(endpoint.example.to_owned());
    }

    pub(super) fn verbs(&mut self) {
        for verb in verbs() {
            let mut endpoints = endpoints_of_verb(verb);
            let doc = match (endpoints.next(), endpoints.next()) {
                (Some(only), None) => docs::endpoint(only),
                _ => docs::verb(verb),
            };
            let item = self.add(verb, ItemKind::Verb, 1, doc);
            item.insert = format!("{verb} ");
            item.detail = endpoints_of_verb(verb).next().map(|it| it.doc.to_owned());
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
                    item.detail = Some(word.doc.to_owned());
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
            item.detail = Some(endpoint.doc.to_owned());
        }
    }

    pub(super) fn after_event(&mut self) {
        let Some(endpoint) = self.walk.endpoint else { return };
        let Subject::Events { min, max, arrow } = endpoint.subject else { return };
        if max.is_none_or(|max| self.walk.events < max) {
            let sign = if arrow { "->" } else { "," };
            self.word(sign, "The next event follows.", &format!("{sign} "));
        }
        if self.walk.events >= min {
            self.clauses();
        }
    }

    /// The clauses that the endpoint takes and that are not given yet.
    pub(super) fn clauses(&mut self) {
        let endpoint = self.walk.endpoint;
        let given = &self.walk.clauses;
        let rows = CLAUSES.iter().filter(|row| {
            !given.contains(&row.clause) && endpoint.is_none_or(|it| it.takes(row.clause))
        });
        for row in rows.collect::<Vec<_>>() {
            for &word in first_words(row.clause) {
                let rank = if row.clause == Clause::With { 5 } else { 3 };
                let effect = self.effect(row.clause);
                let mut doc = String::new();
                let mut detail = row.doc.to_owned();
                if let Some((now, then)) = effect {
                    doc = format!("Here the cost goes from {now} to {then}.\n\n");
                    detail = format!("cost {now} → {then} · {detail}");
                }
                doc.push_str(&docs::clause(row.clause, endpoint));
                let item = self.add(word, ItemKind::Keyword, rank, doc);
                if !["today", "yesterday"].contains(&word) {
                    item.insert = format!("{word} ");
                }
                item.detail = Some(detail);
            }
        }
    }

    /// What a clause would do to the cost of the query as it is, without the word that is typed.
    fn effect(&self, clause: Clause) -> Option<(u64, u64)> {
        let more = match clause {
            Clause::By => u64::from(amq_schema::Cost::SEGMENTS_PER_GROUP),
            Clause::Where => 1,
            _ => return None,
        };
        let mut cost = match &self.place.piece(self.file)?.query {
            Some(query) => query.cost?,
            None => self.without_typed()?.cost?,
        };
        let before = cost.total();
        cost.conditions += more;
        Some((before, cost.total()))
    }

    /// The query without the word that is typed.
    fn without_typed(&self) -> Option<Query> {
        let placed = self.place.placed(self.file)?;
        let typed = placed.range().intersect(self.range)? - placed.start;
        let own = slice(self.file.text, placed.range());
        let (before, after) = (own.get(..typed.start().into())?, own.get(typed.end().into()..)?);
        self.file.checks.query_of(&format!("{before}{after}"), self.context())
    }

    pub(super) fn words(&mut self, clause: Clause) {
        let Some(endpoint) = self.walk.endpoint else { return };
        for (word, param) in docs::words(endpoint, clause) {
            let item = self.add(word.text, ItemKind::Word, 1, docs::word(word, Some(param)));
            item.detail = Some(word.doc.to_owned());
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
        self.add(
            "14d",
            ItemKind::Word,
            4,
            "Buckets of so many days; works, but is not documented.",
        );
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
            item.detail = Some(function.doc.to_owned());
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
                self.word("step", "How wide a bin is.", "step ");
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
        self.word("where", "A segment.", "where ");
        self.word("event", "An event, with its filters and groups.", "event ");
        for word in Clause::Range.row().words {
            self.word(word, "A range of days.", &format!("{word} "));
        }
        self.names(Some(Kind::Values));
    }

    pub(super) fn operators(&mut self) {
        for (at, operator) in OPERATORS.iter().enumerate() {
            let item =
                self.add(operator.text, ItemKind::Operator, at as u8, docs::operator(operator));
            item.insert = format!("{} ", operator.text);
        }
    }

    pub(super) fn after_condition(&mut self) {
        self.word("and", "One more condition, which has to hold too. Cost: counts as one.", "and ");
        self.after_segment();
    }

    pub(super) fn after_segment(&mut self) {
        if !self.walk.is_let {
            self.word("vs", "Another segment to compare with. Cost: counts as one.", "vs ");
            self.clauses();
        }
    }

    pub(super) fn after_performed(&mut self) {
        self.word(">=", "How often at least.", ">= ");
        self.after_times();
    }

    pub(super) fn after_times(&mut self) {
        self.word("within", "In how many days.", "within ");
        self.after_condition();
    }

    pub(super) fn within(&mut self) {
        self.word("rolling", "In any span of so many days.", "rolling ");
        self.spans();
    }

    /// Spans of days that something is done in.
    pub(super) fn spans(&mut self) {
        for (at, length) in ["1d", "7d", "30d", "12w"].into_iter().enumerate() {
            self.add(length, ItemKind::Value, at as u8, "");
        }
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
            self.word(",", "The next property follows.", ", ");
        }
        self.clauses();
    }

    pub(super) fn after_body_group(&mut self) {
        if self.walk.groups < 2 {
            self.word(",", "The next property follows.", ", ");
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
            let mut list = List { walk: &walk, items, ..*self };
            list.clauses();
            let items = list.items;
            self.items.extend(items);
        }
    }

    pub(super) fn after_filter(&mut self) {
        self.word("and", "One more filter.", "and ");
        self.word("by", "Groups the event by a property of it.", "by ");
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
