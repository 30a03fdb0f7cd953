//! Retention analysis.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::wrapped;
use crate::{
    buckets::Buckets,
    calendar::{DAY, day},
    event::{NEW, event},
    groups::{Groups, LIMIT, Label, largest, written},
    object::json as parsed,
    params::{Params, invalid},
    pattern::Pattern,
    read,
    refusal::Refusal,
    store::{Event, Person, Store},
    understood::{Endpoint, Understood},
    who::{Who, Whose},
};

/// How many intervals are followed at least, if there was time for them.
const FOLLOWED: usize = 30;

/// Reads a request.
pub(crate) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["se", "re", "start", "end", "rm", "rb", "i", "s", "g"])?;
    let mut request = Understood::new(Endpoint::Retention);
    request.events =
        vec![event("se", params.required("se")?)?, event("re", params.required("re")?)?];
    request.days = Some(read::days(params)?);
    request.mode = mode(params)?;
    let brackets = params.one("rb")?;
    request.brackets = match (request.mode.as_deref(), brackets) {
        (Some("bracket"), Some(text)) => self::brackets(text)?,
        (Some("bracket"), None) => return Err(Refusal::invalid("Missing required parameter rb")),
        (_, Some(_)) => return Err(Refusal::invalid("rb without rm=bracket")),
        _ => Vec::new(),
    };
    request.interval = read::interval(params, false)?;
    read::users(params, &["g"], &mut request)?;
    Ok(request)
}

/// The documentation's `n-day` is refused by the live API, which wants `nday`.
fn mode(params: &Params) -> Result<Option<String>, Refusal> {
    params.word("rm", &["bracket", "rolling", "nday"]).map_err(|it| match params.one("rm") {
        Ok(Some(mode)) if !mode.is_empty() => Refusal::invalid("Invalid retention method."),
        _ => it,
    })
}

/// Pairs of a first day and the day after the last; they ascend and do not overlap.
fn brackets(text: &str) -> Result<Vec<(u32, u32)>, Refusal> {
    let wrong = || invalid("rb", text);
    let pairs: Vec<(u32, u32)> =
        serde_json::from_value(parsed("rb", text)?).map_err(|_| wrong())?;
    let ascend = pairs.iter().all(|(first, end)| first < end && *end <= 36_600)
        && pairs.windows(2).all(|two| two[0].1 <= two[1].0);
    if ascend && !pairs.is_empty() { Ok(pairs) } else { Err(wrong()) }
}

/// The starts of a cohort: of each user the first one in the interval.
type Cohort = BTreeMap<u32, i64>;

/// A cell: how many came back of how many, and whether some still may. `None`: that time has not come.
type Cell = Option<(u64, u64, bool)>;

/// The answer: for each segment and group the cohorts of the intervals, the latest first.
///
/// The first cell is the cohort's size, the second day 0. Cells end with the interval that is
/// running. `combined` sums up the cohorts that have a cell: that is what the documentation's example
/// shows, although its text speaks of users counted once.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let buckets = Buckets::new(request.interval.unwrap_or(1), days);
    let (mut series, mut meta, mut pruned) = (Vec::new(), Vec::new(), false);
    for (at, who) in Who::all(store, &request.segments).iter().enumerate() {
        let found = cohorts(store, request, who, &buckets);
        let size = |it: &Vec<Cohort>| it.iter().map(BTreeMap::len).sum::<usize>() as f64;
        let (found, dropped) = largest(found, LIMIT, size);
        pruned |= dropped;
        for (label, cohorts) in found {
            series.push(Returns::new(store, request, &buckets).series(&cohorts));
            let mut about = json!({"segmentIndex": at, "eventIndex": 0});
            if !label.is_empty() {
                about["value"] = json!(written(&label));
            }
            meta.push(about);
        }
    }
    wrapped(json!({"series": series, "seriesMeta": meta}), pruned)
}

/// Who began in each interval, by group. Groups of the return event have no effect.
fn cohorts(
    store: &Store,
    request: &Understood,
    who: &Who<'_>,
    buckets: &Buckets,
) -> HashMap<Label, Vec<Cohort>> {
    let Some(start) = request.events.first() else { return HashMap::new() };
    let groups = Groups::new(store, &start.groups, &request.groups);
    let mut started = Pattern::new(store, start);
    let new = start.event_type == NEW;
    if new {
        started = Pattern::new(
            store,
            &crate::understood::Event {
                event_type: crate::event::ALL.to_owned(),
                filters: start.filters.clone(),
                groups: Vec::new(),
            },
        );
    }
    let mut all: HashMap<Label, Vec<Cohort>> = HashMap::new();
    let empty = vec![Cohort::new(); buckets.len()];
    if start.groups.is_empty() && request.groups.is_empty() {
        all.insert(Label::new(), empty.clone());
    }
    for (number, person) in store.people.iter().enumerate() {
        let whose = who.of(store, person);
        for (place, bucket, event) in starts(store, person, &started, new, &whose, buckets) {
            for key in groups.of(event) {
                let cohorts = all.entry(groups.label(&key)).or_insert_with(|| empty.clone());
                cohorts[bucket].entry(number as u32).or_insert(place as i64);
            }
        }
    }
    all
}

