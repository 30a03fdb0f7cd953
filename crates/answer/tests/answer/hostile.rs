//! Bodies that nobody should send: cut off, with other types, too deep, too large. An answer or a
//! sentence comes of each, never a panic.

use std::time::{Duration, Instant};

use amq_answer::{Format, Origin, Sheet, Style};
use amq_tests::Random;
use serde_json::{Value, json};

use crate::bodies::{self, Case};

/// Decodes a body and makes everything of it.
fn whole(case: &Case, body: &[u8]) -> bool {
    let Ok(answer) = bodies::decode(case, body) else { return false };
    let style = Style::default();
    amq_answer::picture(&answer, style);
    let origin = Origin::default();
    let sheet = Sheet { query: &origin, answer: &answer, body };
    for format in Format::ALL {
        amq_answer::write(*format, &[sheet], style, &mut Vec::new()).unwrap();
    }
    for part in &answer.parts {
        amq_answer::write_table(Format::Csv, &part.table, &mut Vec::new()).unwrap();
    }
    for note in &answer.notes {
        assert!(!note.to_string().is_empty());
    }
    true
}

#[test]
fn bodies_that_are_cut_off() {
    for case in bodies::cases() {
        let body = case.body.trim_end().as_bytes();
        for end in (0..body.len()).step_by(1 + body.len() / 200) {
            whole(&case, &body[..end]);
        }
    }
}

#[test]
fn values_of_another_type() {
    let mut random = Random::new(41);
    let (mut decoded, mut refused) = (0, 0);
    for case in bodies::cases() {
        let Ok(body) = serde_json::from_str::<Value>(&case.body) else { continue };
        for _ in 0..150 {
            let mut body = body.clone();
            for _ in 0..random.between(1, 3) {
                let mut left = random.below(count(&body));
                let place = find(&mut body, &mut left).unwrap();
                mutate(place, &mut random);
            }
            let counter =
                if whole(&case, body.to_string().as_bytes()) { &mut decoded } else { &mut refused };
            *counter += 1;
        }
    }
    assert!(decoded > 500 && refused > 500, "{decoded} decoded, {refused} refused");
    println!("{decoded} decoded, {refused} refused");
}

/// How many values there are.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value of a number, in the order of the text.
fn find<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, left)),
        Value::Object(members) => members.values_mut().find_map(|item| find(item, left)),
        _ => None,
    }
}

fn mutate(place: &mut Value, random: &mut Random) {
    match place {
        Value::Array(items) if random.one_in(2) => match random.below(4) {
            0 => items.clear(),
            1 => drop(items.pop()),
            2 => items.extend(items.clone()),
            _ => items.reverse(),
        },
        Value::Object(members) if random.one_in(2) => {
            let keys: Vec<_> = members.keys().cloned().collect();
            if let Some(key) = keys.get(random.below(keys.len())) {
                let value = members.remove(key).unwrap();
                members.insert("=\u{1b}[31m|購入".repeat(random.below(3)), value);
            }
        }
        _ => {
            let others = [
                json!(null),
                json!(true),
                json!(-1),
                json!(i64::MIN),
                json!(u64::MAX),
                json!(1e308),
                json!(-1e308),
                json!(5e-324),
                json!(""),
                json!("NaN"),
                json!("2021-02-30"),
                json!("9999-12-31"),
                json!("-009999-01-01"),
                json!("Feb 29"),
                json!("\u{202e}\u{1b}]0;x\u{7}\n"),
                json!("🎉".repeat(300)),
                json!([]),
                json!([[1]]),
                json!({}),
                json!({"value": {"value": 1}}),
                json!({"value": 1}),
            ];
            *place = others[random.below(others.len())].clone();
        }
    }
}

#[test]
fn bodies_that_are_deep_or_long() {
    let case = Case::new("users by country from 2021-01-01 to 2021-01-02", "");
    let deep = |open: &str, close: &str| open.repeat(100_000) + "1" + &close.repeat(100_000);
    assert!(!whole(&case, deep("[", "]").as_bytes()));
    assert!(!whole(&case, format!("{{\"data\":{}}}", deep("{\"a\":", "}")).as_bytes()));
    assert!(!whole(&case, b"{\"data\": {\"series\": [[1e999]], \"xValues\": [\"2021-01-01\"]}}"));
    assert!(!whole(&case, b"{\"data\": {\"series\": [[NaN]], \"xValues\": [\"2021-01-01\"]}}"));
    assert!(!whole(&case, b"\xff\xfe"));
    assert!(!whole(&case, b""));
    let number = "9".repeat(400);
    let body = format!("{{\"data\": {{\"series\": [[{number}]], \"xValues\": [\"2021-01-01\"]}}}}");
    assert!(!whole(&case, body.as_bytes()));
}

#[test]
fn a_hundred_megabytes() {
    let start = Instant::now();
    let many = |text: &str| {
        let mut body = "{\"data\": {\"xValues\": [\"2021-01-01\"], \"series\": [".to_owned();
        while body.len() < 100_000_000 {
            body.push_str(text);
        }
        body.pop();
        body + "]}}"
    };
    let case = Case::new("users by country from 2021-01-01 to 2021-01-02", "");
    let error = |body: String| bodies::decode(&case, body.as_bytes()).unwrap_err().to_string();
    assert!(error(many("null,")).contains("more than 4000000 values in one answer"));
    assert!(error(many("[],")).contains("more than 4000000 values in one answer"));
    let chart = Case::new("chart abc123 csv", "");
    let wide = "a,".repeat(3_000_000) + "\n" + &"b\n".repeat(3_000_000);
    let error = bodies::decode(&chart, wide.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("expected at most 4000000 cells"), "{error}");
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}
