//! The request that a query has to become, and what it has to cost, after the language's own text.

use std::fmt::{Display, Write as _};

use super::{
    BUILT_IN, Condition, Day, Event, EventName, Every, Filter, Let, Mode, OPERATORS, Property,
    Query, Range, Value, Verb,
    calendar::{TODAY, after_months_back, date, period},
};

/// What a query has to become.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) params: Vec<(String, String)>,
    /// `None` where it is not known.
    pub(crate) cost: Option<u64>,
}

pub(crate) fn request(query: &Query, lets: &[Let]) -> Request {
    let mut params = Params::default();
    query_params(query, lets, &mut params);
    let mut params = params.0;
    params.extend(query.with.clone());
    Request { path: path(&query.verb), params, cost: cost(query, lets) }
}

fn path(verb: &Verb) -> String {
    match verb {
        Verb::Users(_) => "/api/2/users",
        Verb::SessionsLength => "/api/2/sessions/length",
        Verb::SessionsAverage => "/api/2/sessions/average",
        Verb::SessionsPerUser => "/api/2/sessions/peruser",
        Verb::Composition(_) => "/api/2/composition",
        Verb::Events => "/api/2/events/list",
        Verb::Segmentation(_) => "/api/2/events/segmentation",
        Verb::Funnel(_) => "/api/2/funnels",
        Verb::Retention(_) => "/api/2/retention",
        Verb::Activity(_) => "/api/2/useractivity",
        Verb::Search(_) => "/api/2/usersearch",
        Verb::Realtime => "/api/2/realtime",
        Verb::Ltv => "/api/2/revenue/ltv",
        Verb::Chart(id, false) => return format!("/api/3/chart/{id}/query"),
        Verb::Chart(id, true) => return format!("/api/3/chart/{id}/csv"),
    }
    .to_owned()
}

#[derive(Default)]
struct Params(Vec<(String, String)>);

impl Params {
    fn add(&mut self, name: &str, value: impl Display) {
        self.0.push((name.to_owned(), format!("{value}")));
    }