/// The starts of a person: the place of the event among the person's, its interval, the event.
/// A new user starts with its first event, when it was first seen.
fn starts<'s>(
    store: &'s Store,
    person: &'s Person,
    pattern: &Pattern,
    new: bool,
    whose: &Whose<'_>,
    buckets: &Buckets,
) -> Vec<(usize, usize, &'s Event)> {
    let events = store.events_of(person).iter().enumerate();
    let started = events.take(if new { 1 } else { usize::MAX }).filter_map(|(place, event)| {
        let bucket = buckets.of(if new { person.created } else { event.time })?;
        (pattern.is(event) && whose.holds(event, buckets)).then_some((place, bucket, event))
    });
    started.collect()
}

/// When people came back.
struct Returns<'a> {
    store: &'a Store,
    request: &'a Understood,
    buckets: &'a Buckets,
    pattern: Option<Pattern>,
}

impl<'a> Returns<'a> {
    fn new(store: &'a Store, request: &'a Understood, buckets: &'a Buckets) -> Self {
        let pattern = request.events.get(1).map(|event| Pattern::new(store, event));
        Self { store, request, buckets, pattern }
    }

    fn series(&self, cohorts: &[Cohort]) -> Value {
        let spans = self.buckets.starts();
        let long = spans.last().zip(spans.first()).is_some_and(|(to, from)| to - from > 360 * DAY);
        let form = if long { "%b %d, %Y" } else { "%b %d" };
        let rows: Vec<(String, Vec<Cell>)> = cohorts
            .iter()
            .zip(spans)
            .enumerate()
            .map(|(at, (it, start))| (day(*start).strftime(form).to_string(), self.cells(at, it)))
            .collect();
        let dates: Vec<&str> = rows.iter().rev().map(|it| it.0.as_str()).collect();
        let values: Map<String, Value> =
            rows.iter().map(|(date, cells)| (date.clone(), shown(cells))).collect();
        json!({"dates": dates, "values": values, "combined": combined(&rows)})
    }

    /// The cells of the cohort of an interval.
    fn cells(&self, at: usize, cohort: &Cohort) -> Vec<Cell> {
        let spans = self.spans(at);
        let mut counts = vec![0_u64; spans.len()];
        for (person, place) in cohort {
            for cell in self.returned(*person as usize, *place as usize, &spans) {
                counts[cell] += 1;
            }
        }
        let size = cohort.len() as u64;
        let now = self.store.now;
        let cells = spans
            .iter()
            .zip(counts)
            .map(|((from, to), count)| (*from <= now).then_some((count, size, *to > now)));
        std::iter::once(Some((size, size, false))).chain(cells).collect()
    }

    /// From when to when each cell of an interval's cohort counts returns.
    fn spans(&self, at: usize) -> Vec<(i64, i64)> {
        let begin = self.buckets.span(at).0;
        if !self.request.brackets.is_empty() {
            let days = |days: u32| begin + i64::from(days) * DAY;
            return self.request.brackets.iter().map(|it| (days(it.0), days(it.1))).collect();
        }
        let count = self.buckets.len().max(FOLLOWED);
        (0..=count).map(|after| self.buckets.span(at + after)).collect()
    }

    /// The cells that a person counts in, who started at a place among its events.
    fn returned(&self, person: usize, place: usize, spans: &[(i64, i64)]) -> Vec<usize> {
        let (Some(person), Some(pattern)) = (self.store.people.get(person), &self.pattern) else {
            return Vec::new();
        };
        let last = spans.last().map_or(i64::MIN, |span| span.1);
        let rolling = self.request.mode.as_deref() == Some("rolling");
        let later = self.store.events_of(person).iter().skip(place + 1);
        let later = later.take_while(|event| rolling || event.time < last);
        let times = later.filter(|event| pattern.is(event)).map(|event| event.time);
        let begun = |time: i64| spans.partition_point(|span| span.0 <= time);
        if rolling {
            return (0..times.last().map_or(0, begun)).collect();
        }
        let inside = times.filter_map(|time| {
            let at = begun(time).checked_sub(1)?;
            spans.get(at).is_some_and(|span| time < span.1).then_some(at)
        });
        let mut cells: Vec<usize> = inside.collect();
        cells.dedup();
        cells
    }
}

fn shown(cells: &[Cell]) -> Value {
    let cell = |it: &Cell| {
        it.map(|(count, outof, open)| json!({"count": count, "outof": outof, "incomplete": open}))
    };
    cells.iter().map_while(cell).collect()
}

fn combined(rows: &[(String, Vec<Cell>)]) -> Value {
    let longest = rows.iter().map(|(_, cells)| cells.iter().flatten().count()).max().unwrap_or(0);
    let cell = |at: usize| {
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(at).copied().flatten());
        let sum = cells.fold((0, 0, false), |sum, it| (sum.0 + it.0, sum.1 + it.1, sum.2 || it.2));
        json!({"count": sum.0, "outof": sum.1, "retainedSetId": null, "incomplete": sum.2})
    };
    (0..longest).map(cell).collect()
}
