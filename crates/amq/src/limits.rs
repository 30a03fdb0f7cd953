//! What a run of queries means for the limits of the API.

use std::fmt::Write as _;

use amq_answer::grouped;
use amq_schema::{LIMITS, Limit, Pool, Reading};
use serde::Serialize;

use crate::render::count;

/// What a run asks of the API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The sum of all costs that are known.
    pub(crate) cost: u64,
    /// The requests that cost something.
    pub(crate) requests: u64,
    /// The requests of `activity` and `search`.
    pub(crate) lookups: u64,
}

/// What one limit, under one reading of it, means for a run.
#[derive(Debug, Serialize)]
pub(crate) struct Bound {
    pool: &'static str,
    reading: &'static str,
    allowed: u32,
    used: u64,
    /// How many times the API has to answer before the next requests go, at least.
    rounds: Option<u64>,
    /// How long the run takes at least, if every answer came at once.
    at_least_seconds: Option<u64>,
    #[serde(skip)]
    words: &'static str,
}

const HOUR: u32 = 3600;
/// How [`Reading::CostInFlight`] is counted by later editions.
const LATER: &str = "cost-in-five-minutes";

/// What every limit means for a run, each under every reading of it.
pub(crate) fn bounds(asked: Asked) -> Vec<Bound> {
    LIMITS.iter().flat_map(|limit| of_limit(limit, asked)).collect()
}

fn of_limit(limit: &Limit, asked: Asked) -> Vec<Bound> {
    let requests = if limit.pool == Pool::Cost { asked.requests } else { asked.lookups };
    let bound = |reading, used: u64, words| Bound {
        pool: limit.pool.name(),
        reading,
        allowed: limit.amount,
        used,
        rounds: None,
        at_least_seconds: None,
        words,
    };
    let name = limit.reading.name();
    let most = u64::from(limit.amount);
    let rounds = |used: u64| Some(used.div_ceil(most));
    let seconds = |used: u64, window: u32| {
        let waits = used.saturating_sub(1).checked_div(most).unwrap_or(0);
        Some(waits.saturating_mul(window.into()))
    };
    match limit.reading {
        Reading::RequestsInFlight => {
            let words = "requests at a time";
            vec![Bound { rounds: rounds(requests), ..bound(name, requests, words) }]
        }
        Reading::CostInFlight => {
            let now = bound(name, asked.cost, "cost at the same time (documented in 2024)");
            let later = bound(LATER, asked.cost, "cost within five minutes (since April 2025)");
            let wait = seconds(asked.cost, Limit::LATER_WINDOW);
            vec![
                Bound { rounds: rounds(asked.cost), ..now },
                Bound { at_least_seconds: wait, ..later },
            ]
        }
        Reading::CostPerHour => {
            let wait = seconds(asked.cost, HOUR);
            vec![Bound { at_least_seconds: wait, ..bound(name, asked.cost, "cost an hour") }]
        }
        Reading::QueriesPerHour => {
            let wait = seconds(requests, HOUR);
            vec![Bound { at_least_seconds: wait, ..bound(name, requests, "queries an hour") }]
        }
    }
}

/// The same for people.
pub(crate) fn said(asked: Asked) -> String {
    let bounds = bounds(asked);
    let mut text = String::new();
    if asked.requests > 0 {
        let requests = count_of(asked.requests, "request", "requests");
        let _ = writeln!(text, "limits: cost {} in {requests}", grouped(asked.cost));
        pool(&mut text, &bounds, Pool::Cost);
    }
    if asked.lookups > 0 {
        let queries = count_of(asked.lookups, "query", "queries");
        let _ = writeln!(text, "limits of `activity` and `search`: {queries}");
        pool(&mut text, &bounds, Pool::Lookup);
    }
    if !text.is_empty() {
        text.push_str(&conclusion(&bounds, asked.requests > 0));
    }
    text
}

fn pool(text: &mut String, bounds: &[Bound], pool: Pool) {
    for bound in bounds.iter().filter(|bound| bound.pool == pool.name()) {
        let what = match (bound.rounds, bound.at_least_seconds) {
            (Some(0 | 1), _) => "one round".to_owned(),
            (Some(rounds), _) => format!("{} rounds", grouped(rounds)),
            (_, Some(seconds)) if seconds > 0 => long(seconds),
            _ => "no wait".to_owned(),
        };
        let allowed = grouped(bound.allowed);
        let _ = writeln!(text, "  {allowed:>7} {}: {what}", bound.words);
    }
}

/// How long a run takes at least; where something costs, under which reading.
fn conclusion(bounds: &[Bound], costs: bool) -> String {
    let longest = |later: bool| {
        let counted = bounds.iter().filter(|it| later || it.reading != LATER);
        counted.filter_map(|it| it.at_least_seconds).max().unwrap_or(0)
    };
    let rounds = bounds.iter().filter_map(|it| it.rounds).max().unwrap_or(0).max(1);
    let rounds = count_of(rounds, "round", "rounds");
    let most = grouped(Limit::cost_at_a_time());
    let now = match longest(false) {
        0 => rounds,
        seconds => format!("{} and {rounds}", long(seconds)),
    };
    let round = "a round is the requests that run at once; `amq run --dry-run` estimates the time";
    if !costs {
        return format!("a run takes at least {now}\n{round}\n");
    }
    let later = match longest(true) {
        0 => "the same".to_owned(),
        seconds => long(seconds),
    };
    format!(
        "a run takes at least {now} if {most} is the cost at the same time,\n\
         or {later} if it is the cost within five minutes\n{round}\n"
    )
}

/// A time in its two largest units.
fn long(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, minutes) => count_of(minutes, "minute", "minutes"),
        (hours, 0) => count_of(hours, "hour", "hours"),
        (hours, minutes) => {
            let hours = count_of(hours, "hour", "hours");
            format!("{hours} {}", count_of(minutes, "minute", "minutes"))
        }
    }
}

fn count_of(number: u64, one: &str, many: &str) -> String {
    match usize::try_from(number) {
        Ok(small) if small < 1000 => count(small, one, many),
        _ => format!("{} {many}", grouped(number)),
    }
}
