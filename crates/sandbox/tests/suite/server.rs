//! The server: keys, paths, what it tells about itself, and what has no numbers to compute.

use amq_sandbox::{Config, Error, Keys, Limits, serve};
use serde_json::{Value, json};

use crate::support::{KEYS, Random, ask, file, get, over, raw};
use crate::world::lines;

#[test]
fn wrong_keys() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let wrong = [None, Some("Basic c2FuZGJveDp4"), Some("Bearer sandbox"), Some("sandbox:sandbox")];
    for keys in wrong {
        let answer = ask(sandbox.address(), "/api/2/events/list", keys).unwrap();
        assert_eq!(answer.status, 403);
        let body = json!({"error": {"http_code": 403, "type": "unspecified",
            "metadata": {"details": "Invalid API/Secret Key combination"}}});
        assert_eq!(answer.json(), body);
    }
    assert_eq!(sandbox.stats().forbidden, 4);
    let keys = Keys { api: "a".to_owned(), secret: "b:c".to_owned() };
    let other = serve(Config { users: 20, keys, ..Config::default() }).unwrap();
    assert_eq!(
        ask(other.address(), "/api/2/realtime", Some("Basic YTpiOmM=")).unwrap().status,
        200
    );
    assert_eq!(ask(other.address(), "/api/2/realtime", Some(KEYS)).unwrap().status, 403);
}

#[test]
fn unknown_paths_and_methods() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let paths = [
        "/",
        "/api/2/user",
        "/api/2/users/",
        "/api/3/chart/abc",
        "/api/3/chart//csv",
        "/api/3/chart/a%20b/query",
        "/api/3/chart/a/b/csv",
        "/api/2/export",
        "/_sandbox/x",
    ];
    for path in paths {
        let answer = get(sandbox.address(), path);
        assert_eq!(
            (answer.status, answer.json()),
            (404, json!({"error": {"http_code": 404}})),
            "{path}"
        );
    }
    let post = format!(
        "POST /api/2/realtime HTTP/1.1\r\nHost: x\r\nAuthorization: {KEYS}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(raw(sandbox.address(), &post).unwrap().status, 405);
}

#[test]
fn hostile_requests() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    for query in ["user=%zz", "user=%f", "user=%ff%fe", "user=%", "=x", "&&&a", "user"] {
        assert_eq!(
            get(sandbox.address(), &format!("/api/2/usersearch?{query}")).status,
            400,
            "{query}"
        );
    }
    let deep = format!("[{}", "[".repeat(20_000));
    let long = format!("/api/2/users?start=20210801&end=20210801&s={deep}");
    assert_eq!(get(sandbox.address(), &long).status, 400);
    let formula = format!("{}UNIQUES(A)", "CUMSUM(".repeat(5_000));
    let formula = format!(
        "/api/2/events/segmentation?e={{%22event_type%22:%22_all%22}}&m=formula&formula={formula}&start=20210801&end=20210801"
    );
    assert_eq!(get(sandbox.address(), &formula).status, 400);
    let longest = format!("/api/2/usersearch?user={}", "a".repeat(100_000));
    assert_eq!(get(sandbox.address(), &longest).status, 414);
    let _ = raw(sandbox.address(), "\u{0}\u{1}garbage\r\n\r\n");
    assert_eq!(get(sandbox.address(), "/api/2/realtime").status, 200);
}

#[test]
fn settings_that_cannot_be() {
    let first = serve(Config { users: 20, ..Config::default() }).unwrap();
    let port = first.address().port();
    let error = serve(Config { port, users: 20, ..Config::default() }).unwrap_err();
    assert!(matches!(error, Error::Port(..)));
    assert_eq!(error.to_string(), format!("port {port} is in use by another program"));
    first.shutdown();
    serve(Config { port, users: 20, ..Config::default() }).unwrap().shutdown();
    assert!(serve(Config { chaos: 1.5, ..Config::default() }).is_err());
    assert!(serve(Config { time_scale: 0.0, ..Config::default() }).is_err());
}

