//! First words of clauses and statements where something else is taken.

use amq_schema::{Clause, codes};
use amq_syntax::{TextRange, TextSize, quote};

use crate::{Diagnostic, Edit, Fix, checker::Checker};

impl Checker<'_> {
    /// `where last is "x"`: a property whose name begins a clause.
    pub(crate) fn clause_as_property(&self, word: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(word.end());
        let next = rest.split([' ', '\n']).next().unwrap_or_default();
        let mut operators = amq_schema::OPERATORS.iter().flat_map(|row| {
            let spellings = std::iter::once(row.text).chain(row.aliases.iter().copied());
            spellings.filter_map(|it| it.split(' ').next())
        });
        let text = self.str(word);
        let lone = next.is_empty() || amq_syntax::CLAUSE_WORDS.contains(&next);
        let whole = ["today", "yesterday", "latest", "earliest"].contains(&text);
        let is_operator = !next.is_empty() && operators.any(|it| it == next);
        if !is_operator && (!lone || whole || !self.is_alone_in(word)) {
            return None;
        }
        let quoted = quote(text);
        let message = format!("`{text}` begins a clause, so as a name it needs quotes");
        Some(
            Diagnostic::new(&codes::BAD_NAME, word, message)
                .help(format!("write `{quoted}`"))
                .fix(Fix::replace("put it in quotes", word, quoted)),
        )
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
        let message = format!("`{text}` takes a day, and here is a range itself");
        let removed = TextRange::new(place.start(), word.start());
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, place, message)
                .help(format!("leave `{text}` out"))
                .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
        )
    }

    /// `within last 30d`.
    pub(crate) fn last_as_length(&self, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(word);
        let rest = self.rest(word.end());
        if text != "last" || !rest.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let next = TextSize::of(self.text) - TextSize::of(rest);
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
