//! A small random world: events in the form of an export, and random requests about them.

use serde_json::{Value, json};

use crate::support::{Random, encoded};

/// The first day that requests speak of, the first of the world, and how many that has.
const FIRST: jiff::civil::Date = jiff::civil::date(2021, 5, 20);
const BEFORE: usize = 92;
const DAYS: usize = 45;

const KINDS: [&str; 5] = ["Play Song", "Purchase", "Open App", "session_start", "Share"];

/// Lines of an export: few people, few values, many coincidences.
pub(crate) fn lines(random: &mut Random) -> Vec<String> {
    let people = 3 + random.below(25);
    let mut lines = Vec::new();
    for _ in 0..people * (5 + random.below(30)) {
        let person = random.below(people);
        let day = random.below(DAYS);
        let hour = random.pick(&[0, 1, 7, 12, 12, 18, 23]);
        let minute = random.pick(&[0, 0, 4, 5, 31, 59]);
        let kind = random.pick(&KINDS);
        let session = random.pick(&[-1, 1, 2, 3]) * (1 + day as i64);
        let mut line = json!({
            "amplitude_id": 1000 + person,
            "user_id": format!("mia-{person}"),
            "device_id": format!("device-{}", person / 2),
            "event_type": kind,
            "event_time": format!("{} {hour:02}:{minute:02}:00.000000", later(BEFORE + day)),
            "session_id": if session < 0 { -1 } else { session },
            "platform": random.pick(&["iOS", "Android", "Web"]),
            "country": random.pick(&["Netherlands", "Germany", ""]),
            "version_name": random.pick(&["1.5", "1.25", "2"]),
            "event_properties": properties(random, kind),
            "user_properties": {
                "plan": random.pick(&["free", "Pro"]),
                "tags": random.some(&["a", "b", "c"], 3),
            },
        });
        if person.is_multiple_of(4) {
            let day = later(BEFORE + person / 2);
            line["user_creation_time"] = json!(format!("{day} 06:00:00.000000"));
        }
        lines.push(line.to_string());
    }
    lines
}

fn properties(random: &mut Random, kind: &str) -> Value {
    let mut properties = json!({
        "genre": random.pick(&[json!("pop"), json!("jazz"), json!(null), json!("pop rock")]),
        "seconds": random.pick(&[json!(15), json!(30.5), json!("60"), json!("long"), json!(null)]),
        "tags": random.some(&["x", "y"], 2),
    });
    if kind == "Purchase" {
        properties["$revenue"] = json!(random.pick(&[0.25, 1.5, 9.75]));
    }
    if random.one_in(3) {
        properties["$receipt"] = json!("yes");
    }
    properties
}

/// The day so many days after the first.
pub(crate) fn later(days: usize) -> jiff::civil::Date {
    FIRST.checked_add(jiff::Span::new().days(days as i64)).unwrap()
}

/// How many days after the first a day is.
pub(crate) fn number_of(day: jiff::civil::Date) -> usize {
    usize::try_from((day - FIRST).get_days()).unwrap()
}

/// An event of a request.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) filters: Vec<Filter>,
    pub(crate) groups: Vec<(bool, &'static str)>,
}

/// A filter: whether of the user, the key, the operator, the values.
pub(crate) type Filter = (bool, &'static str, &'static str, Vec<&'static str>);

/// A condition of a segment.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Property(Filter),
    Cohort(bool, &'static str),
    Performed(Event, &'static str, u64, &'static str, i64),
}

/// A random request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: &'static str,
    pub(crate) events: Vec<Event>,
    pub(crate) segments: Vec<Vec<Condition>>,
    pub(crate) by: Vec<&'static str>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) interval: i64,
    pub(crate) metric: &'static str,
    pub(crate) users: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) brackets: Vec<(i64, i64)>,
    pub(crate) window: i64,
    pub(crate) limit: usize,
    pub(crate) formula: &'static str,
    pub(crate) rolling: (usize, usize),
    pub(crate) property: &'static str,
    pub(crate) bins: Option<(i64, i64, i64)>,
}

