//! Made-up events: as many as they should be, soon enough, and like real ones.

use std::time::Instant;

use amq_sandbox::{Config, Limits, made_up, serve};
use jiff::civil::date;
use serde_json::Value;

use crate::{
    naive::World,
    numbers::{expected, says_something},
    support::{Random, encoded, file, get, over, same},
    world::{PATHS, later, request, sent},
};

const TODAY: jiff::civil::Date = date(2021, 9, 30);

fn figures(value: &Value) -> Vec<f64> {
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
    let new = figures(&new["series"][0]);
    let all: f64 = new.iter().sum();
    assert!((9_000.0..11_000.0).contains(&all), "{all} users");
    let active = figures(&ask(&format!("/api/2/users?{range}"))["series"][0]);
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
    let steps = figures(&funnel[0]["cumulativeRaw"]);
    assert!(steps[0] > 10.0 * steps[1] && steps[1] > 5.0, "{steps:?}");
    let events = ask("/api/2/events/list");
    assert!(events.as_array().unwrap().len() >= 13, "{events}");
}

/// What is made up says the same when it is written down, all of it, and read again: also where only
/// a part of it is made, for the days of a request.
#[test]
fn survive_an_export() {
    let lines: Vec<String> = made_up(5, 150, TODAY).collect();
    println!("{} events of about 150 users a year", lines.len());
    let read = over(file("export.json", lines.join("\n").as_bytes()));
    let config = Config {
        seed: 5,
        users: 150,
        limits: Limits::Off,
        today: Some(TODAY),
        ..Config::default()
    };
    let made = serve(config).unwrap();
    let event = |name: &str| encoded(&format!("{{\"event_type\":\"{name}\"}}"));
    let active = encoded(
        "{\"event_type\":\"_active\",\"group_by\":[{\"type\":\"user\",\"value\":\"gp:genres\"}]}",
    );
    let performed = encoded(
        "[{\"type\":\"event\",\"event_type\":\"Share Song\",\"filters\":[],\"op\":\">=\",\
         \"value\":3,\"time_type\":\"allTime\"}]",
    );
    let (new, songs) = (event("_new"), event("Play Song"));
    let paths = [
        "/api/2/users?start=20210801&end=20210930&g=os&m=new".to_owned(),
        "/api/2/sessions/length?start=20210801&end=20210930".to_owned(),
        "/api/2/composition?start=20210801&end=20210930&p=DMA".to_owned(),
        "/api/2/revenue/ltv?start=20201001&end=20201231&i=30".to_owned(),
        format!("/api/2/events/segmentation?e={active}&m=totals&start=20210801&end=20210930&i=7"),
        "/api/2/composition?start=20200601&end=20200630&p=version".to_owned(),
        "/api/2/users?start=20190101&end=20200315&i=30&g=city".to_owned(),
        format!("/api/2/users?start=20200301&end=20200331&s={performed}"),
        format!("/api/2/retention?se={new}&re={songs}&start=20200301&end=20200420&i=7"),
        format!("/api/2/funnels?e={songs}&e={active}&start=20191220&end=20200110&n=new"),
        format!(
            "/api/2/events/segmentation?e={songs}&start=20200201&end=20200210&i=30&rollingWindow=4"
        ),
        "/api/2/revenue/ltv?start=20200815&end=20210115&i=7&m=2".to_owned(),
        "/api/2/sessions/average?start=20200401&end=20210930".to_owned(),
    ];
    for path in paths {
        let (one, other) = (get(made.address(), &path).json(), get(read.address(), &path).json());
        assert_eq!(one["data"], other["data"], "{path}");
        let said = one["data"].to_string();
        assert!(said.contains(|it: char| ('1'..='9').contains(&it)), "{path}: {said}");
    }
}

/// The numbers of made-up events are those of a plain reading of all of them, in the last year and
/// before it.
#[test]
fn are_counted_like_others() {
    let today = later(600);
    let lines: Vec<String> = made_up(3, 25, today).collect();
    let world = World { now: today.at(18, 0, 0, 0), ..World::read(&lines) };
    let config =
        Config { seed: 3, users: 25, limits: Limits::Off, today: Some(today), ..Config::default() };
    let made = serve(config).unwrap();
    let mut random = Random::new(3);
    let (mut asked, mut told) = (0, 0);
    for path in PATHS {
        for _ in 0..6 {
            let request = request(&mut random, path);
            let sent = sent(&request);
            let found = get(made.address(), &sent).json();
            let expected = expected(&world, &request);
            same("", &found, &expected).unwrap_or_else(|wrong| panic!("{sent} {wrong}"));
            asked += 1;
            told += usize::from(says_something(&expected));
        }
    }
    println!("{} events, {asked} requests, {told} with numbers above zero", lines.len());
    assert!(told * 2 > asked, "hardly any answer says something: {told} of {asked}");
}

/// The same day says the same, whatever day it is now: later in the month, in the next one, and in
/// the next year.
#[test]
fn a_day_stays_as_it_was() {
    let new = encoded("{\"event_type\":\"_new\"}");
    let songs = encoded(
        "{\"event_type\":\"Play Song\",\"group_by\":[{\"type\":\"event\",\"value\":\"genre\"}]}",
    );
    let asked = |days: &str| {
        [
            format!("/api/2/users?{days}&g=version"),
            format!("/api/2/users?{days}&m=new&i=30"),
            format!("/api/2/events/segmentation?e={songs}&m=totals&{days}"),
            format!("/api/2/retention?se={new}&re={songs}&rm=bracket&rb=[[0,2]]&{days}"),
        ]
    };
    let on = |today: jiff::civil::Date, days: &str| {
        let config =
            Config { users: 300, limits: Limits::Off, today: Some(today), ..Config::default() };
        let sandbox = serve(config).unwrap();
        asked(days).map(|path| get(sandbox.address(), &path).json()["data"].clone())
    };
    let days = "start=20210901&end=20210910";
    let then = on(date(2021, 9, 13), days);
    for today in [TODAY, date(2021, 10, 1), date(2022, 1, 1), date(2022, 10, 1), date(2023, 2, 1)] {
        assert_eq!(on(today, days), then, "on {today}");
    }
    let turn = "start=20201224&end=20210105";
    assert_eq!(on(date(2021, 1, 31), turn), on(date(2021, 2, 1), turn));
    assert_eq!(on(date(2021, 12, 31), turn), on(date(2022, 1, 1), turn));
}

/// Whoever the examples ask for is there, in any year.
#[test]
fn those_of_the_examples_are_there() {
    for today in [TODAY, date(2026, 1, 1)] {
        let config =
            Config { users: 20, limits: Limits::Off, today: Some(today), ..Config::default() };
        let sandbox = serve(config).unwrap();
        let ask = |path: &str| get(sandbox.address(), path).json();
        for (text, id) in [
            ("mia@example.com", 356_893_043_036_u64),
            ("0786zXEdyOX1rS3M-P_m1d", 356_893_043_036),
            ("356893043036", 356_893_043_036),
            ("myusername", 247_246_881_751),
        ] {
            let found = ask(&format!("/api/2/usersearch?user={text}"));
            assert_eq!(found["matches"][0]["amplitude_id"], id, "{text}");
            let done = ask(&format!("/api/2/useractivity?user={id}"));
            assert!(done["events"].as_array().unwrap().len() > 150, "{text}");
        }
        let few = ask("/api/2/useractivity?user=123&limit=1");
        assert!(few["events"].as_array().unwrap().len() >= 2);
    }
}
