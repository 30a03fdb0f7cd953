//! One file an endpoint; this is their list.

mod activity;
mod chart;
mod composition;
mod events;
mod funnel;
mod ltv;
mod realtime;
mod retention;
mod search;
mod segmentation;
mod sessions;
mod shared;
mod users;

pub(crate) use shared::{DAY, MONTH, WEEK};

use crate::{Endpoint, assert::assert_table};

/// Every endpoint, in the order of the reference.
pub static ENDPOINTS: &[&Endpoint] = &LIST;

const LIST: [&Endpoint; 14] = [
    &users::USERS,
    &sessions::LENGTH,
    &sessions::AVERAGE,
    &sessions::PER_USER,
    &composition::COMPOSITION,
    &events::EVENTS,
    &segmentation::SEGMENTATION,
    &funnel::FUNNEL,
    &retention::RETENTION,
    &activity::ACTIVITY,
    &search::SEARCH,
    &realtime::REALTIME,
    &ltv::LTV,
    &chart::CHART,
];

const _: () = assert_table(&LIST);

/// The endpoint of a verb and the words that follow it.
pub fn endpoint(verb: &str, words: &[&str]) -> Option<&'static Endpoint> {
    endpoints_of_verb(verb).find(|endpoint| words.starts_with(endpoint.phrase))
}

/// The endpoints that share a verb.
pub fn endpoints_of_verb(verb: &str) -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().copied().filter(move |endpoint| endpoint.verb == verb)
}

/// Every verb once, in the order of the reference.
pub fn verbs() -> impl Iterator<Item = &'static str> {
    let first_of_verb = |at: usize| at == 0 || ENDPOINTS[at - 1].verb != ENDPOINTS[at].verb;
    (0..ENDPOINTS.len()).filter(move |&at| first_of_verb(at)).map(|at| ENDPOINTS[at].verb)
}
