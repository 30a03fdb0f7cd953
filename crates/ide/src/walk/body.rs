//! What stands in an event's braces.

use amq_schema::Keyword;

use super::{Expect, Role, Walk};
use crate::lex::Token;

impl<'a> Walk<'a> {
    pub(super) fn in_braces(&mut self, token: Token<'a>) -> Role {
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
                Role::Keyword(Keyword::Group)
            }
            Expect::AfterFilter => {
                self.expect = Expect::Filter;
                Role::Keyword(Keyword::Filter)
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
