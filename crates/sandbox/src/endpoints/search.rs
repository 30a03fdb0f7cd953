//! Users by an identifier.

use serde_json::{Value, json};

use crate::{
    params::Params,
    refusal::Refusal,
    store::{DEVICE, Person, Store, USER},
    understood::{Endpoint, Understood},
};

/// How many users are found at most by the beginning of their names.
const MOST: usize = 100;

/// Reads a request.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["user"])?;
    let mut request = Understood::new(Endpoint::Search);
    request.subject = Some(params.required("user")?.to_owned());
    Ok(request)
}

/// The users of an Amplitude ID, or else of a device or user ID, or else those whose user ID
/// begins so. The documentation names two of the types; the others are an inference.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let text = request.subject.as_deref().unwrap_or_default();
    let id = text.parse().ok();
    let by_id = found(store, |person| Some(person.id) == id);
    if !by_id.is_empty() {
        return matches("match_amplitude_id", &by_id);
    }
    let by_name = found(store, |person| {
        names(store, person, DEVICE).contains(&text) || names(store, person, USER).contains(&text)
    });
    if !by_name.is_empty() {
        return matches("match_user_or_device_id", &by_name);
    }
    let by_prefix =
        found(store, |person| names(store, person, USER).iter().any(|name| name.starts_with(text)));
    let kind = if by_prefix.is_empty() { "nomatch" } else { "match_user_id_prefix" };
    matches(kind, &by_prefix)
}

fn matches(kind: &str, matches: &[Value]) -> Value {
    json!({"type": kind, "matches": matches})
}

fn found(store: &Store, is: impl Fn(&Person) -> bool) -> Vec<Value> {
    let people = store.people.iter().filter(|person| is(person)).take(MOST);
    people
        .map(|person| {
            let name = names(store, person, USER).last().copied();
            json!({"amplitude_id": person.id, "user_id": name})
        })
        .collect()
}

/// The different names a person had under a property, in the order of time.
pub(super) fn names<'s>(store: &'s Store, person: &Person, key: &str) -> Vec<&'s str> {
    let mut names: Vec<&str> = Vec::new();
    let mut bag = None;
    for event in store.events_of(person) {
        if bag.replace(event.of_user) != Some(event.of_user) {
            let name = store.text_in(event.of_user, key);
            names.extend(name.filter(|name| !names.contains(name)));
        }
    }
    names
}
