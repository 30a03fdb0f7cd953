//! The sandbox, which reads requests by its own lights, understands what the query says: its
//! endpoint, events, filters, segments, groups, days, options, and cost.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use amq_check::{Condition, Cost, Event, Filter, Owner, Query, Segment, Time, Value};
use amq_client::{Client, Clock, Credentials, Job, Outcome, Reading, Setup, Stop, Target};
use amq_project::{Disk, Input, Options, Session, run};
use amq_sandbox::{
    Bins, Config, Endpoint, Limits, Property, Understood, Within, serve, understand,
};
use amq_tests::{Random, TODAY, amq_files, check, workspace};

use crate::model::{BUILT_IN, generate, spell::spell};

/// How many random queries are accepted in the end.
const ACCEPTED: usize = 1_000;

/// User properties that the API knows and its list of built-in ones leaves out.
const UNLISTED: &[&str] = &["library", "device_id", "server_upload_time"];

#[test]
fn examples_of_the_repository() {
    let mut paths = amq_files("examples");
    paths.push(workspace().join("tests/data/wild.amq"));
    let inputs: Vec<Input> = paths.iter().map(Input::new).collect();
    let options = Options { today: Some(TODAY), ..Options::default() };
    let outcome = run(&Session::new(Disk, options), &inputs, |seen| {
        Some(seen.analysis.queries.iter().map(|it| it.query.clone().unwrap()).collect::<Vec<_>>())
    });
    let queries: Vec<Query> =
        outcome.files.into_iter().filter_map(|it| it.value).flatten().collect();
    let (known, extra): (Vec<&Query>, Vec<&Query>) =
        queries.iter().partition(|it| it.extra.is_empty());
    for query in &known {
        hold(query, &amq_request::url(query, ""));
    }
    let all: Vec<Query> = known.iter().map(|&it| it.clone()).collect();
    let sandbox = serve(few_users()).unwrap();
    ask(sandbox.address(), &all);
    for query in &extra {
        let refusal = understand(&amq_request::url(query, "")).unwrap_err();
        assert!(refusal.details().starts_with("Unknown parameter "), "{}", refusal.details());
    }
    println!("{} examples", known.len());
    assert!(known.len() > 100 && extra.len() == 2, "{} and {}", known.len(), extra.len());
}

/// Requests as they were found, with blanks, other orders of keys, and empty lists.
#[test]
fn requests_from_outside() {
    let mut held = 0;
    for (rows, paths) in [
        ("reference.jsonl", amq_files("examples/reference")),
        ("wild.jsonl", vec![workspace().join("tests/data/wild.amq")]),
    ] {
        let mut queries = BTreeMap::new();
        for path in &paths {
            let labelled = check(&std::fs::read_to_string(path).unwrap()).queries.into_iter();
            queries.extend(labelled.filter_map(|it| Some((it.label?.to_string(), it.query?))));
        }
        let rows = std::fs::read_to_string(workspace().join("tests/data").join(rows)).unwrap();
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let query = &queries[&row["id"].as_str().unwrap().replace('-', "_")];
            let params = row["params"].as_array().unwrap().iter();
            let pair = |name: &str, value: &str| format!("{}={}", encoded(name), encoded(value));
            let params: Vec<String> =
                params.map(|it| pair(it[0].as_str().unwrap(), it[1].as_str().unwrap())).collect();
            let url = format!("{}?{}", row["endpoint"].as_str().unwrap(), params.join("&"));
            if query.extra.is_empty() {
                hold(query, &url);
                held += 1;
            }
        }
    }
    println!("{held} requests from outside");
    assert!(held > 80, "only {held}");
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02x}"))
}

