//! What comes out of a funnel for a group.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{attempt::Attempt, number, ratio};
use crate::{
    buckets::Buckets,
    calendar::{DAY, HOUR, MINUTE},
};

/// The edges of the bins of how long a step took; the last is open.
const TIMES: [i64; 6] = [0, MINUTE, 10 * MINUTE, HOUR, DAY, 7 * DAY];

/// The best way of each user, over all and in each interval.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    over_all: BTreeMap<u32, Attempt>,
    by_bucket: BTreeMap<(usize, u32), Attempt>,
}

impl Group {
    /// Takes the ways of a user, in the order of time: the one that got furthest counts, and the
    /// first of those that got as far.
    pub(super) fn add(&mut self, person: u32, attempt: &Attempt) {
        better(self.over_all.entry(person).or_insert_with(|| attempt.clone()), attempt);
        let key = (attempt.bucket, person);
        better(self.by_bucket.entry(key).or_insert_with(|| attempt.clone()), attempt);
    }

    /// How many users began.
    pub(super) fn size(&self) -> usize {
        self.over_all.len()
    }

    /// The fields of an answer's element.
    pub(super) fn fields(&self, steps: usize, buckets: &Buckets) -> Value {
        let all: Vec<&Attempt> = self.over_all.values().collect();
        let raw = reached(&all, steps);
        let first = raw.first().copied().unwrap_or(0) as f64;
        let share = |part: u64, whole: f64| ratio(part as f64, whole);
        let by_step: Vec<f64> = (0..steps)
            .map(|at| share(raw[at], if at == 0 { first } else { raw[at - 1] as f64 }))
            .collect();
        let days: Vec<Vec<&Attempt>> = (0..buckets.len()).map(|at| self.of_bucket(at)).collect();
        let daily = |value: fn(&[&Attempt], usize) -> Value| {
            json!({
                "series": days.iter().map(|it| value(it, steps)).collect::<Vec<_>>(),
                "xValues": buckets.labels(),
                "formattedXValues": buckets.short_labels(),
            })
        };
        json!({
            "stepByStep": by_step,
            "cumulative": raw.iter().map(|it| share(*it, first)).collect::<Vec<_>>(),
            "cumulativeRaw": raw,
            "avgTransTimes": averages(&all, steps),
            "medianTransTimes": medians(&all, steps),
            "dayFunnels": daily(|it, steps| json!(reached(it, steps))),
            "dayAvgTransTimes": daily(averages),
            "dayMedianTransTimes": daily(medians),
            "stepTransTimeDistribution": (0..steps).map(|at| times(&all, at)).collect::<Vec<_>>(),
            "stepPrevStepCountDistribution":
                (0..steps).map(|at| counts(&all, at)).collect::<Vec<_>>(),
        })
    }

    fn of_bucket(&self, bucket: usize) -> Vec<&Attempt> {
        self.by_bucket.range((bucket, 0)..=(bucket, u32::MAX)).map(|it| it.1).collect()
    }
}

fn better(kept: &mut Attempt, other: &Attempt) {
    if other.steps.len() > kept.steps.len() {
        *kept = other.clone();
    }
}

fn reached(attempts: &[&Attempt], steps: usize) -> Vec<u64> {
    let count = |at: usize| attempts.iter().filter(|it| it.steps.len() > at).count() as u64;
    (0..steps).map(count).collect()
}

/// How long those who reached a step took to it, in order.
fn took(attempts: &[&Attempt], step: usize) -> Vec<i64> {
    let mut took: Vec<i64> = attempts.iter().filter_map(|it| it.took.get(step).copied()).collect();
    took.sort_unstable();
    took
}

fn averages(attempts: &[&Attempt], steps: usize) -> Value {
    let average = |at: usize| {
        let took = took(attempts, at);
        number(ratio(took.iter().sum::<i64>() as f64, took.len() as f64))
    };
    (0..steps).map(average).collect()
}

/// The middle one, or what lies between the two in the middle.
fn medians(attempts: &[&Attempt], steps: usize) -> Value {
    let median = |at: usize| {
        let took = took(attempts, at);
        let middle = took.len() / 2;
        let upper = took.get(middle).copied().unwrap_or(0) as f64;
        if took.len().is_multiple_of(2) && middle > 0 {
            number(f64::midpoint(took[middle - 1] as f64, upper))
        } else {
            number(upper)
        }
    };
    (0..steps).map(median).collect()
}

fn times(attempts: &[&Attempt], step: usize) -> Value {
    let took = if step == 0 { Vec::new() } else { took(attempts, step) };
    let bins = TIMES.iter().enumerate().map(|(at, start)| {
        let end = TIMES.get(at + 1).copied();
        let inside = took.iter().filter(|it| *it >= start && end.is_none_or(|end| **it < end));
        bin(*start, end, inside.count() as u64)
    });
    json!({"bins": bins.collect::<Vec<_>>()})
}

fn counts(attempts: &[&Attempt], step: usize) -> Value {
    let mut users: BTreeMap<u64, u64> = BTreeMap::new();
    for count in attempts.iter().filter_map(|it| it.before.get(step)).filter(|_| step > 0) {
        *users.entry(*count).or_default() += 1;
    }
    let bins =
        users.into_iter().map(|(count, users)| bin(count as i64, Some(count as i64 + 1), users));
    json!({"bins": bins.collect::<Vec<_>>()})
}

fn bin(start: i64, end: Option<i64>, users: u64) -> Value {
    json!({"start": start, "end": end, "bin_dist": {"users": users, "count": users, "propsum": 0}})
}
