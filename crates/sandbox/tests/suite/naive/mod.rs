//! A slow and plain reading of events, written apart from the sandbox: every number is found by
//! going through all events.

pub(crate) mod charts;
pub(crate) mod funnel;
pub(crate) mod lookups;
pub(crate) mod others;
pub(crate) mod retention;
pub(crate) mod segmentation;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use serde_json::Value;

use crate::world::{Condition, Event, Filter, Request, later};

/// An event as it stands in an export.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) person: u64,
    pub(crate) at: DateTime,
    pub(crate) kind: String,
    pub(crate) session: i64,
    pub(crate) created: Option<DateTime>,
    /// The line of the export.
    pub(crate) line: Value,
    own: BTreeMap<String, Vec<String>>,
    user: BTreeMap<String, Vec<String>>,
}

/// Everything everybody did, by person and time.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) people: Vec<Vec<Done>>,
    pub(crate) now: DateTime,
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => vec![],
        Value::String(text) if text.is_empty() => vec![],
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

fn moment(value: &Value) -> DateTime {
    value.as_str().unwrap().parse().unwrap()
}

impl World {
    pub(crate) fn read(lines: &[String]) -> Self {
        let mut people: BTreeMap<u64, Vec<Done>> = BTreeMap::new();
        let mut order = vec![];
        for line in lines {
            let line: Value = serde_json::from_str(line).unwrap();
            let person = line["amplitude_id"].as_u64().unwrap();
            let all = |key: &str| {
                let object = line[key].as_object().cloned().unwrap_or_default();
                object.into_iter().map(|(key, value)| (key, texts(&value))).collect::<Vec<_>>()
            };
            let mut user: BTreeMap<String, Vec<String>> = all("user_properties")
                .into_iter()
                .map(|it| (format!("gp:{}", it.0), it.1))
                .collect();
            for (field, key) in
                [("platform", "platform"), ("country", "country"), ("version_name", "version")]
            {
                user.insert(key.to_owned(), texts(&line[field]));
            }
            if !people.contains_key(&person) {
                order.push(person);
            }
            people.entry(person).or_default().push(Done {
                person,
                at: moment(&line["event_time"]),
                kind: line["event_type"].as_str().unwrap().to_owned(),
                session: line["session_id"].as_i64().unwrap(),
                created: line.get("user_creation_time").map(moment),
                own: all("event_properties").into_iter().collect(),
                line: line.clone(),
                user,
            });
        }
        let mut people: Vec<Vec<Done>> = order.iter().map(|id| people[id].clone()).collect();
        for events in &mut people {
            events.sort_by_key(|it| it.at);
        }
        let now = people.iter().flatten().map(|it| it.at).max().unwrap();
        Self { people, now }
    }
}

/// When a person was first seen.
pub(crate) fn created(events: &[Done]) -> DateTime {
    events.iter().filter_map(|it| it.created).min().unwrap_or(events[0].at)
}

impl Done {
    /// The values of a property.
    pub(crate) fn values(&self, of_user: bool, key: &str) -> Vec<String> {
        let all = if of_user { &self.user } else { &self.own };
        all.get(key).cloned().unwrap_or_default()
    }

    pub(crate) fn is_active(&self) -> bool {
        self.kind != "session_start" && self.kind != "session_end"
    }

    pub(crate) fn revenue(&self) -> Option<f64> {
        self.values(false, "$revenue").first().and_then(|it| it.parse().ok())
    }

    pub(crate) fn is(&self, event: &Event) -> bool {
        let receipt = !self.values(false, "$receipt").is_empty();
        let kind = match event.kind.as_str() {
            "_active" => self.is_active(),
            "_all" | "_new" => true,
            "revenue_amount" => self.revenue().is_some(),
            "verified_revenue" => self.revenue().is_some() && receipt,
            "ce:playsong" => self.kind == "Play Song",
            kind => self.kind == kind,
        };
        kind && event.filters.iter().all(|filter| self.has(filter))
    }

    fn has(&self, (of_user, key, operator, wanted): &Filter) -> bool {
        let mine = self.values(*of_user, key);
        let some = |holds: &dyn Fn(&str, &str) -> bool| {
            mine.iter().any(|one| wanted.iter().any(|other| holds(one, other)))
        };
        let is = some(&|one, other| one == other) || mine.is_empty() && wanted.contains(&"(none)");
        let contains = some(&|one, other| one.to_lowercase().contains(&other.to_lowercase()));
        let before = |one: &str, other: &str| match (one.parse::<f64>(), other.parse::<f64>()) {
            (Ok(one), Ok(other)) => one < other,
            _ => one < other,
        };
        let mut set: BTreeSet<&str> = mine.iter().map(String::as_str).collect();
        if set.is_empty() {
            set.insert("(none)");
        }
        let set = set == wanted.iter().copied().collect();
        match *operator {
            "is" => is,
            "is not" => !is,
            "contains" => contains,
            "does not contain" => !contains,
            "set is" => set,
            "set is not" => !set,
            "less" => some(&before),
            "less or equal" => some(&|one, other| !before(other, one)),
            "greater" => some(&|one, other| before(other, one)),
            "greater or equal" => some(&|one, other| !before(one, other)),
            // The one pattern with a star in this world is `p*`.
            _ => some(&|one, other| one == other || other == "p*" && one.starts_with('p')),
        }
    }
}

