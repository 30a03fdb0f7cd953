//! Event segmentation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{
    Done, Range, World, in_segment, interval_of, labels, of_user, range, segments, sorted,
};
use crate::world::{Condition, OF_PROPERTY, Request, measures};

/// What counts for one event in one group: the interval it is in, and the event.
type Counted<'w> = Vec<(DateTime, &'w Done)>;

struct Ground<'w> {
    world: &'w World,
    request: &'w Request,
    range: Range,
}

fn measured(request: &Request, event: usize) -> bool {
    let of_formula = measures(request.formula) && event == 0;
    OF_PROPERTY.contains(&request.metric) || of_formula
}

pub(crate) fn answer(world: &World, request: &Request) -> Value {
    let ground = Ground { world, request, range: range(request) };
    let (mut rows, mut names, mut whole, mut spans) = (vec![], vec![], vec![], vec![]);
    let formula = !request.formula.is_empty();
    for segment in &segments(request) {
        let first = &segments(request)[0];
        let mut groups: Vec<BTreeMap<String, Counted<'_>>> =
            (0..request.events.len()).map(|event| ground.groups(segment, event)).collect();
        let by_number = request.formula.contains("A1");
        if by_number {
            groups[0] = ground.groups(first, 0);
        }
        for event in 0..if formula { 1 } else { groups.len() } {
            let mut all: BTreeSet<String> = groups[event].keys().cloned().collect();
            if formula {
                // Only formulas with a B know its groups.
                let both = request.formula.contains("(B)");
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
                ground.value(&pair(label), span, (event, if by_number { first } else { segment }))
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
                let property = request.events[event].groups.first().copied();
                spans.push(Span::new(&of(&label, event), every, property.unwrap_or((false, ""))));
                names.push((event, label));
            }
        }
    }
    if ["histogram", "frequency"].contains(&request.metric) {
        return distribution(request, &names, &spans);
    }
    json!({"data": {
        "series": rows,
        "seriesLabels": written(request, &names),
        "seriesCollapsed": whole,
        "xValues": ground.range.labels(request),
    }})
}

