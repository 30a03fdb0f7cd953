//! Distributions: of a property's values, and of how often users did something.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    answer::{Ground, Series},
    metric::frequencies,
    number,
    tally::{Seen, Tally},
};
use crate::{groups::written, understood::Understood};

/// How many bins a distribution of values has.
const BINS: usize = 10;

/// The data of a distribution, if the request asks for one.
///
/// What they look like is not documented: here `xValues` are the bins, or how often, and the cells
/// count events, or users.
pub(super) fn data(
    ground: &Ground<'_>,
    request: &Understood,
    series: &mut [Series],
) -> Option<Value> {
    let counts: Vec<BTreeMap<usize, u64>>;
    let labels: Vec<(usize, String)>;
    match request.metric.as_deref() {
        Some("histogram") => {
            let numbers: Vec<Vec<f64>> = series.iter().map(|it| numbers(ground, it)).collect();
            let edges = edges(&numbers.concat());
            let bin = |value: &f64| edges.partition_point(|it| it <= value).clamp(1, BINS) - 1;
            counts = numbers.iter().map(|it| counted(it.iter().map(bin))).collect();
            let short = |edge: f64| (edge * 1e6).round() / 1e6;
            let names = edges.windows(2).map(|it| format!("{} - {}", short(it[0]), short(it[1])));
            labels = names.enumerate().collect();
        }
        Some("frequency") => {
            let times = |series: &Series| {
                frequencies(seen(ground, series).1).into_iter().map(|it| it as usize)
            };
            counts = series.iter().map(|it| counted(times(it))).collect();
            let most = counts.iter().filter_map(|it| it.keys().max()).max().copied();
            labels = (1..=most.unwrap_or(0)).map(|times| (times, times.to_string())).collect();
        }
        _ => return None,
    }
    let count = |counts: &BTreeMap<usize, u64>, at: usize| counts.get(&at).copied().unwrap_or(0);
    let row = |it| labels.iter().map(|(at, _)| count(it, *at)).collect::<Vec<_>>();
    let rows: Vec<Vec<u64>> = counts.iter().map(row).collect();
    let whole: Vec<u64> = rows.iter().map(|row| row.iter().sum()).collect();
    Some(json!({
        "series": rows,
        "seriesLabels": series.iter().map(|it| json!([it.event, written(&it.label)])).collect::<Vec<_>>(),
        "seriesCollapsed": whole.iter().map(|it| json!([{"setId": "", "value": number(*it as f64)}])).collect::<Vec<_>>(),
        "xValues": labels.iter().map(|it| &it.1).collect::<Vec<_>>(),
    }))
}

fn seen<'a>(ground: &Ground<'_>, series: &'a Series) -> (Option<&'a Tally>, &'a [Seen]) {
    let tally = series.tallies.first();
    let span = (ground.buckets.before(), ground.buckets.len() - 1);
    (tally, tally.map(|it| it.span(span)).unwrap_or_default())
}

fn numbers(ground: &Ground<'_>, series: &Series) -> Vec<f64> {
    let (tally, seen) = seen(ground, series);
    let numbers = seen.iter().filter_map(|it| tally?.number(ground.store, it));
    numbers.collect()
}

fn counted(places: impl Iterator<Item = usize>) -> BTreeMap<usize, u64> {
    let mut counts = BTreeMap::new();
    for place in places {
        *counts.entry(place).or_default() += 1;
    }
    counts
}

/// The edges of bins of one width, from the least to the largest number.
fn edges(numbers: &[f64]) -> Vec<f64> {
    let Some(least) = numbers.iter().copied().reduce(f64::min) else { return Vec::new() };
    let most = numbers.iter().copied().reduce(f64::max).unwrap_or(least);
    let width = if most > least { (most - least) / BINS as f64 } else { 1.0 };
    (0..=BINS).map(|at| least + width * at as f64).collect()
}
