//! A local server that answers like Amplitude's Dashboard REST API, computing its answers from
//! events.
//!
//! It reads requests by its own lights and knows nothing of amq's table or compiler: it is a second
//! reader of the documentation, so that what one of the two gets wrong shows. What the
//! documentation leaves open is said at the place that decides it.
//!
//! ```
//! let url = "/api/2/events/segmentation?e={\"event_type\":\"_active\"}&start=20210801&end=20210831";
//! let understood = amq_sandbox::understand(url).unwrap();
//! assert_eq!(understood.events[0].event_type, "_active");
//! assert_eq!(understood.cost, Some(31));
//! let refusal = amq_sandbox::understand("/api/2/users?start=20210801").unwrap_err();
//! assert_eq!((refusal.status, refusal.details()), (400, "Missing required parameter end"));
//! ```

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "times, days and counts stay far from the ends of their types"
)]

mod body;
mod buckets;
mod budget;
mod calendar;
mod chaos;
mod compare;
mod config;
mod cost;
mod door;
mod endpoints;
mod event;
mod generate;
mod groups;
mod object;
mod params;
mod pattern;
mod project;
mod property;
mod quotes;
mod random;
mod read;
mod refusal;
mod segment;
mod serve;
mod store;
mod stores;
mod understood;
mod who;

pub use budget::Stats;
pub use config::{Config, Keys, Limits};
pub use refusal::Refusal;
pub use serve::{Error, Handle, serve};
pub use store::ImportError;
pub use understood::{
    Bins, Condition, Endpoint, Event, Filter, Property, Segment, Understood, Within,
};

/// What a request asks for, or how it is refused: its path, and its query string if there is one.
pub fn understand(path_and_query: &str) -> Result<Understood, Refusal> {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    endpoints::read(path, query)
}

/// All events that are made up for a seed, about so many users a year and a day, from the first one
/// on, as lines of an export.
pub fn made_up(seed: u64, users: u32, today: jiff::civil::Date) -> impl Iterator<Item = String> {
    let ever = (generate::OPENED, today);
    generate::generate(seed, users, ever, project::evening(today)).into_lines()
}