pub(crate) const FORMULAS: [&str; 20] = [
    "A*2",
    "TOTALS(A)/UNIQUES(A)",
    "%:100*UNIQUES(B)/(TOTALS(A)+1)-2",
    "CUMSUM(TOTALS(A))",
    "ROLLAVG(TOTALS(A),3)",
    "ROLLWIN(UNIQUES(A),2)",
    "PROPSUM(A)+PROPCOUNT(A)*PROPMAX(A)",
    "ACTIVE(A1)-REVENUETOTAL(B)",
    "SQRT(TOTALS(A))+PERCENTILE(A,50)",
    "PROPMIN(A)+PROPCOUNTAVG(A)+PROPAVG(A)-ARPAU(A)",
    "FREQPERCENTILE(A,80)+SESSIONTOTALS(A)",
    "TRENDLINE(TOTALS(A))",
    "POWER(TOTALS(A),2)-ROLLWINBEFORE(TOTALS(A),2)",
    "LN(TOTALS(A))",
    "HIST(A)+AVG(B)",
    "PROPHIST(A)-EVENTTOTALS(B)",
    "SEMANTICTOTALS(A)+LOG(TOTALS(A))",
    "LOG10(UNIQUES(A)+9)",
    "EXP(AVG(A))",
    "EVENTTOTALS(A)*2-SEMANTICTOTALS(B)",
];

const USER_PROPERTIES: [&str; 5] = ["platform", "country", "version", "gp:plan", "gp:tags"];
const EVENT_PROPERTIES: [&str; 3] = ["genre", "seconds", "tags"];

/// Paths with a range.
pub(crate) const PATHS: [&str; 9] = [
    "/api/2/users",
    "/api/2/sessions/length",
    "/api/2/sessions/average",
    "/api/2/sessions/peruser",
    "/api/2/composition",
    "/api/2/events/segmentation",
    "/api/2/funnels",
    "/api/2/retention",
    "/api/2/revenue/ltv",
];

/// A request of a path that says nothing but a range.
pub(crate) fn plain(path: &'static str, start: usize, end: usize) -> Request {
    Request {
        path,
        events: vec![],
        segments: vec![],
        by: vec![],
        start,
        end,
        interval: 1,
        metric: "",
        users: "",
        mode: "",
        brackets: vec![],
        window: 0,
        limit: 0,
        formula: "",
        rolling: (1, 1),
        property: "",
        bins: None,
    }
}

/// A random request of a path.
pub(crate) fn request(random: &mut Random, path: &'static str) -> Request {
    let start = BEFORE + random.below(DAYS);
    let mut request = plain(path, start, (start + random.below(25)).min(BEFORE + DAYS + 2));
    request.interval = random.pick(&[1, 1, 7, 30, 5]);
    request.property = random.pick(&USER_PROPERTIES);
    match path {
        "/api/2/users" => request.metric = random.pick(&["", "new", "active"]),
        "/api/2/sessions/length" => {
            request.bins =
                random.one_in(2).then(|| (random.below(3) as i64, 5, random.pick(&[0, 1, 2])));
        }
        "/api/2/events/segmentation" => segmentation(random, &mut request),
        "/api/2/funnels" => {
            request.events = (0..2 + random.below(3)).map(|_| event(random, "", 3)).collect();
            request.mode = random.pick(&["", "ordered", "unordered", "sequential"]);
            request.users = random.pick(&["", "new", "active"]);
            request.window = random.pick(&[0, 3_600, 90_000, 604_800]);
            request.limit = random.pick(&[0, 0, 1, 3]);
        }
        "/api/2/retention" => {
            request.events = vec![event(random, "se", 3), event(random, "re", 3)];
            request.mode = random.pick(&["", "rolling", "bracket", "nday"]);
            if request.mode == "bracket" {
                request.brackets =
                    random.pick(&[&[(0, 1), (1, 5)][..], &[(2, 9)], &[(0, 40)]]).to_vec();
            }
        }
        "/api/2/revenue/ltv" => request.metric = random.pick(&["", "0", "1", "2", "3"]),
        _ => {}
    }
    if !path.contains("sessions") && !path.contains("composition") {
        users(random, &mut request);
    }
    request
}

