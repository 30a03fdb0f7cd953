//! Mistakes that only follow from another one, such as the rest of a construct whose first word is
//! misspelt. The one is told, and the others are not: its fix makes them go away.

use amq_schema::{CLAUSES, codes};
use amq_syntax::{CLAUSE_WORDS, SyntaxError, SyntaxErrorKind as Wrong, TextRange, TextSize};

use crate::{
    Diagnostic, Fix,
    checker::Checker,
    clauses::words_of,
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
            let next = TextSize::of(self.text) - TextSize::of(rest);
            self.told.push(TextRange::new(error.range.end(), next));
        }
        if said.code != &codes::UNKNOWN_WORD {
            return;
        }
        let (start, word) = (said.range.end(), self.str(said.range));
        if error.kind == Wrong::Unquoted && self.is_definition(error.range) {
            self.told_from(start);
        } else if special_word(word) == Some(PERFORMED) {
            self.told.push(TextRange::new(start, self.end_before(start, ends_deed)));
        }
    }

    /// What follows from a misspelt first word of a clause: `olling window 7` has no `window`.
    pub(crate) fn note_clause(&mut self, misspelt: TextRange, meant: &str) {
        let rest = self.rest(misspelt.end());
        let second = first_word(rest);
        let start = TextSize::of(self.text) - TextSize::of(rest);
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
