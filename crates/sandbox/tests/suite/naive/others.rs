//! Users, sessions, composition, lifetime value, and what has no range.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::DateTime};
use serde_json::{Value, json};

use super::{
    Done, World, created, in_segment, interval_of, labels, of_user, range, segments, sorted,
};
use crate::world::Request;

pub(crate) fn users(world: &World, request: &Request) -> Value {
    let range = range(request);
    let mut series = vec![];
    let mut meta = vec![];
    for (number, segment) in segments(request).iter().enumerate() {
        let mut groups: BTreeMap<String, BTreeSet<(DateTime, u64)>> = BTreeMap::new();
        if request.by.is_empty() {
            groups.insert(String::new(), BTreeSet::new());
        }
        for events in &world.people {
            for (place, event) in events.iter().enumerate() {
                let new = request.metric == "new";
                let at = if new { created(events) } else { event.at };
                let counts = if new { place == 0 } else { event.is_active() };
                if counts && range.holds(at) && in_segment(request, &range, segment, events, event)
                {
                    for label in labels(event, &of_user(&request.by)) {
                        let at = interval_of(request, at);
                        groups.entry(label).or_default().insert((at, event.person));
                    }
                }
            }
        }
        let groups = groups.into_iter().map(|(label, users)| (label, users.len() as f64, users));
        for (label, users) in sorted(groups.collect(), 0) {
            let count = |at: &DateTime| users.iter().filter(|it| it.0 == *at).count();
            series.push(range.intervals.iter().map(count).collect::<Vec<_>>());
            meta.push(if request.by.is_empty() {
                json!({"segmentIndex": number})
            } else {
                json!(label)
            });
        }
    }
    json!({"data": {"series": series, "seriesMeta": meta, "xValues": range.labels(request)}})
}

/// Every session of the range: its day, its user, how many seconds it took.
fn sessions(world: &World, request: &Request) -> Vec<(DateTime, u64, f64)> {
    let range = range(request);
    let mut sessions: BTreeMap<(u64, i64), (DateTime, DateTime)> = BTreeMap::new();
    for event in world.people.iter().flatten().filter(|it| it.session != -1) {
        let session = sessions.entry((event.person, event.session)).or_insert((event.at, event.at));
        *session = (session.0.min(event.at), session.1.max(event.at));
    }
    let inside = sessions.into_iter().filter(|it| range.holds(it.1.0));
    inside
        .map(|((user, _), (from, to))| {
            let seconds = to.duration_since(from).as_secs_f64().min(86_400.0);
            (from.date().at(0, 0, 0, 0), user, seconds)
        })
        .collect()
}

pub(crate) fn length(world: &World, request: &Request) -> Value {
    let default = [0.0, 3.0, 10.0, 30.0, 60.0, 180.0, 600.0, 1800.0, 3600.0, 86_400.0];
    let mut edges: Vec<f64> = default.to_vec();
    if let Some((min, max, size)) = request.bins {
        let (min, max) = (min as f64 * 3600.0, max as f64 * 3600.0);
        let size = if size == 0 { (max - min) / 10.0 } else { size as f64 * 3600.0 };
        edges = vec![min];
        while edges.last().unwrap() + size < max - 0.001 {
            edges.push(min + size * edges.len() as f64);
        }
        edges.push(max);
    }
    let sessions = sessions(world, request);
    let bins: Vec<(f64, f64)> = edges.windows(2).map(|it| (it[0], it[1])).collect();
    let inside = |bin: &(f64, f64), seconds: f64| {
        bin.0 <= seconds && (seconds < bin.1 || bin.1 == 86_400.0 && seconds == bin.1)
    };
    let count = |bin: &(f64, f64)| sessions.iter().filter(|it| inside(bin, it.2)).count();
    let counts: Vec<usize> = bins.iter().map(count).collect();
    let names: Vec<String> = bins.iter().map(|bin| format!("{}s-{}s", bin.0, bin.1)).collect();
    json!({"data": {"series": [counts], "xValues": names}})
}

pub(crate) fn by_day(world: &World, request: &Request) -> Value {
    let request = Request { interval: 1, ..request.clone() };
    let sessions = sessions(world, &request);
    let range = range(&request);
    let value = |day: &DateTime| {
        let here: Vec<_> = sessions.iter().filter(|it| it.0 == *day).collect();
        let users: BTreeSet<u64> = here.iter().map(|it| it.1).collect();
        if here.is_empty() {
            0.0
        } else if request.path.ends_with("average") {
            here.iter().map(|it| it.2).sum::<f64>() / here.len() as f64
        } else {
            here.len() as f64 / users.len() as f64
        }
    };
    let series: Vec<f64> = range.intervals.iter().map(value).collect();
    let meta = json!([{"segmentIndex": 0}]);
    json!({"data": {"series": [series], "seriesMeta": meta, "xValues": range.labels(&request)}})
}