fn users(random: &mut Random, request: &mut Request) {
    for _ in 0..random.pick(&[0, 0, 1, 1, 2]) {
        let count = random.below(3);
        let segment = (0..count).map(|_| condition(random)).collect();
        request.segments.push(segment);
    }
    if request.segments.len() < 2 && !request.formula.contains("TREND") && random.one_in(2) {
        let two = ["/api/2/users", "/api/2/events/segmentation"].contains(&request.path);
        request.by = random.some(&USER_PROPERTIES, if two { 2 } else { 1 });
    }
}

fn segmentation(random: &mut Random, request: &mut Request) {
    request.events = (0..=random.below(2)).map(|_| event(random, "", 2)).collect();
    let metrics = [
        "",
        "uniques",
        "totals",
        "pct_dau",
        "average",
        "sums",
        "value_avg",
        "histogram",
        "frequency",
        "formula",
        "formula",
    ];
    request.metric = random.pick(&metrics);
    if request.metric == "formula" {
        request.formula = random.pick(&FORMULAS);
        request.events = (0..2).map(|_| event(random, "", 2)).collect();
    }
    if request.formula.contains("TREND") {
        // What is equal but for rounding has no order.
        for event in &mut request.events {
            event.groups.clear();
        }
    }
    if measures(request.formula) || OF_PROPERTY.contains(&request.metric) {
        for event in &mut request.events {
            event.groups.insert(0, random.pick(&[(false, "seconds"), (true, "version")]));
            event.groups.truncate(2);
        }
    }
    request.interval = random.pick(&[1, 1, 7, 30, 5, -3_600_000, -300_000]);
    request.users = random.pick(&["", "any", "active"]);
    request.limit = random.pick(&[0, 0, 1, 2]);
    if random.one_in(3) {
        request.rolling = (1 + random.below(4), 1 + random.below(3));
    }
}

/// The metrics of a property.
pub(crate) const OF_PROPERTY: [&str; 3] = ["sums", "value_avg", "histogram"];

/// Whether a formula measures a property.
pub(crate) fn measures(formula: &str) -> bool {
    let formula = formula.replace("FREQPERCENTILE", "");
    formula.contains("PROP") || formula.contains("PERCENTILE")
}

fn event(random: &mut Random, place: &str, rarely: usize) -> Event {
    let mut kinds = KINDS.to_vec();
    kinds.extend(["_active", "revenue_amount", "verified_revenue", "ce:playsong", "nothing"]);
    match place {
        "se" => kinds.extend(["_new", "_new", "_active"]),
        "re" | "" => kinds.extend(["_all", "_all"]),
        _ => {}
    }
    let filters = (0..random.pick(&[0, 0, 1, 2])).map(|_| filter(random)).collect();
    let groups = if random.one_in(rarely) && place != "re" {
        vec![random.pick(&[
            (false, "genre"),
            (true, "platform"),
            (false, "tags"),
            (true, "gp:plan"),
        ])]
    } else {
        vec![]
    };
    Event { kind: random.pick(&kinds).to_owned(), filters, groups }
}

fn filter(random: &mut Random) -> Filter {
    let of_user = random.one_in(2);
    let key = random.pick(if of_user { &USER_PROPERTIES[..] } else { &EVENT_PROPERTIES[..] });
    let operators = [
        "is",
        "is",
        "is not",
        "contains",
        "does not contain",
        "less",
        "less or equal",
        "greater",
        "greater or equal",
        "set is",
        "set is not",
        "glob match",
    ];
    let values =
        ["pop", "OP", "(none)", "iOS", "30.5", "1.5", "2", "a", "b", "free", "Germany", "p*"];
    (of_user, key, random.pick(&operators), random.some(&values, 3))
}

fn condition(random: &mut Random) -> Condition {
    match random.below(5) {
        0 => Condition::Cohort(random.one_in(2), random.pick(&["abc", "x1"])),
        1 | 2 => {
            let mut event = event(random, "", 1000);
            event.groups.clear();
            let within = random.pick(&["allTime", "currentInterval", "forEachInterval", "rolling"]);
            let compare = random.pick(&[">=", ">", "<", "<=", "="]);
            let days = random.pick(&[1, 3, 10]);
            Condition::Performed(event, compare, random.below(4) as u64, within, days)
        }
        _ => loop {
            let filter = filter(random);
            if filter.0 {
                return Condition::Property(filter);
            }
        },
    }
}

