//! A user's properties and events.

use serde_json::{Map, Value, json};

use super::{number, search::names};
use crate::{
    calendar::{SECOND, day},
    params::{Params, invalid},
    refusal::Refusal,
    store::{DEVICE, Event, Person, Store, USER},
    understood::{Endpoint, Understood},
};

/// Reads a request.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["user", "offset", "limit", "direction"])?;
    let mut request = Understood::new(Endpoint::Activity);
    let user = params.required("user")?;
    if !user.bytes().all(|it| it.is_ascii_digit()) || user.parse::<u64>().is_err() {
        return Err(invalid("user", user));
    }
    request.subject = Some(user.to_owned());
    request.offset = params.number("offset", 0, u64::MAX)?;
    request.limit = params.number("limit", 0, 1000)?;
    request.direction = params.word("direction", &["earliest", "latest"])?;
    Ok(request)
}

/// What is known of a user, and its events, the latest first or the earliest.
///
/// `limit` counts from zero. More events come where a session would be cut. What the API says of
/// an ID that nobody has is not known; here it is no events and a user without properties.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let id: Option<u64> = request.subject.as_deref().and_then(|it| it.parse().ok());
    let Some(person) = store.people.iter().find(|person| Some(person.id) == id) else {
        return json!({"userData": nobody(id), "events": []});
    };
    let mut events: Vec<&Event> = store.events_of(person).iter().collect();
    if request.direction.as_deref() != Some("earliest") {
        events.reverse();
    }
    let skipped = usize::try_from(request.offset.unwrap_or(0)).unwrap_or(usize::MAX);
    let left = events.split_off(skipped.min(events.len()));
    let count = request.limit.map_or(1000, |limit| limit as usize + 1).min(left.len());
    let (taken, rest) = left.split_at(count);
    let open = taken.last().map(|event| event.session).filter(|session| *session != -1);
    let more = rest.iter().take_while(|event| Some(event.session) == open);
    let shown = taken.iter().chain(more).map(|event| store.exported(person, event));
    json!({"userData": user(store, person), "events": shown.collect::<Vec<_>>()})
}

/// Money without what sums of fractions leave behind.
fn in_cents(money: f64) -> f64 {
    (money * 100.0).round() / 100.0
}

fn nobody(id: Option<u64>) -> Value {
    json!({
        "user_id": null,
        "canonical_amplitude_id": id,
        "merged_amplitude_ids": [],
        "num_events": 0,
        "num_sessions": 0,
        "usage_time": 0,
        "first_used": null,
        "last_used": null,
        "purchases": 0,
        "revenue": 0,
        "device_ids": [],
        "properties": {},
    })
}

fn user(store: &Store, person: &Person) -> Value {
    let events = store.events_of(person);
    let sessions = store.sessions_of(person);
    let usage: i64 = sessions.iter().map(|(_, length)| length).sum();
    let revenues = store.revenues();
    let paid = events.iter().filter_map(|it| revenues.get(it.own as usize).copied().flatten());
    let paid: Vec<f64> = paid.collect();
    let mut user = json!({
        "user_id": names(store, person, USER).last(),
        "canonical_amplitude_id": person.id,
        "merged_amplitude_ids": [],
        "num_events": events.len(),
        "num_sessions": sessions.len(),
        "usage_time": usage / SECOND,
        "first_used": day(person.created).to_string(),
        "last_used": events.last().map(|event| day(event.time).to_string()),
        "purchases": paid.len(),
        "revenue": number(in_cents(paid.iter().sum())),
        "device_ids": names(store, person, DEVICE),
    });
    let last = events.last().and_then(|event| store.bags.get(event.of_user));
    let mut properties = Map::new();
    if let (Some(user), Some(bag)) = (user.as_object_mut(), last) {
        for (key, value) in bag.iter() {
            let (key, value) = (store.texts.get(key), store.value(value));
            match key.strip_prefix("gp:") {
                Some(own) => drop(properties.insert(own.to_owned(), value)),
                None if key == DEVICE || key == USER => {}
                None => drop(user.insert(key.to_lowercase(), value)),
            }
        }
        user.insert("properties".to_owned(), properties.into());
    }
    user
}
