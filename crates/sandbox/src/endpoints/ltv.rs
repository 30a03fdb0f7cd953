//! Revenue lifetime value.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{number, ratio, wrapped};
use crate::{
    buckets::Buckets,
    calendar::{DAY, day_of},
    groups::{Groups, LIMIT, Label, largest, written},
    params::Params,
    read,
    refusal::Refusal,
    store::{Person, Store},
    understood::{Endpoint, Understood},
    who::Who,
};

/// How many days users are followed: the documentation shows 90, answers have 180.
const DAYS: usize = 180;

/// Reads a request.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["m", "start", "end", "i", "s", "g"])?;
    let mut request = Understood::new(Endpoint::Ltv);
    request.metric = params.word("m", &["0", "1", "2", "3"])?;
    request.days = Some(read::days(params)?);
    request.interval = read::interval(params, false)?;
    read::users(params, &["g"], &mut request)?;
    Ok(request)
}

/// The payments of a user: on which day after it was first seen, and how much.
type Payments = Vec<(i64, f64)>;

/// The answer: for each segment and group the users who were new in each interval.
///
/// `r1d` counts the first day, `r2d` the first two, and so on as long as that day has come for the
/// first users of the interval; `r1new` is taken to be what the first day alone adds, and so on.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let buckets = Buckets::new(request.interval.unwrap_or(1), days);
    let metric = request.metric.as_deref().unwrap_or("0");
    let dates: Vec<String> = buckets.labels().into_iter().rev().collect();
    let (mut series, mut labels, mut pruned) = (Vec::new(), Vec::new(), false);
    for who in &Who::all(store, &request.segments) {
        let found = cohorts(store, request, who, &buckets);
        let size = |it: &Vec<Vec<Payments>>| it.iter().map(Vec::len).sum::<usize>() as f64;
        let (found, dropped) = largest(found, LIMIT, size);
        pruned |= dropped;
        for (label, cohorts) in found {
            let values = buckets.starts().iter().zip(buckets.labels()).zip(cohorts);
            let values: Map<String, Value> = values
                .map(|((start, date), users)| (date, value(store, metric, *start, &users)))
                .collect();
            series.push(json!({"dates": dates, "values": values}));
            labels.push(written(&label));
        }
    }
    wrapped(json!({"seriesLabels": labels, "series": series}), pruned)
}

/// The new users of each interval by group, with the properties of their first event.
fn cohorts(
    store: &Store,
    request: &Understood,
    who: &Who<'_>,
    buckets: &Buckets,
) -> HashMap<Label, Vec<Vec<Payments>>> {
    let groups = Groups::new(store, &[], &request.groups);
    let revenues = store.revenues();
    let empty = vec![Vec::new(); buckets.len()];
    let mut all: HashMap<Label, Vec<Vec<Payments>>> = HashMap::new();
    if request.groups.is_empty() {
        all.insert(Label::new(), empty.clone());
    }
    for person in &store.people {
        let Some(bucket) = buckets.of(person.created) else { continue };
        let whose = who.of(store, person);
        let first = store.events_of(person).first();
        let Some(first) = first.filter(|event| whose.holds(event, buckets)) else { continue };
        for key in groups.of(first) {
            let cohorts = all.entry(groups.label(&key)).or_insert_with(|| empty.clone());
            cohorts[bucket].push(payments(store, person, &revenues));
        }
    }
    all
}

fn payments(store: &Store, person: &Person, revenues: &[Option<f64>]) -> Payments {
    let from = day_of(person.created);
    let events = store.events_of(person).iter();
    let paid = events.filter_map(|event| {
        let amount = revenues.get(event.own as usize).copied().flatten()?;
        Some(((event.time - from).div_euclid(DAY), amount))
    });
    paid.collect()
}

/// The keys of an interval that began at a time.
fn value(store: &Store, metric: &str, start: i64, users: &[Payments]) -> Value {
    let mut keys = Map::new();
    let come = (store.now - start).div_euclid(DAY) + 1;
    let come = usize::try_from(come).unwrap_or(0).min(DAYS);
    let mut before = 0.0;
    for days in 1..=come {
        let within = of(metric, users, days as i64);
        keys.insert(format!("r{days}d"), number(within));
        keys.insert(format!("r{days}new"), number(within - before));
        before = within;
    }
    let paid = users.iter().filter(|it| !it.is_empty()).count();
    let total: f64 = users.iter().flatten().map(|it| it.1).sum();
    keys.insert("count".to_owned(), json!(users.len()));
    keys.insert("paid".to_owned(), json!(paid));
    keys.insert("total_amount".to_owned(), number(total));
    keys.into()
}

/// A metric of what was paid in the first days.
fn of(metric: &str, users: &[Payments], days: i64) -> f64 {
    let within = |user: &&Payments| user.iter().any(|it| it.0 < days);
    let payers = users.iter().filter(within).count() as f64;
    let revenue: f64 = users.iter().flatten().filter(|it| it.0 < days).map(|it| it.1).sum();
    match metric {
        "0" => ratio(revenue, users.len() as f64),
        "1" => ratio(revenue, payers),
        "2" => revenue,
        _ => payers,
    }
}
