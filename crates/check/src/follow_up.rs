//! Mistakes that only follow from another one, such as the rest of a construct whose first word is
//! misspelt. The one is told, and the others are not: its fix makes them go away.

use amq_schema::{CLAUSES, codes};
use amq_syntax::{
    After, CLAUSE_WORDS, Missing, Statement, SyntaxError, SyntaxErrorKind as Wrong, TextRange,
    TextSize,
};

use crate::{
    Diagnostic, Fix,
    checker::Checker,
    clauses::words_of,
    missing::closing_paren,
    operator::{PERFORMED, special_word},
};

impl Checker<'_> {
    /// Whether a clause stands in text of which nothing more is said.
    pub(crate) fn is_told(&self, clause: TextRange) -> bool {
        self.told.iter().any(|told| told.contains(clause.start()))
    }

    /// Whether a mistake follows from one that was told. Something is missing at the end of a text,
    /// not behind it.
    pub(crate) fn follows(&self, mistake: TextRange) -> bool {
        self.told.iter().any(|told| told.contains_inclusive(mistake.start()))
    }

    /// Of the statement's text behind a place nothing more is said.
    pub(crate) fn told_from(&mut self, start: TextSize) {
        self.told.push(TextRange::new(start, TextSize::of(self.text).max(start)));
    }

    /// What follows from a syntax error as it was told.
    pub(crate) fn note_syntax_error(&mut self, error: &SyntaxError, said: &Diagnostic) {
        if said.range.end() > error.range.end() {
            self.told.push(TextRange::new(error.range.end(), said.range.end()));
        }
        if error.kind == Wrong::BadJoint && said.fixes.iter().all(is_removal) {
            let rest = self.rest(error.range.end());
            let next = self.place_of(rest);
            self.told.push(TextRange::new(error.range.end(), next));
        }
        // What is missing there is what it would join.
        if error.kind == Wrong::BadJoint && self.ends_body(error.range.end()) {
            self.told.push(TextRange::new(error.range.start(), self.gap_end(error.range.end())));
        }
        let before = error.kind == Wrong::BadOperator && said.range.start() < error.range.start();
        if before || error.kind == Wrong::BadOperator && said.code == &codes::UNEXPECTED_TEXT {
            self.told.push(said.range);
        }
        if error.kind == Wrong::BadOperator
            && said.code == &codes::UNEXPECTED_TEXT
            && said.fixes.is_empty()
        {
            self.told_in_body(said.range.end());
        }
        let foreign = said.code == &codes::FOREIGN_SYNTAX;
        let counted = matches!(error.kind, Wrong::Misspelt(_)) && foreign;
        let member =
            error.kind == Wrong::Missing(Missing::Value) && said.code == &codes::UNKNOWN_WORD;
        if before && (foreign || self.goes_without_saying(said.range)) || counted || member {
            let end = self.end_before(error.range.end(), ends_deed);
            self.told.push(TextRange::new(said.range.start(), end));
        }
        if error.kind == Wrong::Missing(Missing::Operator) && self.str(said.range).ends_with(')') {
            let start = said.range.end();
            self.told.push(self.without_gap(TextRange::new(start, self.condition_end(start))));
        }
        if error.kind == Wrong::Missing(Missing::Value) && said.code == &codes::UNQUOTED_VALUE {
            // The day was read as the range of the query, which ends the conditions.
            let (start, end) = (said.range.start(), self.end_before(said.range.end(), is_clause));
            self.told.push(TextRange::new(start, end));
        }
        let (start, word) = (said.range.end(), self.str(said.range));
        let takes_clause = match error.kind {
            Wrong::BadOperator => {
                said.code == &codes::UNKNOWN_OPERATOR && said.range.end() > error.range.end()
            }
            Wrong::Missing(Missing::Condition | Missing::Property | Missing::Value) => {
                said.code == &codes::BAD_NAME
            }
            Wrong::Missing(Missing::Duration | Missing::Day | Missing::Word) => {
                said.code == &codes::UNEXPECTED_TEXT
            }
            _ => false,
        };
        if takes_clause && (error.kind == Wrong::BadOperator || is_clause(word)) {
            // What begins like a clause there is none.
            let rest = self.rest(error.range.end());
            let begin = self.place_of(rest);
            let end = self.end_before(begin + TextSize::of(first_word(rest)), is_clause);
            self.told.push(TextRange::new(begin, end));
        }
        let defined = error.kind == Wrong::Unquoted && self.is_definition(error.range);
        if defined && said.code == &codes::UNEXPECTED_TEXT {
            self.told_from(start);
        }
        if said.code != &codes::UNKNOWN_WORD {
            return;
        }
        if defined {
            self.told_from(start);
        } else if special_word(first_word(word)) == Some(PERFORMED) {
            self.told.push(TextRange::new(start, self.end_before(start, ends_deed)));
        }
    }

    /// Whether a bracket is open only because of text inside it that is told next or was told
    /// before: `{price > 3 group by a}`, `sum(A.price)`.
    pub(crate) fn is_open_for_stray(&self, statement: &Statement, at: usize) -> bool {
        let Some(error) = statement.errors.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|at| statement.errors.get(at));
        let mut near = before.into_iter().chain(statement.errors.get(at + 1));
        let text = self.text.get(error.range.start().into()..).unwrap_or_default();
        match error.kind {
            Wrong::OpenBracket('(') => {
                let of_formula = |it: &SyntaxError| {
                    matches!(it.kind, Wrong::Stray { after: After::Formula, .. })
                };
                near.any(of_formula) && closing_paren(text).is_some()
            }
            Wrong::OpenBracket(_) => near.any(|it| match it.kind {
                Wrong::Stray { after: After::Body, first, .. } => self.group_by(first).is_some(),
                _ => false,
            }),
            _ => false,
        }
    }

    /// Behind `group by` in braces only what it says is left, and the brace.
    pub(crate) fn told_in_body(&mut self, start: TextSize) {
        let rest = self.text.get(start.into()..).unwrap_or_default();
        let length = rest.find('}').map_or(rest.len(), |at| at + 1);
        self.told.push(TextRange::at(start, TextSize::new(length as u32)));
    }

    /// Whether the end of a range is missing where even its start is nothing like a day.
    pub(crate) fn is_no_day(&self, error: &SyntaxError) -> bool {
        error.kind == Wrong::Missing(Missing::To)
            && self.diagnostics.last().is_some_and(|it| {
                let touches = it.range == self.visible(error.range);
                it.code == &codes::BAD_DATE && it.fixes.is_empty() && touches
            })
    }

    /// Whether nothing more stands in braces, or in the statement.
    pub(crate) fn ends_body(&self, at: TextSize) -> bool {
        let rest = self.rest(at);
        rest.is_empty() || rest.starts_with('}')
    }

    /// What follows from a misspelt first word of a clause: `olling window 7` has no `window`.
    pub(crate) fn note_clause(&mut self, misspelt: TextRange, meant: &str) {
        let rest = self.rest(misspelt.end());
        let second = first_word(rest);
        let start = self.place_of(rest);
        let row = CLAUSES.iter().find(|row| row.words.contains(&meant));
        let of_form = CLAUSES.iter().flat_map(|row| row.forms).any(|form| {
            let mut words = form.split(' ');
            words.next() == Some(meant) && words.next() == Some(second)
        });
        let words = self.endpoint.zip(row).and_then(|(it, row)| words_of(it, row.clause));
        if of_form || words.is_some_and(|words| words.iter().any(|word| word.text == second)) {
            let end = self.end_before(start + TextSize::of(second), is_clause);
            self.told.push(TextRange::new(start, end));
        }
    }

    /// Where the first word of some kind stands, outside strings and braces; or the end.
    fn end_before(&self, start: TextSize, stops: impl Fn(&str) -> bool) -> TextSize {
        let rest = self.text.get(start.into()..).unwrap_or_default();
        let (mut quoted, mut depth, mut before) = (false, 0_usize, ' ');
        for (at, sign) in rest.char_indices() {
            let begins = before.is_whitespace() && !quoted && depth == 0;
            match sign {
                '"' if before != '\\' => quoted = !quoted,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth = depth.saturating_sub(1),
                _ if begins && rest.get(at..).is_some_and(|it| stops(first_word(it))) => {
                    return start + TextSize::new(at as u32);
                }
                _ => {}
            }
            before = sign;
        }
        TextSize::of(self.text)
    }
}

fn is_removal(fix: &Fix) -> bool {
    fix.edits.iter().all(|edit| edit.text.is_empty())
}

/// The letters that a text begins with.
fn first_word(text: &str) -> &str {
    text.split(|it: char| !it.is_alphanumeric() && it != '_').next().unwrap_or_default()
}

fn is_clause(word: &str) -> bool {
    CLAUSE_WORDS.contains(&word)
}

/// Whether a word cannot stand in `performed EVENT >= 2 times within rolling 30d`.
fn ends_deed(word: &str) -> bool {
    ["and", "vs"].contains(&word) || word != "rolling" && is_clause(word)
}
