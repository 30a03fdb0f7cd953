//! Made-up events: as many as they should be, soon enough, and like real ones.

use std::time::Instant;

use amq_sandbox::{Config, Limits, made_up, serve};
use jiff::civil::date;
use serde_json::Value;

use crate::support::{encoded, file, get, over};

const TODAY: jiff::civil::Date = date(2021, 9, 30);

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

#[test]
fn look_real() {
    let config = Config { limits: Limits::Off, today: Some(TODAY), ..Config::default() };
    let begun = Instant::now();
    let sandbox = serve(config).unwrap();
    assert!(begun.elapsed().as_millis() < 1000, "the server is there before the events are");
    let ask = |path: &str| get(sandbox.address(), path).json()["data"].clone();
    let range = "start=20201001&end=20210930";
    let new = ask(&format!("/api/2/users?{range}&m=new"));
    println!("first answer after {:?}", begun.elapsed());
    let new = numbers(&new["series"][0]);
    let all: f64 = new.iter().sum();
    assert!((9_000.0..11_000.0).contains(&all), "{all} users");
    let active = numbers(&ask(&format!("/api/2/users?{range}"))["series"][0]);
    let weekday = |at: usize| active[90 + at..360].iter().step_by(7).sum::<f64>();
    let (busy, quiet) =
        ((0..7).map(weekday).fold(0.0, f64::max), (0..7).map(weekday).fold(f64::MAX, f64::min));
    assert!(busy > 1.1 * quiet, "weekdays differ: {busy} and {quiet}");
    let platforms = ask(&format!("/api/2/composition?{range}&p=platform"));
    assert_eq!(platforms["xValues"].as_array().unwrap().len(), 3);
    let event = |name: &str| encoded(&format!("{{\"event_type\":\"{name}\"}}"));
    let retention = ask(&format!(
        "/api/2/retention?se={}&re={}&start=20210801&end=20210830",
        event("_new"),
        event("_active")
    ));
    let kept: Vec<f64> = retention["series"][0]["combined"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["count"].as_f64().unwrap() / it["outof"].as_f64().unwrap())
        .collect();
    assert!(
        kept[2] > 0.1
            && kept[2] < 0.6
            && kept[2] > kept[8]
            && kept[8] > kept[29]
            && kept[29] > 0.02,
        "{kept:?}"
    );
    let ltv = ask("/api/2/revenue/ltv?start=20201001&end=20201231&i=30&m=2");
    let month = &ltv["series"][0]["values"]["2020-10-01"];
    assert!(
        month["r1d"].as_f64() < month["r30d"].as_f64()
            && month["r30d"].as_f64() < month["r180d"].as_f64()
    );
    assert!(month["paid"].as_f64() < month["count"].as_f64().map(|it| it / 2.0));
    let funnel = ask(&format!(
        "/api/2/funnels?e={}&e={}&start=20210701&end=20210731",
        event("ce:Signup"),
        event("Purchase")
    ));
    let steps = numbers(&funnel[0]["cumulativeRaw"]);
    assert!(steps[0] > 10.0 * steps[1] && steps[1] > 5.0, "{steps:?}");
    let events = ask("/api/2/events/list");
    assert!(events.as_array().unwrap().len() >= 13, "{events}");
}

/// What is made up says the same when it is written down and read again.
#[test]
fn survive_an_export() {
    let lines: Vec<String> = made_up(5, 150, TODAY).collect();
    println!("{} events of about 150 users", lines.len());
    let read = over(file("export.json", lines.join("\n").as_bytes()));
    let config = Config {
        seed: 5,
        users: 150,
        limits: Limits::Off,
        today: Some(TODAY),
        ..Config::default()
    };
    let made = serve(config).unwrap();
    let active = encoded(
        "{\"event_type\":\"_active\",\"group_by\":[{\"type\":\"user\",\"value\":\"gp:genres\"}]}",
    );
    let paths = [
        "/api/2/users?start=20210801&end=20210930&g=os&m=new".to_owned(),
        "/api/2/sessions/length?start=20210801&end=20210930".to_owned(),
        "/api/2/composition?start=20210801&end=20210930&p=DMA".to_owned(),
        "/api/2/revenue/ltv?start=20201001&end=20201231&i=30".to_owned(),
        format!("/api/2/events/segmentation?e={active}&m=totals&start=20210801&end=20210930&i=7"),
    ];
    for path in paths {
        let (one, other) = (get(made.address(), &path).json(), get(read.address(), &path).json());
        assert_eq!(one["data"], other["data"], "{path}");
    }
}

/// The same day says the same, whatever day it is now.
#[test]
fn a_day_stays_as_it_was() {
    let on = |today: jiff::civil::Date| {
        let config =
            Config { users: 300, limits: Limits::Off, today: Some(today), ..Config::default() };
        let sandbox = serve(config).unwrap();
        get(sandbox.address(), "/api/2/users?start=20210901&end=20210910&g=version").json()["data"]
            .clone()
    };
    assert_eq!(on(date(2021, 9, 12)), on(TODAY));
}
