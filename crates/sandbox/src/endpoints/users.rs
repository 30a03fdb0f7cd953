//! Active and new users.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::wrapped;
use crate::{
    buckets::Buckets,
    groups::{Groups, LIMIT, Label, largest, written},
    params::Params,
    read,
    refusal::Refusal,
    store::{Event, Person, Store},
    understood::{Endpoint, Understood},
    who::Who,
};

/// Reads a request.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["start", "end", "m", "i", "s", "g", "g2"])?;
    let mut request = Understood::new(Endpoint::Users);
    request.days = Some(read::days(params)?);
    request.metric = params.word("m", &["new", "active"])?;
    request.interval = read::interval(params, false)?;
    read::users(params, &["g", "g2"], &mut request)?;
    Ok(request)
}

/// Who was seen in each interval.
type Seen = HashSet<(usize, u32)>;

/// How many users were active, or new, in each interval.
///
/// An active user counts in every group it was active in. A new user counts where it was first
/// seen, with the properties of its first event.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let buckets = Buckets::new(request.interval.unwrap_or(1), days);
    let mut series = Vec::new();
    let mut meta = Vec::new();
    let mut pruned = false;
    for (at, who) in Who::all(store, &request.segments).iter().enumerate() {
        let seen = seen(store, request, who, &buckets);
        let (groups, dropped) = largest(seen, LIMIT, |seen| seen.len() as f64);
        pruned |= dropped;
        for (label, seen) in groups {
            meta.push(if request.groups.is_empty() {
                json!({"segmentIndex": at})
            } else {
                json!(written(&label))
            });
            series.push(counts(&seen, buckets.len()));
        }
    }
    let data = json!({"series": series, "seriesMeta": meta, "xValues": buckets.labels()});
    wrapped(data, pruned)
}

fn counts(seen: &Seen, length: usize) -> Vec<u64> {
    let mut counts = vec![0; length];
    for (bucket, _) in seen {
        counts[*bucket] += 1;
    }
    counts
}

fn seen(
    store: &Store,
    request: &Understood,
    who: &Who<'_>,
    buckets: &Buckets,
) -> HashMap<Label, Seen> {
    let groups = Groups::new(store, &[], &request.groups);
    let new = request.metric.as_deref() == Some("new");
    let active = store.active_kinds();
    let mut seen: HashMap<Label, Seen> = HashMap::new();
    if request.groups.is_empty() {
        // Without groups there is one series, also of nobody.
        seen.insert(Label::new(), Seen::new());
    }
    let mut by_key: HashMap<Vec<Option<u32>>, Seen> = HashMap::new();
    for (number, person) in store.people.iter().enumerate() {
        let whose = who.of(store, person);
        for (event, bucket) in counted(store, person, new, &active, buckets) {
            if whose.holds(event, buckets) {
                for key in groups.of(event) {
                    by_key.entry(key).or_default().insert((bucket, number as u32));
                }
            }
        }
    }
    for (key, users) in by_key {
        seen.entry(groups.label(&key)).or_default().extend(users);
    }
    seen
}

/// The events that make a person count, and when.
fn counted<'s>(
    store: &'s Store,
    person: &'s Person,
    new: bool,
    active: &'s [bool],
    buckets: &'s Buckets,
) -> impl Iterator<Item = (&'s Event, usize)> {
    let events = store.events_of(person);
    let events = if new { &events[..events.len().min(1)] } else { events };
    events.iter().filter_map(move |event| {
        if new {
            return Some((event, buckets.of(person.created)?));
        }
        let is_active = active.get(event.kind as usize).copied().unwrap_or_default();
        Some((event, buckets.of(event.time).filter(|_| is_active)?))
    })
}