/// The first moment of the interval that a moment falls into.
pub(crate) fn interval_of(request: &Request, at: DateTime) -> DateTime {
    let day = at.date();
    let from = |day: Date| day.at(0, 0, 0, 0);
    match request.interval {
        -3_600_000 => day.at(at.hour(), 0, 0, 0),
        -300_000 => day.at(at.hour(), at.minute() / 5 * 5, 0, 0),
        7 => from(day - i64::from(day.weekday().to_monday_zero_offset()).days()),
        30 => from(day.first_of_month()),
        days => {
            let gone = i64::from((day - later(request.start)).get_days());
            from(later(request.start) + (gone.div_euclid(days) * days).days())
        }
    }
}

/// The first moment of the next interval.
pub(crate) fn next(request: &Request, interval: DateTime) -> DateTime {
    match request.interval {
        -3_600_000 => interval + 1.hour(),
        -300_000 => interval + 5.minutes(),
        30 => interval + 1.month(),
        days => interval + days.days(),
    }
}

fn before(request: &Request, interval: DateTime) -> DateTime {
    interval_of(request, interval - 1.second())
}

/// The days that count.
pub(crate) fn days(request: &Request) -> (DateTime, DateTime) {
    let fine = ["/api/2/events/segmentation", "/api/2/funnels"].contains(&request.path);
    let most = match request.interval {
        -3_600_000 => 7,
        -300_000 => 2,
        _ => 365,
    };
    let start = if fine {
        request.start.max((request.end + 1).saturating_sub(most))
    } else {
        request.start
    };
    (later(start).at(0, 0, 0, 0), later(request.end + 1).at(0, 0, 0, 0))
}

/// The intervals of a request, and when those begin and end that count.
#[derive(Debug)]
pub(crate) struct Range {
    pub(crate) intervals: Vec<DateTime>,
    /// Those before them that a rolling value looks back on.
    pub(crate) earlier: Vec<DateTime>,
    from: DateTime,
    to: DateTime,
}

pub(crate) fn range(request: &Request) -> Range {
    let (from, to) = days(request);
    let mut intervals = vec![interval_of(request, from)];
    while next(request, *intervals.last().unwrap()) < to {
        intervals.push(next(request, *intervals.last().unwrap()));
    }
    let mut earlier: Vec<DateTime> = vec![];
    for _ in 0..request.rolling.0 + request.rolling.1 - 2 {
        let first = earlier.first().unwrap_or(&intervals[0]);
        earlier.insert(0, before(request, *first));
    }
    let from = earlier.first().copied().unwrap_or(from);
    Range { intervals, earlier, from, to }
}

impl Range {
    pub(crate) fn holds(&self, at: DateTime) -> bool {
        self.from <= at && at < self.to
    }

    pub(crate) fn labels(&self, request: &Request) -> Vec<String> {
        let form = if request.interval < 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%d" };
        self.intervals.iter().map(|it| it.strftime(form).to_string()).collect()
    }
}

/// Whether an event of a person counts for a segment.
pub(crate) fn in_segment(
    request: &Request,
    range: &Range,
    segment: &[Condition],
    events: &[Done],
    event: &Done,
) -> bool {
    segment.iter().all(|condition| match condition {
        Condition::Property(filter) => event.has(filter),
        Condition::Cohort(not, id) => {
            let mut hash: u64 = 14_695_981_039_346_656_037;
            for byte in format!("{id}:{}", event.person).into_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
            }
            hash.is_multiple_of(5) != *not
        }
        Condition::Performed(wanted, compare, times, within, days) => {
            let day = event.at.date().at(0, 0, 0, 0);
            let (from, to) = if range.holds(event.at) {
                let from = interval_of(request, event.at);
                (from, next(request, from))
            } else {
                (day, day + 1.day())
            };
            let inside = |it: &&Done| match *within {
                "allTime" => true,
                "currentInterval" => from <= it.at && it.at < to,
                "forEachInterval" => to - days.days() <= it.at && it.at < to,
                _ => day + 1.day() - days.days() <= it.at && it.at < day + 1.day(),
            };
            let count = events.iter().filter(inside).filter(|it| it.is(wanted)).count() as u64;
            match *compare {
                ">=" => count >= *times,
                ">" => count > *times,
                "<" => count < *times,
                "<=" => count <= *times,
                _ => count == *times,
            }
        }
    })
}

/// The segments of a request; without any it is everybody.
pub(crate) fn segments(request: &Request) -> Vec<Vec<Condition>> {
    if request.segments.is_empty() { vec![vec![]] } else { request.segments.clone() }
}

/// The labels of an event under some properties.
pub(crate) fn labels(event: &Done, properties: &[(bool, &str)]) -> Vec<String> {
    let mut labels: Vec<Vec<String>> = vec![vec![]];
    for (of_user, key) in properties {
        let mut values = event.values(*of_user, key);
        if values.is_empty() {
            values.push("(none)".to_owned());
        }
        let longer = |label: &Vec<String>| {
            let label = label.clone();
            values.clone().into_iter().map(move |value| [label.clone(), vec![value]].concat())
        };
        labels = labels.iter().flat_map(longer).collect();
    }
    let labels: BTreeSet<String> = labels.iter().map(|it| it.join("; ")).collect();
    labels.into_iter().collect()
}

pub(crate) fn of_user<'a>(by: &[&'a str]) -> Vec<(bool, &'a str)> {
    by.iter().map(|key| (true, *key)).collect()
}

/// Groups by size, the largest first, then by name, and no more than a limit.
pub(crate) fn sorted<T>(groups: Vec<(String, f64, T)>, limit: usize) -> Vec<(String, T)> {
    let mut groups = groups;
    groups.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    groups.truncate(if limit == 0 { 100 } else { limit });
    groups.into_iter().map(|it| (it.0, it.2)).collect()
}
