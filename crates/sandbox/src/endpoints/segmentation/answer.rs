//! The answer to a request of event segmentation.

use std::collections::{BTreeSet, HashMap};

use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use super::{
    FORMULA, OF_PROPERTY, distribution,
    formula::{Expr, Letter, parse},
    metric::Metric,
    number,
    tally::{Tally, active_users, tallies},
    wrapped,
};
use crate::{
    buckets::{Buckets, FIVE_MINUTES, HOURLY},
    groups::{LIMIT, Label, largest, written},
    store::Store,
    understood::Understood,
    who::Who,
};

/// One series: which segment and event it is of, its group, and what it is computed from.
pub(super) struct Series {
    pub(super) segment: usize,
    pub(super) event: usize,
    pub(super) label: Label,
    pub(super) expr: Expr,
    pub(super) tallies: Vec<Tally>,
}

/// What is counted in a segment.
struct Counted {
    /// The groups of each event.
    events: Vec<HashMap<Label, Tally>>,
    active: Tally,
}

/// What values are computed from.
pub(super) struct Ground<'s> {
    pub(super) store: &'s Store,
    pub(super) buckets: Buckets,
    active: Vec<Tally>,
}

/// The answer.
pub(crate) fn answer(store: &Store, request: &Understood) -> Value {
    let Some(days) = request.days else { return Value::Null };
    let interval = request.interval.unwrap_or(1);
    let window = request.rolling_window.unwrap_or(1) as usize;
    let average = request.rolling_average.unwrap_or(1) as usize;
    let buckets = Buckets::new(interval, displayed(interval, days));
    let buckets = buckets.with_earlier(window + average - 2);
    let (ground, mut series, pruned) = series(store, request, buckets);
    if let Some(data) = distribution::data(&ground, request, &mut series) {
        return wrapped(data, pruned);
    }
    let as_objects = request.metric.as_deref() == Some(FORMULA);
    let cell =
        |value: f64| if as_objects { json!({"value": number(value)}) } else { number(value) };
    let mut rows = Vec::new();
    let mut collapsed = Vec::new();
    for series in &series {
        let row = ground.rolling(series, window, average);
        rows.push(row.into_iter().map(cell).collect::<Vec<_>>());
        collapsed.push(json!([{"setId": "", "value": number(ground.whole(series))}]));
    }
    let data = json!({
        "series": rows,
        "seriesLabels": labels(request, &series),
        "seriesMeta": meta(request, &series),
        "seriesCollapsed": collapsed,
        "xValues": ground.buckets.labels(),
    });
    wrapped(data, pruned)
}

/// The days that are shown: the documentation says how many at most, and not which; here they
/// are the last ones.
pub(crate) fn displayed(interval: i64, (start, end): (Date, Date)) -> (Date, Date) {
    let most: i64 = match interval {
        FIVE_MINUTES => 2,
        HOURLY => 7,
        1 => 365,
        _ => return (start, end),
    };
    (start.max(end.checked_sub((most - 1).days()).unwrap_or(start)), end)
}

/// All series: by segment, then by event, then by size of the group.
fn series<'s>(
    store: &'s Store,
    request: &Understood,
    buckets: Buckets,
) -> (Ground<'s>, Vec<Series>, bool) {
    let exprs = exprs(request);
    let counted = counted(store, request, &exprs, &buckets);
    let active = counted.iter().map(|it| it.active.clone()).collect();
    let ground = Ground { store, buckets, active };
    let limit = request.limit.map_or(LIMIT, |limit| limit as usize);
    let mut all = Vec::new();
    let mut pruned = false;
    for segment in 0..counted.len() {
        for (event, expr) in exprs.iter().enumerate() {
            let labels = labels_of(expr, event, segment, &counted);
            let groups = labels.into_iter().map(|label| {
                let tallies = tallies_of(expr, segment, &label, &counted);
                let (expr, shown) = (expr.clone(), label.clone());
                (label, Series { segment, event, label: shown, expr, tallies })
            });
            let (kept, dropped) = largest(groups.collect(), limit, |it| ground.whole(it));
            pruned |= dropped;
            all.extend(kept.into_iter().map(|it| it.1));
        }
    }
    (ground, all, pruned)
}

/// What is computed: the formula, or the metric of each event.
fn exprs(request: &Understood) -> Vec<Expr> {
    let segments = request.segments.len().max(1);
    if let Some(formula) = &request.formula {
        return parse(formula, &request.events, segments).into_iter().collect();
    }
    let metric = Metric::of_word(request.metric.as_deref().unwrap_or_default());
    let letters = (0..request.events.len()).map(|event| Letter { event, segment: None });
    letters.map(|letter| Expr::Metric(metric, letter)).collect()
}

