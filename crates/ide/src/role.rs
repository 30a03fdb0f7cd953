//! What a token can be, and what can be expected.

use amq_schema::{Clause, Keyword};

use crate::{
    lex::{Token, TokenKind, tokens},
    walk::Walk,
};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Label,
    /// `let`, `use`, `and`, `to`, `performed`, …
    Keyword(Keyword),
    /// `true`, `false`, `none`
    Constant(Keyword),
    Verb,
    /// A word that tells a verb's endpoints apart, or chooses what they answer.
    SubjectWord,
    /// The first word of a clause, or the second of `rolling window`.
    Clause(Clause),
    /// A word that a clause takes.
    Word(Clause),
    Event,
    Property,
    Operator,
    Value,
    Identifier,
    Number,
    Duration,
    Date,
    /// `today`, `this week`
    DateWord,
    Name,
    /// The name that a `let` defines.
    Defined,
    Path,
    Function,
    /// `A1` in a formula.
    FormulaEvent,
    ParameterName,
    Sign,
    Comment,
    Unknown,
}

/// What may stand next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// A label, a verb, `let` or `use`.
    Statement,
    Verb,
    /// What follows the verb.
    Subject,
    /// Another event, or a clause.
    AfterEvent,
    UsePath,
    LetName,
    LetEquals,
    Definition,
    /// The event of `let` or of `performed`.
    Event,
    /// `>= 2 times`, `within`, `and`, …
    AfterPerformed,
    Times,
    TimesWord,
    /// `within`, `and`, …
    AfterTimes,
    Within,
    /// The length of a rolling span.
    WithinLength,
    Condition,
    Operator,
    Value,
    Cohort,
    /// `and`, `vs`, or a clause.
    AfterCondition,
    /// `vs`, or a clause.
    AfterEveryone,
    Group,
    AfterGroup,
    /// A word of a clause.
    Word(Clause),
    /// What follows `mode bracket`.
    Brackets,
    AfterBracket,
    RollingWord,
    Number(Clause),
    OptionalNumber(Clause),
    Length(Clause),
    Interval,
    /// A day; `true` where `to` follows.
    Day(bool),
    RangeTo,
    OptionalTo,
    Period,
    RangeName,
    Formula,
    Bins(u8),
    ParameterName,
    ParameterValue,
    AfterParameter,
    /// In braces: a property to filter by, or `by`.
    Filter,
    AfterFilter,
    BodyGroup,
    AfterBodyGroup,
    /// A clause.
    Clause,
    /// Nothing.
    End,
}

/// A token of a statement with what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) role: Role,
}

/// What each token of a statement is.
pub(crate) fn roles(text: &str) -> impl Iterator<Item = Placed<'_>> {
    let mut tokens = tokens(text).peekable();
    let mut walk = Walk::default();
    std::iter::from_fn(move || {
        let token = tokens.next()?;
        let role = walk.step(token, tokens.peek().copied());
        Some(Placed { token, role })
    })
}

pub(crate) fn bins(step: u8, token: Token<'_>) -> Role {
    match (step, token.kind) {
        (_, TokenKind::Number) => Role::Number,
        (_, TokenKind::Sign) => Role::Sign,
        (4, _) => Role::Keyword(Keyword::Step),
        _ => Role::Word(Clause::Bins),
    }
}

pub(crate) fn number_or_sign(token: Token<'_>) -> Role {
    match token.kind {
        TokenKind::Number => Role::Number,
        TokenKind::Sign => Role::Sign,
        _ => Role::Unknown,
    }
}

pub(crate) fn formula(token: Token<'_>, next: Option<Token<'_>>) -> Role {
    match token.kind {
        TokenKind::Number => Role::Number,
        TokenKind::Word if next.is_some_and(|next| next.text == "(") => Role::Function,
        TokenKind::Word => Role::FormulaEvent,
        _ => Role::Sign,
    }
}
