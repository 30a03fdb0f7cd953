//! The values of a formula, interval by interval.

use super::{
    formula::{Expr, Function, Letter},
    metric::Metric,
};
use crate::buckets::Buckets;

/// Spans of intervals, both ends included.
type Spans<'a> = &'a [(usize, usize)];

/// What knows the values of a metric of an event in some spans.
type Of<'a> = dyn FnMut(Metric, Letter, Spans<'_>) -> Vec<f64> + 'a;

impl Expr {
    /// The metrics in it, from left to right.
    pub(super) fn metrics(&self, into: &mut Vec<(Metric, Letter)>) {
        match self {
            Self::Number(_) => {}
            Self::Metric(metric, letter) => into.push((*metric, *letter)),
            Self::Call(_, inside, _) | Self::Negative(inside) => inside.metrics(into),
            Self::Joined(_, one, other) => {
                one.metrics(into);
                other.metrics(into);
            }
        }
    }

    /// Its values in some spans. Metrics are asked for once each, from left to right.
    pub(super) fn values(&self, spans: Spans<'_>, buckets: &Buckets, of: &mut Of<'_>) -> Vec<f64> {
        match self {
            Self::Number(number) => vec![*number; spans.len()],
            Self::Metric(metric, letter) => of(*metric, *letter, spans),
            Self::Negative(inside) => {
                inside.values(spans, buckets, of).into_iter().map(|it| -it).collect()
            }
            Self::Joined(sign, one, other) => {
                let one = one.values(spans, buckets, of);
                let other = other.values(spans, buckets, of);
                one.into_iter().zip(other).map(|(one, other)| joined(*sign, one, other)).collect()
            }
            Self::Call(function, inside, number) => {
                called(*function, inside, *number, spans, buckets, of)
            }
        }
    }
}

fn joined(sign: char, one: f64, other: f64) -> f64 {
    match sign {
        '+' => one + other,
        '-' => one - other,
        '*' => one * other,
        _ => super::super::ratio(one, other),
    }
}

fn called(
    function: Function,
    inside: &Expr,
    number: f64,
    spans: Spans<'_>,
    buckets: &Buckets,
    of: &mut Of<'_>,
) -> Vec<f64> {
    let count = (number as usize).max(1);
    let values = match function {
        Function::RollWin => return inside.values(&windows(spans, count, 0), buckets, of),
        Function::RollWinBefore => return inside.values(&windows(spans, count, 1), buckets, of),
        Function::CumSum | Function::RollAvg | Function::Trendline => {
            let singles: Vec<_> = (0..buckets.len()).map(|at| (at, at)).collect();
            let values = inside.values(&singles, buckets, of);
            return across(function, &values, count, buckets.before(), spans);
        }
        _ => inside.values(spans, buckets, of),
    };
    let each = values.into_iter().map(|value| match function {
        Function::Exp => value.exp(),
        Function::Ln => value.ln(),
        Function::Log10 => value.log10(),
        Function::Power => value.powf(number),
        _ => value.sqrt(),
    });
    // What is no number, such as the logarithm of nothing, is shown as nothing.
    each.map(|value| if value.is_finite() { value } else { 0.0 }).collect()
}

/// The spans of so many intervals that end with spans, or so many before the end.
fn windows(spans: Spans<'_>, count: usize, before: usize) -> Vec<(usize, usize)> {
    let window = |(_, to): &(usize, usize)| match to.checked_sub(before) {
        Some(to) => ((to + 1).saturating_sub(count), to),
        // Before the first interval nothing is known.
        None => (usize::MAX, 0),
    };
    spans.iter().map(window).collect()
}

/// Values that come from those of several intervals, at the ends of spans.
fn across(
    function: Function,
    values: &[f64],
    count: usize,
    before: usize,
    spans: Spans<'_>,
) -> Vec<f64> {
    let shown = values.get(before..).unwrap_or_default();
    let value = |(_, to): &(usize, usize)| match function {
        Function::CumSum => values.iter().take(to + 1).skip(before).sum(),
        Function::RollAvg => {
            let from = (to + 1).saturating_sub(count);
            let part = values.get(from..=*to).unwrap_or_default();
            super::super::ratio(part.iter().sum(), part.len() as f64)
        }
        _ => trend(shown, *to as f64 - before as f64),
    };
    spans.iter().map(value).collect()
}

/// The line of least squares through values, at a place.
fn trend(values: &[f64], at: f64) -> f64 {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = super::super::ratio(values.iter().sum(), count);
    let places = values.iter().enumerate().map(|(place, value)| (place as f64 - middle, value));
    let (mut along, mut spread) = (0.0, 0.0);
    for (place, value) in places {
        along += place * (value - mean);
        spread += place * place;
    }
    mean + super::super::ratio(along, spread) * (at - middle)
}