/// Random queries that are right. Those that the API must refuse for a property that it cannot
/// know are refused for that.
#[test]
fn random_queries() {
    let sandbox = serve(few_users()).unwrap();
    let mut queries = Vec::new();
    let (mut accepted, mut unknown, mut extra) = (0, 0, 0);
    let mut of_endpoint: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0.. {
        let mut random = Random::new(0x5a4d_0000 + seed);
        let mut file = generate::file(&mut random);
        let mut query = file.queries.swap_remove(0);
        if query.formula.is_some() {
            let segments = query.segments.len().max(1);
            let crate::model::Verb::Segmentation(events) = &query.verb else { panic!("{query:?}") };
            let mut tokens = vec![];
            formula(&mut random, 3, (events.len(), segments), &mut tokens);
            query.formula = Some(tokens);
        }
        file.queries = vec![query];
        let text = spell(&file, &mut random);
        let found = only(&text);
        let url = amq_request::url(&found, "");
        if !found.extra.is_empty() {
            let refusal = understand(&url).unwrap_err();
            assert_eq!(refusal.status, 400, "{text}");
            extra += 1;
            continue;
        }
        let unknown_properties = unknown_properties(&said(&found));
        if !unknown_properties.is_empty() {
            let refusal = understand(&url).unwrap_err();
            let name = refusal.details().strip_prefix("Invalid user property ");
            assert!(unknown_properties.iter().any(|it| Some(it.as_str()) == name), "{refusal:?}");
            unknown += 1;
            continue;
        }
        hold(&found, &url);
        *of_endpoint.entry(format!("{:?}", said(&found).endpoint)).or_default() += 1;
        queries.push(found);
        accepted += 1;
        if accepted == ACCEPTED {
            break;
        }
    }
    ask(sandbox.address(), &queries);
    println!("{accepted} accepted, {unknown} with a property that is none, {extra} with more");
    println!("{of_endpoint:?}");
    assert_eq!(of_endpoint.len(), 15, "{of_endpoint:?}");
}

/// The one query of a text, which has to be right.
fn only(text: &str) -> Query {
    let mut queries = check(text).queries;
    assert_eq!(queries.len(), 1, "{text}");
    queries.remove(0).query.unwrap_or_else(|| panic!("{text}"))
}

/// A random formula whose functions are given what they take.
fn formula(random: &mut Random, depth: usize, of: (usize, usize), out: &mut Vec<String>) {
    let (events, segments) = of;
    let call = |name: &str, out: &mut Vec<String>| out.extend([name.to_owned(), "(".to_owned()]);
    for at in 0..random.between(1, 3) {
        if at > 0 {
            out.push(random.pick(&["+", "-", "*", "/"]).to_owned());
        }
        match if depth == 0 { random.below(2) } else { random.below(5) } {
            0 => out.push(random.pick(&["1", "100", "0.5", "12.25"]).to_owned()),
            1 | 2 => {
                let names = ["UNIQUES", "TOTALS", "AVG", "ACTIVE", "REVENUETOTAL", "SESSIONTOTALS"];
                call(random.pick(&names), out);
                let digit = if random.one_in(3) {
                    random.between(1, segments).to_string()
                } else {
                    String::new()
                };
                out.push(format!("{}{digit}", ["A", "B"][random.below(events)]));
                out.push(")".to_owned());
            }
            3 => {
                call(random.pick(&["ROLLAVG", "ROLLWIN", "POWER"]), out);
                formula(random, depth - 1, of, out);
                out.extend([",", "3", ")"].map(str::to_owned));
            }
            _ => {
                call(random.pick(&["CUMSUM", "LN", "SQRT", "LOG10", "TRENDLINE"]), out);
                formula(random, depth - 1, of, out);
                out.push(")".to_owned());
            }
        }
    }
}

fn few_users() -> Config {
    Config { users: 40, limits: Limits::Off, today: Some(TODAY), ..Config::default() }
}

/// A client of a sandbox, which keeps the budget of an hour here as everywhere.
pub(crate) fn setup(base: &str) -> Setup {
    let keys = Config::default().keys;
    Setup {
        target: Target::new(base).unwrap(),
        credentials: Credentials::new(keys.api, keys.secret).unwrap(),
        folder: None,
        cache_for: Duration::ZERO,
        reading: Some(Reading::InFlight),
        timeout: Duration::from_mins(1),
        clock: Clock::faster(10_000),
    }
}

