//! What is to be asked, and what became of it.

use std::sync::Arc;

use amq_check::Query;
use amq_schema::{Limit, Pool};
use jiff::civil::Date;

use crate::{
    clock::Millis,
    digest::{Digest, digest},
    ledger::{Ask, Reading, Why},
    send::Refusal,
};

/// A request to be sent.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its whole address.
    pub url: String,
    /// Which limits it counts against.
    pub pool: Pool,
    /// What it costs; `None` where that is not known.
    pub cost: Option<u64>,
    /// Whether its answer cannot change any more: every day that it covers is over.
    pub settled: bool,
}

impl Job {
    /// The request of a query.
    pub fn new(query: &Query, url: String, today: Date) -> Self {
        Self {
            url,
            pool: query.endpoint.pool,
            cost: query.cost.map(amq_check::Cost::total),
            settled: query.days.is_some_and(|days| days.end < today),
        }
    }

    pub(crate) fn ask(&self) -> Ask {
        let cost = match self.pool {
            Pool::Lookup => 1,
            // What is not known is taken for as much as runs at a time.
            Pool::Cost => self.cost.unwrap_or(Limit::cost_at_a_time().into()),
        };
        Ask { pool: self.pool, cost }
    }

    /// Its name on disk, for whom it is. What was asked for while its days were not over is not
    /// found any more once they are.
    pub(crate) fn digest(&self, owner: &Digest) -> Digest {
        let days = if self.settled { "over" } else { "open" };
        digest(&["answer", owner.as_str(), days, &self.url])
    }
}

/// What became of a request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// An answer, as it came.
    Answered {
        /// Its body.
        body: Arc<[u8]>,
        /// Where it comes from.
        from: From,
    },
    /// The API refuses the request.
    Refused(Refusal),
    /// No answer came, as often as it was asked for.
    Failed {
        /// What was the matter the last time.
        why: String,
        /// How often it was asked.
        attempts: u32,
    },
    /// The run was stopped before.
    Stopped,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The API; the number says how often it was asked.
    Api(u32),
    /// An earlier run, so many milliseconds ago.
    Cache(Millis),
    /// The run that is resumed.
    Resumed,
}

/// What happens during a run; jobs go by their number.
#[derive(Debug)]
pub enum Event<'a> {
    /// A request goes.
    Sent(usize),
    /// Nothing can go for some milliseconds, or until an answer comes.
    Waiting(Why, Option<Millis>),
    /// A request is tried again in some milliseconds.
    Again(usize, &'a str, Millis),
    /// The API was seen to count in this way.
    Learned(Reading),
    /// A request is finished.
    Done(usize, &'a Outcome),
    /// Something that is no error.
    Note(String),
}
