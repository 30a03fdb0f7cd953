//! Formulas.

use super::metric::Metric;
use crate::{refusal::Refusal, understood::Event};

/// A formula that can be computed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    /// A number.
    Number(f64),
    /// A metric of an event.
    Metric(Metric, Letter),
    /// A function of the value, and of a number for some.
    Call(Function, Box<Expr>, f64),
    /// The negative of it.
    Negative(Box<Expr>),
    /// Two of them joined by a sign.
    Joined(char, Box<Expr>, Box<Expr>),
}

/// An event by its letter, and the segment that may stand behind it; both count from zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) event: usize,
    pub(super) segment: Option<usize>,
}

/// What can be done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    CumSum,
    RollAvg,
    RollWin,
    RollWinBefore,
    Exp,
    Ln,
    Log10,
    Power,
    Sqrt,
    Trendline,
}

/// The functions, and whether they take a number. `LOG` is taken to be `LOG10`.
const FUNCTIONS: [(&str, Function, bool); 11] = [
    ("CUMSUM", Function::CumSum, false),
    ("ROLLAVG", Function::RollAvg, true),
    ("ROLLWIN", Function::RollWin, true),
    ("ROLLWINBEFORE", Function::RollWinBefore, true),
    ("EXP", Function::Exp, false),
    ("LN", Function::Ln, false),
    ("LOG", Function::Log10, false),
    ("LOG10", Function::Log10, false),
    ("POWER", Function::Power, true),
    ("SQRT", Function::Sqrt, false),
    ("TRENDLINE", Function::Trendline, false),
];

/// Deeper formulas are refused.
const DEEPEST: usize = 50;

/// Reads a formula over some events and so many segments.
pub(super) fn parse(text: &str, events: &[Event], segments: usize) -> Result<Expr, Refusal> {
    let wrong = || Refusal::invalid(format!("Invalid formula {text}"));
    let compact: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let body = compact.strip_prefix("$:").or(compact.strip_prefix("%:")).unwrap_or(&compact);
    let mut parser = Parser { left: body, events, segments, depth: 0 };
    let expr = parser.sum().ok_or_else(wrong)?;
    if parser.left.is_empty() { Ok(expr) } else { Err(wrong()) }
}

struct Parser<'a> {
    left: &'a str,
    events: &'a [Event],
    segments: usize,
    depth: usize,
}

impl Parser<'_> {
    fn sum(&mut self) -> Option<Expr> {
        self.joined(&['+', '-'], Self::product)
    }

    fn product(&mut self) -> Option<Expr> {
        self.joined(&['*', '/'], Self::factor)
    }

    fn joined(&mut self, signs: &[char], part: fn(&mut Self) -> Option<Expr>) -> Option<Expr> {
        let mut all = part(self)?;
        while let Some(sign) = self.left.chars().next().filter(|sign| signs.contains(sign)) {
            self.take(sign)?;
            all = Expr::Joined(sign, Box::new(all), Box::new(part(self)?));
        }
        Some(all)
    }

    fn factor(&mut self) -> Option<Expr> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let found = match self.left.chars().next()? {
            '-' => {
                self.take('-')?;
                Expr::Negative(Box::new(self.factor()?))
            }
            '(' => {
                self.take('(')?;
                let inside = self.sum()?;
                self.take(')')?;
                inside
            }
            sign if sign.is_ascii_digit() => Expr::Number(self.number()?),
            _ => self.named()?,
        };
        self.depth -= 1;
        Some(found)
    }

    /// A call, or the letter of an event. What an event is as a number by itself no document says:
    /// here the users who did it, the metric that counts where none is named [I].
    fn named(&mut self) -> Option<Expr> {
        let before = self.left;
        self.call().or_else(|| {
            self.left = before;
            let letter = self.letter()?;
            Some(Expr::Metric(Metric::Uniques, letter))
        })
    }

    fn call(&mut self) -> Option<Expr> {
        let name = self.word();
        self.take('(')?;
        let found = if let Some(metric) = Metric::of_name(&name) {
            self.metric(metric)?
        } else {
            let (_, function, numbered) = FUNCTIONS.iter().find(|it| it.0 == name)?;
            let inside = self.named_metric().map_or_else(|| self.sum(), Some)?;
            let number = if *numbered { self.second_number()? } else { 0.0 };
            Expr::Call(*function, Box::new(inside), number)
        };
        self.take(')')?;
        Some(found)
    }

    /// What stands in the parentheses of a metric.
    fn metric(&mut self, metric: Metric) -> Option<Expr> {
        let letter = self.letter()?;
        let metric =
            if metric.takes_number() { metric.with(self.second_number()?) } else { metric };
        let event = self.events.get(letter.event)?;
        (!metric.is_of_property() || !event.groups.is_empty())
            .then_some(Expr::Metric(metric, letter))
    }

    /// `TOTALS,A`, as some of the functions are written in Amplitude's help.
    fn named_metric(&mut self) -> Option<Expr> {
        let before = self.left;
        let metric = Metric::of_name(&self.word());
        let found = metric.filter(|it| !it.takes_number()).and_then(|metric| {
            self.take(',')?;
            self.metric(metric)
        });
        if found.is_none() {
            self.left = before;
        }
        found
    }

    fn letter(&mut self) -> Option<Letter> {
        let word = self.word();
        let mut signs = word.chars();
        let event = (signs.next()? as usize).checked_sub('A' as usize)?;
        let segment = match signs.as_str() {
            "" => None,
            digits => Some(digits.parse::<usize>().ok()?.checked_sub(1)?),
        };
        let there = event < self.events.len() && segment.is_none_or(|at| at < self.segments);
        there.then_some(Letter { event, segment })
    }

    /// A comma and a whole number above zero.
    fn second_number(&mut self) -> Option<f64> {
        self.take(',')?;
        self.number().filter(|number| *number > 0.0)
    }

    fn number(&mut self) -> Option<f64> {
        let end = self.left.find(|it: char| !it.is_ascii_digit() && it != '.');
        let (number, left) = self.left.split_at(end.unwrap_or(self.left.len()));
        self.left = left;
        number.parse().ok()
    }

    fn word(&mut self) -> String {
        let end = self.left.find(|it: char| !it.is_ascii_uppercase() && !it.is_ascii_digit());
        let (word, left) = self.left.split_at(end.unwrap_or(self.left.len()));
        self.left = left;
        word.to_owned()
    }

    fn take(&mut self, sign: char) -> Option<()> {
        self.left = self.left.strip_prefix(sign)?;
        Some(())
    }
}
