//! Files of events: plain, packed, broken, missing.

use std::io::Write as _;

use amq_sandbox::{Config, serve};
use flate2::{Compression, write::GzEncoder};

use crate::{
    support::{Random, file, get, over},
    world::lines,
};

const GOOD: &str =
    r#"{"amplitude_id":1,"event_type":"a","event_time":"2021-08-01 12:00:00.000000"}"#;

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn packed_and_plain_say_the_same() {
    let lines = lines(&mut Random::new(1));
    let whole = lines.join("\n");
    let (one, other) = whole.split_at(whole.find('\n').unwrap() + 1);
    let two = [packed(one), packed(other)].concat();
    let windows = whole.replace('\n', "\r\n\r\n");
    let asked = "/api/2/users?start=20210801&end=20211001&g=gp:tags&i=7";
    let answers =
        [whole.clone().into_bytes(), packed(&whole), two, windows.into_bytes()].map(|bytes| {
            let mut answer = get(over(file("events", &bytes)).address(), asked).json();
            answer["timeComputed"] = 0.into();
            answer
        });
    assert!(answers[0]["data"]["series"].as_array().unwrap().len() > 1);
    assert!(answers.iter().all(|it| *it == answers[0]));
}

/// An event that stands there twice is counted once: it has one `uuid`, or one `$insert_id` of one
/// user. Events without any are not compared.
#[test]
fn what_is_repeated_counts_once() {
    let event = |rest: &str| GOOD.replace('}', &format!(",{rest}}}"));
    let lines = [
        event(r#""uuid":"a""#),
        event(r#""uuid":"a""#),
        event(r#""uuid":"b","$insert_id":"x""#),
        event(r#""uuid":"c","$insert_id":"x""#),
        event(r#""$insert_id":"x""#).replace("\"amplitude_id\":1", "\"amplitude_id\":2"),
        event(r#""uuid":"","$insert_id":null"#),
        event(r#""uuid":"""#),
        GOOD.to_owned(),
        GOOD.to_owned(),
    ];
    let sandbox = over(file("repeated", lines.join("\n").as_bytes()));
    let asked = "/api/2/events/segmentation?e={%22event_type%22:%22a%22}&m=totals&start=20210801&end=20210801";
    assert_eq!(get(sandbox.address(), asked).json()["data"]["series"], serde_json::json!([[7]]));
}

fn refused(bytes: &[u8]) -> String {
    let events = Some(file("events", bytes));
    let path = events.clone().unwrap().display().to_string();
    let error = serve(Config { events, ..Config::default() }).unwrap_err().to_string();
    assert!(!error.contains('\n'), "{error}");
    error.replace(&path, "FILE")
}

#[test]
fn bad_lines_are_named() {
    let wrong = |line: &str| refused(format!("{GOOD}\n\n{line}\n{GOOD}\n").as_bytes());
    let no_event = "`FILE`, line 3: this is no event of an export: ";
    assert_eq!(wrong("{"), format!("{no_event}EOF while parsing an object"));
    assert_eq!(wrong("{}"), format!("{no_event}missing field `amplitude_id`"));
    assert!(wrong("[1]").starts_with(no_event));
    assert!(wrong(&GOOD.replace('1', "-1")).starts_with(no_event));
    assert!(wrong("\u{0}\u{1}").starts_with(no_event));
    assert_eq!(
        wrong(&GOOD.replace("2021-08-01", "1st of August")),
        "`FILE`, line 3: `event_time` is `1st of August 12:00:00.000000`, expected a time such as \
         `2021-09-30 12:34:56.789000`"
    );
    assert!(wrong(&format!("{GOOD}{GOOD}")).starts_with(no_event));
    assert!(refused(b"\xff\xfe{\n").starts_with("`FILE`, line 1: "));
    let deep = format!("{{\"amplitude_id\":1,\"x\":{}", "[".repeat(100_000));
    assert!(wrong(&deep).starts_with(no_event));
    let long = format!("{{\"x\":\"{}\"}}", "a".repeat(5 << 20));
    assert_eq!(wrong(&long), "`FILE`, line 3: longer than 4194304 bytes");
}

#[test]
fn files_that_cannot_be_read() {
    let missing = std::path::PathBuf::from("/nowhere/events.json");
    let error = serve(Config { events: Some(missing), ..Config::default() }).unwrap_err();
    assert!(error.to_string().starts_with("cannot read `/nowhere/events.json`: "), "{error}");
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    assert!(serve(Config { events: Some(folder), ..Config::default() }).is_err());
    let mut cut = packed(&lines(&mut Random::new(2)).join("\n"));
    cut.truncate(cut.len() / 2);
    assert!(refused(&cut).starts_with("`FILE`, line "));
}

/// A project without events answers with empty series, and with the days.
#[test]
fn nothing_in_it() {
    let sandbox = over(file("empty", b"\n"));
    let paths = [
        "/api/2/users?start=20210801&end=20210803&g=city",
        "/api/2/composition?start=20210801&end=20210803&p=city",
        "/api/2/events/segmentation?start=20210801&end=20210803&e={%22event_type%22:%22a%22}&g=city",
    ];
    for path in paths {
        let data = &get(sandbox.address(), path).json()["data"];
        assert_eq!(
            data["series"].as_array().unwrap().iter().flat_map(|it| it.as_array().unwrap()).count(),
            0
        );
    }
    let days = &get(sandbox.address(), paths[0]).json()["data"]["xValues"];
    assert_eq!(days.as_array().unwrap().len(), 3);
    for path in ["/api/2/events/list", "/api/2/realtime", "/api/3/chart/abc/csv"] {
        assert_eq!(get(sandbox.address(), path).status, 200);
    }
}