#[test]
fn tells_what_it_understands() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let path = "/_sandbox/understood/api/2/users?start=20210801&end=20210802&i=7&g=city";
    let understood = ask(sandbox.address(), path, None).unwrap().json();
    assert_eq!(understood["endpoint"], "users");
    assert_eq!(understood["days"], json!(["2021-08-01", "2021-08-02"]));
    assert_eq!(understood["groups"], json!(["city"]));
    assert_eq!((&understood["interval"], &understood["cost"]), (&json!(7), &json!(10)));
    assert_eq!(
        ask(sandbox.address(), "/_sandbox/understood/api/2/users", None).unwrap().status,
        400
    );
    get(sandbox.address(), "/api/2/realtime");
    let stats = ask(sandbox.address(), "/_sandbox/stats", None).unwrap().json();
    assert_eq!((&stats["requests"], &stats["cost"]), (&json!(1), &json!(1)));
}

/// Every page of a user's events, each with its sessions whole.
#[test]
fn activity_and_search() {
    let mut random = Random::new(3);
    let lines = lines(&mut random);
    let sandbox = over(file("people.json", lines.join("\n").as_bytes()));
    let mut mine: Vec<Value> = lines.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
    mine.retain(|it| it["amplitude_id"] == 1001);
    mine.sort_by_key(|it| it["event_time"].as_str().unwrap().to_owned());
    let times = |events: &[Value]| {
        let time = |it: &Value| {
            (it["event_time"].clone(), it["event_type"].clone(), it["session_id"].clone())
        };
        events.iter().map(time).collect::<Vec<_>>()
    };
    for direction in ["latest", "earliest"] {
        let mut all = mine.clone();
        if direction == "latest" {
            all.reverse();
        }
        for (offset, limit) in [(0, 0), (0, 3), (2, 1), (5, 1000), (10_000, 5)] {
            let path = format!(
                "/api/2/useractivity?user=1001&offset={offset}&limit={limit}&direction={direction}"
            );
            let found = get(sandbox.address(), &path).json();
            let left = &all[offset.min(all.len())..];
            let mut count = (limit + 1).min(left.len());
            while count > 0
                && count < left.len()
                && left[count]["session_id"] == left[count - 1]["session_id"]
                && left[count]["session_id"] != -1
            {
                count += 1;
            }
            assert_eq!(times(found["events"].as_array().unwrap()), times(&left[..count]), "{path}");
            assert_eq!(found["userData"]["num_events"], mine.len());
            assert_eq!(found["userData"]["user_id"], "mia-1");
        }
    }
    let nobody = get(sandbox.address(), "/api/2/useractivity?user=5").json();
    assert_eq!((&nobody["events"], &nobody["userData"]["num_events"]), (&json!([]), &json!(0)));
    let search =
        |text: &str| get(sandbox.address(), &format!("/api/2/usersearch?user={text}")).json();
    let one = json!([{"amplitude_id": 1001, "user_id": "mia-1"}]);
    assert_eq!(search("1001"), json!({"type": "match_amplitude_id", "matches": one}));
    assert_eq!(search("mia-1"), json!({"type": "match_user_or_device_id", "matches": one}));
    assert_eq!(search("nobody"), json!({"type": "nomatch", "matches": []}));
    assert_eq!(search("mi")["type"], "match_user_id_prefix");
    assert_eq!(search("device-0")["matches"].as_array().unwrap().len(), 2);
}

/// The documentation's examples have quotes in their addresses, several to a connection.
#[test]
fn quotes_as_they_are() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let path =
        "/api/2/events/segmentation?start=20210801&end=20210801&e={\"event_type\":\"_active\"}";
    let one = format!("GET {path} HTTP/1.1\r\nHost: \"x\"\r\nAuthorization: {KEYS}\r\n");
    let answer = raw(sandbox.address(), &format!("{one}\r\n{one}Connection: close\r\n\r\n"));
    assert!(answer.unwrap_err().starts_with("cut: "), "two answers");
    assert_eq!((sandbox.stats().admitted, sandbox.stats().invalid), (2, 0));
    let wrong = get(sandbox.address(), &path.replace("_active", "_new"));
    assert_eq!(wrong.details(), "Invalid event type _new in e");
}