/// How many values lie in each of ten bins of one width, or how many users did it how often.
fn distribution(request: &Request, names: &[(usize, String)], spans: &[Span]) -> Value {
    let all: Vec<f64> = spans.iter().flat_map(|it| it.numbers.clone()).collect();
    let of_values = request.metric == "histogram";
    let (mut bins, mut labels): (Vec<(f64, f64)>, Vec<String>) = (vec![], vec![]);
    if of_values && !all.is_empty() {
        let least = all.iter().copied().fold(f64::MAX, f64::min);
        let most = all.iter().copied().fold(f64::MIN, f64::max);
        let width = if least == most { 1.0 } else { (most - least) / 10.0 };
        let edge = |at: u32| least + width * f64::from(at);
        bins = (0..10).map(|at| (edge(at), edge(at + 1))).collect();
        // The last one holds the largest value, too.
        bins[9].1 = f64::MAX;
    } else if !of_values {
        let most = spans.iter().flat_map(Span::times).fold(0.0, f64::max);
        let mut at = 1.0;
        while at <= most {
            bins.push((at, at + 1.0));
            labels.push(at.to_string());
            at += 1.0;
        }
    }
    let row = |span: &Span| -> Vec<usize> {
        let values = if of_values { span.numbers.clone() } else { span.times() };
        let inside =
            |bin: &(f64, f64)| values.iter().filter(|it| bin.0 <= **it && **it < bin.1).count();
        bins.iter().map(inside).collect()
    };
    let rows: Vec<Vec<usize>> = spans.iter().map(row).collect();
    let whole: Vec<Value> =
        rows.iter().map(|row| json!([{"value": row.iter().sum::<usize>()}])).collect();
    let labelled: Vec<Value> = names.iter().map(|it| json!([it.0, it.1])).collect();
    let mut data = json!({"series": rows, "seriesCollapsed": whole, "seriesLabels": labelled});
    if !of_values {
        data["xValues"] = json!(labels);
    }
    json!({"data": data})
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
        let formula = !self.request.formula.is_empty();
        match self.request.formula {
            "A*2" => 2.0 * here.uniques(),
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
            "HIST(A)+AVG(B)" => {
                ratio(here.totals(), here.uniques()) + ratio(b.totals(), b.uniques())
            }
            "PROPHIST(A)-EVENTTOTALS(B)" => {
                ratio(here.sum(), here.numbers.len() as f64) - b.totals()
            }
            "EVENTTOTALS(A)*2-SEMANTICTOTALS(B)" => here.totals() * 2.0 - b.totals(),
            "EXP(AVG(A))" => ratio(here.totals(), here.uniques()).exp(),
            "POWER(TOTALS(A),2)-ROLLWINBEFORE(TOTALS(A),2)" => {
                let before = (0..end).rev().take(2).map(|at| totals(at..=at)[0]).sum::<f64>();
                here.totals() * here.totals() - before
            }
            "TRENDLINE(TOTALS(A))" => {
                let first = self.range.earlier.len();
                line(&totals(first..=all.len() - 1), end as f64 - first as f64)
            }
            "PROPMIN(A)+PROPCOUNTAVG(A)+PROPAVG(A)-ARPAU(A)" => {
                let active = self.active(segment, span);
                here.numbers.iter().copied().reduce(f64::min).unwrap_or(0.0)
                    + ratio(here.mine.len() as f64, here.uniques())
                    + ratio(here.sum(), here.numbers.len() as f64)
                    - ratio(here.sum(), active)
            }
            _ if formula => here.other(self.request.formula),
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

/// The line of least squares through values, at a place.
fn line(values: &[f64], at: f64) -> f64 {
    let count = values.len() as f64;
    let places = || values.iter().enumerate().map(|(place, value)| (place as f64, *value));
    let (x, y) = places().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let (xx, xy) = places().fold((0.0, 0.0), |sum, it| (sum.0 + it.0 * it.0, sum.1 + it.0 * it.1));
    let below = count * xx - x * x;
    let slope = if below == 0.0 { 0.0 } else { (count * xy - x * y) / below };
    (y - slope * x) / count + slope * at
}

/// What a span holds.
struct Span {
    mine: BTreeSet<(u64, Vec<String>)>,
    sessions: BTreeSet<(u64, i64)>,
    users: Vec<u64>,
    numbers: Vec<f64>,
    values: BTreeSet<Vec<String>>,
    revenue: f64,
}

impl Span {
    fn new(counted: &Counted<'_>, span: &[DateTime], property: (bool, &str)) -> Self {
        let inside: Vec<&Done> =
            counted.iter().filter(|it| span.contains(&it.0)).map(|it| it.1).collect();
        let values = inside.iter().map(|it| (it.person, it.values(property.0, property.1)));
        let mine: Vec<(u64, Vec<String>)> = values.filter(|it| !it.1.is_empty()).collect();
        let values: Vec<Vec<String>> = mine.iter().map(|it| it.1.clone()).collect();
        let sessions = inside.iter().filter(|it| it.session != -1);
        Self {
            mine: mine.into_iter().collect(),
            sessions: sessions.map(|it| (it.person, it.session)).collect(),
            users: inside.iter().map(|it| it.person).collect(),
            numbers: values.iter().filter_map(|it| it[0].parse().ok()).collect(),
            values: values.into_iter().collect(),
            revenue: inside.iter().filter_map(|it| it.revenue()).sum(),
        }
    }

    /// Formulas that need no more than the span.
    fn other(&self, formula: &str) -> f64 {
        let at = |mut numbers: Vec<f64>, share: f64| {
            numbers.sort_by(f64::total_cmp);
            // The first with so many at or below it.
            let enough = |place: &usize| (place + 1) as f64 >= share * numbers.len() as f64;
            (0..numbers.len()).find(enough).map_or(0.0, |place| numbers[place])
        };
        match formula {
            "SQRT(TOTALS(A))+PERCENTILE(A,50)" => {
                self.totals().sqrt() + at(self.numbers.clone(), 0.5)
            }
            "LN(TOTALS(A))" | "SEMANTICTOTALS(A)+LOG(TOTALS(A))" if self.users.is_empty() => 0.0,
            "LN(TOTALS(A))" => self.totals().ln(),
            "SEMANTICTOTALS(A)+LOG(TOTALS(A))" => self.totals() + self.totals().log10(),
            "LOG10(UNIQUES(A)+9)" => (self.uniques() + 9.0).log10(),
            "FREQPERCENTILE(A,80)+SESSIONTOTALS(A)" => {
                at(self.times(), 0.8) + self.sessions.len() as f64
            }
            other => panic!("{other}"),
        }
    }

    /// How often each of the users did it.
    fn times(&self) -> Vec<f64> {
        let users: BTreeSet<u64> = self.users.iter().copied().collect();
        let times = |user| self.users.iter().filter(|it| **it == user).count() as f64;
        users.into_iter().map(times).collect()
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
