//! Clauses: whether the endpoint takes them, and what they say.

use amq_schema::{Clause, ENDPOINTS, Effect, Endpoint, Ty, Word, codes};
use amq_syntax::{
    TextRange,
    ast::{self, ClauseKind, Every, Unit},
};
use smol_str::{SmolStr, format_smolstr};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    draft::{Draft, Interval},
    near::{near, one_of},
    property::Outside,
    statement::plain_kind,
};

impl Checker<'_> {
    /// Reads one clause into the draft.
    pub(crate) fn clause(&mut self, clause: &ast::Clause, draft: &mut Draft) {
        let Some(kind) = self.clause_kind(clause) else { return };
        if !self.is_taken(kind, clause) {
            // What it says matters no more, but the names that it mentions are in use.
            let said = self.diagnostics.len();
            self.clause_value(kind, clause, &mut Draft::default());
            self.diagnostics.truncate(said);
            return;
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
                let read: Vec<_> = segments.iter().map(|segment| self.segment(segment)).collect();
                draft.segments = read.into_iter().flatten().collect();
            }
            ClauseKind::By(names) => {
                let read: Vec<_> =
                    names.iter().map(|name| self.outer_property(name, Outside::Group)).collect();
                draft.groups = read.into_iter().flatten().collect();
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
        if matches!(endpoint.subject, amq_schema::Subject::Chart(_)) {
            diagnostic = diagnostic.note("a saved chart brings its own dates, segments and groups");
        }
        self.fail::<()>(diagnostic);
        false
    }

    /// The first word of a range.
    pub(crate) fn first_word(&self, range: TextRange) -> TextRange {
        let text = self.str(range);
        let end = text.find([' ', '\t', '\r', '\n', '#']).unwrap_or(text.len());
        TextRange::at(range.start(), (end as u32).into())
    }

    fn repeated(&mut self, kind: Clause, again: TextRange, first: TextRange) {
        let word = self.first_word(again);
        if self.str(first) == "during" {
            return;
        }
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
        let removed = self.with_gap_before(again);
        self.fail::<()>(
            Diagnostic::new(&codes::REPEATED_CLAUSE, word, message)
                .also(self.first_word(first), "given here first")
                .help(help)
                .fix(Fix::safe("leave the second one out", vec![Edit::delete(removed)]).unsure()),
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
        if let Some(word) = words.iter().find(|word| word.text == text) {
            return Some(word);
        }
        let known: Vec<&str> =
            words.iter().map(|word| word.text).chain(also.iter().copied()).collect();
        let near = near(text, known.iter().copied());
        let list: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        let message = format!("`{clause}` of `{}` does not take `{text}`", self.verb());
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
            .help(format!("write {}", one_of(&list).unwrap_or_default()));
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), range, *found);
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        self.fail(diagnostic)
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
        let what = format!("the number of `{name}`");
        if let Some(number) = self.whole_number(range, min, max, &what) {
            draft.keep_number(kind, number - sent_less, range);
        }
    }

    fn interval(&mut self, every: Option<Every>) -> Option<Interval> {
        let Some(every) = every else {
            self.broken = true;
            return None;
        };
        let words = self.endpoint.and_then(interval_words)?;
        let range = match every {
            Every::Word(range) => range,
            Every::Duration(duration) => duration.range,
        };
        let text = self.str(range);
        if let Every::Duration(duration) = every
            && let Some(word) = self.same_interval(duration, words)
        {
            let message = format!("`every` of `{}` does not take `{text}`", self.verb());
            let fix = Fix::replace(format!("write `{word}`"), range, word.as_str());
            return self.fail(
                Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
                    .help(format!("write `{word}`"))
                    .fix(fix),
            );
        }
        if let Every::Duration(duration) = every
            && !words.iter().any(|word| word.text == text)
            && duration.unit == Unit::Day
        {
            return self.interval_of_days(duration, words);
        }
        let word = self.known_word("every", range, words, &["14d"])?;
        Some(interval_of(word))
    }

    pub(crate) fn verb(&self) -> &'static str {
        self.endpoint.map_or("this query", |endpoint| endpoint.name)
    }

    /// The spelling that a duration in another unit has after `every`: `2w` is `14d`.
    fn same_interval(&self, duration: ast::Duration, words: &[Word]) -> Option<String> {
        let text = self.str(duration.range);
        if duration.unit == Unit::Day || words.iter().any(|word| word.text == text) {
            return None;
        }
        let number: u64 = self.str(duration.number).parse().ok()?;
        let seconds = number.checked_mul(duration.unit.seconds()?).filter(|it| *it > 0)?;
        let days = (seconds % 86_400 == 0).then(|| (seconds / 86_400).to_string());
        let sent = days.clone().unwrap_or_else(|| format!("-{}", seconds * 1000));
        let word = words.iter().find(|word| word.wire == Some(sent.as_str()));
        word.map(|word| word.text.to_owned()).or(days.map(|days| format!("{days}d")))
    }

    /// `every 14d`: undocumented, but known to work; `1d`, `7d` and `30d` are words' own.
    fn interval_of_days(
        &mut self,
        duration: ast::Duration,
        words: &'static [Word],
    ) -> Option<Interval> {
        let days = self.duration_number(duration, "the length of `every`")?;
        let sent = format_smolstr!("{days}");
        if let Some(word) = words.iter().find(|word| word.wire == Some(sent.as_str())) {
            return Some(interval_of(word));
        }
        let message = format!("buckets of {days} days are not documented");
        self.say(
            Diagnostic::new(&codes::UNDOCUMENTED_INTERVAL, duration.range, message)
                .help("`day`, `week` and `month` are documented")
                .note(format!(
                    "`i={days}` is known to give buckets of {days} days, and may stop to"
                )),
        );
        Some(Interval { sent, shown_days: None })
    }

    fn window(&mut self, length: Option<ast::Duration>) -> Option<u64> {
        const UNITS: [Unit; 5] = [Unit::Second, Unit::Minute, Unit::Hour, Unit::Day, Unit::Week];
        let Some(length) = length else {
            self.broken = true;
            return None;
        };
        let number = self.duration_number(length, "the length of `window`")?;
        match length.unit.seconds() {
            Some(seconds) => Some(u64::from(number) * seconds),
            None => self.wrong_unit(length, &UNITS, "`window`"),
        }
    }

    fn mode(&mut self, mode: &ast::Mode, draft: &mut Draft) {
        self.word_clause(Clause::Mode, mode.word, draft);
        let word = draft.words.iter().find(|it| it.0 == Clause::Mode);
        let Some(&(_, word, range)) = word else { return };
        let takes = word.effect == Effect::NeedsBrackets;
        match mode.brackets.first() {
            None if takes && !self.broken => {
                self.fail::<()>(
                    Diagnostic::new(
                        &codes::BAD_BRACKETS,
                        range,
                        "`mode bracket` needs its brackets",
                    )
                    .help("write the first and the last day of each: `mode bracket 0-4, 5-9`")
                    .fix(
                        Fix::safe("add brackets", vec![Edit::insert(range.end(), " 0-4, 5-9")])
                            .unsure(),
                    ),
                );
            }
            Some(first) if !takes => {
                let last = mode.brackets.last().unwrap_or(first);
                let all = first.range.cover(last.range);
                let message = format!("`mode {}` takes no brackets", word.text);
                let removed = self.with_gap_before(all);
                self.fail::<()>(
                    Diagnostic::new(&codes::BAD_BRACKETS, all, message)
                        .help("leave them out, or write `mode bracket`")
                        .fix(Fix::safe("leave them out", vec![Edit::delete(removed)]).unsure()),
                );
            }
            _ => draft.brackets = self.brackets(&mode.brackets).unwrap_or_default(),
        }
    }

    fn brackets(&mut self, brackets: &[ast::Bracket]) -> Option<Vec<(u32, u32)>> {
        let mut read: Vec<(u32, u32)> = Vec::with_capacity(brackets.len());
        for bracket in brackets {
            let most = u32::MAX - 1;
            let first = self.whole_number(bracket.first, 0, most, "the first day of a bracket")?;
            let last = self.whole_number(bracket.last, 0, most, "the last day of a bracket")?;
            let text = self.str(bracket.range);
            if first > last {
                let message = format!("the bracket `{text}` ends before it starts");
                let fix = Fix::replace("turn it round", bracket.range, format!("{last}-{first}"));
                return self.fail(
                    Diagnostic::new(&codes::BAD_BRACKETS, bracket.range, message)
                        .help(format!("write `{last}-{first}`"))
                        .fix(fix.unsure()),
                );
            }
            if let Some(&(_, end)) = read.last()
                && first < end
            {
                let message = format!("the bracket `{text}` starts before the one in front ends");
                let help = "brackets ascend and do not overlap: `0-4, 5-9`";
                let mut diagnostic =
                    Diagnostic::new(&codes::BAD_BRACKETS, bracket.range, message).help(help);
                if end <= last {
                    let fixed = format!("{end}-{last}");
                    let fix = Fix::replace(format!("write `{fixed}`"), bracket.range, fixed);
                    diagnostic = diagnostic.fix(fix.unsure());
                }
                return self.fail(diagnostic);
            }
            read.push((first, last + 1));
        }
        Some(read)
    }

    fn with(&mut self, parameters: &[ast::Parameter]) -> Vec<(SmolStr, SmolStr)> {
        let mut sent = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let (Some(range), Some(value)) = (parameter.name, parameter.value) else {
                self.broken = true;
                continue;
            };
            let name = if self.str(range).starts_with('"') {
                self.string(range)
            } else {
                Some(SmolStr::new(self.str(range)))
            };
            let value = if value.kind == ast::ValueKind::Quoted {
                self.string(value.range)
            } else {
                self.broken = true;
                None
            };
            if let Some(name) = &name {
                self.with_name(name, range);
            }
            sent.extend(name.zip(value));
        }
        sent
    }

    fn with_name(&mut self, name: &str, range: TextRange) {
        let Some(endpoint) = self.endpoint else { return };
        let own = endpoint.params.iter().find(|param| param.wire == name);
        if let Some(own) = own {
            let message =
                format!("`{name}` is a parameter of `{}` with a form of its own", endpoint.name);
            self.fail::<()>(
                Diagnostic::new(&codes::OWN_PARAMETER, range, message)
                    .help(format!("write it as in `{}`", own.example)),
            );
            return;
        }
        if name.is_empty() {
            let message = "a parameter without a name cannot be sent";
            let diagnostic = Diagnostic::new(&codes::BAD_NAME, range, message);
            self.fail::<()>(diagnostic.help("write its name: `with beta \"1\"`"));
            return;
        }
        let message =
            format!("amq knows nothing of the parameter `{name}`, and sends it as it stands");
        self.say(
            Diagnostic::new(&codes::UNCHECKED_PARAMETER, range, message)
                .help(format!(
                    "`# amq: allow {}` above the query says that it is meant",
                    codes::UNCHECKED_PARAMETER.id
                ))
                .note("the API ignores a parameter that it does not know, without a word"),
        );
    }
}

fn interval_of(word: &'static Word) -> Interval {
    let shown_days = if let Effect::ShownDays(days) = word.effect { Some(days) } else { None };
    Interval { sent: SmolStr::new_static(word.wire.unwrap_or_default()), shown_days }
}

/// The words that an endpoint's clause takes.
fn words_of(endpoint: &Endpoint, clause: Clause) -> Option<&'static [Word]> {
    endpoint.params.iter().filter(|param| param.fills_from(clause)).find_map(|param| {
        match param.ty {
            Ty::Words(words) | Ty::Direction(words) => Some(words),
            _ => None,
        }
    })
}

fn interval_words(endpoint: &Endpoint) -> Option<&'static [Word]> {
    endpoint.params.iter().find_map(|param| match param.ty {
        Ty::Interval(words) => Some(words),
        _ => None,
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
