//! Event segmentation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{
    Done, Range, World, in_segment, interval_of, labels, of_user, range, segments, sorted,
};
use crate::world::{Condition, Request};

/// What counts for one event in one group: the interval it is in, and the event.
type Counted<'w> = Vec<(DateTime, &'w Done)>;

struct Ground<'w> {
    world: &'w World,
    request: &'w Request,
    range: Range,
}

fn measured(request: &Request, event: usize) -> bool {
    let of_formula = ["PROPSUM(A)", "PERCENTILE(A"].iter().any(|it| request.formula.contains(it));
    ["sums", "value_avg"].contains(&request.metric) || of_formula && event == 0
}

pub(crate) fn answer(world: &World, request: &Request) -> Value {
    let ground = Ground { world, request, range: range(request) };
    let (mut rows, mut names, mut whole, mut meta) = (vec![], vec![], vec![], vec![]);
    let formula = !request.formula.is_empty();
    for (number, segment) in segments(request).iter().enumerate() {
        let first = &segments(request)[0];
        let mut groups: Vec<BTreeMap<String, Counted<'_>>> =
            (0..request.events.len()).map(|event| ground.groups(segment, event)).collect();
        if request.formula.contains("A1") {
            groups[0] = ground.groups(first, 0);
        }
        for event in 0..if formula { 1 } else { groups.len() } {
            let mut all: BTreeSet<String> = groups[event].keys().cloned().collect();
            if formula {
                // Only formulas with a B know its groups.
                let both = request.formula.contains('B');
                all = groups[..if both { 2 } else { 1 }]
                    .iter()
                    .flat_map(|it| it.keys().cloned())
                    .collect();
                if all.len() > 1 {
                    all.remove("");
                }
            }
            let of = |label: &str, event: usize| {
                let groups = &groups[event];
                groups.get(label).or(groups.get("")).cloned().unwrap_or_default()
            };
            let pair = |label: &str| (of(label, event), of(label, groups.len() - 1));
            let value = |label: &str, span: &[DateTime]| {
                ground.value(&pair(label), span, (event, if formula { first } else { segment }))
            };
            let every = &ground.range.intervals;
            let sized = all.into_iter().map(|it| (it.clone(), value(&it, every), it)).collect();
            for (label, _) in sorted(sized, request.limit) {
                let cells = ground.rolling(&|span| value(&label, span));
                rows.push(
                    cells
                        .iter()
                        .map(|it| if formula { json!({"value": it}) } else { json!(it) })
                        .collect::<Vec<_>>(),
                );
                whole.push(json!([{"value": value(&label, every)}]));
                meta.push((number, event));
                names.push((event, label));
            }
        }
    }
    json!({"data": {
        "series": rows,
        "seriesLabels": written(request, &names),
        "seriesCollapsed": whole,
        "xValues": ground.range.labels(request),
    }})
}

fn written(request: &Request, names: &[(usize, String)]) -> Vec<Value> {
    let grouped = names.iter().any(|it| !it.1.is_empty());
    let of_events = request.events.iter().any(|it| !it.groups.is_empty());
    let each = names.iter().enumerate().map(|(at, (event, label))| {
        if !grouped {
            json!(at)
        } else if of_events || request.events.len() > 1 && request.formula.is_empty() {
            json!([event, label])
        } else {
            json!(label)
        }
    });
    each.collect()
}

