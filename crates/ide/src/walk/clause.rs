//! Clauses: the words that they begin with, and the words, numbers and days that they take.

use amq_schema::{CLAUSES, Clause, Effect, Keyword, Word};

use super::{Expect, Role, Walk, is_day};
use crate::{
    docs::words,
    lex::{Token, TokenKind},
    role::{bins, formula, number_or_sign},
};

impl<'a> Walk<'a> {
    /// Whether a word begins a clause if it is one that clauses begin with.
    pub(super) fn may_begin_clause(&self, word: &str) -> bool {
        let other = match self.expect {
            Expect::ParameterName
            | Expect::UsePath
            | Expect::LetName
            | Expect::Statement
            | Expect::Verb => true,
            Expect::Within => word == "rolling",
            Expect::Word(clause) => self.word_of(clause, word).is_some(),
            Expect::RollingWord => rolling_clause(word).is_some(),
            Expect::Day(_) => is_day(word),
            _ => false,
        };
        !other && self.verb_or_let()
    }

    /// A word that a clause takes here.
    pub(super) fn word_of(&self, clause: Clause, text: &str) -> Option<&'static Word> {
        let words = self.endpoint.map(|it| words(it, clause)).unwrap_or_default();
        words.into_iter().map(|it| it.0).find(|it| it.text == text)
    }

    pub(super) fn verb_or_let(&self) -> bool {
        self.verb.is_some() || (self.is_let && self.expect == Expect::Definition)
    }

    /// The first word of a clause begins one, whatever was expected.
    pub(super) fn clause_word(&mut self, token: Token<'a>) -> Option<Role> {
        let row = CLAUSES.iter().find(|row| row.words.contains(&token.text))?;
        self.clause = Some(row.clause);
        self.in_list = false;
        self.item = 0;
        self.property = None;
        self.segments += usize::from(row.clause == Clause::Where);
        if row.clause != Clause::RollingWindow {
            self.clauses.push(row.clause);
        }
        self.expect = match row.clause {
            Clause::RollingWindow | Clause::RollingAverage => Expect::RollingWord,
            Clause::Metric | Clause::For | Clause::Mode => Expect::Word(row.clause),
            Clause::Formula => Expect::Formula,
            Clause::Bins => Expect::Bins(0),
            Clause::Direction => Expect::OptionalNumber(row.clause),
            Clause::Offset | Clause::Limit => Expect::Number(row.clause),
            Clause::Where => Expect::Condition,
            Clause::By => Expect::Group,
            Clause::Window => Expect::Length(row.clause),
            Clause::Every => Expect::Interval,
            Clause::With => Expect::ParameterName,
            Clause::Range => range_start(token.text),
        };
        Some(Role::Clause(row.clause))
    }

    /// In clauses of words, numbers and days.
    pub(super) fn in_clause(
        &mut self,
        token: Token<'a>,
        next: Option<Token<'a>>,
    ) -> (Expect, Role) {
        match self.expect {
            Expect::Word(clause) => {
                let effect = self.word_of(clause, token.text).map(|word| word.effect);
                let brackets = effect == Some(Effect::NeedsBrackets);
                let after = if brackets { Expect::Brackets } else { Expect::Clause };
                (after, Role::Word(clause))
            }
            Expect::Brackets => (Expect::AfterBracket, number_or_sign(token)),
            Expect::AfterBracket if token.text == "," => (Expect::Brackets, Role::Sign),
            Expect::Number(clause) | Expect::OptionalNumber(clause) => {
                self.numbered.push(clause);
                (Expect::Clause, number_or_sign(token))
            }
            Expect::Length(Clause::Range) => (Expect::OptionalTo, Role::Duration),
            Expect::Length(_) => (Expect::Clause, Role::Duration),
            Expect::Interval => {
                let words = self.endpoint.map(|it| words(it, Clause::Every)).unwrap_or_default();
                let is_word = words.iter().any(|it| it.0.text == token.text);
                let is_length = token.kind == TokenKind::Duration && !is_word;
                let role = if is_length { Role::Duration } else { Role::Word(Clause::Every) };
                (Expect::Clause, role)
            }
            Expect::Day(to) => {
                let role = if is_day(token.text) { Role::DateWord } else { Role::Date };
                (if to { Expect::RangeTo } else { Expect::Clause }, role)
            }
            Expect::RangeTo | Expect::OptionalTo => {
                (Expect::Day(false), Role::Keyword(Keyword::To))
            }
            Expect::Period => (Expect::Clause, Role::DateWord),
            Expect::Formula => (Expect::Formula, formula(token, next)),
            Expect::Bins(step) => (Expect::Bins(step.saturating_add(1)), bins(step, token)),
            Expect::Clause if self.clause == Some(Clause::For) => {
                (Expect::Clause, Role::Keyword(Keyword::Users))
            }
            other if token.kind == TokenKind::Sign => (other, Role::Sign),
            other => (other, Role::Unknown),
        }
    }

    pub(super) fn rolling(&mut self, token: Token<'a>) -> Role {
        let clause = rolling_clause(token.text).unwrap_or(Clause::RollingWindow);
        self.clause = Some(clause);
        self.clauses.push(clause);
        self.expect = Expect::Number(clause);
        Role::Clause(clause)
    }
}

/// The clause that a word behind `rolling` makes.
fn rolling_clause(word: &str) -> Option<Clause> {
    let both = [Clause::RollingWindow, Clause::RollingAverage];
    both.into_iter().find(|clause| clause.name().split(' ').nth(1) == Some(word))
}

fn range_start(word: &str) -> Expect {
    match word {
        "from" => Expect::Day(true),
        "on" => Expect::Day(false),
        "last" => Expect::Length(Clause::Range),
        "this" | "previous" => Expect::Period,
        "during" => Expect::RangeName,
        _ => Expect::Clause,
    }
}
