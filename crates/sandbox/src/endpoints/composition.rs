//! User composition.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::wrapped;
use crate::{
    buckets::Buckets,
    groups::{Groups, Label, largest, written},
    params::Params,
    property::user_property,
    read,
    refusal::Refusal,
    store::Store,
    understood::{Endpoint, Understood},
};

/// How many values an answer has. The documentation says nothing; this is the cap of other
/// endpoints.
const VALUES: usize = 1000;

/// Reads a request. `device_type` is missing in the endpoint's own list of properties, but is a
/// property like the others.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["start", "end", "p"])?;
    let mut request = Understood::new(Endpoint::Composition);
    request.days = Some(read::days(params)?);
    request.property = Some(user_property(params.required("p")?)?);
    Ok(request)
}

/// How many active users had each value of a property.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let (Some(days), Some(property)) = (request.days, &request.property) else {
        return Value::Null;
    };
    let buckets = Buckets::new(1, days);
    let active = store.active_kinds();
    let groups = Groups::new(store, &[], std::slice::from_ref(property));
    let mut users: HashMap<Label, HashSet<u32>> = HashMap::new();
    for event in store.events.iter().filter(|event| buckets.of(event.time).is_some()) {
        if active.get(event.kind as usize).copied().unwrap_or_default() {
            for key in groups.of(event) {
                users.entry(groups.label(&key)).or_default().insert(event.person);
            }
        }
    }
    let (values, pruned) = largest(users, VALUES, |users| users.len() as f64);
    let counts: Vec<usize> = values.iter().map(|(_, users)| users.len()).collect();
    let labels: Vec<String> = values.iter().map(|(label, _)| written(label)).collect();
    wrapped(json!({"series": [counts], "seriesLabels": [property], "xValues": labels}), pruned)
}
