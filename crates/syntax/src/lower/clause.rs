//! Clauses other than segments.

use text_size::{TextRange, TextSize};

use super::{At, Tree};
use crate::{
    ast::{Bins, Bracket, Clause, ClauseKind, Every, Formula, Mode, Parameter, Range},
    error::{LengthOf, Missing, SyntaxErrorKind as Wrong},
    grammar::Rule,
    text::after_gap,
};

impl Tree<'_> {
    pub(super) fn clause(&mut self, at: At) -> Option<Clause> {
        let first = self.children(at).next().unwrap_or(at);
        let kind = match self.rule(at) {
            Rule::segments => ClauseKind::Where(self.segments(at)),
            Rule::group => ClauseKind::By(self.properties(at)),
            Rule::every => ClauseKind::Every(self.every(first)),
            Rule::window => ClauseKind::Window(self.duration(first, LengthOf::Window)),
            Rule::metric => ClauseKind::Metric(self.plain_word(first)),
            Rule::users => ClauseKind::For(self.plain_word(first)),
            Rule::formula => ClauseKind::Formula(self.formula(at)),
            Rule::rolling => {
                let amount = self.children(at).nth(1).and_then(|amount| self.amount(amount));
                ClauseKind::Rolling(self.plain_word(first), amount)
            }
            Rule::limit => ClauseKind::Limit(self.amount(first)),
            Rule::offset => ClauseKind::Offset(self.amount(first)),
            Rule::direction => {
                let amount = self.children(at).nth(1).and_then(|amount| self.amount(amount));
                ClauseKind::Direction(self.range(first), amount)
            }
            Rule::mode => ClauseKind::Mode(self.mode(at)),
            Rule::bins => ClauseKind::Bins(self.bins(at)),
            Rule::with => ClauseKind::With(self.with(at)),
            _ => ClauseKind::Range(self.days(at)?),
        };
        Some(Clause { range: self.extent(at), kind })
    }

    fn two(&self, at: At) -> (At, At) {
        let mut children = self.children(at);
        let first = children.next().unwrap_or(at);
        (first, children.next().unwrap_or(at))
    }

    fn days(&mut self, at: At) -> Option<Range> {
        let first = self.children(at).next().unwrap_or(at);
        Some(match self.rule(at) {
            Rule::from => self.from(at),
            Rule::last => {
                let length = self.duration(first, LengthOf::Range);
                let mut end = None;
                for child in self.children(at).skip(1) {
                    match self.rule(child) {
                        Rule::to => {}
                        Rule::bad_to => self.wrong(Wrong::Misspelt(&["to"]), child),
                        _ => end = self.day(child),
                    }
                }
                Range::Last(length, end)
            }
            Rule::on | Rule::today | Rule::yesterday => Range::On(self.day(first)),
            Rule::this => Range::This(self.plain_word(first)),
            Rule::previous => Range::Previous(self.plain_word(first)),
            Rule::during => Range::During(match self.rule(first) {
                Rule::dollar => self.dollar(first),
                Rule::missing_name => {
                    self.missing(Missing::Dollar, first);
                    None
                }
                _ => {
                    self.wrong(Wrong::BareName, first);
                    None
                }
            }),
            _ => return None,
        })
    }

    fn from(&mut self, at: At) -> Range {
        let known = self.errors.len();
        let mut days = [None, None];
        let mut place = 0;
        for child in self.children(at) {
            match self.rule(child) {
                Rule::to => place = 1,
                Rule::bad_to => {
                    self.wrong(Wrong::Misspelt(&["to"]), child);
                    place = 1;
                }
                Rule::missing_to => {
                    self.missing_once(known, Missing::To, child);
                    place = 1;
                }
                _ => {
                    let day = self.day(child);
                    if let Some(slot) = days.get_mut(place) {
                        *slot = day;
                    }
                }
            }
        }
        let [start, end] = days;
        Range::From(start, end)
    }

    fn every(&mut self, at: At) -> Option<Every> {
        match self.rule(at) {
            Rule::duration | Rule::bad_length => {
                self.duration(at, LengthOf::Interval).map(Every::Duration)
            }
            _ => self.plain_word(at).map(Every::Word),
        }
    }

    fn mode(&mut self, at: At) -> Mode {
        let mut mode = Mode { word: None, brackets: Vec::new() };
        for child in self.children(at) {
            match self.rule(child) {
                Rule::bracket => {
                    let (first, last) = self.two(child);
                    let (first, last) = (self.range(first), self.range(last));
                    mode.brackets.push(Bracket { range: self.range(child), first, last });
                }
                Rule::bad_bracket => self.wrong(Wrong::BadBracket, child),
                Rule::missing_bracket => self.missing(Missing::Bracket, child),
                _ => mode.word = self.plain_word(child),
            }
        }
        mode
    }

    fn bins(&mut self, at: At) -> Bins {
        let known = self.errors.len();
        let mut bins = Bins { min: None, max: None, unit: None, step: None };
        let mut past_dots = false;
        for child in self.children(at) {
            match self.rule(child) {
                Rule::dots => past_dots = true,
                Rule::bad_dots => {
                    self.wrong(Wrong::BadDots, child);
                    past_dots = true;
                }
                Rule::missing_dots => {
                    self.missing_once(known, Missing::Dots, child);
                    past_dots = true;
                }
                Rule::missing_number => self.missing_once(known, Missing::Number, child),
                Rule::missing_word => self.missing_once(known, Missing::Word, child),
                Rule::unit => bins.unit = self.plain_word(child),
                Rule::step => {
                    let edge = self.children(child).next().unwrap_or(child);
                    bins.step = self.amount(edge);
                }
                _ if past_dots => bins.max = self.amount(child),
                _ => bins.min = self.amount(child),
            }
        }
        bins
    }

    fn with(&mut self, at: At) -> Vec<Parameter> {
        self.children(at).map(|child| self.parameter(child)).collect()
    }

    fn parameter(&mut self, at: At) -> Parameter {
        let (name, value) = self.two(at);
        let name = match self.rule(name) {
            Rule::missing_word => {
                self.missing(Missing::Word, name);
                None
            }
            Rule::open_string => {
                self.wrong(Wrong::OpenString, name);
                None
            }
            rule => {
                if rule == Rule::string {
                    self.check_escapes(name);
                }
                Some(self.range(name))
            }
        };
        let value = match self.rule(value) {
            Rule::missing_value if name.is_none() => None,
            Rule::missing_value => {
                self.missing(Missing::Value, value);
                None
            }
            _ => Some(self.value(value)),
        };
        Parameter { range: self.range(at), name, value }
    }

    fn formula(&mut self, at: At) -> Formula {
        let mut range: Option<TextRange> = None;
        let mut functions = Vec::new();
        let mut events = Vec::new();
        // Formulas nest, but what is asked of them is flat: every node of the clause in order.
        for child in at + 1..self.node(at).next as usize {
            let here = self.range(child);
            range = Some(range.map_or(here, |range| range.cover(here)));
            match self.rule(child) {
                Rule::call => functions.push(self.range(child + 1)),
                Rule::metric_name => events.push(here),
                Rule::missing_operand => self.missing(Missing::Operand, child),
                Rule::missing_paren => {
                    let open = self.open_paren(at, child);
                    self.wrong_at(Wrong::OpenBracket('('), open);
                }
                _ => {}
            }
        }
        let range = range.unwrap_or_else(|| TextRange::empty(self.range(at).end()));
        Formula { range, functions, events }
    }

    /// The parenthesis of a formula, in the clause `clause`, that is not closed at a node.
    fn open_paren(&self, clause: At, missing: At) -> TextRange {
        let holds = |at: &At| self.node(*at).next as usize > missing;
        let opens = |at: &At| matches!(self.rule(*at), Rule::call | Rule::parenthesis);
        let inner = (clause + 1..missing).rev().find(|at| opens(at) && holds(at));
        let inner = inner.unwrap_or(missing);
        let start = match self.rule(inner) {
            Rule::call => {
                let rest = self.text.get(self.range(inner + 1).end().into()..).unwrap_or_default();
                TextSize::of(self.text) - TextSize::of(after_gap(rest))
            }
            _ => self.range(inner).start(),
        };
        TextRange::at(start, 1.into())
    }
}
