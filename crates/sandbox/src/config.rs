//! How a sandbox is set up.

use std::{path::PathBuf, time::Duration};

use jiff::civil::Date;

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port on loopback; any free one if it is 0.
    pub port: u16,
    /// What made-up events, saved charts and chaos hang on.
    pub seed: u64,
    /// About how many users are made up.
    pub users: u32,
    /// A file of events in the form of Amplitude's Export API, instead of made-up ones.
    pub events: Option<PathBuf>,
    /// The day it is, until six in the evening. If there is none, it is today, or for events of a
    /// file the time of the last one.
    pub today: Option<Date>,
    /// The keys that are let in.
    pub keys: Keys,
    /// Which limits hold.
    pub limits: Limits,
    /// How many of all requests go wrong, from 0 to 1.
    pub chaos: f64,
    /// How long every answer takes at least.
    pub delay: Duration,
    /// How much longer it takes for each unit of cost.
    pub delay_per_cost: Duration,
    /// How much faster the sandbox's clock runs: limits and delays take that much less time.
    pub time_scale: f64,
}

/// A pair of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The API key.
    pub api: String,
    /// The secret key.
    pub secret: String,
}

/// Which reading of the API's limits holds. Editions of its documentation differ in what a project
/// may cost at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// 1,000 cost in flight, as the edition of 2024 says.
    InFlight,
    /// 1,000 cost within five minutes, as editions since April 2025 say.
    FiveMinutes,
    /// None at all.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            users: 10_000,
            events: None,
            today: None,
            keys: Keys { api: "sandbox".to_owned(), secret: "sandbox".to_owned() },
            limits: Limits::InFlight,
            chaos: 0.0,
            delay: Duration::ZERO,
            delay_per_cost: Duration::ZERO,
            time_scale: 1.0,
        }
    }
}