fn counted(store: &Store, request: &Understood, exprs: &[Expr], buckets: &Buckets) -> Vec<Counted> {
    let mut used = Vec::new();
    for expr in exprs {
        expr.metrics(&mut used);
    }
    let needs_active = used.iter().any(|it| it.0.needs_active());
    let of_property = request.metric.as_deref().is_some_and(|it| OF_PROPERTY.contains(&it));
    let measured = |event: usize| {
        of_property || used.iter().any(|it| it.1.event == event && it.0.is_of_property())
    };
    let whos = Who::all(store, &request.segments);
    let each = whos.iter().map(|who| Counted {
        events: request
            .events
            .iter()
            .enumerate()
            .map(|(at, event)| tallies(store, request, event, measured(at), who, buckets))
            .collect(),
        active: if needs_active { active_users(store, who, buckets) } else { Tally::default() },
    });
    each.collect()
}

/// The groups of a series: those of its event, or of all events of its formula.
fn labels_of(expr: &Expr, event: usize, segment: usize, counted: &[Counted]) -> BTreeSet<Label> {
    let mut used = Vec::new();
    expr.metrics(&mut used);
    let mut labels = BTreeSet::new();
    for (_, letter) in &used {
        let events = counted.get(letter.segment.unwrap_or(segment)).map(|it| &it.events);
        let groups = events.and_then(|events| events.get(letter.event));
        labels.extend(groups.into_iter().flat_map(HashMap::keys).cloned());
    }
    if used.is_empty() {
        let events = counted.get(segment).and_then(|it| it.events.get(event));
        labels.extend(events.into_iter().flat_map(HashMap::keys).cloned());
    }
    if labels.len() > 1 {
        // An event without groups counts for all groups of the others.
        labels.remove(&Label::new());
    }
    labels
}

/// The tallies that a series' metrics are of, in the order in which they stand in it.
fn tallies_of(expr: &Expr, segment: usize, label: &Label, counted: &[Counted]) -> Vec<Tally> {
    let mut used = Vec::new();
    expr.metrics(&mut used);
    let tally = |letter: &Letter| {
        let groups = counted.get(letter.segment.unwrap_or(segment))?.events.get(letter.event)?;
        groups.get(label).or_else(|| groups.get(&Label::new())).cloned()
    };
    used.iter().map(|(_, letter)| tally(letter).unwrap_or_default()).collect()
}

/// Labels have one of three shapes: a number, the group, or the event's number and the group.
fn labels(request: &Understood, series: &[Series]) -> Vec<Value> {
    let grouped = series.iter().any(|it| !it.label.is_empty());
    let of_events = request.events.iter().any(|event| !event.groups.is_empty());
    let each = series.iter().enumerate().map(|(at, it)| {
        if !grouped {
            json!(at)
        } else if of_events || request.events.len() > 1 && request.formula.is_none() {
            json!([it.event, written(&it.label)])
        } else {
            json!(written(&it.label))
        }
    });
    each.collect()
}

fn meta(request: &Understood, series: &[Series]) -> Vec<Value> {
    let grouped = !request.groups.is_empty();
    let each = series.iter().map(|it| {
        if grouped && !it.label.is_empty() {
            json!(written(&it.label))
        } else {
            json!({"segmentIndex": it.segment, "eventIndex": it.event})
        }
    });
    each.collect()
}

impl Ground<'_> {
    /// The values of the intervals of the range, each over a window and averaged.
    fn rolling(&self, series: &Series, window: usize, average: usize) -> Vec<f64> {
        let last = self.buckets.len();
        let first = self.buckets.before() + 1 - average;
        let spans: Vec<_> = (first..last).map(|at| (at + 1 - window, at)).collect();
        let values = self.values(series, &spans);
        let means = values.windows(average).map(|it| it.iter().sum::<f64>() / average as f64);
        means.collect()
    }

    /// The value over the whole range, in which every user counts once.
    pub(super) fn whole(&self, series: &Series) -> f64 {
        let span = (self.buckets.before(), self.buckets.len() - 1);
        self.values(series, &[span]).first().copied().unwrap_or(0.0)
    }

    fn values(&self, series: &Series, spans: &[(usize, usize)]) -> Vec<f64> {
        let (mut tallies, nothing) = (series.tallies.iter(), Tally::default());
        series.expr.values(spans, &self.buckets, &mut |metric, letter, spans| {
            let tally = tallies.next().unwrap_or(&nothing);
            let active = self.active.get(letter.segment.unwrap_or(series.segment));
            let value = |span: &(usize, usize)| {
                let active = active.map_or(0.0, |it| super::metric::users(it.span(*span)));
                metric.value(self.store, tally, tally.span(*span), active)
            };
            spans.iter().map(value).collect()
        })
    }
}
