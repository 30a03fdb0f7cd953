//! What each token of a statement is, and what may stand next: one walk from left to right that
//! needs no well-formed text.

use amq_schema::{
    CLAUSES, Clause, Endpoint, OPERATORS, Subject, endpoint, endpoints_of_verb, verbs,
};
use amq_syntax::CONNECTIVES;

use crate::lex::{Token, TokenKind};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Label,
    /// `let`, `use`, `and`, `to`, `performed`, …
    Keyword,
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
    Within,
    Condition,
    Operator,
    Value,
    Cohort,
    /// `and`, `vs`, or a clause.
    AfterCondition,
    Group,
    AfterGroup,
    /// A word of a clause.
    Word(Clause),
    /// What follows `mode bracket`.
    Brackets,
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

/// Where a walk has come to.
#[derive(Debug, Clone)]
pub(crate) struct Walk<'a> {
    pub(crate) expect: Expect,
    pub(crate) verb: Option<&'a str>,
    pub(crate) endpoint: Option<&'static Endpoint>,
    pub(crate) clauses: Vec<Clause>,
    /// The clause that the walk is in.
    pub(crate) clause: Option<Clause>,
    /// The property that is being compared.
    pub(crate) property: Option<&'a str>,
    /// The operator that it is compared by.
    pub(crate) operator: Option<&'a str>,
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
    phrase: Vec<&'a str>,
    before: Option<&'a str>,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        Self {
            expect: Expect::Statement,
            verb: None,
            endpoint: None,
            clauses: Vec::new(),
            clause: None,
            property: None,
            operator: None,
            events: 0,
            in_list: false,
            body: None,
            is_let: false,
            defines: None,
            item: 0,
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
            return Role::Sign;
        }
        let free =
            !matches!(self.expect, Expect::ParameterName | Expect::UsePath | Expect::LetName)
                && !(self.expect == Expect::Within && token.text == "rolling")
                && !(matches!(self.expect, Expect::Day(_)) && is_day(token.text))
                && !matches!(self.expect, Expect::Statement | Expect::Verb);
        if free && token.kind == TokenKind::Word && self.verb_or_let() {
            if let Some(role) = self.clause_word(token) {
                return role;
            }
        }
        self.by_expectation(token, next)
    }

    fn verb_or_let(&self) -> bool {
        self.verb.is_some() || (self.is_let && self.expect == Expect::Definition)
    }

    /// The first word of a clause begins one, whatever was expected.
    fn clause_word(&mut self, token: Token<'a>) -> Option<Role> {
        let row = CLAUSES.iter().find(|row| row.words.contains(&token.text))?;
        self.clause = Some(row.clause);
        self.in_list = false;
        self.item = 0;
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

    fn by_expectation(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        let (expect, role) = match self.expect {
            Expect::Statement | Expect::Verb => return self.first_word(token, next),
            Expect::Subject => return self.subject(token),
            Expect::AfterEvent => match token.text {
                "->" | "," => (Expect::Subject, Role::Sign),
                _ => (Expect::AfterEvent, Role::Unknown),
            },
            Expect::UsePath => (Expect::End, Role::Path),
            Expect::LetName => {
                self.defines = token.text.strip_prefix('$');
                (Expect::LetEquals, Role::Defined)
            }
            Expect::LetEquals => (Expect::Definition, Role::Sign),
            Expect::Definition => return self.definition(token),
            Expect::Event => {
                let after = if self.is_let && self.clause.is_none() {
                    Expect::End
                } else {
                    Expect::AfterPerformed
                };
                (after, named(token, Role::Event))
            }
            Expect::Condition => return self.condition(token),
            Expect::Operator => return self.operator(token, Expect::Value),
            Expect::Value | Expect::Cohort => return self.value(token, Expect::AfterCondition),
            Expect::AfterCondition
            | Expect::AfterPerformed
            | Expect::Times
            | Expect::TimesWord
            | Expect::Within => {
                return self.after_condition(token);
            }
            Expect::Group => {
                self.item += 1;
                (Expect::AfterGroup, Role::Property)
            }
            Expect::AfterGroup if token.text == "," => (Expect::Group, Role::Sign),
            Expect::RollingWord => return self.rolling(token),
            Expect::Word(Clause::Mode) => (Expect::Brackets, Role::Word(Clause::Mode)),
            Expect::Word(Clause::For) => (Expect::Clause, Role::Word(Clause::For)),
            Expect::Word(clause) => (Expect::Clause, Role::Word(clause)),
            Expect::Brackets => (Expect::Brackets, number_or_sign(token)),
            Expect::Number(_) | Expect::OptionalNumber(_) => {
                (Expect::Clause, number_or_sign(token))
            }
            Expect::Length(Clause::Range) => (Expect::OptionalTo, Role::Duration),
            Expect::Length(_) => (Expect::Clause, Role::Duration),
            Expect::Interval => {
                let is_length = token.kind == TokenKind::Duration && token.text != "5min";
                (Expect::Clause, if is_length { Role::Duration } else { Role::Word(Clause::Every) })
            }
            Expect::Day(to) => {
                let role = if is_day(token.text) { Role::DateWord } else { Role::Date };
                (if to { Expect::RangeTo } else { Expect::Clause }, role)
            }
            Expect::RangeTo | Expect::OptionalTo => (Expect::Day(false), Role::Keyword),
            Expect::Period => (Expect::Clause, Role::DateWord),
            Expect::RangeName => (Expect::Clause, named(token, Role::Unknown)),
            Expect::Formula => (Expect::Formula, formula(token, next)),
            Expect::Bins(step) => (Expect::Bins(step + 1), self.bins(step, token)),
            Expect::ParameterName => (Expect::ParameterValue, Role::ParameterName),
            Expect::ParameterValue => (Expect::AfterParameter, named(token, Role::Value)),
            Expect::AfterParameter if token.text == "," => (Expect::ParameterName, Role::Sign),
            Expect::Clause if self.clause == Some(Clause::For) => (Expect::Clause, Role::Keyword),
            other => {
                (other, if token.kind == TokenKind::Sign { Role::Sign } else { Role::Unknown })
            }
        };
        self.expect = expect;
        role
    }

    fn first_word(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        if token.text == ":" {
            self.expect = Expect::Verb;
            return Role::Sign;
        }
        if self.expect == Expect::Statement && next.is_some_and(|next| next.text == ":") {
            return Role::Label;
        }
        let (expect, role) = match token.text {
            "use" => (Expect::UsePath, Role::Keyword),
            "let" => {
                self.is_let = true;
                (Expect::LetName, Role::Keyword)
            }
            verb => {
                self.verb = Some(verb);
                self.endpoint = endpoint(verb, &[]).or_else(|| only(verb));
                (
                    self.subject_expected(),
                    if verbs().any(|it| it == verb) { Role::Verb } else { Role::Unknown },
                )
            }
        };
        self.expect = expect;
        role
    }

    fn subject_expected(&self) -> Expect {
        match self.endpoint.map(|it| it.subject) {
            Some(Subject::None) => Expect::Clause,
            _ => Expect::Subject,
        }
    }

    fn subject(&mut self, token: Token<'a>) -> Role {
        match self.endpoint.map(|it| it.subject) {
            Some(Subject::Events { .. }) => {
                if token.kind == TokenKind::Sign {
                    return Role::Sign;
                }
                self.events += 1;
                self.expect = Expect::AfterEvent;
                named(token, Role::Event)
            }
            Some(Subject::Property) => {
                self.expect = Expect::Clause;
                Role::Property
            }
            Some(Subject::AmplitudeId | Subject::Identifier) => {
                self.expect = Expect::Clause;
                Role::Identifier
            }
            Some(Subject::Chart(_)) if self.phrase.is_empty() => {
                self.phrase.push(token.text);
                Role::Identifier
            }
            _ => {
                self.phrase.push(token.text);
                let found = self.verb.and_then(|verb| endpoint(verb, &self.phrase));
                if let Some(found) = found {
                    self.endpoint = Some(found);
                    let done = found.phrase.len() == self.phrase.len() || found.phrase.is_empty();
                    self.expect = if done { Expect::Clause } else { Expect::Subject };
                }
                Role::SubjectWord
            }
        }
    }

    fn definition(&mut self, token: Token<'a>) -> Role {
        if token.text == "event" {
            self.expect = Expect::Event;
            return Role::Keyword;
        }
        self.value(token, Expect::End)
    }

    fn condition(&mut self, token: Token<'a>) -> Role {
        let (expect, role) = match (token.text, token.kind) {
            ("not", _) => (Expect::Condition, Role::Keyword),
            ("in", _) => (Expect::Cohort, Role::Keyword),
            ("performed", _) => (Expect::Event, Role::Keyword),
            ("everyone", _) => (Expect::AfterCondition, Role::Keyword),
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
    fn operator(&mut self, token: Token<'a>, after: Expect) -> Role {
        self.expect = after;
        self.operator = Some(token.text);
        if is_operator_word(token.text) || token.kind == TokenKind::Sign {
            return Role::Operator;
        }
        Role::Unknown
    }

    fn value(&mut self, token: Token<'a>, after: Expect) -> Role {
        match token.text {
            "cohort" if self.expect == Expect::Cohort => return Role::Keyword,
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
            _ => Role::Value,
        }
    }

    fn after_condition(&mut self, token: Token<'a>) -> Role {
        if CONNECTIVES.contains(&token.text) || token.text == "or" {
            self.expect = Expect::Condition;
            self.property = None;
            self.item += 1;
            return Role::Keyword;
        }
        let (expect, role) = match (self.expect, token.text) {
            (Expect::AfterPerformed, "within") => (Expect::Within, Role::Keyword),
            (Expect::AfterPerformed, _) if token.kind == TokenKind::Sign => {
                (Expect::Times, Role::Operator)
            }
            (Expect::Times, _) => (Expect::TimesWord, Role::Number),
            (Expect::TimesWord, _) => (Expect::AfterPerformed, Role::Keyword),
            (Expect::Within, "rolling") => (Expect::Within, Role::Keyword),
            (Expect::Within, _) => (Expect::AfterCondition, Role::Duration),
            (other, _) => (other, Role::Unknown),
        };
        self.expect = expect;
        role
    }

    fn rolling(&mut self, token: Token<'a>) -> Role {
        let clause = [Clause::RollingWindow, Clause::RollingAverage]
            .into_iter()
            .find(|clause| clause.name().ends_with(token.text))
            .unwrap_or(Clause::RollingWindow);
        self.clause = Some(clause);
        self.clauses.push(clause);
        self.expect = Expect::Number(clause);
        Role::Clause(clause)
    }

    fn bins(&self, step: u8, token: Token<'a>) -> Role {
        match (step, token.kind) {
            (_, TokenKind::Number) => Role::Number,
            (_, TokenKind::Sign) => Role::Sign,
            (4, _) => Role::Keyword,
            _ => Role::Word(Clause::Bins),
        }
    }

    fn in_braces(&mut self, token: Token<'a>) -> Role {
        if token.text == "}" {
            self.expect = self.body.take().unwrap_or(Expect::Clause);
            self.in_list = false;
            self.property = None;
            return Role::Sign;
        }
        match self.expect {
            Expect::Operator => self.operator(token, Expect::Value),
            Expect::Value => self.value(token, Expect::AfterFilter),
            _ if token.text == "by" => {
                self.expect = Expect::BodyGroup;
                Role::Clause(Clause::By)
            }
            Expect::AfterFilter => {
                self.expect = Expect::Filter;
                Role::Keyword
            }
            Expect::BodyGroup => {
                self.expect = Expect::AfterBodyGroup;
                Role::Property
            }
            Expect::AfterBodyGroup => {
                self.expect = Expect::BodyGroup;
                Role::Sign
            }
            _ => {
                self.property = Some(token.text);
                self.operator = None;
                self.expect = Expect::Operator;
                Role::Property
            }
        }
    }
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

fn only(verb: &str) -> Option<&'static Endpoint> {
    let mut all = endpoints_of_verb(verb);
    all.next().filter(|_| all.next().is_none())
}

fn named(token: Token<'_>, otherwise: Role) -> Role {
    if token.kind == TokenKind::Dollar { Role::Name } else { otherwise }
}

fn number_or_sign(token: Token<'_>) -> Role {
    match token.kind {
        TokenKind::Number => Role::Number,
        TokenKind::Sign => Role::Sign,
        _ => Role::Unknown,
    }
}

fn formula(token: Token<'_>, next: Option<Token<'_>>) -> Role {
    match token.kind {
        TokenKind::Number => Role::Number,
        TokenKind::Word if next.is_some_and(|next| next.text == "(") => Role::Function,
        TokenKind::Word => Role::FormulaEvent,
        _ => Role::Sign,
    }
}

pub(crate) fn is_day(word: &str) -> bool {
    ["today", "yesterday"].contains(&word)
}

fn is_operator_word(word: &str) -> bool {
    OPERATORS.iter().any(|operator| {
        operator.text.split(' ').any(|it| it == word)
            || operator.aliases.iter().any(|alias| alias.split(' ').any(|it| it == word))
    })
}

/// A token of a statement with what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) role: Role,
}

/// What each token of a statement is.
pub(crate) fn roles(text: &str) -> impl Iterator<Item = Placed<'_>> {
    let mut tokens = crate::lex::tokens(text).peekable();
    let mut walk = Walk::default();
    std::iter::from_fn(move || {
        let token = tokens.next()?;
        let role = walk.step(token, tokens.peek().copied());
        Some(Placed { token, role })
    })
}
