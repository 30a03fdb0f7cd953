//! Queries: label, verb, subject and the list of clauses.

use super::{At, Tree};
use crate::{
    ast::{Clause, ClauseKind, Condition, Part, Query, Range},
    error::{After, Missing, SyntaxErrorKind as Wrong},
    grammar::Rule,
    text::is_word,
};

impl Tree<'_> {
    pub(super) fn query(&mut self, at: At) -> Query {
        // A tree is kept for as long as its file is open, by the thousand: no room to grow.
        let (parts, clauses) = self.sizes(at);
        let (subject, clauses) = (Vec::with_capacity(parts), Vec::with_capacity(clauses));
        let mut query = Query { label: None, verb: None, subject, clauses };
        for child in self.children(at) {
            match self.rule(child) {
                Rule::label_name => query.label = self.label(child),
                Rule::verb => query.verb = Some(self.range(child)),
                Rule::missing_verb => self.missing(Missing::Verb, child),
                Rule::name | Rule::dollar => query.subject.push(Part::Event(self.event(child))),
                // It belongs to the event before it.
                Rule::body => {}
                Rule::arrow => query.subject.push(Part::Arrow(self.range(child))),
                Rule::comma => query.subject.push(Part::Comma(self.range(child))),
                Rule::bad_arrow | Rule::stray => {
                    query.subject.push(Part::Stray(self.range(child)));
                }
                Rule::rubbish => {
                    let after = query.clauses.last().map_or(After::Clause, after);
                    self.stray(child, after);
                }
                _ => query.clauses.extend(self.clause(child)),
            }
        }
        query
    }

    /// How many parts the subject of a query has, and how many clauses follow.
    fn sizes(&self, at: At) -> (usize, usize) {
        let (mut parts, mut clauses) = (0, 0);
        for child in self.children(at) {
            match self.rule(child) {
                Rule::label_name | Rule::verb | Rule::missing_verb | Rule::body | Rule::rubbish => {
                }
                Rule::name
                | Rule::dollar
                | Rule::arrow
                | Rule::comma
                | Rule::bad_arrow
                | Rule::stray => parts += 1,
                _ => clauses += 1,
            }
        }
        (parts, clauses)
    }

    fn label(&mut self, name: At) -> Option<text_size::TextRange> {
        if !is_word(self.str(name)) {
            self.wrong(Wrong::NeedsQuotes, name);
            return None;
        }
        Some(self.range(name))
    }
}

/// What a clause could have gone on with.
pub(super) fn after(clause: &Clause) -> After {
    match &clause.kind {
        ClauseKind::Where(segments) => {
            match segments.last().and_then(|segment| segment.conditions.last()) {
                Some(Condition::Performed(_)) => After::Performed,
                _ => After::Segment,
            }
        }
        ClauseKind::Bins(_) => After::Bins,
        ClauseKind::For(_) => After::Users,
        ClauseKind::Range(Range::Last(..) | Range::From(..)) => After::Range,
        ClauseKind::Formula(_) => After::Formula,
        _ => After::Clause,
    }
}
