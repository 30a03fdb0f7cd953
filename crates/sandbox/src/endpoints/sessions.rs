//! The three endpoints of sessions.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{number, ratio, wrapped};
use crate::{
    buckets::Buckets,
    calendar::{DAY, HOUR, MINUTE, SECOND},
    params::Params,
    read,
    refusal::Refusal,
    store::Store,
    understood::{Bins, Endpoint, Understood},
};

/// The parameters of bins: unit, least, most, size.
const BINS: [&str; 4] = [
    "timeHistogramConfigBinTimeUnit",
    "timeHistogramConfigBinMin",
    "timeHistogramConfigBinMax",
    "timeHistogramConfigBinSize",
];

/// The edges of the documentation's default bins, in milliseconds.
const DEFAULT: [i64; 10] = [
    0,
    3 * SECOND,
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    3 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    DAY,
];

/// How many bins there are where the size is left to the API, which promises no number.
const COUNT: f64 = 10.0;

/// More bins than this are not made.
const MOST: f64 = 100_000.0;

/// Reads a request of session lengths.
pub(crate) fn read_length(params: &Params) -> Result<Understood, Refusal> {
    let [unit, min, max, size] = BINS;
    params.only(&["start", "end", unit, min, max, size])?;
    let mut request = Understood::new(Endpoint::SessionsLength);
    request.days = Some(read::days(params)?);
    for name in BINS {
        params.one(name)?;
    }
    request.bins = bins(params);
    Ok(request)
}

/// Reads a request of average session lengths.
pub(crate) fn read_average(params: &Params) -> Result<Understood, Refusal> {
    dated(params, Endpoint::SessionsAverage)
}

/// Reads a request of sessions per user.
pub(crate) fn read_per_user(params: &Params) -> Result<Understood, Refusal> {
    dated(params, Endpoint::SessionsPerUser)
}

fn dated(params: &Params, endpoint: Endpoint) -> Result<Understood, Refusal> {
    params.only(&["start", "end"])?;
    let mut request = Understood::new(endpoint);
    request.days = Some(read::days(params)?);
    Ok(request)
}

/// The bins that the parameters together stand for. Where they are invalid or one is missing, the
/// API takes its default bins and says nothing.
fn bins(params: &Params) -> Option<Bins> {
    let [unit, min, max, size] = BINS;
    let text = |name| params.all(name).next();
    let unit = match text(unit)? {
        "hours" => HOUR,
        "minutes" => MINUTE,
        "seconds" => SECOND,
        _ => return None,
    } as f64;
    let scaled = |text: &str| {
        let number: Option<f64> = text.parse().ok().filter(|it: &f64| it.is_finite());
        number.map(|number| number * unit)
    };
    let (min, max) = (scaled(text(min)?)?, scaled(text(max)?)?);
    let size = text(size).map(|text| scaled(text).ok_or(())).transpose().ok()?;
    let fits = min >= 0.0 && min < max && max <= DAY as f64;
    let sized = size.is_none_or(|size| size > 0.0 && (max - min) / size <= MOST);
    (fits && sized).then_some(Bins { min, max, size })
}

/// Where bins begin and end. The last is shorter where the size does not divide the whole.
fn edges(bins: Option<Bins>) -> Vec<f64> {
    let Some(Bins { min, max, size }) = bins else {
        return DEFAULT.iter().map(|edge| *edge as f64).collect();
    };
    let size = size.unwrap_or((max - min) / COUNT);
    let count = ((max - min) / size - 1e-9).ceil().max(1.0) as usize;
    let mut edges: Vec<f64> = (0..count).map(|at| min + size * at as f64).collect();
    edges.push(max);
    edges
}

/// How many sessions were how long.
///
/// A session belongs to the day on which it began. The last bin takes sessions of its very end,
/// too, since none is longer than a day.
pub(crate) fn length(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let buckets = Buckets::new(1, days);
    let edges = edges(request.bins);
    let last = edges.len() - 2;
    let mut counts = vec![0_u64; last + 1];
    for (_, length) in store
        .people
        .iter()
        .flat_map(|person| store.sessions_of(person))
        .filter(|(from, _)| buckets.of(*from).is_some())
    {
        let length = length as f64;
        let at = edges.partition_point(|edge| *edge <= length);
        if length >= DAY as f64 && edges[last + 1] >= DAY as f64 {
            counts[last] += 1;
        } else if at > 0 && at <= last + 1 {
            counts[at - 1] += 1;
        }
    }
    let seconds: Vec<Value> = edges.iter().map(|edge| number(edge / SECOND as f64)).collect();
    let labels = seconds.windows(2).map(|pair| format!("{}s-{}s", pair[0], pair[1]));
    let data = json!({"series": [counts], "xValues": labels.collect::<Vec<_>>()});
    wrapped(data, false)
}

/// The average length in seconds, day by day.
pub(crate) fn average(store: &Store, request: &Understood) -> Value {
    by_day(store, request, |sessions| {
        let sum: f64 = sessions.iter().map(|(_, length)| *length as f64 / SECOND as f64).sum();
        ratio(sum, sessions.len() as f64)
    })
}

/// Sessions by users who had any, day by day.
pub(crate) fn per_user(store: &Store, request: &Understood) -> Value {
    by_day(store, request, |sessions| {
        let users: HashSet<u32> = sessions.iter().map(|(user, _)| *user).collect();
        ratio(sessions.len() as f64, users.len() as f64)
    })
}

/// A number for the sessions of each day, which are known by user and length.
fn by_day(store: &Store, request: &Understood, value: impl Fn(&[(u32, i64)]) -> f64) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let buckets = Buckets::new(1, days);
    let mut sessions: Vec<Vec<(u32, i64)>> = vec![Vec::new(); buckets.len()];
    for (user, person) in store.people.iter().enumerate() {
        for (from, length) in store.sessions_of(person) {
            if let Some(bucket) = buckets.of(from) {
                sessions[bucket].push((user as u32, length));
            }
        }
    }
    let series: Vec<Value> = sessions.iter().map(|sessions| number(value(sessions))).collect();
    let meta = json!([{"segmentIndex": 0}]);
    wrapped(json!({"series": [series], "seriesMeta": meta, "xValues": buckets.labels()}), false)
}
