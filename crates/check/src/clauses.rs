//! Clauses: whether the endpoint takes them, and what they say.

use amq_schema::{Clause, ENDPOINTS, Endpoint, Subject, Ty, Word, codes};
use amq_syntax::{
    TextRange,
    ast::{self, ClauseKind, Kind},
};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    draft::Draft,
    near::{near, one_of},
    property::Outside,
    statement::plain_kind,
};

impl Checker<'_> {
    /// Reads one clause into the draft.
    pub(crate) fn clause(&mut self, clause: &ast::Clause, draft: &mut Draft) {
        let Some(kind) = self.clause_kind(clause) else { return };
        if !self.is_taken(kind, clause) {
            // What it says matters no more.
            return self.unsaid(|it| it.clause_value(kind, clause, &mut Draft::default()));
        }
        if let Some(first) = draft.place(kind) {
            self.repeated(kind, clause.range, first);
        } else {
            draft.places.push((kind, clause.range));
        }
        self.clause_value(kind, clause, draft);
    }

    fn clause_value(&mut self, kind: Clause, clause: &ast::Clause, draft: &mut Draft) {
        match &clause.kind {
            ClauseKind::Where(segments) => {
                draft.segments = Vec::with_capacity(segments.len());
                draft.segments.extend(segments.iter().filter_map(|segment| self.segment(segment)));
            }
            ClauseKind::By(names) => {
                let read =
                    names.iter().filter_map(|name| self.outer_property(name, Outside::Group));
                draft.groups = Vec::with_capacity(names.len());
                draft.groups.extend(read);
                self.group_count(names);
            }
            ClauseKind::Range(range) => draft.days = self.days(range, clause.range),
            ClauseKind::Every(every) => draft.interval = self.interval(*every),
            ClauseKind::Window(length) => draft.window = self.window(*length),
            ClauseKind::Metric(word) | ClauseKind::For(word) => {
                self.word_clause(kind, *word, draft);
            }
            ClauseKind::Formula(formula) => draft.formula = Some(self.formula(formula)),
            ClauseKind::Rolling(_, amount)
            | ClauseKind::Limit(amount)
            | ClauseKind::Offset(amount) => {
                self.number_clause(kind, kind.name(), *amount, draft);
            }
            ClauseKind::Direction(word, amount) => {
                self.word_clause(kind, Some(*word), draft);
                if amount.is_some() {
                    self.number_clause(kind, self.str(*word), *amount, draft);
                }
            }
            ClauseKind::Mode(mode) => self.mode(mode, draft),
            ClauseKind::Bins(bins) => draft.bins = self.bins(bins, clause.range),
            ClauseKind::With(parameters) => draft.extra = self.with(parameters),
        }
    }

    /// Which kind of clause it is; `rolling` is two, told apart by its word.
    pub(crate) fn clause_kind(&mut self, clause: &ast::Clause) -> Option<Clause> {
        match &clause.kind {
            ClauseKind::Rolling(word, _) => self.rolling_kind(*word),
            other => plain_kind(other),
        }
    }

    fn rolling_kind(&mut self, word: Option<TextRange>) -> Option<Clause> {
        let Some(range) = word else {
            self.broken = true;
            return None;
        };
        let text = self.str(range);
        let kinds = [("window", Clause::RollingWindow), ("average", Clause::RollingAverage)];
        if let Some(found) = kinds.iter().find(|it| it.0 == text) {
            return Some(found.1);
        }
        let message = format!("`rolling` is a `window` or an `average`, not `{text}`");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
            .help("write `rolling window 7` or `rolling average 7`");
        if let Some(found) = near(text, kinds.map(|it| it.0)).first() {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{found}`"), range, found));
        }
        self.fail(diagnostic)
    }

    fn is_taken(&mut self, kind: Clause, clause: &ast::Clause) -> bool {
        let Some(endpoint) = self.endpoint.filter(|endpoint| !endpoint.takes(kind)) else {
            return true;
        };
        let word = self.first_word(clause.range);
        // What is wrong in it matters no more, if it ends where it seems to.
        let ends = [&codes::UNCLOSED_STRING, &codes::UNCLOSED_BRACKET];
        self.diagnostics
            .retain(|it| !clause.range.contains_range(it.range) || ends.contains(&it.code));
        let takers: Vec<String> = ENDPOINTS
            .iter()
            .filter(|endpoint| endpoint.takes(kind))
            .map(|endpoint| format!("`{}`", endpoint.name))
            .collect();
        let takers = takers.join(", ");
        let name = self.str(word);
        let message = format!("`{}` has no `{name}`", endpoint.name);
        let removed = self.with_gap_before(clause.range);
        let mut diagnostic = Diagnostic::new(&codes::CLAUSE_NOT_TAKEN, word, message)
            .help(format!("leave it out; `{name}` is for {takers}"))
            .fix(Fix::safe("leave the clause out", vec![Edit::delete(removed)]).unsure());
        if name == "last" && endpoint.takes(Clause::Direction) {
            diagnostic.fixes.clear();
            let fix = Fix::replace("write `latest`", word, "latest").unsure();
            diagnostic = diagnostic.help("write `latest` and a number of events").fix(fix);
        }
        if let Some(found) = self.subject_for(endpoint, clause) {
            diagnostic.fixes.clear();
            diagnostic = diagnostic.help(found.title.clone()).fix(found);
        }
        if matches!(endpoint.subject, Subject::Chart(_)) {
            diagnostic = diagnostic.note("a saved chart brings its own dates, segments and groups");
        }
        self.fail::<()>(diagnostic);
        false
    }

    /// `users for new users`, which is `users new`.
    fn subject_for(&self, endpoint: &Endpoint, clause: &ast::Clause) -> Option<Fix> {
        let (Subject::Word(words), ClauseKind::For(Some(word))) = (endpoint.subject, &clause.kind)
        else {
            return None;
        };
        let word = words.iter().find(|it| it.text == self.str(*word))?.text;
        let verb = self.word_before(clause.range.start());
        let all = verb.cover(self.without_gap(clause.range));
        let text = format!("{} {word}", endpoint.verb);
        (self.str(verb) == endpoint.verb)
            .then(|| Fix::replace(format!("write `{text}`"), all, text))
    }

    /// The first word of a range.
    pub(crate) fn first_word(&self, range: TextRange) -> TextRange {
        let text = self.str(range);
        let end = text.find([' ', '\t', '\r', '\n', '#']).unwrap_or(text.len());
        TextRange::at(range.start(), (end as u32).into())
    }

    fn repeated(&mut self, kind: Clause, again: TextRange, first: TextRange) {
        let word = self.first_word(again);
        if self.str(self.without_gap(first)) == "during" {
            return;
        }
        // That something is missing behind it is the smaller mistake.
        self.diagnostics.retain(|it| it.range != word);
        let what = if kind == Clause::Range {
            "the range of days is".to_owned()
        } else {
            format!("`{}` is", kind.name())
        };
        let (one, other) = (self.str(self.first_word(first)), self.str(word));
        let message = if kind == Clause::Direction && one != other {
            format!("`{one}` and `{other}` are one clause, and it is given twice")
        } else {
            format!("{what} given twice")
        };
        let help = match kind {
            Clause::Where => "join conditions with `and`, or compare segments with `vs`",
            Clause::By => "write both properties behind one `by`, with a comma",
            _ => "keep one of the two",
        };
        let joined = self.touches(self.without_gap(first).end(), word);
        let fix = match kind {
            Clause::Where if joined => Some(Fix::replace("join them with `and`", word, "and")),
            Clause::By if joined => {
                Some(Fix::replace("join them with `,`", self.with_gap_before(word), ","))
            }
            Clause::Where | Clause::By => None,
            _ => {
                let removed = vec![Edit::delete(self.with_gap_before(again))];
                Some(Fix::safe("leave the second one out", removed))
            }
        };
        self.fail::<()>(
            Diagnostic::new(&codes::REPEATED_CLAUSE, word, message)
                .also(self.first_word(first), "given here first")
                .help(help)
                .fix(fix.map(Fix::unsure)),
        );
    }

    fn group_count(&mut self, names: &[ast::Name]) {
        let Some(endpoint) = self.endpoint.filter(|it| it.takes(Clause::By)) else { return };
        let most = endpoint.groups();
        let (Some(extra), Some(last)) = (names.get(most), names.last()) else { return };
        let Some(kept) = most.checked_sub(1).and_then(|at| names.get(at)) else { return };
        let properties = if most == 1 { "one property" } else { "two properties" };
        let message = format!("`{}` groups by at most {properties}", endpoint.verb);
        let removed = TextRange::new(kept.range.end(), last.range.end());
        let fix = Fix::safe("leave the further ones out", vec![Edit::delete(removed)]).unsure();
        self.fail::<()>(
            Diagnostic::new(&codes::TOO_MANY_GROUPS, extra.range, message)
                .help("leave the property out that matters least")
                .fix(fix),
        );
    }

    /// The word of a clause, looked up in the endpoint's own list.
    pub(crate) fn word_clause(&mut self, kind: Clause, word: Option<TextRange>, draft: &mut Draft) {
        let Some(range) = word else {
            self.broken = true;
            return;
        };
        let Some(words) = self.endpoint.and_then(|endpoint| words_of(endpoint, kind)) else {
            return;
        };
        if let Some(word) = self.known_word(kind.name(), range, words, &[]) {
            draft.keep_word(kind, word, range);
        }
    }

    /// A word out of a list, or an error with the nearest one.
    pub(crate) fn known_word(
        &mut self,
        clause: &str,
        range: TextRange,
        words: &'static [Word],
        also: &[&'static str],
    ) -> Option<&'static Word> {
        let text = self.str(range);
        let found = words.iter().find(|word| word.text == text);
        found.or_else(|| self.fail(self.unknown_word(clause, range, words, also)))
    }

    /// What is wrong with a word that is not in a list.
    pub(crate) fn unknown_word(
        &self,
        clause: &str,
        range: TextRange,
        words: &'static [Word],
        also: &[&'static str],
    ) -> Diagnostic {
        let text = self.str(range);
        let known: Vec<&str> =
            words.iter().map(|word| word.text).chain(also.iter().copied()).collect();
        let near = near(text, known.iter().copied());
        let list: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        let message = format!("`{clause}` of `{}` does not take `{text}`", self.verb());
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
            .help(format!("write {}", one_of(&list).unwrap_or_default()));
        if near.first().is_none() {
            diagnostic = known_elsewhere(diagnostic, range, &called(text, words));
        }
        // Another number is another thing.
        let sure = near.is_unique() && !text.starts_with(|it: char| it.is_ascii_digit());
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), range, *found);
            diagnostic = diagnostic.fix(if sure { fix } else { fix.unsure() });
        }
        diagnostic
    }

    /// The words of the clause around a quoted word that are called so elsewhere: `metric "Event
    /// Totals"`.
    pub(crate) fn called_elsewhere(&self, range: TextRange, word: &str) -> Option<Diagnostic> {
        let clause = self.clauses.iter().find(|it| it.range.contains_range(range))?;
        let words = words_of(self.endpoint?, plain_kind(&clause.kind)?)?;
        let name = self.str(self.first_word(clause.range));
        let message = format!("`{name}` of `{}` does not take `{word}`", self.verb());
        let said = Diagnostic::new(&codes::UNKNOWN_WORD, range, message);
        let word = word.strip_suffix(" order").unwrap_or(word);
        Some(known_elsewhere(said, range, &called(word, words))).filter(|it| it.help.is_some())
    }

    fn number_clause(
        &mut self,
        kind: Clause,
        name: &str,
        amount: Option<TextRange>,
        draft: &mut Draft,
    ) {
        let Some(range) = amount else {
            self.broken = true;
            return;
        };
        let Some((min, max, sent_less)) =
            self.endpoint.and_then(|endpoint| bounds_of(endpoint, kind))
        else {
            return;
        };
        let what = format!("`{name}`");
        if let Some(number) = self.whole_number(range, min, max, &what) {
            draft.keep_number(kind, number - sent_less, range);
        }
    }

    pub(crate) fn verb(&self) -> &'static str {
        self.endpoint.map_or("this query", |endpoint| endpoint.name)
    }

    /// Where the verb of the query stands.
    pub(crate) fn verb_range(&self) -> Option<TextRange> {
        let Kind::Query(query) = &self.statement?.kind else { return None };
        query.verb
    }
}

