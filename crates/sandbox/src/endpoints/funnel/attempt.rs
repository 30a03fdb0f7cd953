//! Ways of one person through a funnel.

use crate::{
    buckets::Buckets,
    calendar::{DAY, SECOND},
    pattern::Pattern,
    store::{Event, Person, Store},
    understood::Understood,
    who::Whose,
};

/// The conversion window where the request names none: thirty days.
const WINDOW: u64 = 2_592_000;

/// One way through a funnel, as far as it got.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// The interval it began in.
    pub(super) bucket: usize,
    /// The event it began with, of those of the person.
    pub(super) entry: usize,
    /// The events of the steps that were reached, in the order of the steps.
    pub(super) steps: Vec<usize>,
    /// How long it took to each step from what was done before; nothing for the first.
    pub(super) took: Vec<i64>,
    /// How often the step before was done on the way to each step.
    pub(super) before: Vec<u64>,
}

/// How a funnel is walked.
pub(super) struct Rules<'r> {
    pub(super) mode: &'r str,
    window: i64,
}

impl<'r> Rules<'r> {
    /// Those of a request. In unordered mode the window is rounded down to whole days.
    pub(super) fn new(request: &'r Understood) -> Self {
        let mode = request.mode.as_deref().unwrap_or("ordered");
        let window = request.window.unwrap_or(WINDOW) as i64 * SECOND;
        Self { mode, window: if mode == "unordered" { window / DAY * DAY } else { window } }
    }
}

/// Every way of a person through a funnel that began in the range, and in the segment.
///
/// The range is when a way begins; its steps may lie after it, within the window. A step takes
/// the first event that it can. In unordered mode a way begins with an event of any step, and
/// each step in turn takes the first event that no step before it has taken; so a step is reached
/// only if those before it are.
pub(super) fn attempts(
    store: &Store,
    person: &Person,
    patterns: &[Pattern],
    rules: &Rules<'_>,
    whose: &Whose<'_>,
    buckets: &Buckets,
) -> Vec<Attempt> {
    let events = store.events_of(person);
    let of_step: Vec<Vec<usize>> = patterns.iter().map(|it| places(events, it)).collect();
    let entries = if rules.mode == "unordered" {
        let mut all = of_step.concat();
        all.sort_unstable();
        all.dedup();
        all
    } else {
        of_step.first().cloned().unwrap_or_default()
    };
    let begun = entries.into_iter().filter_map(|entry| {
        let event = events.get(entry)?;
        Some((entry, buckets.of(event.time).filter(|_| whose.holds(event, buckets))?))
    });
    begun.filter_map(|(entry, bucket)| attempt(events, &of_step, rules, entry, bucket)).collect()
}

fn places(events: &[Event], pattern: &Pattern) -> Vec<usize> {
    let found = events.iter().enumerate().filter(|(_, event)| pattern.is(event));
    found.map(|(at, _)| at).collect()
}

fn attempt(
    events: &[Event],
    of_step: &[Vec<usize>],
    rules: &Rules<'_>,
    entry: usize,
    bucket: usize,
) -> Option<Attempt> {
    let time = |at: usize| events.get(at).map_or(i64::MAX, |event| event.time);
    let last = time(entry).saturating_add(rules.window);
    let mut steps: Vec<usize> = Vec::new();
    for places in of_step {
        let next = match (rules.mode, steps.last()) {
            ("unordered", _) => from(places, entry).iter().find(|at| !steps.contains(at)).copied(),
            (_, None) => Some(entry),
            ("sequential", Some(before)) => {
                places.binary_search(&(before + 1)).ok().map(|_| before + 1)
            }
            (_, Some(before)) => from(places, before + 1).first().copied(),
        };
        match next.filter(|at| time(*at) <= last) {
            Some(next) => steps.push(next),
            None => break,
        }
    }
    let mut sorted = steps.clone();
    sorted.sort_unstable();
    let took = sorted.windows(2).map(|pair| time(pair[1]) - time(pair[0]));
    let took: Vec<i64> = sorted.first().map(|_| 0).into_iter().chain(took).collect();
    let before = steps.windows(2).zip(of_step).map(|(pair, places)| {
        let (begin, end) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
        from(places, begin).iter().take_while(|at| **at < end).count() as u64
    });
    let before: Vec<u64> = steps.first().map(|_| 0).into_iter().chain(before).collect();
    (!steps.is_empty()).then_some(Attempt { bucket, entry, steps, took, before })
}

/// The places from one on.
fn from(places: &[usize], first: usize) -> &[usize] {
    places.get(places.partition_point(|at| *at < first)..).unwrap_or_default()
}