impl Ground<'_> {
    fn groups(&self, segment: &[Condition], number: usize) -> BTreeMap<String, Counted<'_>> {
        let event = &self.request.events[number];
        let skipped = usize::from(measured(self.request, number));
        let mut properties = event.groups[skipped.min(event.groups.len())..].to_vec();
        properties.extend(of_user(&self.request.by));
        let mut groups: BTreeMap<String, Counted<'_>> = BTreeMap::new();
        if properties.is_empty() {
            groups.insert(String::new(), vec![]);
        }
        for events in &self.world.people {
            for done in events.iter().filter(|it| self.range.holds(it.at) && it.is(event)) {
                let interval = interval_of(self.request, done.at);
                let active = |it: &&Done| {
                    it.is_active()
                        && self.range.holds(it.at)
                        && interval_of(self.request, it.at) == interval
                };
                if self.request.users == "active" && !events.iter().any(|it| active(&it)) {
                    continue;
                }
                if in_segment(self.request, &self.range, segment, events, done) {
                    for label in labels(done, &properties) {
                        groups.entry(label).or_default().push((interval, done));
                    }
                }
            }
        }
        groups
    }

    /// How many users of a segment were active in a span.
    fn active(&self, segment: &[Condition], span: &[DateTime]) -> f64 {
        let mut users = BTreeSet::new();
        for events in &self.world.people {
            for it in events.iter().filter(|it| it.is_active() && self.range.holds(it.at)) {
                let inside = span.contains(&interval_of(self.request, it.at));
                if inside && in_segment(self.request, &self.range, segment, events, it) {
                    users.insert(it.person);
                }
            }
        }
        users.len() as f64
    }

    /// Every value over its window, and then the mean of some.
    fn rolling(&self, value: &dyn Fn(&[DateTime]) -> f64) -> Vec<f64> {
        let all = [self.range.earlier.clone(), self.range.intervals.clone()].concat();
        let (window, average) = self.request.rolling;
        let at = |place: usize| value(&all[place + 1 - window..=place]);
        let cells = (self.range.earlier.len()..all.len())
            .map(|place| (0..average).map(|back| at(place - back)).sum::<f64>() / average as f64);
        cells.collect()
    }

    /// The value of a span, for the event and, in a formula, the second one.
    fn value(
        &self,
        (one, other): &(Counted<'_>, Counted<'_>),
        span: &[DateTime],
        (event, segment): (usize, &[Condition]),
    ) -> f64 {
        let property = self.request.events[event].groups.first().copied().unwrap_or((false, ""));
        let a = |span: &[DateTime]| Span::new(one, span, property);
        let b = Span::new(other, span, property);
        let (here, ratio) =
            (a(span), |one: f64, other: f64| if other == 0.0 { 0.0 } else { one / other });
        let all = [self.range.earlier.clone(), self.range.intervals.clone()].concat();
        let end = all.iter().position(|it| it == span.last().unwrap()).unwrap();
        let totals = |places: std::ops::RangeInclusive<usize>| -> Vec<f64> {
            places.map(|at| a(&all[at..=at]).totals()).collect()
        };
        match self.request.formula {
            "TOTALS(A)/UNIQUES(A)" => ratio(here.totals(), here.uniques()),
            "%:100*UNIQUES(B)/(TOTALS(A)+1)-2" => 100.0 * b.uniques() / (here.totals() + 1.0) - 2.0,
            "CUMSUM(TOTALS(A))" if end < self.range.earlier.len() => 0.0,
            "CUMSUM(TOTALS(A))" => totals(self.range.earlier.len()..=end).iter().sum(),
            "ROLLAVG(TOTALS(A),3)" => {
                let part = totals(end.saturating_sub(2)..=end);
                part.iter().sum::<f64>() / part.len() as f64
            }
            "ROLLWIN(UNIQUES(A),2)" => a(&all[end.saturating_sub(1)..=end]).uniques(),
            "PROPSUM(A)+PROPCOUNT(A)*PROPMAX(A)" => {
                here.sum()
                    + here.values.len() as f64
                        * here.numbers.iter().copied().reduce(f64::max).unwrap_or(0.0)
            }
            "ACTIVE(A1)-REVENUETOTAL(B)" => {
                100.0 * ratio(here.uniques(), self.active(segment, span)) - b.revenue
            }
            "SQRT(TOTALS(A))+PERCENTILE(A,50)" => {
                let mut numbers = here.numbers.clone();
                numbers.sort_by(f64::total_cmp);
                let middle = numbers.len().div_ceil(2).max(1) - 1;
                here.totals().sqrt() + numbers.get(middle).copied().unwrap_or(0.0)
            }
            _ => match self.request.metric {
                "totals" => here.totals(),
                "pct_dau" => 100.0 * ratio(here.uniques(), self.active(segment, span)),
                "average" => ratio(here.totals(), here.uniques()),
                "sums" => here.sum(),
                "value_avg" => ratio(here.sum(), here.numbers.len() as f64),
                _ => here.uniques(),
            },
        }
    }
}

/// What a span holds.
struct Span {
    users: Vec<u64>,
    numbers: Vec<f64>,
    values: BTreeSet<Vec<String>>,
    revenue: f64,
}

impl Span {
    fn new(counted: &Counted<'_>, span: &[DateTime], property: (bool, &str)) -> Self {
        let inside: Vec<&Done> =
            counted.iter().filter(|it| span.contains(&it.0)).map(|it| it.1).collect();
        let values = inside.iter().map(|it| it.values(property.0, property.1));
        let values: Vec<Vec<String>> = values.filter(|it| !it.is_empty()).collect();
        Self {
            users: inside.iter().map(|it| it.person).collect(),
            numbers: values.iter().filter_map(|it| it[0].parse().ok()).collect(),
            values: values.into_iter().collect(),
            revenue: inside.iter().filter_map(|it| it.revenue()).sum(),
        }
    }

    fn totals(&self) -> f64 {
        self.users.len() as f64
    }

    fn uniques(&self) -> f64 {
        self.users.iter().collect::<BTreeSet<_>>().len() as f64
    }

    fn sum(&self) -> f64 {
        self.numbers.iter().sum()
    }
}
