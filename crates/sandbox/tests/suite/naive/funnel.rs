//! Funnel analysis.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::DateTime};
use serde_json::{Value, json};

use super::{
    Done, World, created, in_segment, interval_of, labels, of_user, range, segments, sorted,
};
use crate::world::Request;

/// A way through the funnel: when it began, and the events of its steps.
#[derive(Clone)]
struct Way<'w> {
    began: &'w Done,
    steps: Vec<&'w Done>,
    /// How often the step before each was done from there to here.
    before: Vec<usize>,
}

pub(crate) fn answer(world: &World, request: &Request) -> Value {
    let range = range(request);
    let mut elements = vec![];
    for (number, segment) in segments(request).iter().enumerate() {
        let mut groups: BTreeMap<String, Vec<Vec<Way<'_>>>> = BTreeMap::new();
        let grouped =
            !request.by.is_empty() || request.events.iter().any(|it| !it.groups.is_empty());
        if !grouped {
            groups.insert(String::new(), vec![]);
        }
        for events in &world.people {
            if request.users == "new" && !range.holds(created(events)) {
                continue;
            }
            let mut mine: BTreeMap<String, Vec<Way<'_>>> = BTreeMap::new();
            for (place, event) in events.iter().enumerate() {
                if range.holds(event.at)
                    && in_segment(request, &range, segment, events, event)
                    && let Some(way) = way(request, events, place)
                {
                    for label in names(request, &way) {
                        mine.entry(label).or_default().push(way.clone());
                    }
                }
            }
            for (label, ways) in mine {
                groups.entry(label).or_default().push(ways);
            }
        }
        let groups = groups.into_iter().map(|(label, people)| (label, people.len() as f64, people));
        for (label, people) in sorted(groups.collect(), request.limit) {
            let mut element = element(request, &range.intervals, &range.labels(request), &people);
            element["meta"] = json!({"segmentIndex": number});
            if grouped {
                element["meta"]["value"] = json!(label);
            }
            elements.push(element);
        }
    }
    json!({"data": elements})
}

/// The way that begins with an event of a person, if one does.
fn way<'w>(request: &Request, events: &'w [Done], place: usize) -> Option<Way<'w>> {
    let began = &events[place];
    let unordered = request.mode == "unordered";
    let window = if request.window == 0 { 2_592_000 } else { request.window };
    let window = if unordered { window - window % 86_400 } else { window };
    let end = began.at + window.seconds();
    let begins = |it: &&crate::world::Event| began.is(it);
    if !(if unordered {
        request.events.iter().any(|it| begins(&it))
    } else {
        begins(&&request.events[0])
    }) {
        return None;
    }
    let mut places: Vec<usize> = vec![];
    for step in &request.events {
        let fits = |at: &usize| {
            let after = match (request.mode, places.last()) {
                ("unordered", _) => *at >= place && !places.contains(at),
                (_, None) => *at == place,
                ("sequential", Some(last)) => *at == last + 1,
                (_, Some(last)) => at > last,
            };
            after && events[*at].at <= end && events[*at].is(step)
        };
        let Some(next) = (0..events.len()).find(fits) else { break };
        places.push(next);
    }
    let steps: Vec<&Done> = places.iter().map(|at| &events[*at]).collect();
    let before = (1..places.len()).map(|at| {
        let (one, other) = (places[at - 1], places[at]);
        let way = one.min(other)..one.max(other);
        way.filter(|at_event| events[*at_event].is(&request.events[at - 1])).count()
    });
    let before = before.collect();
    (!steps.is_empty()).then_some(Way { began, steps, before })
}

fn names(request: &Request, way: &Way<'_>) -> Vec<String> {
    let mut names: Vec<Vec<String>> = vec![vec![]];
    let mut add = |found: Vec<String>| {
        let longer = |name: &Vec<String>| {
            let name = name.clone();
            found.clone().into_iter().map(move |it| [name.clone(), vec![it]].concat())
        };
        names = names.iter().flat_map(longer).collect();
    };
    for (number, step) in request.events.iter().enumerate() {
        for group in &step.groups {
            match way.steps.get(number) {
                Some(event) => add(labels(event, &[*group])),
                None => add(vec!["(none)".to_owned()]),
            }
        }
    }
    for key in &request.by {
        add(labels(way.began, &of_user(&[key])));
    }
    names.iter().map(|it| it.join("; ")).collect()
}

/// The first of the ways that got furthest.
fn best<'a, 'w>(ways: &[&'a Way<'w>]) -> Option<&'a Way<'w>> {
    let most = ways.iter().map(|it| it.steps.len()).max()?;
    ways.iter().find(|it| it.steps.len() == most).copied()
}