/// Queries, sent the way `amq run` sends them, are answered; and what the sandbox says it was asked
/// is what they say.
fn ask(address: SocketAddr, queries: &[Query]) {
    let base = format!("http://{address}");
    let setup = setup(&base);
    let job = |query: &Query| Job::new(query, amq_request::url(query, &base), TODAY);
    let jobs: Vec<Job> = queries.iter().map(job).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_stop, stopped) = tokio::sync::watch::channel(Stop::No);
    let client = Client::new(setup).unwrap();
    let outcomes = runtime.block_on(client.run(&jobs, None, stopped, &mut |_| {}));
    for (job, outcome) in jobs.iter().zip(&outcomes) {
        assert!(matches!(outcome, Outcome::Answered { .. }), "{}: {outcome:?}", job.url);
    }
    for query in queries {
        let url = format!("/_sandbox/understood{}", amq_request::url(query, ""));
        let understood: serde_json::Value = serde_json::from_str(&get(address, &url)).unwrap();
        assert_eq!(understood, serde_json::json!(said(query)), "{url}");
    }
}

/// The body of an answer.
fn get(address: SocketAddr, url: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body.to_owned()
}

/// User properties in a request that the API cannot know.
fn unknown_properties(request: &Understood) -> Vec<String> {
    let mut names: Vec<&str> = request.groups.iter().map(String::as_str).collect();
    names.extend(request.property.as_deref());
    let mut add = |event: &amq_sandbox::Event| -> Vec<String> {
        let all = event.filters.iter().map(|it| &it.property).chain(&event.groups);
        all.filter(|it| it.of_user).map(|it| it.key.clone()).collect()
    };
    let mut all: Vec<String> = request.events.iter().flat_map(&mut add).collect();
    for condition in request.segments.iter().flat_map(|it| &it.conditions) {
        match condition {
            amq_sandbox::Condition::Property(filter) => all.push(filter.property.key.clone()),
            amq_sandbox::Condition::Performed { event, .. } => all.extend(add(event)),
            amq_sandbox::Condition::Cohort { .. } => {}
        }
    }
    all.extend(names.into_iter().map(str::to_owned));
    let known =
        |it: &str| BUILT_IN.contains(&it) || UNLISTED.contains(&it) || it.starts_with("gp:");
    all.retain(|it| !known(it));
    all
}

/// A request is understood as its query says.
fn hold(query: &Query, url: &str) {
    let understood = understand(url).unwrap_or_else(|it| panic!("{url}: {}", it.details()));
    assert_eq!(understood, said(query), "{url}");
}

/// What a query says, in the sandbox's terms.
fn said(query: &Query) -> Understood {
    let path = amq_request::path(query);
    let mut request = blank(endpoint(&path));
    request.subject = (!query.id.is_empty()).then(|| query.id.to_string());
    request.cost = query.cost.map(Cost::total);
    let mut bins: BTreeMap<&str, String> = BTreeMap::new();
    for argument in &query.arguments {
        let text = || match &argument.value {
            Value::Text(text) => text.to_string(),
            Value::Word(word) => (*word).to_owned(),
            Value::Int(number) => number.to_string(),
            other => panic!("{other:?}"),
        };
        match (argument.param.wire, &argument.value) {
            ("start", Value::Date(day)) => request.days = Some((*day, *day)),
            ("end", Value::Date(day)) => request.days = request.days.map(|it| (it.0, *day)),
            ("e" | "e2" | "se" | "re", Value::Event(it)) => request.events.push(event(it)),
            ("s", Value::Segment(it)) => request.segments.push(segment(it)),
            ("rb", Value::Brackets(it)) => request.brackets.clone_from(it),
            ("g" | "g2", _) => request.groups.push(text()),
            ("p", _) => request.property = Some(text()),
            ("user", _) => request.subject = Some(text()),
            ("i", _) => request.interval = text().parse().ok(),
            ("m", _) => request.metric = Some(text()),
            ("n", _) => request.users = Some(text()),
            ("mode" | "rm", _) => request.mode = Some(text()),
            ("cs", _) => request.window = text().parse().ok(),
            ("limit", _) => request.limit = text().parse().ok(),
            ("offset", _) => request.offset = text().parse().ok(),
            ("direction", _) => request.direction = Some(text()),
            ("formula", _) => request.formula = Some(text()),
            ("rollingWindow", _) => request.rolling_window = text().parse().ok(),
            ("rollingAverage", _) => request.rolling_average = text().parse().ok(),
            (bin, _) => {
                bins.insert(bin.strip_prefix("timeHistogramConfigBin").unwrap(), text());
            }
        }
    }
    request.bins = self::bins(&bins);
    request
}

