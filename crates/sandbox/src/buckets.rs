//! The intervals that a range is cut into.

use jiff::{ToSpan, civil::Date};

use crate::calendar::{DAY, HOUR, MINUTE, day, midnight, moment};

/// `i` of real-time counts: five minutes.
pub(crate) const FIVE_MINUTES: i64 = -5 * MINUTE;
/// `i` of hourly counts.
pub(crate) const HOURLY: i64 = -HOUR;
/// `i` of weekly counts.
pub(crate) const WEEKLY: i64 = 7;
/// `i` of monthly counts.
pub(crate) const MONTHLY: i64 = 30;

/// A range of days, cut into intervals.
///
/// A week begins on Monday and a month on its first day, also where the range begins or ends inside
/// of one; what lies outside of the range is not counted. Any other number of days makes
/// intervals of that many days from the first day on. All of this is an inference: the
/// documentation's weekly examples begin on a Monday and end on a Sunday.
#[derive(Debug, Clone)]
pub(crate) struct Buckets {
    interval: i64,
    /// Where each begins, and where the last ends.
    edges: Vec<i64>,
    /// How many lie before the range.
    before: usize,
    from: i64,
    to: i64,
}

impl Buckets {
    /// The intervals from one day to another, both included.
    pub(crate) fn new(interval: i64, (start, end): (Date, Date)) -> Self {
        let (from, to) = (midnight(start), midnight(end) + DAY);
        let mut edges = vec![first(interval, start)];
        while let Some(edge) = edges.last().copied().filter(|edge| *edge < to) {
            edges.push(step(interval, edge, 1).max(edge + 1));
        }
        Self { interval, edges, before: 0, from, to }
    }

    /// The same with so many more before them, which are counted in full, as is the first.
    pub(crate) fn with_earlier(mut self, count: usize) -> Self {
        if count > 0 {
            let first = self.edges.first().copied().unwrap_or_default();
            let earlier = (1..=count as i64).rev().map(|back| step(self.interval, first, -back));
            self.edges.splice(0..0, earlier);
            self.before = count;
            self.from = self.edges.first().copied().unwrap_or_default();
        }
        self
    }

    /// How many there are, with those before the range.
    pub(crate) fn len(&self) -> usize {
        self.edges.len() - 1
    }

    /// How many lie before the range.
    pub(crate) fn before(&self) -> usize {
        self.before
    }

    /// The one that a time falls into, if it is counted.
    pub(crate) fn of(&self, time: i64) -> Option<usize> {
        let counted = time >= self.from && time < self.to;
        counted.then(|| self.edges.partition_point(|edge| *edge <= time).saturating_sub(1))
    }

    /// When one begins, and when it ends; also beyond the last.
    pub(crate) fn span(&self, at: usize) -> (i64, i64) {
        let last = self.edges.len() - 1;
        if at < last {
            return (self.edges[at], self.edges[at + 1]);
        }
        let beyond = (at - last) as i64;
        let edge = self.edges[last];
        (step(self.interval, edge, beyond), step(self.interval, edge, beyond + 1))
    }

    /// Where those of the range begin.
    pub(crate) fn starts(&self) -> &[i64] {
        &self.edges[self.before..self.edges.len() - 1]
    }

    /// Their days, or days and times, as answers label them.
    pub(crate) fn labels(&self) -> Vec<String> {
        let form = if self.interval < 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%d" };
        self.formatted(form)
    }

    /// Their days as `Aug 14`.
    pub(crate) fn short_labels(&self) -> Vec<String> {
        self.formatted(if self.interval < 0 { "%b %d, %H:%M" } else { "%b %d" })
    }

    fn formatted(&self, form: &str) -> Vec<String> {
        self.starts().iter().map(|start| moment(*start).strftime(form).to_string()).collect()
    }
}

/// Where the interval begins that holds the first moment of a day.
fn first(interval: i64, start: Date) -> i64 {
    let weekday = i64::from(start.weekday().to_monday_zero_offset());
    match interval {
        WEEKLY => midnight(start) - weekday * DAY,
        MONTHLY => midnight(start.first_of_month()),
        _ => midnight(start),
    }
}

/// An edge so many intervals on.
fn step(interval: i64, edge: i64, count: i64) -> i64 {
    match interval {
        MONTHLY => {
            let months = day(edge).checked_add(count.months());
            months.map_or(edge + count * 30 * DAY, midnight)
        }
        days if days > 0 => edge + count * days * DAY,
        milliseconds => edge - count * milliseconds,
    }
}
