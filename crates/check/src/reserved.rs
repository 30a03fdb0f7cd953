//! Words of the language where a name is meant, and what negates.

use amq_schema::codes;
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, RESERVED, TextRange, TextSize};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    operator::{PERFORMED, begins_operator},
};

impl Checker<'_> {
    /// `in is "x"`, `everyone contains "x"`: a property that is called like a word of conditions.
    pub(crate) fn word_as_property(&self, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(word);
        let rest = self.rest(word.end());
        let mut words = rest.split_whitespace();
        let compares = words.next().is_some_and(begins_operator) && words.next().is_some();
        (is_reserved(text) && compares).then(|| {
            let all = TextRange::new(word.start(), self.condition_end(word.end()));
            Diagnostic::needs_quotes(word, text, RESERVED_WORD).over(self.without_gap(all))
        })
    }

    /// `A{by < 1}`: a property that is called like the word that begins the groups of braces.
    pub(crate) fn named_by(&self, by: TextRange) -> Option<Diagnostic> {
        let (text, rest) = (self.str(by), self.rest(by.end()));
        let before = self.text.get(..by.start().into()).unwrap_or_default();
        let compares = rest.split_whitespace().next().is_some_and(begins_operator);
        let leads = text == "by" && before.trim_end().ends_with('{');
        (leads && compares)
            .then(|| Diagnostic::needs_quotes(by, text, "begins the groups of braces"))
    }

    /// `users in cohort "x"`: a condition without `where`.
    pub(crate) fn where_missing(&self, head: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(head.end());
        let begins = match self.str(head) {
            "in" => rest.starts_with("cohort "),
            "not" => rest.starts_with("in cohort ") || rest.starts_with(PERFORMED),
            PERFORMED => true,
            _ => false,
        };
        let free = || self.open_clause_words().any(|it| it == "where");
        (begins && free() && !self.lacks_name(head.start())).then(|| {
            let message = format!("`where` is missing before `{}`", self.str(head));
            Diagnostic::new(&codes::MISSING_PART, head, message)
                .help("conditions follow `where`")
                .fix(Fix::safe("add `where`", vec![Edit::insert(head.start(), "where ")]).unsure())
        })
    }

    /// Whether a name is still missing right before a place, so that a word there may be it.
    pub(crate) fn lacks_name(&self, at: TextSize) -> bool {
        let before = self.text.get(..at.into()).unwrap_or_default().trim_end();
        let takes_name = self.endpoint.is_some_and(|it| it.subject.takes_name());
        let joined = before.ends_with("->") || before.ends_with(',');
        let behind_clause = [PERFORMED, "by"].contains(&self.str(self.word_before(at)));
        joined
            || behind_clause
            || takes_name
                && self.events.is_empty()
                && self.clause_before(TextRange::empty(at)).is_none()
    }

    /// `x not exists`.
    pub(crate) fn not_exists(&self, operator: TextRange) -> Option<Diagnostic> {
        let next = self.word_after(operator.end());
        if self.str(operator) != "not" || !["exists", "exist"].contains(&self.str(next)) {
            return None;
        }
        let all = operator.cover(next);
        Some(Diagnostic::written(all, self.str(all), "is none"))
    }
}

/// What is said of a word that joins or begins conditions where it is a name.
pub(crate) const RESERVED_WORD: &str = "is a word of the language";

/// Whether a word begins a clause, or joins or begins conditions, so that no name is called like it
/// without quotes.
pub(crate) fn is_taken(word: &str) -> bool {
    CLAUSE_WORDS.contains(&word) || is_reserved(word)
}

/// Whether a word begins a clause, or what goes on behind a condition.
pub(crate) fn ends_value(word: &str) -> bool {
    CLAUSE_WORDS.contains(&word) || CONNECTIVES.contains(&word)
}

/// Whether a word joins or begins conditions.
pub(crate) fn is_reserved(word: &str) -> bool {
    CONNECTIVES.contains(&word) || RESERVED.contains(&word)
}