fn bins(said: &BTreeMap<&str, String>) -> Option<Bins> {
    let unit = match said.get("TimeUnit")?.as_str() {
        "hours" => 3_600_000.0,
        "minutes" => 60_000.0,
        "seconds" => 1_000.0,
        // The reference's own example has days, which the API takes for no bins at all.
        _ => return None,
    };
    let number = |name: &str| said.get(name).map(|it| it.parse::<f64>().unwrap() * unit);
    Some(Bins { min: number("Min")?, max: number("Max")?, size: number("Size") })
}

fn endpoint(path: &str) -> Endpoint {
    match path.trim_start_matches("/api/2/") {
        "users" => Endpoint::Users,
        "sessions/length" => Endpoint::SessionsLength,
        "sessions/average" => Endpoint::SessionsAverage,
        "sessions/peruser" => Endpoint::SessionsPerUser,
        "composition" => Endpoint::Composition,
        "events/list" => Endpoint::Events,
        "events/segmentation" => Endpoint::Segmentation,
        "funnels" => Endpoint::Funnel,
        "retention" => Endpoint::Retention,
        "useractivity" => Endpoint::Activity,
        "usersearch" => Endpoint::Search,
        "realtime" => Endpoint::Realtime,
        "revenue/ltv" => Endpoint::Ltv,
        chart if chart.ends_with("/csv") => Endpoint::ChartCsv,
        _ => Endpoint::Chart,
    }
}

fn blank(endpoint: Endpoint) -> Understood {
    Understood {
        endpoint,
        subject: None,
        property: None,
        events: vec![],
        segments: vec![],
        groups: vec![],
        days: None,
        interval: None,
        metric: None,
        users: None,
        mode: None,
        brackets: vec![],
        window: None,
        limit: None,
        offset: None,
        direction: None,
        formula: None,
        rolling_window: None,
        rolling_average: None,
        bins: None,
        cost: None,
    }
}

fn property(property: &amq_check::Property) -> Property {
    Property { of_user: property.of == Owner::User, key: property.key.to_string() }
}

fn texts(values: &[impl ToString]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn filter(filter: &Filter) -> amq_sandbox::Filter {
    amq_sandbox::Filter {
        property: property(&filter.property),
        operator: filter.operator.wire.to_owned(),
        values: texts(&filter.values),
    }
}

fn event(event: &Event) -> amq_sandbox::Event {
    amq_sandbox::Event {
        event_type: event.event_type.to_string(),
        filters: event.filters.iter().map(filter).collect(),
        groups: event.groups.iter().map(property).collect(),
    }
}

fn segment(segment: &Segment) -> amq_sandbox::Segment {
    amq_sandbox::Segment { conditions: segment.conditions.iter().map(condition).collect() }
}

fn condition(condition: &Condition) -> amq_sandbox::Condition {
    match condition {
        Condition::Property { prop, operator, values } if prop == "userdata_cohort" => {
            amq_sandbox::Condition::Cohort { not: operator.wire == "is not", ids: texts(values) }
        }
        Condition::Property { prop, operator, values } => {
            amq_sandbox::Condition::Property(amq_sandbox::Filter {
                property: Property { of_user: true, key: prop.to_string() },
                operator: operator.wire.to_owned(),
                values: texts(values),
            })
        }
        Condition::Performed { event: done, compare, count, time } => {
            amq_sandbox::Condition::Performed {
                event: event(done),
                compare: (*compare).to_owned(),
                times: u64::from(*count),
                within: match time {
                    Time::Ever => Within::AllTime,
                    Time::EachInterval(days) => Within::EachInterval(*days),
                    Time::Rolling(days) => Within::Rolling(*days),
                },
            }
        }
    }
}
