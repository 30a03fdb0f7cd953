//! Segments and their conditions.

use text_size::TextRange;

use super::{At, Children, Tree};
use crate::{
    ast::{Cohort, Comparison, Condition, Form, Name, Operator, Performed, Segment, Times, Within},
    error::{LengthOf, Missing, SyntaxErrorKind as Wrong},
    grammar::Rule,
};

impl Tree<'_> {
    /// The segments of a `where`, with a `vs` between two of them.
    pub(super) fn segments(&mut self, at: At) -> Vec<Segment> {
        let joints = self.children(at).filter(|child| self.rule(*child) == Rule::vs).count();
        let mut segments = Vec::with_capacity(joints + 1);
        let mut children = self.children(at);
        while let Some(first) = children.next() {
            segments.push(self.segment(first, &mut children));
        }
        segments
    }

    /// One segment, up to and with the `vs` behind it.
    fn segment(&mut self, first: At, others: &mut Children) -> Segment {
        let more = others.clone().take_while(|child| self.rule(*child) != Rule::vs).count();
        let mut conditions = Vec::with_capacity(1 + more);
        let mut range = self.range(first);
        for child in std::iter::once(first).chain(others) {
            if self.rule(child) == Rule::vs {
                break;
            }
            range = range.cover(self.range(child));
            match self.rule(child) {
                Rule::lone_value => {}
                Rule::bad_and => self.wrong(Wrong::BadJoint, child),
                Rule::misspelt_and => self.wrong(Wrong::Misspelt(&["and", "vs"]), child),
                Rule::missing_condition => self.missing(Missing::Condition, child),
                Rule::everyone => conditions.push(Condition::Everyone(self.range(child))),
                Rule::performed | Rule::bad_performed => {
                    conditions.push(Condition::Performed(Box::new(self.performed(child))));
                }
                Rule::cohort | Rule::bad_cohort_test => {
                    conditions.push(Condition::Cohort(self.cohort(child)));
                }
                Rule::comparison | Rule::odd_comparison => {
                    conditions.push(Condition::Comparison(self.comparison(child)));
                }
                _ => conditions.extend(self.dollar(child).map(Condition::Dollar)),
            }
        }
        Segment { range, conditions }
    }

    pub(super) fn comparison(&mut self, at: At) -> Comparison {
        let range = self.range(at);
        let empty = TextRange::empty(range.start());
        let property =
            Name { range: empty, scope: None, prefix: None, text: empty, form: Form::Missing };
        let mut comparison =
            Comparison { range, property, operator_range: empty, operator: None, values: None };
        let mut children = self.children(at);
        match children.next() {
            Some(missing) if self.rule(missing) == Rule::missing_property => {
                self.missing(Missing::Property, missing);
            }
            Some(name) => comparison.property = self.name(name),
            None => {}
        }
        if let Some(operator) = children.next() {
            if self.rule(operator) == Rule::between {
                self.between(operator, comparison.property.range);
                comparison.operator_range = self.range(operator);
                return comparison;
            }
            comparison.operator_range = self.range(operator);
            comparison.operator = self.operator(operator);
        }
        if let Some(values) = children.next() {
            let no_operator =
                self.rule(values) == Rule::missing_value && comparison.operator.is_none();
            comparison.values = if no_operator { None } else { self.values(values) };
        }
        comparison
    }

    fn operator(&mut self, at: At) -> Option<Operator> {
        let negated = self.children(at).next().is_some();
        let operator = match self.rule(at) {
            Rule::is if negated => Operator::IsNot,
            Rule::is => Operator::Is,
            Rule::is_not => Operator::IsNot,
            Rule::contains => Operator::Contains,
            Rule::contains_not => Operator::DoesNotContain,
            Rule::less => Operator::Less,
            Rule::at_most => Operator::LessOrEqual,
            Rule::more => Operator::Greater,
            Rule::at_least => Operator::GreaterOrEqual,
            Rule::set_is if negated => Operator::SetIsNot,
            Rule::set_is => Operator::SetIs,
            Rule::missing_operator => {
                self.missing(Missing::Operator, at);
                return None;
            }
            _ => {
                self.wrong(Wrong::BadOperator, at);
                return None;
            }
        };
        Some(operator)
    }

    fn between(&mut self, at: At, property: TextRange) {
        let mut values = self.children(at).map(|value| self.range(value));
        let low = values.next().unwrap_or_default();
        let high = values.next().unwrap_or_default();
        self.wrong(Wrong::Between { property, low, high }, at);
    }

    fn cohort(&mut self, at: At) -> Cohort {
        let mut cohort = Cohort { range: self.range(at), not: false, values: None };
        for child in self.children(at) {
            match self.rule(child) {
                rule @ (Rule::in_cohort | Rule::not_in_cohort) => {
                    cohort.not = rule == Rule::not_in_cohort;
                    match self.children(child).next() {
                        Some(word) if self.rule(word) == Rule::missing_cohort => {
                            self.missing(Missing::Cohort, word);
                        }
                        Some(word) => self.wrong(Wrong::Misspelt(&["cohort"]), word),
                        None => {}
                    }
                }
                Rule::bad_in => self.wrong(Wrong::Misspelt(&["in"]), child),
                Rule::bad_not_in => self.wrong(Wrong::Misspelt(&["not", "and"]), child),
                Rule::missing_in => self.missing(Missing::In, child),
                _ => cohort.values = self.identifiers(child),
            }
        }
        cohort
    }

    fn performed(&mut self, at: At) -> Performed {
        let range = self.range(at);
        let mut performed = Performed { range, not: None, event: None, times: None, within: None };
        for child in self.children(at) {
            match self.rule(child) {
                Rule::not_done => {
                    let start = self.range(child).start();
                    performed.not = Some(TextRange::at(start, 3.into()));
                }
                Rule::bad_not => {
                    let word = self.str(child).trim_end();
                    let range =
                        TextRange::at(self.range(child).start(), text_size::TextSize::of(word));
                    self.wrong_at(Wrong::Misspelt(&["not", "and"]), range);
                }
                Rule::bad_done => self.wrong(Wrong::Misspelt(&["performed"]), child),
                Rule::name | Rule::dollar => performed.event = Some(self.event(child)),
                Rule::missing_event => self.missing(Missing::Event, child),
                Rule::times => performed.times = Some(self.times(child)),
                Rule::within => performed.within = Some(self.within(child)),
                _ => {}
            }
        }
        performed
    }

    fn times(&mut self, at: At) -> Times {
        let range = self.range(at);
        let mut times = Times { range, compare: range, count: None };
        for child in self.children(at) {
            match self.rule(child) {
                Rule::compare => times.compare = self.range(child),
                Rule::times_word => {}
                Rule::missing_times => self.missing(Missing::Times, child),
                Rule::bad_times => self.wrong(Wrong::Misspelt(&["times"]), child),
                _ => times.count = self.amount(child),
            }
        }
        times
    }

    fn within(&mut self, at: At) -> Within {
        let mut within = Within { range: self.range(at), rolling: false, length: None };
        for child in self.children(at) {
            match self.rule(child) {
                Rule::rolling_within => within.rolling = true,
                Rule::bad_rolling => self.wrong(Wrong::Misspelt(&["rolling"]), child),
                _ => within.length = self.duration(child, LengthOf::Within),
            }
        }
        within
    }
}
