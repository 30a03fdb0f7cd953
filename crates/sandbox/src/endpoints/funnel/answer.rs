//! The answer to a request of funnel analysis.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    attempt::{Attempt, Rules, attempts},
    result::Group,
    wrapped,
};
use crate::{
    buckets::Buckets,
    endpoints::segmentation::displayed,
    groups::{Groups, LIMIT, Label, largest, written},
    pattern::Pattern,
    store::{Event, Store},
    understood::Understood,
    who::Who,
};

/// The answer: an element for each segment and group.
///
/// Groups of the request are those of the event that a way began with, groups of an event those of
/// the event that made the step.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    if request.events.len() < 2 {
        return wrapped(json!([]), false);
    }
    let interval = request.interval.unwrap_or(1);
    let buckets = Buckets::new(interval, displayed(interval, days));
    let limit = request.limit.map_or(LIMIT, |limit| limit as usize);
    let (mut elements, mut pruned) = (Vec::new(), false);
    for (at, who) in Who::all(store, &request.segments).iter().enumerate() {
        let found = groups(store, request, who, &buckets);
        let (found, dropped) = largest(found, limit, |group| group.size() as f64);
        pruned |= dropped;
        for (label, group) in found {
            elements.push(element(request, at, &label, &group, &buckets));
        }
    }
    wrapped(elements, pruned)
}

fn element(
    request: &Understood,
    segment: usize,
    label: &Label,
    group: &Group,
    buckets: &Buckets,
) -> Value {
    let mut element = group.fields(request.events.len(), buckets);
    let mut meta = json!({"segmentIndex": segment});
    if !label.is_empty() {
        meta["value"] = json!(written(label));
        element["groupValue"] = json!(written(label));
    }
    element["meta"] = meta;
    element["events"] = request.events.iter().map(|it| it.event_type.as_str()).collect();
    element
}

fn groups(
    store: &Store,
    request: &Understood,
    who: &Who<'_>,
    buckets: &Buckets,
) -> HashMap<Label, Group> {
    let rules = Rules::new(request);
    let patterns: Vec<Pattern> = request.events.iter().map(|it| Pattern::new(store, it)).collect();
    let by = By::new(store, request);
    let only_new = request.users.as_deref() == Some("new");
    let mut all: HashMap<Label, Group> = HashMap::new();
    if by.is_empty {
        all.insert(Label::new(), Group::default());
    }
    for (number, person) in store.people.iter().enumerate() {
        if only_new && buckets.of(person.created).is_none() {
            continue;
        }
        let whose = who.of(store, person);
        let events = store.events_of(person);
        for attempt in attempts(store, person, &patterns, &rules, &whose, buckets) {
            for label in by.labels(events, &attempt) {
                all.entry(label).or_default().add(number as u32, &attempt);
            }
        }
    }
    all
}

/// What ways through a funnel are grouped by.
struct By<'s> {
    of_steps: Vec<(usize, Groups<'s>)>,
    of_entry: Groups<'s>,
    is_empty: bool,
}

impl<'s> By<'s> {
    fn new(store: &'s Store, request: &Understood) -> Self {
        let steps = request.events.iter();
        let of_steps: Vec<_> = steps
            .map(|event| (event.groups.len(), Groups::new(store, &event.groups, &[])))
            .collect();
        let is_empty = request.groups.is_empty() && of_steps.iter().all(|it| it.0 == 0);
        Self { of_steps, of_entry: Groups::new(store, &[], &request.groups), is_empty }
    }

    fn labels(&self, events: &[Event], attempt: &Attempt) -> Vec<Label> {
        let mut labels = vec![Label::new()];
        for (step, (count, groups)) in self.of_steps.iter().enumerate() {
            let event = attempt.steps.get(step).and_then(|at| events.get(*at));
            let found = match event {
                Some(event) => groups.of(event).iter().map(|key| groups.label(key)).collect(),
                None => vec![vec![crate::compare::NONE.to_owned(); *count]],
            };
            labels = joined(&labels, &found);
        }
        let entry = events.get(attempt.entry).map(|event| self.of_entry.of(event));
        let entry = entry.unwrap_or_default();
        let entry: Vec<Label> = entry.iter().map(|key| self.of_entry.label(key)).collect();
        joined(&labels, &entry)
    }
}

fn joined(labels: &[Label], others: &[Label]) -> Vec<Label> {
    labels.iter().flat_map(|one| others.iter().map(|it| [&one[..], &it[..]].concat())).collect()
}
