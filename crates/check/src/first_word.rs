//! First words of clauses and statements where something else is taken.

use amq_schema::{Clause, codes};
use amq_syntax::{TextRange, TextSize};

use crate::{
    Days, Diagnostic, Edit, Fix, checker::Checker, clauses::words_of, days::Period,
    operator::begins_operator,
};

const BEGINS_CLAUSE: &str = "begins a clause";

impl Checker<'_> {
    /// `where last is "x"`: a property whose name begins a clause.
    pub(crate) fn clause_as_property(&self, word: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(word.end());
        let next = rest.split_whitespace().next().unwrap_or_default();
        let text = self.str(word);
        let lone = next.is_empty() || amq_syntax::CLAUSE_WORDS.contains(&next);
        let mut forms = amq_schema::CLAUSES.iter().flat_map(|row| row.forms);
        let whole = forms.any(|form| *form == text);
        let is_operator = begins_operator(next);
        if !is_operator && (!lone || whole || !self.is_alone_in(word)) {
            return None;
        }
        Some(Diagnostic::needs_quotes(word, text, BEGINS_CLAUSE))
    }

    /// `with limit "3"`.
    pub(crate) fn clause_as_parameter(
        &self,
        with: TextRange,
        word: TextRange,
    ) -> Option<Diagnostic> {
        let text = self.str(word);
        if !amq_syntax::CLAUSE_WORDS.contains(&text) {
            return None;
        }
        let takes = self.endpoint.is_none_or(|it| {
            amq_schema::CLAUSES.iter().any(|row| row.words.contains(&text) && it.takes(row.clause))
        });
        if !takes {
            let value = self.string_behind(word.end()).unwrap_or(word);
            let said = Diagnostic::needs_quotes(word, text, BEGINS_CLAUSE);
            return Some(said.over(word.cover(value)));
        }
        let message = format!("`{text}` is a clause of its own, not a parameter of `with`");
        let removed = TextRange::new(with.start(), word.start());
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, word, message)
                .help("leave `with` out")
                .fix(Fix::safe("leave `with` out", vec![Edit::delete(removed)]).unsure()),
        )
    }

    /// Whether what comes before a word takes a name: `by last`, without what `last` says.
    fn is_alone_in(&self, word: TextRange) -> bool {
        ["by", "cohort"].contains(&self.str(self.word_before(word.start())))
    }

    /// `from last week`: a range where a day is taken.
    pub(crate) fn range_as_day(&self, place: TextRange, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(place);
        let words = Clause::Range.row().words;
        if !words.contains(&self.str(word)) || !words.contains(&text) {
            return None;
        }
        if self.lacks_name(place.start()) {
            return Some(Diagnostic::needs_quotes(place, text, BEGINS_CLAUSE));
        }
        let message = format!("`{text}` takes a day, and here is a range itself");
        if text == "from"
            && let Some(diagnostic) = self.period_as_day(place, word, &message)
        {
            return Some(diagnostic);
        }
        let removed = TextRange::new(place.start(), word.start());
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, place, message)
                .help(format!("leave `{text}` out"))
                .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
        )
    }

    /// `from last week to today`: the first day of that week, or the whole week.
    fn period_as_day(&self, from: TextRange, word: TextRange, message: &str) -> Option<Diagnostic> {
        let rest = self.rest(word.end());
        let name = rest.split(|it: char| !it.is_alphanumeric()).next()?;
        let period = Period::from_word(name)?;
        let today = self.context.today;
        let (days, whole) = match self.str(word) {
            "last" | "previous" => (Days::previous(period, today)?, format!("previous {name}")),
            "this" => (Days::this(period, today)?, format!("this {name}")),
            _ => return None,
        };
        let end = self.place_of(rest) + TextSize::of(name);
        let to = self.rest(end).starts_with("to ");
        let begin = if to { days.start.to_string() } else { format!("{} to today", days.start) };
        let begins = TextRange::new(word.start(), end);
        let dates = Fix::replace(format!("write `from {begin}`"), begins, begin.as_str()).unsure();
        let alone = Fix::replace(format!("write `{whole}`"), from.cover(begins), whole.as_str());
        let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, from, message);
        Some(if to {
            diagnostic.help(format!("write its first day: `from {begin} to …`")).fix(dates)
        } else {
            let help = format!("write `{whole}` for all of it, or `from {begin}`");
            diagnostic.help(help).fix(alone.unsure()).fix(dates)
        })
    }

    /// `users within last 30d`: a range with a word too much before it.
    pub(crate) fn before_range(&self, head: TextRange) -> Option<Diagnostic> {
        const THE: &str = "the ";
        let behind = self.rest(head.end());
        let rest = behind.strip_prefix(THE).unwrap_or(behind).trim_start();
        let next = rest.split(|it: char| !it.is_alphanumeric()).next()?;
        let words = Clause::Range.row().words;
        let alone = ["within", "in", "over", "at", "between", "the"].contains(&self.str(head));
        if !alone || !words.contains(&next) || self.lacks_name(head.start()) {
            return None;
        }
        if let Some(said) = self.time_of_performed(head) {
            return Some(said);
        }
        let head = TextRange::new(
            head.start(),
            head.end() + (TextSize::of(self.text) - head.end() - TextSize::of(rest)),
        );
        let head = TextRange::at(head.start(), TextSize::of(self.str(head).trim_end()));
        let text = self.str(head);
        let start = self.place_of(rest);
        let message = format!("the days of a query stand without `{text}`");
        let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message);
        let behind = rest.get(next.len()..)?.trim_start();
        let name = behind.split(|it: char| !it.is_alphanumeric()).next()?;
        if next == "last" && Period::from_word(name).is_some() {
            let end = self.place_of(behind) + TextSize::of(name);
            let whole = format!("previous {name}");
            let all = TextRange::new(head.start(), end);
            let diagnostic = Diagnostic { range: all, ..diagnostic };
            let fix = Fix::replace(format!("write `{whole}`"), all, whole.as_str()).unsure();
            return Some(diagnostic.help(format!("write `{whole}`")).fix(fix));
        }
        let removed = TextRange::new(head.start(), start);
        let title = format!("leave `{text}` out");
        Some(diagnostic.help(title.clone()).fix(Fix::safe(title, vec![Edit::delete(removed)])))
    }

    /// `uniques`, a word of a clause without the clause's own.
    pub(crate) fn clause_of_word(&self, head: TextRange, all: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        let follows =
            self.event_ends().next_back().is_some_and(|it| self.touches(it.name_end, head));
        let endpoint = self.endpoint.filter(|_| all == head && follows)?;
        let takes = |it: &Clause| {
            let words = words_of(endpoint, *it).unwrap_or_default();
            words.iter().any(|it| it.text == text || it.also.contains(&text))
        };
        let clauses = [Clause::Metric, Clause::Mode, Clause::For].into_iter();
        let name = clauses.filter(takes).find(|it| !self.has(*it))?.name();
        let message = format!("`{name}` is missing before `{text}`");
        let add = Fix::safe(
            format!("add `{name}`"),
            vec![Edit::insert(head.start(), format!("{name} "))],
        );
        Some(
            Diagnostic::new(&codes::MISSING_PART, head, message)
                .help(format!("write `{name} {text}`"))
                .fix(add.unsure()),
        )
    }

    /// `within last 30d`.
    pub(crate) fn last_as_length(&self, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(word);
        let rest = self.rest(word.end());
        if text != "last" || !rest.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let next = self.place_of(rest);
        let removed = TextRange::new(word.start(), next);
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, word, "`within` takes a duration alone")
                .help("write `within 30d`")
                .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
        )
    }

    /// `metric formula UNIQUES(A)`, the API's `m=formula`.
    pub(crate) fn metric_formula(&self, place: TextRange, word: TextRange) -> Option<Diagnostic> {
        let (metric, formula) = (self.str(place), self.str(word));
        if formula != Clause::Formula.name() {
            return None;
        }
        let message = format!("`{metric} {formula}` is just `{formula}`");
        let removed = TextRange::new(place.start(), word.start());
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, place, message)
                .help(format!("leave `{metric}` out"))
                .fix(Fix::safe(format!("leave `{metric}` out"), vec![Edit::delete(removed)])),
        )
    }

    /// `$a = "x"`.
    pub(crate) fn no_let(&self, place: TextRange) -> Option<Diagnostic> {
        let rest = self.text.get(place.start().into()..)?;
        let (name, _) = rest.split_once('=')?;
        let name = name.trim_end();
        let is_name = name.strip_prefix('$').is_some_and(amq_syntax::is_word);
        let range = TextRange::at(place.start(), TextSize::of(name));
        is_name.then(|| {
            Diagnostic::new(&codes::MISSING_PART, range, "a definition begins with `let`")
                .help(format!("write `let {name} =`"))
                .fix(Fix::safe("add `let`", vec![Edit::insert(place.start(), "let ")]))
        })
    }
}