    fn maybe(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// `start` and `end`.
    fn days(&mut self, query: &Query, lets: &[Let]) {
        let (start, end) = covered(query.range.as_ref(), lets);
        self.add("start", digits(start));
        self.add("end", digits(end));
    }

    /// `i`
    fn every(&mut self, query: &Query) {
        self.maybe(
            "i",
            query.every.as_ref().map(|every| match every {
                Every::Word("day") => "1".to_owned(),
                Every::Word("week") => "7".to_owned(),
                Every::Word("month") => "30".to_owned(),
                Every::Word("hour") => "-3600000".to_owned(),
                Every::Word(_) => "-300000".to_owned(),
                Every::Days(days) => days.to_string(),
            }),
        );
    }

    /// `s`, `g` and `g2`.
    fn users(&mut self, query: &Query, lets: &[Let]) {
        for segment in &query.segments {
            let conditions: Vec<String> =
                flat(segment, lets).into_iter().map(|it| condition(it, lets)).collect();
            self.add("s", format!("[{}]", conditions.join(",")));
        }
        for (property, name) in query.by.iter().zip(["g", "g2"]) {
            self.add(name, &property.key);
        }
    }
}

fn query_params(query: &Query, lets: &[Let], params: &mut Params) {
    match &query.verb {
        Verb::Users(word) => {
            params.days(query, lets);
            params.maybe("m", *word);
            params.every(query);
            params.users(query, lets);
        }
        Verb::SessionsLength => {
            params.days(query, lets);
            if let Some(bins) = &query.bins {
                params.add("timeHistogramConfigBinTimeUnit", bins.unit);
                params.add("timeHistogramConfigBinMin", bins.min);
                params.add("timeHistogramConfigBinMax", bins.max);
                params.maybe("timeHistogramConfigBinSize", bins.step);
            }
        }
        Verb::SessionsAverage | Verb::SessionsPerUser => params.days(query, lets),
        Verb::Composition(property) => {
            params.days(query, lets);
            params.add("p", &property.key);
        }
        Verb::Events | Verb::Chart(..) => {}
        Verb::Segmentation(events) => segmentation(query, events, lets, params),
        Verb::Funnel(events) => {
            for it in events {
                params.add("e", event(it, lets));
            }
            params.days(query, lets);
            if let Some(Mode::Word(mode)) = &query.mode {
                params.add("mode", mode);
            }
            params.maybe("n", query.users);
            params.every(query);
            params.users(query, lets);
            params
                .maybe("cs", query.window.map(|(number, unit)| u64::from(number) * seconds(unit)));
            params.maybe("limit", query.limit);
        }
        Verb::Retention(events) => {
            params.add("se", event(&events[0], lets));
            params.add("re", event(&events[1], lets));
            params.days(query, lets);
            match &query.mode {
                Some(Mode::Word("rolling")) => params.add("rm", "rolling"),
                Some(Mode::Brackets(brackets)) => {
                    let pairs =
                        brackets.iter().map(|(first, last)| format!("[{first},{}]", last + 1));
                    params.add("rm", "bracket");
                    params.add("rb", format!("[{}]", pairs.collect::<Vec<_>>().join(",")));
                }
                _ => {}
            }
            params.every(query);
            params.users(query, lets);
        }
        Verb::Activity(id) => {
            params.add("user", id);
            params.maybe("offset", query.offset);
            let number = query.direction.and_then(|it| it.1).or(query.limit);
            params.maybe("limit", number.map(|number| number - 1));
            params.maybe("direction", query.direction.map(|it| it.0));
        }
        Verb::Search(id) => params.add("user", id),
        Verb::Realtime => params.add("i", 5),
        Verb::Ltv => {
            params.days(query, lets);
            let metrics = ["arpu", "arppu", "total_revenue", "paying_users"];
            params.maybe("m", query.metric.and_then(|it| metrics.iter().position(|m| *m == it)));
            params.every(query);
            params.users(query, lets);
        }
    }
}

fn segmentation(query: &Query, events: &[Event], lets: &[Let], params: &mut Params) {
    for (it, name) in events.iter().zip(["e", "e2"]) {
        params.add(name, event(it, lets));
    }
    params.maybe("m", if query.formula.is_some() { Some("formula") } else { query.metric });
    params.maybe("n", query.users);
    params.days(query, lets);
    params.every(query);
    params.users(query, lets);
    params.maybe("limit", query.limit);
    params.maybe("formula", query.formula.as_ref().map(|tokens| tokens.concat()));
    params.maybe("rollingWindow", query.rolling_window);
    params.maybe("rollingAverage", query.rolling_average);
}

fn seconds(unit: &str) -> u64 {
    match unit {
        "s" => 1,
        "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 604_800,
    }
}

// ---- days --------------------------------------------------------------------------------------

/// The days of a range; those of no range are the last thirty.
fn covered(range: Option<&Range>, lets: &[Let]) -> (i64, i64) {
    match range {
        None => (TODAY - 29, TODAY),
        Some(Range::FromTo(start, end)) => (of_day(*start), of_day(*end)),
        Some(Range::On(on)) => (of_day(*on), of_day(*on)),
        Some(Range::Today) => (TODAY, TODAY),
        Some(Range::Yesterday) => (TODAY - 1, TODAY - 1),
        Some(Range::This(word)) => (period(word, TODAY).0, TODAY),
        Some(Range::Previous(word)) => period(word, period(word, TODAY).0 - 1),
        Some(Range::Last(number, unit, end)) => {
            let (number, end) = (i64::from(*number), end.map_or(TODAY, of_day));
            match *unit {
                "d" => (end - number + 1, end),
                "w" => (end - number * 7 + 1, end),
                _ => (after_months_back(number, end), end),
            }
        }
        Some(Range::Let(at)) => match &lets[*at] {
            Let::Range(range) => covered(Some(range), lets),
            other => panic!("{other:?}"),
        },
    }
}

pub(crate) fn of_day(day: Day) -> i64 {
    match day {
        Day::Date(day) => day,
        Day::Today => TODAY,
        Day::Yesterday => TODAY - 1,
    }
}

fn digits(day: i64) -> String {
    let (year, month, day) = date(day);
    format!("{year:04}{month:02}{day:02}")
}

// ---- events and segments -----------------------------------------------------------------------

/// An event with what its name stands for.
pub(crate) fn whole(event: &Event, lets: &[Let]) -> (String, Vec<Filter>, Vec<Property>) {
    let (name, mut filters, mut by) = match &event.name {
        EventName::Own(name) => (name.clone(), vec![], vec![]),
        EventName::Let(at) => match &lets[*at] {
            Let::Event(event) => whole(event, lets),
            other => panic!("{other:?}"),
        },
    };
    filters.extend(event.filters.clone());
    by.extend(event.by.clone());
    (name, filters, by)
}

fn event(event: &Event, lets: &[Let]) -> String {
    let (name, filters, by) = whole(event, lets);
    let mut text = format!("{{\"event_type\":{}", json(&name));
    if !filters.is_empty() {
        write!(text, ",\"filters\":[{}]", all_filters(&filters, lets)).unwrap();
    }
    if !by.is_empty() {
        let groups = by
            .iter()
            .map(|it| format!("{{\"type\":\"{}\",\"value\":{}}}", owner(it), json(&it.key)));
        write!(text, ",\"group_by\":[{}]", groups.collect::<Vec<_>>().join(",")).unwrap();
    }
    text + "}"
}

fn all_filters(filters: &[Filter], lets: &[Let]) -> String {
    let each = filters.iter().map(|it| {
        format!(
            "{{\"subprop_type\":\"{}\",\"subprop_key\":{},\"subprop_op\":\"{}\",\"subprop_value\":{}}}",
            owner(&it.property),
            json(&it.property.key),
            OPERATORS[it.operator].1,
            list(&it.values, lets)
        )
    });
    each.collect::<Vec<_>>().join(",")
}

fn owner(property: &Property) -> &'static str {
    let by_name = BUILT_IN.contains(&property.key.as_str()) || property.key.starts_with("gp:");
    assert!(property.scoped || by_name == property.of_user);
    if property.of_user { "user" } else { "event" }
}

