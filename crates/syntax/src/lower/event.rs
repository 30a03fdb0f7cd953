//! Events, their braces, and names.

use super::{At, Tree};
use crate::{
    ast::{Body, Event, Filter, Form, Head, Name, Scope},
    error::{After, Missing, SyntaxErrorKind as Wrong},
    grammar::Rule,
};

impl Tree<'_> {
    /// An event, by the node of its name; its braces are the node behind it.
    pub(super) fn event(&mut self, at: At) -> Event {
        let range = self.range(at);
        let head = match self.rule(at) {
            Rule::name => Head::Name(self.name(at)),
            _ => Head::Dollar(self.dollar_or_start(at)),
        };
        let next = self.node(at).next as usize;
        if self.rule(next) != Rule::body {
            return Event { range, head, body: None };
        }
        Event { range: range.cover(self.range(next)), head, body: Some(self.body(next)) }
    }

    fn body(&mut self, at: At) -> Body {
        let range = self.range(at);
        let is_filter =
            |child: &At| matches!(self.rule(*child), Rule::dollar | Rule::body_comparison);
        let filters = Vec::with_capacity(self.children(at).filter(is_filter).count());
        let mut body = Body { range, filters, groups: Vec::new() };
        let known_errors = self.errors.len();
        for child in self.children(at) {
            match self.rule(child) {
                Rule::dollar => body.filters.extend(self.dollar(child).map(Filter::Dollar)),
                Rule::body_comparison => {
                    body.filters.push(Filter::Comparison(self.comparison(child)));
                }
                Rule::body_by => body.groups = self.properties(child),
                Rule::again_by => {
                    let by = text_size::TextRange::at(self.range(child).start(), 2.into());
                    self.wrong_at(Wrong::SecondBy, by);
                }
                Rule::bad_and => self.wrong(Wrong::BadJoint, child),
                Rule::misspelt_and => self.wrong(Wrong::Misspelt(&["and"]), child),
                Rule::missing_condition => self.missing(Missing::Condition, child),
                Rule::body_junk => self.stray(child, After::Body),
                Rule::missing_brace => {
                    let open = text_size::TextRange::at(range.start(), 1.into());
                    self.wrong_at(Wrong::OpenBracket('{'), open);
                }
                _ => {}
            }
        }
        let empty = body.filters.is_empty() && body.groups.is_empty();
        if empty && self.errors.len() == known_errors {
            self.wrong(Wrong::EmptyBraces, at);
        }
        body
    }

    /// The names of a list of properties; a missing one is an error.
    pub(super) fn properties(&mut self, at: At) -> Vec<Name> {
        let mut names = Vec::with_capacity(self.children(at).count());
        for child in self.children(at) {
            match self.rule(child) {
                Rule::missing_property => self.missing(Missing::Property, child),
                _ => names.push(self.name(child)),
            }
        }
        names
    }

    pub(super) fn name(&mut self, at: At) -> Name {
        let range = self.range(at);
        let mut name = Name { range, scope: None, prefix: None, text: range, form: Form::Bare };
        for child in self.children(at) {
            let form = match self.rule(child) {
                Rule::scope => {
                    let user = self.str(child) == Scope::User.text();
                    name.scope = Some(if user { Scope::User } else { Scope::Event });
                    continue;
                }
                Rule::prefix => {
                    name.prefix = Some(self.range(child));
                    continue;
                }
                Rule::string => {
                    self.check_escapes(child);
                    Form::Quoted
                }
                Rule::open_string => {
                    self.wrong(Wrong::OpenString, child);
                    Form::Open
                }
                Rule::single_quoted => {
                    self.wrong(Wrong::SingleQuotes, child);
                    Form::Open
                }
                Rule::missing_name => {
                    self.missing(Missing::Name, child);
                    Form::Missing
                }
                _ => Form::Bare,
            };
            (name.text, name.form) = (self.range(child), form);
        }
        name
    }
}
