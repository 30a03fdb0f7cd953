//! What the next byte says of an expression before anything is tried.

use std::cell::RefCell;

use crate::{
    expr::{Expr, Kind, Rule},
    set::{Bytes, Set},
};

/// At which next bytes an expression can be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starts {
    /// It may be read, and take something.
    pub(crate) eats: Bytes,
    /// It may be read, and take nothing.
    pub(crate) idle: Bytes,
    /// It is read, whatever follows.
    pub(crate) sure: Bytes,
}

impl Starts {
    pub(crate) fn any(self) -> Bytes {
        self.eats.union(self.idle)
    }
}

/// The rules of a grammar, and what is known of them.
pub(crate) struct Grammar {
    pub(crate) rules: Vec<Rule>,
    /// Whether a rule makes nodes, or a rule in it does.
    makes_nodes: Vec<bool>,
    /// At which bytes rules can be read, as far as it was asked.
    known: RefCell<Vec<Option<Starts>>>,
}

impl Grammar {
    pub(crate) fn new(rules: Vec<Rule>) -> Self {
        let makes_nodes = rules.iter().map(|rule| rule.kind != Kind::Silent).collect();
        let known = RefCell::new(vec![None; rules.len()]);
        let mut grammar = Self { rules, makes_nodes, known };
        loop {
            let rules = grammar.rules.iter().zip(&grammar.makes_nodes);
            let now = rules.map(|(rule, known)| *known || grammar.makes_nodes(&rule.expr));
            let now: Vec<bool> = now.collect();
            if now == grammar.makes_nodes {
                return grammar;
            }
            grammar.makes_nodes = now;
        }
    }

    pub(crate) fn makes_nodes(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Rule(number) => self.makes_nodes[*number],
            Expr::Seq(all) | Expr::Choice(all) => all.iter().any(|it| self.makes_nodes(it)),
            Expr::Optional(inner) | Expr::Repeat(inner) | Expr::Once(inner) => {
                self.makes_nodes(inner)
            }
            // Looking ahead makes none.
            _ => false,
        }
    }

    /// The signs of which this is one, where it is no more than that. `quiet` is where no nodes are
    /// made.
    pub(crate) fn set(&self, expr: &Expr, quiet: bool) -> Option<Set> {
        match expr {
            Expr::One(set) => Some(*set),
            Expr::Rule(number) if quiet || !self.makes_nodes[*number] => {
                self.set(&self.rules[*number].expr, quiet)
            }
            Expr::Choice(all) => {
                let mut sets = all.iter().map(|it| self.set(it, quiet));
                let first = sets.next()??;
                sets.try_fold(first, |all, set| Some(all.union(set?)))
            }
            Expr::Seq(pair) => match pair.as_slice() {
                [Expr::Not(not), one] => self.set(one, quiet)?.without(self.set(not, true)?),
                _ => None,
            },
            _ => None,
        }
    }

    /// An expression, or what stands for it where a rule makes no node of its own.
    pub(crate) fn plain<'e>(&'e self, expr: &'e Expr, quiet: bool) -> &'e Expr {
        match expr {
            Expr::Rule(number) if quiet || self.rules[*number].kind == Kind::Silent => {
                self.plain(&self.rules[*number].expr, quiet)
            }
            _ => expr,
        }
    }

    /// Alternatives, and those of rules that are no more than alternatives.
    pub(crate) fn alternatives(&self, all: &[Expr], quiet: bool) -> Vec<Expr> {
        let inner = |expr: &Expr| match self.plain(expr, quiet) {
            Expr::Choice(all) if self.set(expr, quiet).is_none() => self.alternatives(all, quiet),
            _ => vec![expr.clone()],
        };
        all.iter().flat_map(inner).collect()
    }

    pub(crate) fn starts(&self, expr: &Expr) -> Starts {
        if let Some(set) = self.set(expr, true) {
            return Starts { eats: set.bytes(), idle: Bytes::NONE, sure: set.sure() };
        }
        let unsure = |eats, idle| Starts { eats, idle, sure: Bytes::NONE };
        match expr {
            Expr::Text(text) | Expr::AnyCase(text) => match text.as_bytes().first() {
                None => Starts { eats: Bytes::NONE, idle: Bytes::ALL, sure: Bytes::ALL },
                Some(byte) => {
                    let small = Bytes::of(byte.to_ascii_lowercase());
                    let any_case = small.union(Bytes::of(byte.to_ascii_uppercase()));
                    let exact = Bytes::of(*byte);
                    unsure(
                        if matches!(expr, Expr::Text(_)) { exact } else { any_case },
                        Bytes::NONE,
                    )
                }
            },
            Expr::One(set) => unsure(set.bytes(), Bytes::NONE),
            Expr::Rule(number) => self.of_rule(*number),
            Expr::Once(inner) => self.starts(inner),
            Expr::Ahead(inner) => {
                let inner = self.starts(inner);
                Starts { eats: Bytes::NONE, idle: inner.any(), sure: inner.sure }
            }
            Expr::Not(inner) => {
                let inner = self.starts(inner);
                let (idle, sure) = (inner.sure.others(), inner.any().others());
                Starts { eats: Bytes::NONE, idle, sure }
            }
            Expr::Seq(all) => self.sequence(all),
            Expr::Choice(all) => {
                let mut of = unsure(Bytes::NONE, Bytes::NONE);
                for one in all.iter().map(|it| self.starts(it)) {
                    // What comes after something sure is never tried.
                    let left = of.sure.others();
                    of.eats = of.eats.union(one.eats.both(left));
                    of.idle = of.idle.union(one.idle.both(left));
                    of.sure = of.sure.union(one.sure);
                }
                of
            }
            Expr::Optional(inner) | Expr::Repeat(inner) => {
                let inner = self.starts(inner);
                Starts {
                    eats: inner.eats,
                    idle: inner.sure.others().union(inner.idle),
                    sure: Bytes::ALL,
                }
            }
        }
    }

    fn of_rule(&self, number: usize) -> Starts {
        // What is not known yet while a rule that holds itself is looked at.
        const UNKNOWN: Starts = Starts { eats: Bytes::ALL, idle: Bytes::ALL, sure: Bytes::NONE };
        if let Some(known) = self.known.borrow()[number] {
            return known;
        }
        self.known.borrow_mut()[number] = Some(UNKNOWN);
        let starts = self.starts(&self.rules[number].expr);
        self.known.borrow_mut()[number] = Some(starts);
        starts
    }

    fn sequence(&self, all: &[Expr]) -> Starts {
        let mut of = Starts { eats: Bytes::NONE, idle: Bytes::ALL, sure: Bytes::ALL };
        // The bytes that nothing before can have taken.
        let mut left = Bytes::ALL;
        for one in all.iter().map(|it| self.starts(it)) {
            of.eats = of.eats.union(of.idle.both(one.eats));
            of.idle = of.idle.both(one.idle);
            if one.sure != Bytes::ALL {
                of.sure = of.sure.both(one.sure).both(left);
            }
            left = left.both(one.eats.others());
        }
        of
    }
}