fn element(
    request: &Request,
    days: &[DateTime],
    names: &[String],
    people: &[Vec<Way<'_>>],
) -> Value {
    let steps = request.events.len();
    let all: Vec<&Way<'_>> =
        people.iter().filter_map(|it| best(&it.iter().collect::<Vec<_>>())).collect();
    let on = |day: &DateTime| -> Vec<&Way<'_>> {
        let here = |it: &&Way<'_>| interval_of(request, it.began.at) == *day;
        people.iter().filter_map(|it| best(&it.iter().filter(here).collect::<Vec<_>>())).collect()
    };
    let raw: Vec<usize> = reached(&all, steps);
    let share = |one: usize, other: usize| if other == 0 { 0.0 } else { one as f64 / other as f64 };
    let each = |value: &dyn Fn(&[&Way<'_>]) -> Value| json!({"series": days.iter().map(|day| value(&on(day))).collect::<Vec<_>>(), "xValues": names});
    json!({
        "events": request.events.iter().map(|it| it.kind.clone()).collect::<Vec<_>>(),
        "cumulativeRaw": raw,
        "cumulative": raw.iter().map(|it| share(*it, raw[0])).collect::<Vec<_>>(),
        "stepByStep": (0..steps).map(|at| share(raw[at], raw[at.saturating_sub(1)])).collect::<Vec<_>>(),
        "avgTransTimes": average(&all, steps),
        "medianTransTimes": median(&all, steps),
        "dayFunnels": each(&|it| json!(reached(it, steps))),
        "stepTransTimeDistribution": (0..steps).map(|at| times(&all, at)).collect::<Vec<_>>(),
        "stepPrevStepCountDistribution": (0..steps).map(|at| counts(&all, at)).collect::<Vec<_>>(),
        "dayAvgTransTimes": each(&|it| json!(average(it, steps))),
        "dayMedianTransTimes": each(&|it| json!(median(it, steps))),
    })
}

fn reached(ways: &[&Way<'_>], steps: usize) -> Vec<usize> {
    (0..steps).map(|at| ways.iter().filter(|it| it.steps.len() > at).count()).collect()
}

/// The milliseconds that a step took, in the order in which things were done.
fn took(ways: &[&Way<'_>], step: usize) -> Vec<f64> {
    let mut took: Vec<f64> = vec![];
    for way in ways.iter().filter(|it| it.steps.len() > step) {
        let mut times: Vec<DateTime> = way.steps.iter().map(|it| it.at).collect();
        times.sort_unstable();
        let before = if step == 0 { times[0] } else { times[step - 1] };
        took.push(times[step].duration_since(before).as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    took
}

/// A bin of a distribution.
fn bin(start: f64, end: Option<f64>, users: usize) -> Value {
    json!({"start": start, "end": end, "bin_dist": {"users": users, "count": users, "propsum": 0}})
}

/// How many took how long to a step: up to a minute, ten, an hour, a day, a week, and longer.
fn times(ways: &[&Way<'_>], step: usize) -> Value {
    const MINUTE: f64 = 60_000.0;
    let edges = [0.0, MINUTE, 10.0 * MINUTE, 60.0 * MINUTE, 1440.0 * MINUTE, 10_080.0 * MINUTE];
    let took = if step == 0 { vec![] } else { took(ways, step) };
    let bins = edges.iter().enumerate().map(|(at, start)| {
        let end = edges.get(at + 1).copied();
        let inside = |it: &&f64| **it >= *start && end.is_none_or(|end| **it < end);
        bin(*start, end, took.iter().filter(inside).count())
    });
    json!({"bins": bins.collect::<Vec<_>>()})
}

/// How many did the step before how often on their way to a step.
fn counts(ways: &[&Way<'_>], step: usize) -> Value {
    let mut all: BTreeMap<usize, usize> = BTreeMap::new();
    for way in ways.iter().filter(|it| step > 0 && it.steps.len() > step) {
        *all.entry(way.before[step - 1]).or_default() += 1;
    }
    let bins =
        all.into_iter().map(|(times, users)| bin(times as f64, Some(times as f64 + 1.0), users));
    json!({"bins": bins.collect::<Vec<_>>()})
}

fn average(ways: &[&Way<'_>], steps: usize) -> Vec<f64> {
    let mean = |took: Vec<f64>| took.iter().sum::<f64>() / took.len().max(1) as f64;
    (0..steps).map(|at| mean(took(ways, at))).collect()
}

fn median(ways: &[&Way<'_>], steps: usize) -> Vec<f64> {
    let middle = |took: Vec<f64>| match took.len() {
        0 => 0.0,
        count if count % 2 == 1 => took[count / 2],
        count => f64::midpoint(took[count / 2 - 1], took[count / 2]),
    };
    (0..steps).map(|at| middle(took(ways, at))).collect()
}
