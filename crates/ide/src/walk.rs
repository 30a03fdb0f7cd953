//! What each token of a statement is, and what may stand next: one walk from left to right that
//! needs no well-formed text.

use amq_schema::{
    CLAUSES, Clause, Effect, Endpoint, OPERATORS, Subject, Word, endpoint, endpoints_of_verb, verbs,
};
use amq_syntax::CONNECTIVES;

pub(crate) use crate::role::{Expect, Role, roles};
use crate::{
    docs::words,
    lex::{Token, TokenKind},
    role::{bins, formula, number_or_sign},
};

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

    /// Whether a word begins a clause if it is one that clauses begin with.
    fn may_begin_clause(&self, word: &str) -> bool {
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
    fn word_of(&self, clause: Clause, text: &str) -> Option<&'static Word> {
        let words = self.endpoint.map(|it| words(it, clause)).unwrap_or_default();
        words.into_iter().map(|it| it.0).find(|it| it.text == text)
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

    /// What a token is where something of its kind is expected, and what is expected then.
    fn by_expectation(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        match self.expect {
            Expect::Statement | Expect::Verb => return self.first_word(token, next),
            Expect::Subject => return self.subject(token),
            Expect::Definition => return self.definition(token),
            Expect::Condition => return self.condition(token),
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

    /// In clauses of words, numbers and days.
    fn in_clause(&self, token: Token<'a>, next: Option<Token<'a>>) -> (Expect, Role) {
        match self.expect {
            Expect::Word(clause) => {
                let effect = self.word_of(clause, token.text).map(|word| word.effect);
                let brackets = effect == Some(Effect::NeedsBrackets);
                let after = if brackets { Expect::Brackets } else { Expect::Clause };
                (after, Role::Word(clause))
            }
            Expect::Brackets => (Expect::AfterBracket, number_or_sign(token)),
            Expect::AfterBracket if token.text == "," => (Expect::Brackets, Role::Sign),
            Expect::Number(_) | Expect::OptionalNumber(_) => {
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
            Expect::RangeTo | Expect::OptionalTo => (Expect::Day(false), Role::Keyword),
            Expect::Period => (Expect::Clause, Role::DateWord),
            Expect::Formula => (Expect::Formula, formula(token, next)),
            Expect::Bins(step) => (Expect::Bins(step.saturating_add(1)), bins(step, token)),
            Expect::Clause if self.clause == Some(Clause::For) => (Expect::Clause, Role::Keyword),
            other if token.kind == TokenKind::Sign => (other, Role::Sign),
            other => (other, Role::Unknown),
        }
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
            ("everyone", _) => (Expect::AfterEveryone, Role::Keyword),
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
        self.operator_words = vec![token.text];
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
            (Expect::AfterPerformed | Expect::AfterTimes, "within") => {
                (Expect::Within, Role::Keyword)
            }
            (Expect::Within, "rolling") => (Expect::WithinLength, Role::Keyword),
            (Expect::AfterPerformed, _) if token.kind == TokenKind::Sign => {
                (Expect::Times, Role::Operator)
            }
            (Expect::Times, _) => (Expect::TimesWord, Role::Number),
            (Expect::TimesWord, _) => (Expect::AfterTimes, Role::Keyword),
            (Expect::Within | Expect::WithinLength, _) => (Expect::AfterCondition, Role::Duration),
            (other, _) => (other, Role::Unknown),
        };
        self.expect = expect;
        role
    }

    fn rolling(&mut self, token: Token<'a>) -> Role {
        let clause = rolling_clause(token.text).unwrap_or(Clause::RollingWindow);
        self.clause = Some(clause);
        self.clauses.push(clause);
        self.expect = Expect::Number(clause);
        Role::Clause(clause)
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
                self.groups += 1;
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

fn only(verb: &str) -> Option<&'static Endpoint> {
    let mut all = endpoints_of_verb(verb);
    all.next().filter(|_| all.next().is_none())
}

fn named(token: Token<'_>, otherwise: Role) -> Role {
    if token.kind == TokenKind::Dollar { Role::Name } else { otherwise }
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
