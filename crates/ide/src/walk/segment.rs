//! Conditions of a segment, and the operators and values that filters have too.

use amq_schema::{Keyword, OPERATORS};
use amq_syntax::CONNECTIVES;

use super::{Expect, Role, Walk};
use crate::lex::{Token, TokenKind};

impl<'a> Walk<'a> {
    pub(super) fn condition(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        let not = token.text == "not" || self.before == Some("not");
        let cohort = if not { Keyword::NotCohort } else { Keyword::Cohort };
        let performed = if not { Keyword::NotPerformed } else { Keyword::Performed };
        let (expect, role) = match (token.text, token.kind) {
            ("not", _) if next.is_some_and(|it| it.text == "in") => {
                (Expect::Condition, Role::Keyword(cohort))
            }
            ("not", _) => (Expect::Condition, Role::Keyword(performed)),
            ("in", _) => (Expect::Cohort, Role::Keyword(cohort)),
            ("performed", _) => (Expect::Event, Role::Keyword(performed)),
            ("everyone", _) => (Expect::AfterEveryone, Role::Keyword(Keyword::Everyone)),
            (_, TokenKind::Dollar) => (Expect::AfterCondition, Role::Name),
            (_, TokenKind::Sign) => (Expect::Condition, Role::Sign),
            _ => {
                self.property = Some(token.text);
                self.operator = None;
                (Expect::Operator, Role::Property)
            }
        };
        self.expect = expect;
        role
    }

    /// An operator may have several words.
    pub(super) fn operator(&mut self, token: Token<'a>, after: Expect) -> Role {
        self.expect = after;
        self.operator = Some(token.text);
        self.operator_words = vec![token.text];
        if is_operator_word(token.text) || token.kind == TokenKind::Sign {
            return Role::Operator;
        }
        Role::Unknown
    }

    pub(super) fn value(&mut self, token: Token<'a>, after: Expect) -> Role {
        match token.text {
            "cohort" if self.expect == Expect::Cohort => return Role::Keyword(Keyword::Cohort),
            "(" => {
                self.in_list = true;
                return Role::Sign;
            }
            ")" => {
                self.in_list = false;
                self.expect = after;
                return Role::Sign;
            }
            "," => return Role::Sign,
            word if token.kind == TokenKind::Word
                && self.expect != Expect::Cohort
                && is_operator_word(word)
                && self.before.is_some_and(is_operator_word) =>
            {
                self.operator_words.push(word);
                return Role::Operator;
            }
            _ => {}
        }
        if !self.in_list {
            self.expect = after;
        }
        match token.kind {
            TokenKind::Dollar => Role::Name,
            TokenKind::Number => Role::Number,
            TokenKind::Date => Role::Date,
            TokenKind::Word if after != Expect::End && self.property.is_none() => Role::Identifier,
            _ => constant(token.text).map_or(Role::Value, Role::Constant),
        }
    }

    pub(super) fn after_condition(&mut self, token: Token<'a>) -> Role {
        if CONNECTIVES.contains(&token.text) || token.text == "or" {
            self.expect = Expect::Condition;
            self.property = None;
            self.item += 1;
            return match token.text {
                "and" => Role::Keyword(Keyword::And),
                "vs" => {
                    self.segments += 1;
                    Role::Keyword(Keyword::Vs)
                }
                _ => Role::Unknown,
            };
        }
        let (expect, role) = match (self.expect, token.text) {
            (Expect::AfterPerformed | Expect::AfterTimes, "within") => {
                (Expect::Within, Role::Keyword(Keyword::Within))
            }
            (Expect::Within, "rolling") => (Expect::WithinLength, Role::Keyword(Keyword::Rolling)),
            (Expect::AfterPerformed, _) if token.kind == TokenKind::Sign => {
                (Expect::Times, Role::Operator)
            }
            (Expect::Times, _) => (Expect::TimesWord, Role::Number),
            (Expect::TimesWord, _) => (Expect::AfterTimes, Role::Keyword(Keyword::Times)),
            (Expect::Within | Expect::WithinLength, _) => (Expect::AfterCondition, Role::Duration),
            (other, _) => (other, Role::Unknown),
        };
        self.expect = expect;
        role
    }
}

fn is_operator_word(word: &str) -> bool {
    OPERATORS.iter().any(|operator| {
        operator.text.split(' ').any(|it| it == word)
            || operator.aliases.iter().any(|alias| alias.split(' ').any(|it| it == word))
    })
}

/// The value that a word without quotes is.
fn constant(word: &str) -> Option<Keyword> {
    let all = [Keyword::True, Keyword::False, Keyword::None];
    all.into_iter().find(|it| it.row().form == word)
}
