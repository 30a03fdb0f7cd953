//! The rules of a grammar, as this crate thinks of them.

use std::{collections::HashMap, mem::discriminant};

use pest_meta::{
    ast::{self, RuleType},
    parser, validator,
};

use crate::set::{Set, Wide};

/// A rule of the grammar.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) expr: Expr,
}

/// What a rule makes of what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing: `_{ … }`.
    Silent,
    /// A node, with the nodes of the rules in it: `{ … }`, `${ … }`.
    Node,
    /// A node without nodes in it: `@{ … }`.
    Leaf,
}

/// What a rule reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Expr {
    /// This text.
    Text(String),
    /// This text, in small or capital letters.
    AnyCase(String),
    /// One sign of a set.
    One(Set),
    /// The rule with this number.
    Rule(usize),
    /// Nothing, where this could be read.
    Ahead(Box<Self>),
    /// Nothing, where this could not be read.
    Not(Box<Self>),
    /// One after the other.
    Seq(Vec<Self>),
    /// The first that can be read.
    Choice(Vec<Self>),
    /// This or nothing.
    Optional(Box<Self>),
    /// This as often as it can be read.
    Repeat(Box<Self>),
    /// The same, and at least once.
    Once(Box<Self>),
}

/// The rules of a grammar in pest's notation.
pub(crate) fn rules(grammar: &str) -> Result<Vec<Rule>, String> {
    let pairs = parser::parse(parser::Rule::grammar_rules, grammar).map_err(|it| it.to_string())?;
    let all =
        |errors: Vec<_>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    validator::validate_pairs(pairs.clone()).map_err(all)?;
    let rules = parser::consume_rules(pairs).map_err(all)?;
    for rule in &rules {
        can_be_read(rule, &rules).map_err(|it| format!("`{}` {it}", rule.name))?;
    }
    let numbers = rules.iter().enumerate().map(|(number, it)| (it.name.as_str(), number));
    let numbers = Names(numbers.collect());
    rules.iter().map(|rule| numbers.rule(rule)).collect()
}

/// Refuses what pest would read otherwise than the code that is written here.
fn can_be_read(rule: &ast::Rule, rules: &[ast::Rule]) -> Result<(), &'static str> {
    if ["WHITESPACE", "COMMENT"].contains(&rule.name.as_str()) {
        return Err("would stand between all pieces; write gaps out");
    }
    if rule.ty == RuleType::NonAtomic {
        return Err("is a rule of `!{`");
    }
    if rule.ty != RuleType::Atomic {
        return Ok(());
    }
    let mut inside = vec![rule];
    let mut at = 0;
    while let Some(outer) = inside.get(at).copied() {
        for expr in outer.expr.iter_top_down() {
            let ast::Expr::Ident(name) = expr else { continue };
            let Some(held) = rules.iter().find(|it| it.name == name) else { continue };
            if held.ty == RuleType::CompoundAtomic {
                return Err(
                    "is a rule of `@{` that holds one of `${`, which makes nodes even there",
                );
            }
            if !inside.contains(&held) {
                inside.push(held);
            }
        }
        at += 1;
    }
    Ok(())
}

/// The numbers of rules, by name.
struct Names<'a>(HashMap<&'a str, usize>);

impl Names<'_> {
    fn rule(&self, rule: &ast::Rule) -> Result<Rule, String> {
        let kind = match rule.ty {
            RuleType::Silent => Kind::Silent,
            RuleType::Atomic => Kind::Leaf,
            _ => Kind::Node,
        };
        let expr = self.expr(&rule.expr).map_err(|it| format!("`{}`: {it}", rule.name))?;
        Ok(Rule { name: rule.name.clone(), kind, expr })
    }

    fn expr(&self, expr: &ast::Expr) -> Result<Expr, String> {
        Ok(match expr {
            ast::Expr::Str(text) => match text.as_bytes() {
                [sign @ 0..128] => Expr::One(Set { ascii: 1 << sign, wide: Wide::None }),
                _ => Expr::Text(text.clone()),
            },
            ast::Expr::Insens(text) => Expr::AnyCase(text.clone()),
            ast::Expr::Range(first, last) => {
                let range = first.parse().ok().zip(last.parse().ok());
                let set = range.and_then(|(first, last)| Set::range(first, last));
                Expr::One(set.ok_or_else(|| format!("a range from {first:?} to {last:?}"))?)
            }
            ast::Expr::Ident(name) => self.named(name)?,
            ast::Expr::PosPred(inner) => Expr::Ahead(self.boxed(inner)?),
            ast::Expr::NegPred(inner) => Expr::Not(self.boxed(inner)?),
            ast::Expr::Seq(..) => Expr::Seq(self.all(expr)?),
            ast::Expr::Choice(..) => Expr::Choice(self.all(expr)?),
            ast::Expr::Opt(inner) => Expr::Optional(self.boxed(inner)?),
            ast::Expr::Rep(inner) => Expr::Repeat(self.boxed(inner)?),
            ast::Expr::RepOnce(inner) => Expr::Once(self.boxed(inner)?),
            ast::Expr::RepExact(inner, times) => {
                Expr::Seq(vec![self.expr(inner)?; *times as usize])
            }
            other => return Err(format!("nothing is known of {other:?}")),
        })
    }

    fn boxed(&self, expr: &ast::Expr) -> Result<Box<Expr>, String> {
        self.expr(expr).map(Box::new)
    }

    fn all(&self, chain: &ast::Expr) -> Result<Vec<Expr>, String> {
        parts(chain).into_iter().map(|it| self.expr(it)).collect()
    }

    fn named(&self, name: &str) -> Result<Expr, String> {
        if let Some(number) = self.0.get(name) {
            return Ok(Expr::Rule(*number));
        }
        Ok(Expr::One(match name {
            "ANY" => Set::ANY,
            "XID_START" => Set::xid(Wide::XidStart),
            "XID_CONTINUE" => Set::xid(Wide::XidContinue),
            _ => return Err(format!("`{name}` is not known")),
        }))
    }
}

/// The parts of a chain, which pest has as pairs of pairs.
fn parts(chain: &ast::Expr) -> Vec<&ast::Expr> {
    let (ast::Expr::Seq(one, other) | ast::Expr::Choice(one, other)) = chain else {
        return vec![chain];
    };
    let of = |it| if discriminant(it) == discriminant(chain) { parts(it) } else { vec![it] };
    [of(one), of(other)].concat()
}
