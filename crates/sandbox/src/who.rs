//! Segments: of whom, and when, what they did counts.

use crate::{
    buckets::Buckets,
    calendar::{DAY, day_of},
    pattern::{Pattern, filtered},
    store::{Event, Person, Store},
    understood::{Condition, Filter, Segment, Within},
};

/// A segment, made ready for a store.
pub(crate) struct Who<'a> {
    /// Whether the user properties hold, by set of them.
    of_user: Option<Vec<bool>>,
    cohorts: Vec<(bool, &'a [String])>,
    performed: Vec<(Pattern, &'a str, u64, Within)>,
}

/// A segment as far as one person goes: when the person did what the segment asks for.
pub(crate) struct Whose<'w> {
    who: &'w Who<'w>,
    in_cohorts: bool,
    times: Vec<Vec<i64>>,
}

impl<'a> Who<'a> {
    /// The segments of a request; none is everyone.
    pub(crate) fn all(store: &Store, segments: &'a [Segment]) -> Vec<Self> {
        if segments.is_empty() {
            return vec![Self::new(store, &[])];
        }
        segments.iter().map(|segment| Self::new(store, &segment.conditions)).collect()
    }

    fn new(store: &Store, conditions: &'a [Condition]) -> Self {
        let mut filters: Vec<&Filter> = Vec::new();
        let (mut cohorts, mut performed) = (Vec::new(), Vec::new());
        for condition in conditions {
            match condition {
                Condition::Property(filter) => filters.push(filter),
                Condition::Cohort { not, ids } => cohorts.push((*not, ids.as_slice())),
                Condition::Performed { event, compare, times, within } => {
                    performed.push((Pattern::new(store, event), compare.as_str(), *times, *within));
                }
            }
        }
        Self { of_user: filtered(store, &filters), cohorts, performed }
    }

    /// The segment as far as a person goes.
    pub(crate) fn of(&self, store: &Store, person: &Person) -> Whose<'_> {
        let done = |pattern: &Pattern| {
            let events = store.events_of(person).iter();
            events.filter(|event| pattern.is(event)).map(|event| event.time).collect()
        };
        Whose {
            who: self,
            in_cohorts: self
                .cohorts
                .iter()
                .all(|(not, ids)| ids.iter().any(|id| is_member(id, person.id)) != *not),
            times: self.performed.iter().map(|performed| done(&performed.0)).collect(),
        }
    }
}

impl Whose<'_> {
    /// Whether an event of the person counts. User properties are those at the time of the event.
    pub(crate) fn holds(&self, event: &Event, buckets: &Buckets) -> bool {
        let bag = event.of_user as usize;
        let properties = self.who.of_user.as_ref();
        self.in_cohorts
            && properties.is_none_or(|kept| kept.get(bag).copied().unwrap_or_default())
            && self.who.performed.iter().zip(&self.times).all(
                |((_, compare, least, within), times)| {
                    let (from, to) = span(*within, event.time, buckets);
                    let count = times.partition_point(|time| *time < to)
                        - times.partition_point(|time| *time < from);
                    compares(count as u64, compare, *least)
                },
            )
    }
}

fn compares(count: u64, compare: &str, number: u64) -> bool {
    match compare {
        ">=" => count >= number,
        ">" => count > number,
        "<" => count < number,
        "<=" => count <= number,
        _ => count == number,
    }
}

/// From when to when something has to have been done, for an event at a time to count.
///
/// The documentation of December 2025 names the words and no more. Here `currentInterval` is the
/// interval that the event falls into, `forEachInterval` are the days up to the end of that,
/// and `rolling` the days up to the end of the event's own day.
fn span(within: Within, time: i64, buckets: &Buckets) -> (i64, i64) {
    let current =
        buckets.of(time).map_or((day_of(time), day_of(time) + DAY), |at| buckets.span(at));
    match within {
        Within::AllTime => (i64::MIN, i64::MAX),
        Within::CurrentInterval => current,
        Within::EachInterval(days) => (current.1 - i64::from(days) * DAY, current.1),
        Within::Rolling(days) => {
            let end = day_of(time) + DAY;
            (end - i64::from(days) * DAY, end)
        }
    }
}

/// Whether a user is in a cohort.
///
/// Cohorts are made in the web application, so here every identifier is one, with a fifth of
/// the users: those for whom the hash (FNV-1a, 64 bits) of `cohort:user` can be divided by five.
pub(crate) fn is_member(cohort: &str, user: u64) -> bool {
    let text = format!("{cohort}:{user}");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.is_multiple_of(5)
}