pub(crate) fn composition(world: &World, request: &Request) -> Value {
    let range = range(request);
    let mut users: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for event in world.people.iter().flatten() {
        if event.is_active() && range.holds(event.at) {
            for label in labels(event, &[(true, request.property)]) {
                users.entry(label).or_default().insert(event.person);
            }
        }
    }
    let users = users.into_iter().map(|(label, users)| (label, users.len() as f64, users.len()));
    let (values, counts): (Vec<_>, Vec<_>) = sorted(users.collect(), 1000).into_iter().unzip();
    json!({"data": {"series": [counts], "seriesLabels": [request.property], "xValues": values}})
}

pub(crate) fn ltv(world: &World, request: &Request) -> Value {
    let range = range(request);
    let (mut series, mut names) = (vec![], vec![]);
    for segment in segments(request) {
        let mut groups: BTreeMap<String, Vec<&Vec<Done>>> = BTreeMap::new();
        if request.by.is_empty() {
            groups.insert(String::new(), vec![]);
        }
        for events in &world.people {
            let first = &events[0];
            if range.holds(created(events)) && in_segment(request, &range, &segment, events, first)
            {
                for label in labels(first, &of_user(&request.by)) {
                    groups.entry(label).or_default().push(events);
                }
            }
        }
        let groups = groups.into_iter().map(|(label, users)| (label, users.len() as f64, users));
        for (label, users) in sorted(groups.collect(), 0) {
            let mut values = serde_json::Map::new();
            for (interval, name) in range.intervals.iter().zip(range.labels(request)) {
                let inside = |it: &&&Vec<Done>| interval_of(request, created(it)) == *interval;
                let users: Vec<_> = users.iter().filter(inside).copied().collect();
                values.insert(name, value(world, request, *interval, &users));
            }
            let mut dates = range.labels(request);
            dates.reverse();
            series.push(json!({"dates": dates, "values": values}));
            names.push(label);
        }
    }
    json!({"data": {"seriesLabels": names, "series": series}})
}

fn value(world: &World, request: &Request, from: DateTime, users: &[&Vec<Done>]) -> Value {
    let mut keys = serde_json::Map::new();
    let paid = |events: &[Done], days: i64| -> Vec<f64> {
        let end = created(events).date().at(0, 0, 0, 0) + days.days();
        let until = events.iter().filter(|it| it.at < end);
        until.filter_map(Done::revenue).collect()
    };
    let metric = |days: i64| {
        let all: Vec<Vec<f64>> = users.iter().map(|events| paid(events, days)).collect();
        let sum: f64 = all.concat().iter().sum();
        let payers = all.iter().filter(|it| !it.is_empty()).count() as f64;
        match request.metric {
            "1" if payers == 0.0 => 0.0,
            "1" => sum / payers,
            "2" => sum,
            "3" => payers,
            _ if users.is_empty() => 0.0,
            _ => sum / users.len() as f64,
        }
    };
    let mut days = 1;
    while days <= 180 && from + (days - 1).days() <= world.now {
        keys.insert(format!("r{days}d"), json!(metric(days)));
        let before = if days == 1 { 0.0 } else { metric(days - 1) };
        keys.insert(format!("r{days}new"), json!(metric(days) - before));
        days += 1;
    }
    let all: Vec<Vec<f64>> = users.iter().map(|events| paid(events, 100_000)).collect();
    keys.insert("count".to_owned(), json!(users.len()));
    keys.insert("paid".to_owned(), json!(all.iter().filter(|it| !it.is_empty()).count()));
    keys.insert("total_amount".to_owned(), json!(all.concat().iter().sum::<f64>()));
    keys.into()
}

/// The totals of the running week, by name.
pub(crate) fn events(world: &World) -> Value {
    let today = world.now.date();
    let monday = today - i64::from(today.weekday().to_monday_zero_offset()).days();
    let all: Vec<&Done> = world.people.iter().flatten().collect();
    let names: BTreeSet<&str> = all.iter().map(|it| it.kind.as_str()).collect();
    let list = names.iter().map(|name| {
        let week = all.iter().filter(|it| it.kind == **name && it.at.date() >= monday);
        json!({"value": name, "totals": week.count(), "non_active": *name == "session_start"})
    });
    json!({"data": list.collect::<Vec<_>>()})
}

pub(crate) fn realtime(world: &World) -> Value {
    let now = world.now;
    let first = now.date().at(now.hour(), now.minute() / 5 * 5, 0, 0) + 5.minutes();
    let count = |at: DateTime| {
        let all = world.people.iter().flatten().filter(|it| it.is_active());
        let here = all.filter(|it| at <= it.at && it.at < at + 5.minutes());
        here.map(|it| it.person).collect::<BTreeSet<_>>().len()
    };
    let day = |back: i64| {
        (0..288_i64)
            .map(|at| count(first - (24 * back).hours() + (5 * at).minutes()))
            .collect::<Vec<_>>()
    };
    let label = |at: i64| (first - 24.hours() + (5 * at).minutes()).strftime("%H:%M").to_string();
    let labels: Vec<String> = (0..288).map(label).collect();
    let series = json!([day(1), day(2)]);
    json!({"data": {"xValues": labels, "seriesLabels": ["Today", "Yesterday"], "series": series}})
}
