//! What each token of a statement is, and what may stand next: one walk from left to right that
//! needs no well-formed text.

mod body;
mod clause;
mod head;
mod segment;

use amq_schema::{Clause, Endpoint};

use crate::lex::{Token, TokenKind};
pub(crate) use crate::role::{Expect, Role, roles};

/// Where a walk has come to.
#[derive(Debug, Clone)]
pub(crate) struct Walk<'a> {
    pub(crate) expect: Expect,
    pub(crate) verb: Option<&'a str>,
    pub(crate) endpoint: Option<&'static Endpoint>,
    pub(crate) clauses: Vec<Clause>,
    /// Those of them that have a number.
    pub(crate) numbered: Vec<Clause>,
    /// The clause that the walk is in.
    pub(crate) clause: Option<Clause>,
    /// The property that is being compared.
    pub(crate) property: Option<&'a str>,
    /// The operator that it is compared by.
    pub(crate) operator: Option<&'a str>,
    /// All words of that operator so far.
    pub(crate) operator_words: Vec<&'a str>,
    /// How many events the subject has, that under the walk included.
    pub(crate) events: usize,
    pub(crate) in_list: bool,
    /// Where to go on behind the braces.
    pub(crate) body: Option<Expect>,
    pub(crate) is_let: bool,
    /// The name that a `let` gives, without its `$`.
    pub(crate) defines: Option<&'a str>,
    /// The parts of a segment or of `by` before this one.
    pub(crate) item: usize,
    /// How many segments `where` has.
    pub(crate) segments: usize,
    /// The groups in the braces so far.
    pub(crate) groups: usize,
    /// The words behind the verb so far.
    pub(crate) phrase: Vec<&'a str>,
    before: Option<&'a str>,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        Self {
            expect: Expect::Statement,
            verb: None,
            endpoint: None,
            clauses: Vec::new(),
            numbered: Vec::new(),
            clause: None,
            property: None,
            operator: None,
            operator_words: Vec::new(),
            events: 0,
            in_list: false,
            body: None,
            is_let: false,
            defines: None,
            item: 0,
            segments: 0,
            groups: 0,
            phrase: Vec::new(),
            before: None,
        }
    }
}

impl<'a> Walk<'a> {
    /// Whether the walk is inside an event's braces.
    pub(crate) fn in_body(&self) -> bool {
        self.body.is_some()
    }

    /// Goes past a token, and says what it is. `next` is the one behind it.
    pub(crate) fn step(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        if token.kind == TokenKind::Comment {
            return Role::Comment;
        }
        let role = self.role(token, next);
        self.before = Some(token.text);
        role
    }

    fn role(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        if self.body.is_some() {
            return self.in_braces(token);
        }
        if token.text == "{" {
            self.body = Some(self.expect);
            self.expect = Expect::Filter;
            self.groups = 0;
            return Role::Sign;
        }
        if token.kind == TokenKind::Word
            && self.may_begin_clause(token.text)
            && let Some(role) = self.clause_word(token)
        {
            return role;
        }
        self.by_expectation(token, next)
    }

    /// What a token is where something of its kind is expected, and what is expected then.
    fn by_expectation(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        match self.expect {
            Expect::Statement | Expect::Verb => return self.first_word(token, next),
            Expect::Subject => return self.subject(token),
            Expect::Definition => return self.definition(token),
            Expect::Condition => return self.condition(token, next),
            Expect::Operator => return self.operator(token, Expect::Value),
            Expect::Value | Expect::Cohort => return self.value(token, Expect::AfterCondition),
            Expect::AfterCondition
            | Expect::AfterEveryone
            | Expect::AfterPerformed
            | Expect::Times
            | Expect::TimesWord
            | Expect::AfterTimes
            | Expect::Within
            | Expect::WithinLength => return self.after_condition(token),
            Expect::RollingWord => return self.rolling(token),
            _ => {}
        }
        let names = self.in_names(token);
        let (expect, role) = names.unwrap_or_else(|| self.in_clause(token, next));
        self.expect = expect;
        role
    }

    /// Around `use`, `let` and events.
    fn in_names(&mut self, token: Token<'a>) -> Option<(Expect, Role)> {
        Some(match self.expect {
            Expect::AfterEvent if ["->", ","].contains(&token.text) => {
                (Expect::Subject, Role::Sign)
            }
            Expect::UsePath => (Expect::End, Role::Path),
            Expect::LetName => {
                self.defines = token.text.strip_prefix('$');
                (Expect::LetEquals, Role::Defined)
            }
            Expect::LetEquals => (Expect::Definition, Role::Sign),
            Expect::Event => {
                let ends = self.is_let && self.clause.is_none();
                let after = if ends { Expect::End } else { Expect::AfterPerformed };
                (after, named(token, Role::Event))
            }
            Expect::Group => {
                self.item += 1;
                (Expect::AfterGroup, Role::Property)
            }
            Expect::AfterGroup if token.text == "," => (Expect::Group, Role::Sign),
            Expect::RangeName => (Expect::Clause, named(token, Role::Unknown)),
            Expect::ParameterName => (Expect::ParameterValue, Role::ParameterName),
            Expect::ParameterValue => (Expect::AfterParameter, named(token, Role::Value)),
            Expect::AfterParameter if token.text == "," => (Expect::ParameterName, Role::Sign),
            _ => return None,
        })
    }
}

fn named(token: Token<'_>, otherwise: Role) -> Role {
    if token.kind == TokenKind::Dollar { Role::Name } else { otherwise }
}

pub(crate) fn is_day(word: &str) -> bool {
    ["today", "yesterday"].contains(&word)
}
