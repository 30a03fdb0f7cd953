//! The sandbox's numbers are those of a slow and plain reading of the same events.
//!
//! A failure prints its seed; `SANDBOX_SEED=N` runs one, `AMQ_LONG` many more.

use std::{collections::BTreeSet, net::SocketAddr};

use serde_json::Value;

use crate::{
    naive::{World, charts, funnel, lookups, others, retention, segmentation},
    support::{Random, encoded, file, get, over, same},
    world::{PATHS, Request, lines, request, sent},
};

const WORLDS: u64 = 40;
const REQUESTS: usize = 8;

#[test]
fn are_those_of_a_plain_reading() {
    let seed = std::env::var("SANDBOX_SEED").ok().and_then(|seed| seed.parse().ok());
    let worlds = if std::env::var_os("AMQ_LONG").is_some() { 25 * WORLDS } else { WORLDS };
    let seeds = seed.map_or(0..worlds, |seed: u64| seed..seed + 1);
    let (mut asked, mut told) = (0, 0);
    let mut titles = BTreeSet::new();
    for seed in seeds {
        let mut random = Random::new(seed);
        let lines = lines(&mut random);
        let world = World::read(&lines);
        let path = file("world.json", lines.join("\n").as_bytes());
        let sandbox = over(path.clone());
        for path in PATHS {
            for _ in 0..REQUESTS {
                let request = request(&mut random, path);
                let sent = sent(&request);
                let answer = get(sandbox.address(), &sent);
                assert_eq!(answer.status, 200, "SANDBOX_SEED={seed} {sent}: {}", answer.text);
                let (found, expected) = (answer.json(), expected(&world, &request));
                if let Err(wrong) = same("", &found, &expected) {
                    panic!("SANDBOX_SEED={seed}\n{sent}\n{request:#?}\n{wrong}");
                }
                asked += 1;
                told += usize::from(says_something(&expected));
            }
        }
        for (path, expected) in [
            ("/api/2/events/list", others::events(&world)),
            ("/api/2/realtime", others::realtime(&world)),
        ] {
            let found = get(sandbox.address(), path).json();
            same("", &found, &expected)
                .unwrap_or_else(|wrong| panic!("SANDBOX_SEED={seed} {path} {wrong}"));
        }
        looked_up(&mut random, &world, sandbox.address(), seed);
        for _ in 0..REQUESTS {
            titles.insert(charted(&mut random, &world, sandbox.address(), seed));
        }
        std::fs::remove_file(path).unwrap();
    }
    assert!(titles.len() == 8 || seed.is_some(), "{titles:?}");
    println!("{asked} requests, {told} with numbers above zero");
    assert!(told * 2 > asked, "hardly any answer says something: {told} of {asked}");
}

/// What the answer has to be.
pub(crate) fn expected(world: &World, request: &Request) -> Value {
    match request.path {
        "/api/2/users" => others::users(world, request),
        "/api/2/sessions/length" => others::length(world, request),
        "/api/2/sessions/average" | "/api/2/sessions/peruser" => others::by_day(world, request),
        "/api/2/composition" => others::composition(world, request),
        "/api/2/events/segmentation" => segmentation::answer(world, request),
        "/api/2/funnels" => funnel::answer(world, request),
        "/api/2/retention" => retention::answer(world, request),
        _ => others::ltv(world, request),
    }
}

/// Compares pages of users' events, and searches.
fn looked_up(random: &mut Random, world: &World, address: SocketAddr, seed: u64) {
    for _ in 0..REQUESTS {
        let page = lookups::page(random, world);
        let found = get(address, &page.sent()).json();
        let expected = page.expected(world);
        same("", &found, &expected).unwrap_or_else(|wrong| {
            panic!("SANDBOX_SEED={seed}\n{}\n{wrong}\n{page:?}", page.sent())
        });
        let text = lookups::text(random);
        let found = get(address, &format!("/api/2/usersearch?user={}", encoded(&text))).json();
        same("", &found, &lookups::search(world, &text))
            .unwrap_or_else(|wrong| panic!("SANDBOX_SEED={seed} search {text} {wrong}"));
    }
}

/// Compares a random chart with the request that says the same, as JSON and as text.
fn charted(random: &mut Random, world: &World, address: SocketAddr, seed: u64) -> String {
    let id = format!("x{}", random.below(100_000));
    let text = get(address, &format!("/api/3/chart/{id}/csv")).json();
    let mut cells = charts::cells(text["data"].as_str().unwrap());
    let title = cells.remove(0).remove(0);
    let expected = expected(world, &charts::request(world, &title));
    let found = get(address, &format!("/api/3/chart/{id}/query")).json();
    same("", &found, &expected)
        .unwrap_or_else(|wrong| panic!("SANDBOX_SEED={seed} chart {id}, {title}: {wrong}"));
    // A line of names, then a name and numbers in each.
    let head = cells.remove(0);
    let numbers = charts::numbers(&expected);
    assert_eq!(cells.len(), numbers.len(), "SANDBOX_SEED={seed} {id}, {title}");
    for (row, numbers) in cells.iter().zip(&numbers) {
        assert!(row.len() == numbers.len() + 1 && row.len() <= head.len(), "{title}: {row:?}");
        for (cell, number) in row.iter().skip(1).zip(numbers) {
            let cell: f64 = cell.parse().unwrap();
            let close = (cell - number).abs() <= 1e-9 * number.abs().max(1.0);
            assert!(close, "SANDBOX_SEED={seed} {id}, {title}: {cell} is not {number}");
        }
    }
    title
}

/// Whether there is a number above zero.
pub(crate) fn says_something(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64() > Some(0.0),
        Value::Array(list) => list.iter().any(says_something),
        Value::Object(object) => {
            object.iter().any(|(key, it)| !key.ends_with("Index") && says_something(it))
        }
        _ => false,
    }
}
