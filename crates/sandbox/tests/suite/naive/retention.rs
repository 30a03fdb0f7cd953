//! Retention analysis.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::DateTime};
use serde_json::{Value, json};

use super::{
    Done, World, created, in_segment, interval_of, labels, next, of_user, range, segments, sorted,
};
use crate::world::Request;

/// A start: the interval, and the person's events after it.
type Start<'w> = (DateTime, &'w [Done]);

/// A cell: how many came back, of how many, and whether some still may.
type Cell = (usize, usize, bool);

pub(crate) fn answer(world: &World, request: &Request) -> Value {
    let range = range(request);
    let (mut series, mut meta) = (vec![], vec![]);
    for (number, segment) in segments(request).iter().enumerate() {
        let mut properties = request.events[0].groups.clone();
        properties.extend(of_user(&request.by));
        let mut groups: BTreeMap<String, Vec<Start<'_>>> = BTreeMap::new();
        if properties.is_empty() {
            groups.insert(String::new(), vec![]);
        }
        for events in &world.people {
            let mut started: Vec<(String, DateTime)> = vec![];
            for (place, event) in events.iter().enumerate() {
                let new = request.events[0].kind == "_new";
                let at = if new { created(events) } else { event.at };
                let starts = event.is(&request.events[0]) && (!new || place == 0);
                if !(starts
                    && range.holds(at)
                    && in_segment(request, &range, segment, events, event))
                {
                    continue;
                }
                for label in labels(event, &properties) {
                    let key = (label.clone(), interval_of(request, at));
                    if !started.contains(&key) {
                        groups.entry(label).or_default().push((key.1, &events[place + 1..]));
                        started.push(key);
                    }
                }
            }
        }
        let groups = groups.into_iter().map(|(label, starts)| (label, starts.len() as f64, starts));
        for (label, starts) in sorted(groups.collect(), 0) {
            series.push(one(world, request, &range.intervals, &starts));
            let mut about = json!({"segmentIndex": number, "eventIndex": 0});
            if !properties.is_empty() {
                about["value"] = json!(label);
            }
            meta.push(about);
        }
    }
    json!({"data": {"series": series, "seriesMeta": meta}})
}

fn one(world: &World, request: &Request, intervals: &[DateTime], starts: &[Start<'_>]) -> Value {
    let rows: Vec<Vec<Cell>> =
        intervals.iter().map(|it| cells(world, request, intervals.len(), *it, starts)).collect();
    let names: Vec<String> = intervals.iter().map(|it| it.strftime("%b %d").to_string()).collect();
    let cell =
        |(count, outof, open): &Cell| json!({"count": count, "outof": outof, "incomplete": open});
    let values: serde_json::Map<String, Value> =
        names.iter().cloned().zip(rows.iter().map(|row| row.iter().map(cell).collect())).collect();
    let longest = rows.iter().map(Vec::len).max().unwrap();
    let combined = (0..longest).map(|at| {
        let column: Vec<&Cell> = rows.iter().filter_map(|row| row.get(at)).collect();
        json!({
            "count": column.iter().map(|it| it.0).sum::<usize>(),
            "outof": column.iter().map(|it| it.1).sum::<usize>(),
            "retainedSetId": null,
            "incomplete": column.iter().any(|it| it.2),
        })
    });
    json!({
        "dates": names.iter().rev().collect::<Vec<_>>(),
        "values": values,
        "combined": combined.collect::<Vec<_>>(),
    })
}

fn cells(
    world: &World,
    request: &Request,
    count: usize,
    interval: DateTime,
    starts: &[Start<'_>],
) -> Vec<Cell> {
    let mut spans = vec![];
    let mut from = interval;
    for _ in 0..=count.max(30) {
        spans.push((from, next(request, from)));
        from = next(request, from);
    }
    if request.mode == "bracket" {
        let brackets = request.brackets.iter();
        spans = brackets.map(|it| (interval + it.0.days(), interval + it.1.days())).collect();
    }
    let mine: Vec<&[Done]> = starts.iter().filter(|it| it.0 == interval).map(|it| it.1).collect();
    let mut cells = vec![(mine.len(), mine.len(), false)];
    for (from, to) in spans.into_iter().filter(|it| it.0 <= world.now) {
        let back = |later: &&&[Done]| {
            later.iter().any(|it| {
                it.is(&request.events[1])
                    && it.at >= from
                    && (request.mode == "rolling" || it.at < to)
            })
        };
        cells.push((mine.iter().filter(back).count(), mine.len(), to > world.now));
    }
    cells
}
