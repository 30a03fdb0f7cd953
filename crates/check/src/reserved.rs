//! Words of the language where a name is meant, and what negates.

use amq_schema::{OPERATORS, codes};
use amq_syntax::{TextRange, TextSize, quote};

use crate::{Diagnostic, Edit, Fix, checker::Checker};

impl Checker<'_> {
    /// `in is "x"`, `everyone contains "x"`: a property that is called like a word of conditions.
    pub(crate) fn word_as_property(&self, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(word);
        let named = ["in", "not", "performed", "everyone", "and", "vs"].contains(&text);
        let rest = self.rest(word.end());
        let next = rest.split_whitespace().next().unwrap_or_default();
        let mut operators = OPERATORS.iter().filter_map(|row| row.text.split(' ').next());
        let compares = operators.any(|it| it == next) || next.starts_with(['=', '<', '>', '!']);
        if !named || !compares || rest.split_whitespace().nth(1).is_none() {
            return None;
        }
        let quoted = quote(text);
        let message = format!("`{text}` is a word of the language, so as a name it needs quotes");
        let end = self.condition_end(word.end());
        Some(
            Diagnostic::new(&codes::BAD_NAME, self.without_gap(word.cover_offset(end)), message)
                .help(format!("write `{quoted}`"))
                .fix(Fix::replace("put it in quotes", word, quoted)),
        )
    }

    /// `users in cohort "x"`: a condition without `where`.
    pub(crate) fn where_missing(&self, head: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(head.end());
        let begins = match self.str(head) {
            "in" => rest.starts_with("cohort "),
            "not" => rest.starts_with("in cohort ") || rest.starts_with("performed "),
            "performed" => true,
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
        let word = before.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        let behind_clause = ["performed", "by"].contains(&word);
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
        let message = format!("`{}` is written `is none` here", self.str(all));
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, all, message)
                .help("write `is none`")
                .fix(Fix::replace("write `is none`", all, "is none")),
        )
    }
}
