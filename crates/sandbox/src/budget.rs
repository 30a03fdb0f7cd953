//! The limits of a project: who is let in, and what that leaves.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    config::Limits,
    refusal::Refusal,
    understood::{Endpoint, Understood},
};

/// How many requests may run at a time, activity and search apart.
const AT_A_TIME: u64 = 5;
/// How much cost may run at a time.
const COST_AT_A_TIME: u64 = 1000;
/// How much cost may be let in within an hour.
const COST_AN_HOUR: u64 = 108_000;
/// How many requests of activity and search may run at a time.
const PEOPLE_AT_A_TIME: u64 = 10;
/// How many requests of activity and search may be let in within an hour.
const PEOPLE_AN_HOUR: u64 = 360;

/// What a sandbox has seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// How many requests of the API came, whatever became of them.
    pub requests: u64,
    /// How many were let in.
    pub admitted: u64,
    /// How many got a 400.
    pub invalid: u64,
    /// How many got a 403.
    pub forbidden: u64,
    /// How many got a 429 for running too much at a time.
    pub concurrent_429: u64,
    /// How many got a 429 for running too much in an hour.
    pub rate_429: u64,
    /// How many were spoilt on purpose.
    pub spoilt: u64,
    /// How many ran at the same time at most.
    pub most_at_a_time: u64,
    /// How much cost ran at the same time at most.
    pub most_cost_at_a_time: u64,
    /// How much cost was let in.
    pub cost: u64,
}

/// The budget of a project.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    hour: Duration,
    five_minutes: Duration,
    spent: Mutex<Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    stats: Stats,
    others: Line,
    people: Line,
}

/// What one kind of request has used: how many and how much in flight, and when what was let in.
#[derive(Debug, Default)]
struct Line {
    running: u64,
    cost: u64,
    entries: VecDeque<(Instant, u64)>,
}

/// A place in flight, which is given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    budget: Arc<Budget>,
    people: bool,
    cost: u64,
}

impl Budget {
    /// A budget of which nothing is spent, by a clock that runs so much faster.
    pub(crate) fn new(limits: Limits, time_scale: f64) -> Self {
        let scaled = |seconds: f64| Duration::from_secs_f64(seconds / time_scale);
        Self { limits, hour: scaled(3600.0), five_minutes: scaled(300.0), spent: Mutex::default() }
    }

    /// What was seen so far.
    pub(crate) fn stats(&self) -> Stats {
        self.spent().stats
    }

    /// Notes something that was seen.
    pub(crate) fn note(&self, note: impl FnOnce(&mut Stats)) {
        note(&mut self.spent().stats);
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a request in, or says which limit it exceeds.
    ///
    /// A request dearer than what may run at a time runs alone: saved charts of up to 3,360 are
    /// known to have been answered. What is refused costs nothing.
    pub(crate) fn admit(self: &Arc<Self>, of: &Understood, cost: u64) -> Result<Place, Refusal> {
        let now = Instant::now();
        let people = matches!(of.endpoint, Endpoint::Activity | Endpoint::Search);
        let mut spent = self.spent();
        let Spent { stats, others, people: line } = &mut *spent;
        let line = if people { line } else { others };
        line.forget(now, self.hour);
        if self.limits != Limits::Off {
            if Self::is_rate_exceeded(line, people, cost) {
                stats.rate_429 += 1;
                return Err(Refusal::rate(cost));
            }
            if self.is_concurrency_exceeded(line, people, cost, now) {
                stats.concurrent_429 += 1;
                return Err(Refusal::concurrent(cost));
            }
        }
        line.running += 1;
        line.cost += cost;
        line.entries.push_back((now, cost));
        stats.admitted += 1;
        stats.cost += cost;
        stats.most_at_a_time = stats.most_at_a_time.max(line.running);
        stats.most_cost_at_a_time = stats.most_cost_at_a_time.max(line.cost);
        Ok(Place { budget: Arc::clone(self), people, cost })
    }

    fn is_rate_exceeded(line: &Line, people: bool, cost: u64) -> bool {
        if people {
            return line.entries.len() as u64 >= PEOPLE_AN_HOUR;
        }
        line.entries.iter().map(|it| it.1).sum::<u64>().saturating_add(cost) > COST_AN_HOUR
    }

    fn is_concurrency_exceeded(&self, line: &Line, people: bool, cost: u64, now: Instant) -> bool {
        if people {
            return line.running >= PEOPLE_AT_A_TIME;
        }
        let counted = match self.limits {
            Limits::FiveMinutes => line.since(now, self.five_minutes),
            _ => line.cost,
        };
        let dear = counted > 0 && counted.saturating_add(cost) > COST_AT_A_TIME;
        line.running >= AT_A_TIME || dear
    }
}

impl Line {
    fn forget(&mut self, now: Instant, hour: Duration) {
        while self.entries.front().is_some_and(|it| now.duration_since(it.0) >= hour) {
            self.entries.pop_front();
        }
    }

    fn since(&self, now: Instant, span: Duration) -> u64 {
        let recent = self.entries.iter().rev();
        let recent = recent.take_while(|it| now.duration_since(it.0) < span);
        recent.map(|it| it.1).sum()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut spent = self.budget.spent();
        let line = if self.people { &mut spent.people } else { &mut spent.others };
        line.running = line.running.saturating_sub(1);
        line.cost = line.cost.saturating_sub(self.cost);
    }
}
