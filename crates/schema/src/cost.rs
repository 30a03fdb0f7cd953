//! What a query costs and what the API allows at a time.

/// The cost of a query's type, one of the three factors of its cost.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Cost {
    /// It depends on something that amq cannot see.
    Unknown,
    /// The same for every query.
    Fixed(u32),
    /// So much for each event, and more for each property that an event is grouped by.
    PerEvent {
        /// For each event.
        weight: u32,
        /// For each property in an event's braces.
        per_group: u32,
    },
}

impl Cost {
    /// What each property of the query's own `by` counts as, in segments.
    pub const SEGMENTS_PER_GROUP: u32 = 4;
}

/// The limits an endpoint's requests count against.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Pool {
    /// Those measured in cost.
    Cost,
    /// Those of `activity` and `search`, measured in queries.
    Lookup,
}

impl Pool {
    /// As it stands in output for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Lookup => "lookup",
        }
    }
}

/// What one limit counts.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Reading {
    /// Requests in flight.
    RequestsInFlight,
    /// Cost of the requests in flight (later editions: of the last five minutes).
    CostInFlight,
    /// Cost within an hour.
    CostPerHour,
    /// Queries within an hour.
    QueriesPerHour,
}

impl Reading {
    /// As it stands in output for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RequestsInFlight => "requests-in-flight",
            Self::CostInFlight => "cost-in-flight",
            Self::CostPerHour => "cost-per-hour",
            Self::QueriesPerHour => "queries-per-hour",
        }
    }
}

/// One limit of the API, per project.
#[derive(Debug)]
pub struct Limit {
    /// Which endpoints share it.
    pub pool: Pool,
    /// What it counts.
    pub reading: Reading,
    /// How much is allowed.
    pub amount: u32,
    /// What it means, one sentence.
    pub doc: &'static str,
    /// Where it was read.
    pub source: &'static str,
}

impl Limit {
    /// The amount of one limit; every pair asked for has a row, which a test holds.
    pub fn amount(pool: Pool, reading: Reading) -> u32 {
        LIMITS
            .iter()
            .find(|limit| limit.pool == pool && limit.reading == reading)
            .map_or(u32::MAX, |limit| limit.amount)
    }

    /// The seconds within which later editions count [`Reading::CostInFlight`].
    pub const LATER_WINDOW: u32 = 300;

    /// The cost that the API promises to run at a time.
    pub fn cost_at_a_time() -> u32 {
        Self::amount(Pool::Cost, Reading::CostInFlight)
    }
}

const RATE_LIMITS: &str = "dashboard-rest#rate-limits, edition of 2024-05-21";

/// Every limit that the API documents.
pub static LIMITS: &[Limit] = &[
    Limit {
        pool: Pool::Cost,
        reading: Reading::RequestsInFlight,
        amount: 5,
        doc: "Requests at a time in a project, cohort downloads included.",
        source: RATE_LIMITS,
    },
    Limit {
        pool: Pool::Cost,
        reading: Reading::CostInFlight,
        amount: 1000,
        doc: "Cost at the same time; editions since April 2025 say within five minutes.",
        source: RATE_LIMITS,
    },
    Limit {
        pool: Pool::Cost,
        reading: Reading::CostPerHour,
        amount: 108_000,
        doc: "Cost an hour.",
        source: RATE_LIMITS,
    },
    Limit {
        pool: Pool::Lookup,
        reading: Reading::RequestsInFlight,
        amount: 10,
        doc: "Requests at a time for `activity` and `search`.",
        source: RATE_LIMITS,
    },
    Limit {
        pool: Pool::Lookup,
        reading: Reading::QueriesPerHour,
        amount: 360,
        doc: "Queries an hour for `activity` and `search`, apart from the rest.",
        source: RATE_LIMITS,
    },
];