#[test]
fn charts() {
    let config = Config { users: 100, limits: Limits::Off, ..Config::default() };
    let sandbox = serve(Config { today: Some(jiff::civil::date(2021, 9, 30)), ..config }).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for id in [
        "abc", "42c5gcv4", "ouxuadr", "yzev0y5", "5vbaz782", "_x-1", "csv", "0", "ABC", "z",
        "y0ivh3am", "q",
    ] {
        let chart = get(sandbox.address(), &format!("/api/3/chart/{id}/query"));
        assert_eq!(chart.status, 200);
        let csv = get(sandbox.address(), &format!("/api/3/chart/{id}/csv")).json();
        let text = csv["data"].as_str().unwrap();
        let cells = text.split("\r\n").filter(|it| !it.is_empty()).flat_map(|it| it.split("\",\""));
        assert!(cells.clone().count() > 4, "{text}");
        assert!(cells.into_iter().all(|it| it.trim_start_matches('"').starts_with('\t')), "{text}");
        kinds.insert(text.lines().next().unwrap().to_owned());
        assert_eq!(get(sandbox.address(), &format!("/api/3/chart/{id}/csv")).json(), csv);
    }
    assert!(kinds.len() >= 4, "{kinds:?}");
    assert_eq!(get(sandbox.address(), "/api/3/chart/abc/query?start=20210801").status, 400);
}

#[test]
fn two_events_of_a_funnel_under_the_wrong_name() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let funnel = "/api/2/funnels?start=20210801&end=20210802&e={%22event_type%22:%22a%22}";
    let answer = get(sandbox.address(), &format!("{funnel}&e2={{%22event_type%22:%22b%22}}"));
    assert_eq!((answer.status, &answer.json()["data"]), (200, &json!([])));
    assert_eq!(get(sandbox.address(), funnel).status, 400);
}

/// How values are spread over bins, and users over how often they did something.
#[test]
fn distributions() {
    let line = |(user, seconds): (u64, f64)| {
        json!({"amplitude_id": user, "event_type": "a", "event_time": "2021-08-01 12:00:00",
               "event_properties": {"seconds": seconds}})
        .to_string()
    };
    let done = [(1, 0.0), (1, 5.0), (1, 99.0), (2, 100.0), (2, 9.5), (3, 10.0), (4, 55.0)];
    let lines: Vec<String> = done.into_iter().map(line).collect();
    let sandbox = over(file("spread.json", lines.join("\n").as_bytes()));
    let event = "{\"event_type\":\"a\",\"group_by\":[{\"type\":\"event\",\"value\":\"seconds\"}]}";
    let asked = |metric: &str, event: &str| {
        let path = "/api/2/events/segmentation?start=20210801&end=20210802";
        get(sandbox.address(), &format!("{path}&m={metric}&e={event}")).json()["data"].clone()
    };
    let histogram = asked("histogram", event);
    assert_eq!(histogram["series"], json!([[3, 1, 0, 0, 0, 1, 0, 0, 0, 2]]));
    assert_eq!(histogram["xValues"][1], "10 - 20");
    assert_eq!(histogram["seriesCollapsed"][0][0]["value"], 7);
    let frequency = asked("frequency", "{\"event_type\":\"a\"}");
    assert_eq!(frequency["series"], json!([[2, 1, 1]]));
    assert_eq!(frequency["xValues"], json!(["1", "2", "3"]));
}

/// Answers say when groups were dropped.
#[test]
fn pruned_groups() {
    let lines = (0..150).map(|at| {
        json!({"amplitude_id": at, "event_type": "a", "event_time": "2021-08-01 12:00:00",
               "user_properties": {"number": at}})
        .to_string()
    });
    let lines: Vec<String> = lines.collect();
    let sandbox = over(file("groups.json", lines.join("\n").as_bytes()));
    let asked = |more: &str| {
        let path =
            "/api/2/events/segmentation?e={%22event_type%22:%22a%22}&start=20210801&end=20210801";
        get(sandbox.address(), &format!("{path}&g=gp:number{more}")).json()
    };
    let count = |answer: &Value| answer["data"]["series"].as_array().unwrap().len();
    let (plain, wide) = (asked(""), asked("&limit=1000"));
    assert_eq!((count(&plain), &plain["prunedResult"]), (100, &json!(true)));
    assert_eq!((count(&wide), &wide["prunedResult"]), (150, &json!(false)));
}
