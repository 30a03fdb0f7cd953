//! What a statement begins with: labels, verbs and their subjects, `use` and `let`.

use amq_schema::{Endpoint, Keyword, Subject, endpoint, endpoints_of_verb, verbs};

use super::{Expect, Role, Walk, named};
use crate::lex::{Token, TokenKind};

impl<'a> Walk<'a> {
    pub(super) fn first_word(&mut self, token: Token<'a>, next: Option<Token<'a>>) -> Role {
        if token.text == ":" {
            self.expect = Expect::Verb;
            return Role::Sign;
        }
        if self.expect == Expect::Statement && next.is_some_and(|next| next.text == ":") {
            return Role::Label;
        }
        let (expect, role) = match token.text {
            "use" => (Expect::UsePath, Role::Keyword(Keyword::Use)),
            "let" => {
                self.is_let = true;
                (Expect::LetName, Role::Keyword(Keyword::Let))
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

    pub(super) fn subject_expected(&self) -> Expect {
        match self.endpoint.map(|it| it.subject) {
            Some(Subject::None) => Expect::Clause,
            _ => Expect::Subject,
        }
    }

    pub(super) fn subject(&mut self, token: Token<'a>) -> Role {
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
                let found = self.verb.and_then(|verb| {
                    endpoint(verb, &self.phrase).or_else(|| begun(verb, &self.phrase))
                });
                if let Some(found) = found {
                    self.endpoint = Some(found);
                    let done = found.phrase.len() <= self.phrase.len();
                    self.expect = if done { Expect::Clause } else { Expect::Subject };
                }
                Role::SubjectWord
            }
        }
    }

    pub(super) fn definition(&mut self, token: Token<'a>) -> Role {
        if token.text == "event" {
            self.expect = Expect::Event;
            return Role::Keyword(Keyword::Event);
        }
        self.value(token, Expect::End)
    }
}

fn only(verb: &str) -> Option<&'static Endpoint> {
    begun(verb, &[])
}

/// The only endpoint of a verb that some words may go on to name.
fn begun(verb: &str, phrase: &[&str]) -> Option<&'static Endpoint> {
    let mut all = endpoints_of_verb(verb).filter(|it| it.phrase.starts_with(phrase));
    all.next().filter(|_| all.next().is_none())
}
