//! The endpoints, one file each: what a request of it says, and its answer.

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
mod users;

use serde_json::{Value, json};

use crate::{
    params::Params,
    refusal::Refusal,
    store::Store,
    understood::{Endpoint, Understood},
};

/// What reads the parameters of an endpoint.
type Reader = fn(&Params) -> Result<Understood, Refusal>;

/// The paths of the endpoints, but for saved charts.
const PATHS: [(&str, Reader); 12] = [
    ("/api/2/users", users::read),
    ("/api/2/sessions/length", sessions::read_length),
    ("/api/2/sessions/average", sessions::read_average),
    ("/api/2/sessions/peruser", sessions::read_per_user),
    ("/api/2/composition", composition::read),
    ("/api/2/events/list", events::read),
    ("/api/2/events/segmentation", segmentation::read),
    ("/api/2/funnels", funnel::read),
    ("/api/2/retention", retention::read),
    ("/api/2/useractivity", activity::read),
    ("/api/2/usersearch", search::read),
    ("/api/2/realtime", realtime::read),
];

/// The path of lifetime value.
const LTV: &str = "/api/2/revenue/ltv";

/// Reads a request: its path and its query string.
pub(crate) fn read(path: &str, query: &str) -> Result<Understood, Refusal> {
    let reader = PATHS.iter().find(|it| it.0 == path).map(|it| it.1);
    let reader = if path == LTV { Some(ltv::read as Reader) } else { reader };
    let mut understood = match reader {
        Some(reader) => reader(&Params::decode(query)?)?,
        None => chart::read(path, query)?,
    };
    let is_chart = matches!(understood.endpoint, Endpoint::Chart | Endpoint::ChartCsv);
    understood.cost = (!is_chart).then(|| crate::cost::cost(&understood));
    Ok(understood)
}

/// What a request costs in a project with such a store.
pub(crate) fn cost(understood: &Understood, store: impl FnOnce() -> i64, seed: u64) -> u64 {
    understood.cost.unwrap_or_else(|| chart::cost(understood, store(), seed))
}

/// The answer to a request.
pub(crate) fn answer(store: &Store, request: &Understood, seed: u64) -> Value {
    match request.endpoint {
        Endpoint::Users => users::answer(store, request),
        Endpoint::SessionsLength => sessions::length(store, request),
        Endpoint::SessionsAverage => sessions::average(store, request),
        Endpoint::SessionsPerUser => sessions::per_user(store, request),
        Endpoint::Composition => composition::answer(store, request),
        Endpoint::Events => events::answer(store),
        Endpoint::Segmentation => segmentation::answer(store, request),
        Endpoint::Funnel => funnel::answer(store, request),
        Endpoint::Retention => retention::answer(store, request),
        Endpoint::Activity => activity::answer(store, request),
        Endpoint::Search => search::answer(store, request),
        Endpoint::Realtime => realtime::answer(store),
        Endpoint::Ltv => ltv::answer(store, request),
        Endpoint::Chart | Endpoint::ChartCsv => chart::answer(store, request, seed),
    }
}

/// Puts data among what answers of the live API have beside it.
fn wrapped(data: impl Into<Value>, pruned: bool) -> Value {
    let data: Value = data.into();
    json!({
        "data": data,
        "timeComputed": 0,
        "wasCached": false,
        "throttleTime": 0,
        "minSampleRate": 1.0,
        "transformationIds": [],
        "prunedResult": pruned,
        "hitChunkGroupByLimit": false,
    })
}

/// A number as JSON has it: a whole one without a point, and none with the last digits that sums of
/// binary fractions leave behind.
fn number(value: f64) -> Value {
    let value = format!("{value:.13e}").parse().unwrap_or(value);
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// One number by another; nothing where there is nothing.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_money_have_no_remains_of_binary_fractions() {
        assert_eq!(number(0.1 + 0.2).to_string(), "0.3");
        assert_eq!(number(0.624_374_999_999_999_9).to_string(), "0.624375");
        assert_eq!(number(2.999_999_999_999_999_6).to_string(), "3");
        assert_eq!(number(1.0 / 3.0).to_string(), "0.33333333333333");
    }
}
