//! What happened of an event, by interval.

use std::collections::HashMap;

use crate::{
    buckets::Buckets,
    groups::{Groups, Label},
    pattern::Pattern,
    store::{Person, REVENUE, Store},
    understood::{Event, Property, Understood},
    who::{Who, Whose},
};

/// An event that counts: in which interval, by whom, and which of the store's it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) bucket: u32,
    pub(super) person: u32,
    at: u32,
}

impl Seen {
    /// The session it happened in.
    pub(super) fn session(&self, store: &Store) -> i64 {
        store.events.get(self.at as usize).map_or(-1, |event| event.session)
    }
}

/// All events that count for a series, by interval.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    seen: Vec<Seen>,
    /// The property whose values are measured: whether the user's, and its name's number.
    property: Option<(bool, u32)>,
    revenue: Option<u32>,
}

impl Tally {
    /// The events of a span of intervals, both ends included.
    pub(super) fn span(&self, (from, to): (usize, usize)) -> &[Seen] {
        let begin = self.seen.partition_point(|it| (it.bucket as usize) < from);
        let end = self.seen.partition_point(|it| it.bucket as usize <= to);
        self.seen.get(begin..end).unwrap_or_default()
    }

    /// The value of the measured property.
    pub(super) fn value(&self, store: &Store, seen: &Seen) -> Option<u32> {
        let (of_user, key) = self.property?;
        let event = store.events.get(seen.at as usize)?;
        store.bags.get(if of_user { event.of_user } else { event.own })?.get(key)
    }

    /// The same as a number.
    pub(super) fn number(&self, store: &Store, seen: &Seen) -> Option<f64> {
        store.texts.number(self.value(store, seen)?)
    }

    /// The revenue of an event.
    pub(super) fn revenue(&self, store: &Store, seen: &Seen) -> Option<f64> {
        let event = store.events.get(seen.at as usize)?;
        store.texts.number(store.bags.get(event.own)?.get(self.revenue?)?)
    }
}

/// The groups of an event in a segment. Where a property is measured it is the first of the event's
/// own groups, and groups nothing.
pub(super) fn tallies(
    store: &Store,
    request: &Understood,
    event: &Event,
    measured: bool,
    who: &Who<'_>,
    buckets: &Buckets,
) -> HashMap<Label, Tally> {
    let (first, others) = event.groups.split_at(usize::from(measured).min(event.groups.len()));
    let groups = Groups::new(store, others, &request.groups);
    let pattern = Pattern::new(store, event);
    let only_active = request.users.as_deref() == Some("active");
    let mut by_key: HashMap<Vec<Option<u32>>, Vec<Seen>> = HashMap::new();
    for (number, person) in store.people.iter().enumerate() {
        let whose = who.of(store, person);
        let active = only_active.then(|| active(store, person, None, buckets));
        for (at, event) in store.events_of(person).iter().enumerate() {
            if !pattern.is(event) {
                continue;
            }
            let bucket = buckets.of(event.time).filter(|_| whose.holds(event, buckets));
            let active = |it: &u32| active.as_ref().is_none_or(|active| active.contains(it));
            let Some(bucket) = bucket.map(|it| it as u32).filter(active) else { continue };
            let seen = Seen { bucket, person: number as u32, at: (person.events.0 + at) as u32 };
            for key in groups.of(event) {
                by_key.entry(key).or_default().push(seen);
            }
        }
    }
    let mut all: HashMap<Label, Tally> = HashMap::new();
    if others.is_empty() && request.groups.is_empty() {
        all.insert(Label::new(), Tally::default());
    }
    for (key, seen) in by_key {
        all.entry(groups.label(&key)).or_default().seen.extend(seen);
    }
    for tally in all.values_mut() {
        tally.seen.sort_by_key(|it| (it.bucket, it.at));
        tally.property = property(store, first.first());
        tally.revenue = store.texts.find(REVENUE);
    }
    all
}

fn property(store: &Store, property: Option<&Property>) -> Option<(bool, u32)> {
    let property = property?;
    Some((property.of_user, store.texts.find(&property.key)?))
}

/// The intervals in which a person was active.
fn active(
    store: &Store,
    person: &Person,
    whose: Option<&Whose<'_>>,
    buckets: &Buckets,
) -> Vec<u32> {
    let kinds = store.active_kinds();
    let events = store.events_of(person).iter();
    let events = events.filter(|event| kinds.get(event.kind as usize).copied().unwrap_or_default());
    let events = events.filter(|event| whose.is_none_or(|whose| whose.holds(event, buckets)));
    let mut found: Vec<u32> = events.filter_map(|it| Some(buckets.of(it.time)? as u32)).collect();
    found.dedup();
    found
}

/// Who of a segment was active in each interval.
pub(super) fn active_users(store: &Store, who: &Who<'_>, buckets: &Buckets) -> Tally {
    let mut seen = Vec::new();
    for (number, person) in store.people.iter().enumerate() {
        let whose = who.of(store, person);
        let buckets = active(store, person, Some(&whose), buckets);
        seen.extend(buckets.into_iter().map(|bucket| Seen {
            bucket,
            person: number as u32,
            at: 0,
        }));
    }
    seen.sort_by_key(|it| it.bucket);
    Tally { seen, ..Tally::default() }
}
