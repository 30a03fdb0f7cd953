//! The limits, and what goes wrong on purpose.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use amq_sandbox::{Config, Limits, serve};
use serde_json::json;

use crate::support::{Answer, KEYS, ask, get};

/// A request of some days, which costs as much as it has days.
fn of_cost(days: i64) -> String {
    let start = jiff::civil::date(1900, 1, 1);
    let end = start + jiff::Span::new().days(days - 1);
    format!("/api/2/users?start=19000101&end={}&i=3660", end.strftime("%Y%m%d"))
}

fn config() -> Config {
    Config { users: 5, delay: Duration::from_millis(1500), ..Config::default() }
}

/// Asks at the same time.
fn together(address: SocketAddr, paths: Vec<String>) -> Vec<Answer> {
    let asked = paths.into_iter().map(|path| thread::spawn(move || get(address, &path)));
    let asked: Vec<_> = asked.collect();
    asked.into_iter().map(|it| it.join().unwrap()).collect()
}

fn counted(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|it| it.status == status).count()
}

#[test]
fn requests_at_a_time() {
    let sandbox = serve(config()).unwrap();
    let answers = together(sandbox.address(), vec![of_cost(3); 7]);
    assert_eq!((counted(&answers, 200), counted(&answers, 429)), (5, 2));
    let refused = answers.iter().find(|it| it.status == 429).unwrap();
    let body = json!({"error": {"http_code": 429, "type": "unspecified", "message": "Unspecified Error",
        "metadata": {"details": "Too Many Requests: Exceeded concurrent limit with query of cost 3"}}});
    assert_eq!(refused.json(), body);
    assert!(!refused.head.to_lowercase().contains("retry-after"));
    let stats = sandbox.stats();
    assert_eq!((stats.requests, stats.admitted, stats.concurrent_429), (7, 5, 2));
    assert_eq!((stats.most_at_a_time, stats.most_cost_at_a_time), (5, 15));
    assert_eq!(get(sandbox.address(), &of_cost(1)).status, 200, "places are given back");
}

#[test]
fn activity_and_search_have_their_own() {
    let sandbox = serve(config()).unwrap();
    let mut paths = vec!["/api/2/usersearch?user=x".to_owned(); 12];
    paths.extend(vec!["/api/2/realtime".to_owned(); 5]);
    let answers = together(sandbox.address(), paths);
    assert_eq!((counted(&answers, 200), counted(&answers, 429)), (15, 2));
}

#[test]
fn activity_and_search_in_an_hour() {
    let config = Config { delay: Duration::ZERO, ..config() };
    let sandbox = serve(config).unwrap();
    let asked: Vec<u16> =
        (0..362).map(|_| get(sandbox.address(), "/api/2/useractivity?user=1").status).collect();
    assert_eq!(asked.iter().filter(|it| **it == 200).count(), 360);
    assert_eq!(sandbox.stats().rate_429, 2);
    assert_eq!(get(sandbox.address(), "/api/2/realtime").status, 200);
}

#[test]
fn cost_at_a_time() {
    let sandbox = serve(config()).unwrap();
    let answers = together(sandbox.address(), vec![of_cost(600), of_cost(600), of_cost(600)]);
    assert_eq!((counted(&answers, 200), counted(&answers, 429)), (1, 2));
    assert_eq!(get(sandbox.address(), &of_cost(600)).status, 200);
    assert_eq!(get(sandbox.address(), &of_cost(3000)).status, 200, "a dear one runs alone");
}

#[test]
fn cost_within_five_minutes() {
    // Five minutes take two seconds.
    let delay = Duration::ZERO;
    let config = Config { limits: Limits::FiveMinutes, time_scale: 150.0, delay, ..config() };
    let sandbox = serve(config).unwrap();
    let begun = Instant::now();
    assert_eq!(get(sandbox.address(), &of_cost(600)).status, 200);
    let refused = get(sandbox.address(), &of_cost(600));
    if begun.elapsed() < Duration::from_secs(2) {
        assert_eq!(refused.status, 429);
        assert!(refused.details().contains("concurrent limit with query of cost 600"));
    }
    thread::sleep(Duration::from_millis(2100));
    assert_eq!(get(sandbox.address(), &of_cost(600)).status, 200);
}

#[test]
fn cost_in_an_hour() {
    // An hour takes four seconds.
    let config = Config { time_scale: 900.0, delay: Duration::ZERO, ..config() };
    let sandbox = serve(config).unwrap();
    let begun = Instant::now();
    for _ in 0..3 {
        assert_eq!(get(sandbox.address(), &of_cost(36_000)).status, 200);
    }
    let refused = get(sandbox.address(), &of_cost(1));
    if begun.elapsed() < Duration::from_secs(4) {
        assert_eq!(refused.status, 429);
        assert!(refused.details().contains("rate limit with query of cost 1"));
    }
    thread::sleep(Duration::from_millis(4100));
    assert_eq!(get(sandbox.address(), &of_cost(1)).status, 200);
}

#[test]
fn no_limits() {
    let sandbox = serve(Config { limits: Limits::Off, ..config() }).unwrap();
    let answers = together(sandbox.address(), vec![of_cost(40_000); 9]);
    assert_eq!(counted(&answers, 200), 9);
}

#[test]
fn delays() {
    let delays = (Duration::from_millis(200), Duration::from_millis(10));
    let config = Config { delay: delays.0, delay_per_cost: delays.1, ..config() };
    let sandbox = serve(config.clone()).unwrap();
    let begun = Instant::now();
    get(sandbox.address(), &of_cost(30));
    assert!(begun.elapsed() >= Duration::from_millis(500));
    let fast =
        serve(Config { time_scale: 100.0, delay: Duration::from_mins(1), ..config }).unwrap();
    let begun = Instant::now();
    get(fast.address(), &of_cost(1));
    assert!(
        begun.elapsed() >= Duration::from_millis(600) && begun.elapsed() < Duration::from_secs(30)
    );
}

/// How each of some requests ends.
fn endings(chaos: f64, seed: u64) -> Vec<String> {
    let config = Config {
        chaos,
        seed,
        limits: Limits::Off,
        time_scale: 50.0,
        users: 5,
        ..Config::default()
    };
    let sandbox = serve(config).unwrap();
    let ends = (0..80).map(|_| match ask(sandbox.address(), "/api/2/events/list", Some(KEYS)) {
        Ok(answer) if answer.status == 200 => {
            assert!(answer.json()["data"].is_array());
            "200".to_owned()
        }
        Ok(answer) => answer.status.to_string(),
        Err(error) if error.starts_with("cut") => "cut".to_owned(),
        Err(_) => "dropped".to_owned(),
    });
    let ends: Vec<String> = ends.collect();
    let stats = sandbox.stats();
    assert_eq!((stats.requests, stats.admitted), (80, 80));
    assert!(chaos < 1.0 || stats.spoilt == 80);
    ends
}

#[test]
fn chaos() {
    let ends = endings(1.0, 1);
    for kind in ["200", "500", "502", "503", "504", "cut", "dropped"] {
        assert!(ends.iter().any(|it| it == kind), "no {kind} in {ends:?}");
    }
    assert_eq!(ends, endings(1.0, 1), "the same seed, the same faults");
    assert_ne!(ends, endings(1.0, 2));
    let right = endings(0.3, 1).iter().filter(|it| *it == "200").count();
    assert!((40..76).contains(&right), "{right}");
    assert!(endings(0.0, 1).iter().all(|it| it == "200"));
}
