//! A query in parts by date, where what it counts adds up.

use std::fmt;

use amq_schema::{Bucket, Clause, ENDPOINTS, Endpoint, Parts, Ty, Word};
use jiff::{
    Span,
    civil::{Date, Weekday},
};

use crate::{Condition, Days, Query, Value};

/// Why a query cannot be put together from parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Indivisible {
    /// It counts users, each once: the word for that.
    NotAdditive(&'static str),
    /// It computes something that parts do not tell: the word for that.
    Computed(&'static str),
    /// The endpoint answers for a whole range only, and why.
    Whole(&'static str, &'static str),
    /// The size of its bins is left to the API.
    Bins,
    /// A clause computes with intervals before each other one.
    Across(Clause),
    /// A condition asks what users did, which may lie in another part.
    Performed,
    /// A part of one interval costs too much already.
    OneInterval,
    /// It covers no days.
    NoDays,
}

/// The same query over parts of its days, each at most so dear; parts begin where intervals do.
///
/// ```
/// use jiff::civil::date;
/// let text = "segmentation Purchase metric totals by city from 2021-01-01 to 2021-12-31";
/// let context = amq_check::Context::new(date(2022, 1, 1));
/// let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
/// let query = analysis.queries[0].query.as_ref().unwrap();
/// assert_eq!(query.cost.unwrap().total(), 365 * 5);
/// let parts = amq_check::parts(query, 1000).unwrap();
/// assert_eq!(parts.len(), 2);
/// assert_eq!(parts[0].days.unwrap().end, date(2021, 7, 19));
/// ```
pub fn parts(query: &Query, most: u64) -> Result<Vec<Query>, Indivisible> {
    let (Some(days), Some(cost)) = (query.days, query.cost) else {
        return Err(Indivisible::NoDays);
    };
    adds_up(query)?;
    let bucket = query.bucket();
    let longest = most / cost.conditions.saturating_mul(cost.query_type).max(1);
    let mut parts = Vec::new();
    let mut start = days.start;
    loop {
        let end = last_day(bucket, days.start, start, days.end, longest);
        let end = end.ok_or(Indivisible::OneInterval)?;
        parts.push(over(query, Days { start, end }));
        match end.tomorrow() {
            Ok(next) if end < days.end => start = next,
            _ => return Ok(parts),
        }
    }
}

/// The words of the table that name what adds up, with the query that takes them.
pub fn additive() -> impl Iterator<Item = (&'static str, &'static Word)> {
    ENDPOINTS.iter().flat_map(|endpoint| {
        let words = endpoint.params.iter().flat_map(|param| words(param.ty));
        words.filter(|it| it.additive).map(|it| (endpoint.name, it))
    })
}

/// The endpoints whose answers to parts make the whole one, whatever is counted.
pub fn divisible() -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().copied().filter(|it| matches!(it.parts, Parts::Add | Parts::Follow))
}

fn words(ty: Ty) -> &'static [Word] {
    if let Ty::Words(words) = ty { words } else { &[] }
}

fn adds_up(query: &Query) -> Result<(), Indivisible> {
    const ACROSS: [Clause; 2] = [Clause::RollingWindow, Clause::RollingAverage];
    for argument in &query.arguments {
        if let Some(clause) = ACROSS.iter().find(|it| argument.param.fills_from(**it)) {
            return Err(Indivisible::Across(*clause));
        }
        let Value::Segment(segment) = &argument.value else { continue };
        if segment.conditions.iter().any(|it| matches!(it, Condition::Performed { .. })) {
            return Err(Indivisible::Performed);
        }
    }
    match query.endpoint.parts {
        Parts::ByWord => word_adds_up(query),
        Parts::Whole(why) => Err(Indivisible::Whole(query.endpoint.name, why)),
        Parts::Add if has_bins_of_any_size(query) => Err(Indivisible::Bins),
        Parts::Add | Parts::Follow => Ok(()),
    }
}

fn word_adds_up(query: &Query) -> Result<(), Indivisible> {
    let metric = query.endpoint.params.iter().find(|it| words(it.ty).iter().any(|it| it.additive));
    let metric = metric.ok_or(Indivisible::Computed(query.endpoint.name))?;
    let sent = query.arguments.iter().find_map(|it| match it.value {
        Value::Word(sent) if it.param.wire == metric.wire => Some(sent),
        _ => None,
    });
    let counted = sent.or(metric.default).unwrap_or(query.endpoint.name);
    match words(metric.ty).iter().find(|it| it.wire == Some(counted)) {
        Some(word) if word.additive => Ok(()),
        Some(word) if word.distinct => Err(Indivisible::NotAdditive(word.text)),
        word => Err(Indivisible::Computed(word.map_or(counted, |it| it.text))),
    }
}

/// Whether it says where its bins are and not how wide.
fn has_bins_of_any_size(query: &Query) -> bool {
    let has = |is: fn(Ty) -> bool| query.arguments.iter().any(|it| is(it.param.ty));
    has(|ty| ty == Ty::BinMax) && !has(|ty| ty == Ty::BinSize)
}

fn over(query: &Query, days: Days) -> Query {
    let mut part = query.clone();
    for argument in &mut part.arguments {
        match argument.param.ty {
            Ty::Start => argument.value = Value::Date(days.start),
            Ty::End => argument.value = Value::Date(days.end),
            _ => {}
        }
    }
    part.days = Some(days);
    part.cost = query.cost.map(|cost| crate::Cost { days: days.count(), ..cost });
    part
}

/// Whether a bucket of a query begins on a day.
fn begins_on(bucket: Bucket, first: Date, day: Date) -> bool {
    match bucket {
        Bucket::Moment => true,
        Bucket::Days(days) => i64::from((day - first).get_days()) % i64::from(days.max(1)) == 0,
        Bucket::Week => day.weekday() == Weekday::Monday,
        Bucket::Month => day.day() == 1,
    }
}

/// The last day of a part that begins on one and has at most so many; behind it a bucket begins.
fn last_day(bucket: Bucket, first: Date, start: Date, end: Date, longest: u64) -> Option<Date> {
    let rest = i64::try_from(longest).ok()?.checked_sub(1).filter(|it| *it >= 0)?;
    let mut last = start.checked_add(Span::new().try_days(rest).ok()?).unwrap_or(end).min(end);
    while last < end && !begins_on(bucket, first, last.tomorrow().ok()?) {
        last = last.yesterday().ok().filter(|it| *it >= start)?;
    }
    Some(last)
}

impl fmt::Display for Indivisible {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAdditive(what) => write!(
                out,
                "`{what}` of parts does not add up to that of the whole range: who is in several \
                 parts counts once in the range"
            ),
            Self::Computed(what) => {
                write!(out, "`{what}` of the whole range cannot be computed from that of its parts")
            }
            Self::Whole(what, why) => {
                write!(out, "`{what}` cannot be put together: {why}")
            }
            Self::Bins => out.write_str(
                "the API chooses how wide its bins are, and may choose something else for a part",
            ),
            Self::Across(clause) => {
                write!(out, "`{}` computes with intervals that lie in another part", clause.name())
            }
            Self::Performed => {
                out.write_str("what users `performed` may lie in another part of the range")
            }
            Self::OneInterval => out.write_str("one interval alone costs too much"),
            Self::NoDays => out.write_str("it has no range whose cost is known"),
        }
    }
}