/// Words that are called otherwise elsewhere, with what they mean.
pub(crate) fn known_elsewhere(
    said: Diagnostic,
    range: TextRange,
    meant: &[(&'static str, &'static str)],
) -> Diagnostic {
    if meant.is_empty() {
        return said;
    }
    let told: Vec<String> =
        meant.iter().map(|(word, doc)| format!("`{word}` ({})", lower(doc))).collect();
    let said = said.help(format!("write {}", told.join(" or ")));
    let fix = |word: &str| Fix::replace(format!("write `{word}`"), range, word).unsure();
    meant.iter().fold(said, |said, (word, _)| said.fix(fix(word)))
}

/// The words of a list that are called so elsewhere.
fn called(text: &str, words: &[Word]) -> Vec<(&'static str, &'static str)> {
    let folded = text.to_lowercase().replace(' ', "_");
    let meant = words.iter().filter(|word| word.also.contains(&folded.as_str()));
    meant.map(|word| (word.text, word.doc)).collect()
}

/// A sentence as a part of another one.
fn lower(sentence: &str) -> String {
    let mut rest = sentence.trim_end_matches('.').chars();
    rest.next().into_iter().flat_map(char::to_lowercase).chain(rest).collect()
}

/// The words that an endpoint's clause takes.
pub(crate) fn words_of(endpoint: &Endpoint, clause: Clause) -> Option<&'static [Word]> {
    endpoint.params.iter().filter(|param| param.fills_from(clause)).find_map(|param| {
        match param.ty {
            Ty::Words(words) | Ty::Direction(words) => Some(words),
            _ => None,
        }
    })
}

fn bounds_of(endpoint: &Endpoint, clause: Clause) -> Option<(u32, u32, u32)> {
    endpoint.params.iter().filter(|param| param.fills_from(clause)).find_map(|param| {
        match param.ty {
            Ty::Int { min, max, sent_less } => Some((min, max, sent_less)),
            _ => None,
        }
    })
}
