//! Requests that are broken in one parameter are refused, and say which.

use std::collections::BTreeMap;

use amq_sandbox::{Config, serve, understand};

use crate::{
    support::{Random, encoded, get},
    world::{PATHS, request, sent},
};

const REQUESTS: usize = 400;

type Params = Vec<(String, String)>;

#[test]
fn are_refused() {
    let sandbox = serve(Config { users: 20, ..Config::default() }).unwrap();
    let mut random = Random::new(7);
    let mut ways: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken = 0;
    while broken < REQUESTS {
        let (path, params) = valid(&mut random);
        let whole = written(&path, &params);
        understand(&whole).unwrap_or_else(|refusal| panic!("{whole}: {}", refusal.details()));
        let at = random.below(params.len());
        let Some((way, params)) = break_one(&mut random, &path, params, at) else { continue };
        let whole = written(&path, &params);
        let answer = get(sandbox.address(), &whole);
        assert_eq!(answer.status, 400, "{way}: {whole}");
        assert!(!answer.details().is_empty(), "{way}: {}", answer.text);
        assert_eq!(answer.json()["error"]["http_code"], 400);
        assert_eq!(answer.json()["error"]["type"], "invalid");
        *ways.entry(way).or_default() += 1;
        broken += 1;
    }
    assert_eq!(sandbox.stats().invalid, REQUESTS as u64);
    assert!(ways.len() > 40, "{ways:?}");
    println!("{broken} requests broken in {} ways", ways.len());
}

/// A request that is right.
fn valid(random: &mut Random) -> (String, Params) {
    let others = [
        ("/api/2/useractivity", "user=123&offset=1&limit=50&direction=latest"),
        ("/api/2/usersearch", "user=mia"),
        ("/api/2/realtime", "i=5"),
    ];
    let text = if random.one_in(6) {
        let (path, query) = random.pick(&others);
        format!("{path}?{query}")
    } else {
        let path = random.pick(&PATHS);
        sent(&request(random, path))
    };
    let (path, query) = text.split_once('?').unwrap();
    let decoded = |text: &str| {
        let mut bytes = vec![];
        let mut left = text.as_bytes();
        while let Some((first, rest)) = left.split_first() {
            let (byte, rest) = match first {
                b'%' => (
                    u8::from_str_radix(str::from_utf8(&rest[..2]).unwrap(), 16).unwrap(),
                    &rest[2..],
                ),
                other => (*other, rest),
            };
            bytes.push(byte);
            left = rest;
        }
        String::from_utf8(bytes).unwrap()
    };
    let params = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), decoded(value))
    });
    (path.to_owned(), params.collect())
}

fn written(path: &str, params: &Params) -> String {
    let params: Vec<String> =
        params.iter().map(|it| format!("{}={}", encoded(&it.0), encoded(&it.1))).collect();
    format!("{path}?{}", params.join("&"))
}

/// The same with one parameter wrong, and how.
fn break_one(
    random: &mut Random,
    path: &str,
    mut params: Params,
    at: usize,
) -> Option<(String, Params)> {
    let (name, value) = params[at].clone();
    let is_bin = name.starts_with("timeHistogram");
    let many = name == "s" || name == "e" && path.ends_with("funnels");
    let way = match random.below(5) {
        0 => {
            params.push((
                random.pick(&["foo", "E", "group", "start_date", "g3"]).to_owned(),
                "1".to_owned(),
            ));
            "unknown".to_owned()
        }
        1 if !many => {
            params.insert(random.below(params.len() + 1), (name.clone(), value));
            format!("repeated {name}")
        }
        2 if ["start", "end", "se", "re", "p", "user"].contains(&name.as_str()) => {
            params.remove(at);
            format!("without {name}")
        }
        3 => {
            params[at].1 = String::new();
            format!("empty {name}")
        }
        _ if is_bin => return None,
        _ => {
            let wrong = wrong(random, path, &name, &value)?;
            let way =
                if wrong.len() < 20 { format!("{name}={wrong}") } else { format!("other {name}") };
            params[at].1 = wrong;
            way
        }
    };
    Some((way, params))
}