/// The request as it is sent.
pub(crate) fn sent(request: &Request) -> String {
    let mut params: Vec<(&str, String)> = Vec::new();
    let names: &[&str] = match request.path {
        "/api/2/retention" => &["se", "re"],
        "/api/2/events/segmentation" => &["e", "e2"],
        _ => &["e"; 8],
    };
    for (name, event) in names.iter().zip(&request.events) {
        params.push((name, self::event_json(event).to_string()));
    }
    params.push(("start", later(request.start).strftime("%Y%m%d").to_string()));
    params.push(("end", later(request.end).strftime("%Y%m%d").to_string()));
    let has_interval = !request.path.contains("sessions") && !request.path.contains("composition");
    if has_interval && request.interval != 1 {
        params.push(("i", request.interval.to_string()));
    }
    for segment in &request.segments {
        let conditions: Vec<Value> = segment.iter().map(condition_json).collect();
        params.push(("s", Value::from(conditions).to_string()));
    }
    params.extend(["g", "g2"].iter().copied().zip(request.by.iter().map(|it| (*it).to_owned())));
    let mode = if request.path == "/api/2/retention" { "rm" } else { "mode" };
    let number = |number: i64| if number == 0 { String::new() } else { number.to_string() };
    let rolling = |number: usize| if number == 1 { String::new() } else { number.to_string() };
    let composition = request.path.contains("composition");
    let brackets =
        Value::from(request.brackets.iter().map(|it| json!([it.0, it.1])).collect::<Vec<_>>());
    let (min, max, size) = request.bins.unwrap_or_default();
    let bins = |text: String| if request.bins.is_some() { text } else { String::new() };
    params.extend([
        ("m", request.metric.to_owned()),
        ("n", request.users.to_owned()),
        (mode, request.mode.to_owned()),
        ("rb", if request.brackets.is_empty() { String::new() } else { brackets.to_string() }),
        ("cs", number(request.window)),
        ("limit", number(request.limit as i64)),
        ("formula", request.formula.to_owned()),
        ("rollingWindow", rolling(request.rolling.0)),
        ("rollingAverage", rolling(request.rolling.1)),
        ("p", if composition { request.property.to_owned() } else { String::new() }),
        ("timeHistogramConfigBinTimeUnit", bins("hours".to_owned())),
        ("timeHistogramConfigBinMin", bins(min.to_string())),
        ("timeHistogramConfigBinMax", bins(max.to_string())),
        ("timeHistogramConfigBinSize", number(size)),
    ]);
    let params = params.iter().filter(|it| !it.1.is_empty());
    let params: Vec<String> = params.map(|it| format!("{}={}", it.0, encoded(&it.1))).collect();
    format!("{}?{}", request.path, params.join("&"))
}

fn filters_json(filters: &[Filter]) -> Value {
    let filters = filters.iter().map(|(of_user, key, operator, values)| {
        json!({
            "subprop_type": if *of_user { "user" } else { "event" },
            "subprop_key": key,
            "subprop_op": operator,
            "subprop_value": values,
        })
    });
    filters.collect()
}

fn event_json(event: &Event) -> Value {
    let groups = event.groups.iter().map(
        |(of_user, key)| json!({"type": if *of_user { "user" } else { "event" }, "value": key}),
    );
    json!({
        "event_type": event.kind,
        "filters": filters_json(&event.filters),
        "group_by": groups.collect::<Vec<_>>(),
    })
}

fn condition_json(condition: &Condition) -> Value {
    match condition {
        Condition::Property((_, key, operator, values)) => {
            json!({"prop": key, "op": operator, "values": values})
        }
        Condition::Cohort(not, id) => {
            json!({"prop": "userdata_cohort", "op": if *not { "is not" } else { "is" }, "values": [id]})
        }
        Condition::Performed(event, compare, times, within, days) => {
            let mut json = json!({
                "type": "event",
                "event_type": event.kind,
                "filters": filters_json(&event.filters),
                "op": compare,
                "value": times,
                "time_type": within,
            });
            if ["rolling", "forEachInterval"].contains(within) {
                json["time_value"] = json!(days);
            }
            json
        }
    }
}
