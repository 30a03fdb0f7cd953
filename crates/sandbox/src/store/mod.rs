//! The events that answers are computed from, and the people who did them.

mod bag;
mod export;
mod import;
mod texts;

use std::collections::BTreeMap;

pub(crate) use bag::{Bag, Bags};
pub use import::ImportError;
pub(crate) use import::import;
pub(crate) use texts::Texts;

/// The property of users that holds their device.
pub(crate) const DEVICE: &str = "device_id";
/// The property of users that holds the name they have in the project.
pub(crate) const USER: &str = "user_id";
/// The property of events that holds revenue; what exports call `revenue` is stored so, too.
pub(crate) const REVENUE: &str = "$revenue";
/// The property of events that holds the proof of a payment, as the HTTP API names it.
pub(crate) const RECEIPT: &str = "$receipt";
/// Event types that do not count as activity. In a project anybody can mark more of them.
pub(crate) const INACTIVE: [&str; 2] = ["session_start", "session_end"];

/// All events of a project, by user and time.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pub(crate) texts: Texts,
    pub(crate) bags: Bags,
    pub(crate) events: Vec<Event>,
    pub(crate) people: Vec<Person>,
    /// What the sandbox calls now.
    pub(crate) now: i64,
}

/// Something that somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    /// When.
    pub(crate) time: i64,
    /// In which session, by when that began; -1 outside of any.
    pub(crate) session: i64,
    /// By whom: an index of people.
    pub(crate) person: u32,
    /// Its type: a text.
    pub(crate) kind: u32,
    /// Its properties: a bag.
    pub(crate) own: u32,
    /// Its user's properties at the time: a bag.
    pub(crate) of_user: u32,
}

/// Somebody who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The Amplitude ID.
    pub(crate) id: u64,
    /// When it was first seen, which may be before the first event.
    pub(crate) created: i64,
    /// Where its events begin and end.
    pub(crate) events: (usize, usize),
}

impl Store {
    /// Puts events in order, and finds those of each person.
    pub(crate) fn new(
        texts: Texts,
        mut bags: Bags,
        mut events: Vec<Event>,
        ids: &[(u64, Option<i64>)],
    ) -> Self {
        bags.close();
        events.shrink_to_fit();
        if !events.is_sorted_by_key(|event| event.person) {
            events.sort_by_key(|event| event.person);
        }
        let mut people = Vec::with_capacity(ids.len());
        let mut begin = 0;
        for (person, (id, created)) in ids.iter().enumerate() {
            let left = &mut events[begin..];
            let count = left.partition_point(|event| event.person as usize <= person);
            // Stable: events of one moment keep the order in which they came.
            left[..count].sort_by_key(|event| event.time);
            let end = begin + count;
            let first = events.get(begin).map_or(0, |event| event.time);
            let created = created.unwrap_or(first);
            people.push(Person { id: *id, created, events: (begin, end) });
            begin = end;
        }
        let now = events.iter().map(|event| event.time).max().unwrap_or_default();
        Self { texts, bags, events, people, now }
    }

    /// The events of a person, by time.
    pub(crate) fn events_of(&self, person: &Person) -> &[Event] {
        &self.events[person.events.0..person.events.1]
    }

    /// Whether events of a type count as activity.
    pub(crate) fn active_kinds(&self) -> Vec<bool> {
        self.texts.iter().map(|text| !INACTIVE.contains(&text)).collect()
    }

    /// The sessions of a person: when each began and how long it was, in milliseconds, at most a
    /// day as the documentation says.
    pub(crate) fn sessions_of(&self, person: &Person) -> Vec<(i64, i64)> {
        let mut spans: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for event in self.events_of(person).iter().filter(|event| event.session != -1) {
            let span = spans.entry(event.session).or_insert((event.time, event.time));
            *span = (span.0.min(event.time), span.1.max(event.time));
        }
        spans
            .into_values()
            .map(|(from, to)| (from, (to - from).min(crate::calendar::DAY)))
            .collect()
    }

    /// The revenue of each bag of event properties, where it has any.
    pub(crate) fn revenues(&self) -> Vec<Option<f64>> {
        let key = self.texts.find(REVENUE);
        let revenue = |bag: &Bag| self.texts.number(bag.get(key?)?);
        self.bags.iter().map(revenue).collect()
    }

    /// The text under a key of a bag.
    pub(crate) fn text_in(&self, bag: u32, key: &str) -> Option<&str> {
        let value = self.bags.get(bag)?.get(self.texts.find(key)?)?;
        Some(self.texts.get(value))
    }
}