/// Another value that a parameter cannot have.
fn wrong(random: &mut Random, path: &str, name: &str, value: &str) -> Option<String> {
    let text = match name {
        "start" | "end" => {
            random.pick(&["2021-08-20", "20210231", "2021082", "today", "20211301", "+2021082"])
        }
        "i" => random.pick(&["0", "x", "-1", "1.5", "9999", "day"]),
        "m" if path.ends_with("ltv") => random.pick(&["4", "arpu"]),
        "m" => random.pick(&["unique", "Totals", "0"]),
        "n" if path.ends_with("segmentation") => "new",
        "n" => "any",
        "mode" => random.pick(&["any", "Ordered"]),
        "rm" => random.pick(&["n-day", "bracket ", "unbounded"]),
        "rb" => random.pick(&[
            "[0,5]",
            "[]",
            "[[5,5]]",
            "[[0,5],[4,9]]",
            "[[0,1,2]]",
            "[[-1,3]]",
            "0-5",
        ]),
        "cs" => random.pick(&["0", "-5", "3d", "1.5"]),
        "limit" if path.ends_with("useractivity") => random.pick(&["-1", "1001", "all"]),
        "limit" => random.pick(&["0", "1001", "ten"]),
        "g" | "g2" | "p" => random.pick(&["plan", "Country", "gp:", "dma"]),
        "formula" => random.pick(&[
            "UNIQUE(A)",
            "UNIQUES(C)",
            "UNIQUES(A",
            "A/C",
            "A(A)",
            "UNIQUES(1+2)",
            "UNIQUES",
            "UNIQUES(A9)",
            "1//2",
            "PERCENTILE(A)",
        ]),
        "rollingWindow" | "rollingAverage" => random.pick(&["0", "-1", "x"]),
        "direction" => "newest",
        "offset" => random.pick(&["-1", "x", "1.0"]),
        "user" if path.ends_with("useractivity") => {
            random.pick(&["mia", "12x", "-1", "99999999999999999999"])
        }
        "e" | "e2" | "se" | "re" | "s" => return wrong_json(random, name, value),
        _ => return None,
    };
    Some(text.to_owned())
}

fn wrong_json(random: &mut Random, name: &str, value: &str) -> Option<String> {
    let swaps = [
        ("\"is\"", "\"equals\""),
        ("\"greater\"", "\"greater than\""),
        ("\"subprop_type\":\"user\"", "\"subprop_type\":\"person\""),
        ("\"subprop_type\"", "\"type\""),
        ("\"subprop_value\":[", "\"subprop_value\":[1,"),
        ("\"event_type\"", "\"event\""),
        ("\"filters\":[", "\"filters\":[{},"),
        ("\"group_by\":[", "\"group_by\":[\"platform\","),
        ("\"values\":[", "\"values\":[null,"),
        ("\"op\":\"", "\"op\":\"~"),
        ("\"time_type\":\"", "\"time_type\":\"x"),
        ("\"time_value\":", "\"time_value\":-"),
        ("\"prop\"", "\"property\""),
        ("gp:", ""),
        ("\"_all\"", "\"_new\""),
    ];
    if random.one_in(3) {
        let all = [&value[..value.len() - 1], "{}", "1", "null", "\"Purchase\"", "Purchase"];
        return Some(random.pick(&all).to_owned());
    }
    let fits: Vec<_> = swaps.iter().filter(|it| value.contains(it.0)).collect();
    let fits: Vec<_> = fits.into_iter().filter(|it| name != "se" || it.1 != "\"_new\"").collect();
    let (from, to) = (!fits.is_empty()).then(|| random.pick(&fits))?;
    Some(value.replacen(from, to, 1))
}
