//! Active users of the last two days, by five minutes.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::wrapped;
use crate::{
    calendar::{DAY, MINUTE, moment},
    params::Params,
    refusal::Refusal,
    store::Store,
    understood::{Endpoint, Understood},
};

/// How many intervals of five minutes a day has.
const INTERVALS: usize = 288;

/// Reads a request. The page's example sends `i=5`, its text knows no parameter.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["i"])?;
    let mut request = Understood::new(Endpoint::Realtime);
    request.interval = params.number("i", 5, 5)?;
    Ok(request)
}

/// The day that ends with the five minutes that are running, and the day before it.
pub(crate) fn answer(store: &Store) -> Value {
    let end = (store.now.div_euclid(5 * MINUTE) + 1) * 5 * MINUTE;
    let begin = end - 2 * DAY;
    let active = store.active_kinds();
    let mut seen = vec![HashSet::new(); 2 * INTERVALS];
    for event in &store.events {
        let at = usize::try_from((event.time - begin).div_euclid(5 * MINUTE)).ok();
        let is_active = active.get(event.kind as usize).copied().unwrap_or_default();
        if let Some(users) = at.filter(|_| is_active).and_then(|at| seen.get_mut(at)) {
            users.insert(event.person);
        }
    }
    let counts: Vec<usize> = seen.iter().map(HashSet::len).collect();
    let (yesterday, today) = counts.split_at(INTERVALS);
    let label = |at: usize| moment(begin + at as i64 * 5 * MINUTE).strftime("%H:%M").to_string();
    let labels: Vec<String> = (0..INTERVALS).map(label).collect();
    let data = json!({
        "xValues": labels,
        "seriesLabels": ["Today", "Yesterday"],
        "series": [today, yesterday],
    });
    wrapped(data, false)
}