/// The conditions of a segment, with what names stand for.
fn flat<'a>(segment: &'a [Condition], lets: &'a [Let]) -> Vec<&'a Condition> {
    let each = segment.iter().flat_map(|it| match it {
        Condition::Let(at) => match &lets[*at] {
            Let::Segment(conditions) => flat(conditions, lets),
            other => panic!("{other:?}"),
        },
        other => vec![other],
    });
    each.collect()
}

fn condition(condition: &Condition, lets: &[Let]) -> String {
    let property = |prop: &str, op: &str, values: &[Value]| {
        format!("{{\"prop\":{},\"op\":\"{op}\",\"values\":{}}}", json(prop), list(values, lets))
    };
    match condition {
        Condition::Compare(it) => property(&it.property.key, OPERATORS[it.operator].1, &it.values),
        Condition::Cohort(not, values) => {
            property("userdata_cohort", if *not { "is not" } else { "is" }, values)
        }
        Condition::Performed { not, event, times, within } => {
            let (name, filters, _) = whole(event, lets);
            let (op, value) = if *not { ("=", 0) } else { times.unwrap_or((">=", 1)) };
            let time = match within {
                None => "\"allTime\"".to_owned(),
                Some((rolling, number, unit)) => {
                    let days = number * if *unit == "w" { 7 } else { 1 };
                    let kind = if *rolling { "rolling" } else { "forEachInterval" };
                    format!("\"{kind}\",\"time_value\":{days}")
                }
            };
            format!(
                "{{\"type\":\"event\",\"event_type\":{},\"filters\":[{}],\"op\":\"{op}\",\
                 \"value\":{value},\"time_type\":{time}}}",
                json(&name),
                all_filters(&filters, lets)
            )
        }
        Condition::Let(_) => unreachable!("names are flat"),
    }
}

fn list(values: &[Value], lets: &[Let]) -> String {
    let texts: Vec<String> = texts(values, lets).iter().map(|text| json(text)).collect();
    format!("[{}]", texts.join(","))
}

/// Values as they are sent, with what names stand for.
pub(crate) fn texts(values: &[Value], lets: &[Let]) -> Vec<String> {
    let each = values.iter().flat_map(|value| match value {
        Value::Text(text) | Value::Bare(text) => vec![text.clone()],
        Value::Word("none") => vec!["(none)".to_owned()],
        Value::Word(word) => vec![(*word).to_owned()],
        Value::Let(at) => match &lets[*at] {
            Let::Values(values) => texts(values, lets),
            other => panic!("{other:?}"),
        },
    });
    each.collect()
}

/// A JSON string with no more escapes than JSON requires.
fn json(text: &str) -> String {
    let mut written = "\"".to_owned();
    for sign in text.chars() {
        match sign {
            '"' => written += "\\\"",
            '\\' => written += "\\\\",
            '\u{8}' => written += "\\b",
            '\u{c}' => written += "\\f",
            '\n' => written += "\\n",
            '\r' => written += "\\r",
            '\t' => written += "\\t",
            sign if sign < ' ' => write!(written, "\\u{:04x}", sign as u32).unwrap(),
            sign => written.push(sign),
        }
    }
    written + "\""
}

// ---- cost --------------------------------------------------------------------------------------

fn cost(query: &Query, lets: &[Let]) -> Option<u64> {
    let (start, end) = covered(query.range.as_ref(), lets);
    let groups = |events: &[Event]| events.iter().map(|it| whole(it, lets).2.len()).sum::<usize>();
    let (days, kind) = match &query.verb {
        Verb::Chart(..) => return None,
        Verb::Events | Verb::Activity(_) | Verb::Search(_) | Verb::Realtime => (1, 1),
        Verb::SessionsLength | Verb::SessionsAverage | Verb::SessionsPerUser => {
            (end - start + 1, 4)
        }
        Verb::Segmentation(events) => (end - start + 1, events.len() + 4 * groups(events)),
        Verb::Funnel(events) => (end - start + 1, 2 * events.len() + 4 * groups(events)),
        Verb::Retention(_) => (end - start + 1, 8),
        Verb::Users(_) | Verb::Composition(_) | Verb::Ltv => (end - start + 1, 1),
    };
    let inside: usize = query.segments.iter().map(|it| flat(it, lets).len()).sum();
    let conditions = query.segments.len().max(1) + inside + 4 * query.by.len();
    Some(u64::try_from(days).unwrap() * conditions as u64 * kind as u64)
}
