//! The list of events.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::wrapped;
use crate::{
    buckets::Buckets,
    calendar::day,
    params::Params,
    refusal::Refusal,
    store::{INACTIVE, Store},
    understood::{Endpoint, Understood},
};

/// Reads a request, which has no parameters.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&[])?;
    Ok(Understood::new(Endpoint::Events))
}

/// The types of all events, by name, with their totals of the week that is running.
pub(crate) fn answer(store: &Store) -> Value {
    let today = day(store.now);
    let weekday = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub(weekday.days()).unwrap_or(today);
    let week = Buckets::new(1, (monday, today));
    let mut totals: Vec<Option<u64>> = vec![None; store.texts.iter().count()];
    for event in &store.events {
        if let Some(total) = totals.get_mut(event.kind as usize) {
            *total = Some(total.unwrap_or(0) + u64::from(week.of(event.time).is_some()));
        }
    }
    let kinds = store.texts.iter().zip(totals);
    let mut kinds: Vec<(&str, u64)> = kinds.filter_map(|(text, it)| Some((text, it?))).collect();
    kinds.sort_unstable();
    let list = kinds.iter().enumerate().map(|(id, (name, totals))| {
        json!({
            "id": id + 1,
            "value": name,
            "display": name,
            "name": name,
            "totals": totals,
            "non_active": INACTIVE.contains(name),
            "deleted": false,
            "hidden": false,
            "flow_hidden": false,
            "autohidden": false,
        })
    });
    wrapped(list.collect::<Vec<_>>(), false)
}
