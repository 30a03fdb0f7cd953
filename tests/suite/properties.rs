//! Random right files, each written in random ways: the request and cost of every query are those
//! of the model, its URL says the same, and formatting keeps the meaning and every comment and has
//! nothing left to do the second time.
//!
//! A failure prints its seed and the smallest file that still fails. `AMQ_SEED=N` runs one seed,
//! `AMQ_LONG` many more.

use amq_check::Analysis;
use amq_schema::Severity;
use amq_tests::{Random, check};

use crate::model::{File, generate, request::request, spell::spell};

const FILES: u64 = 2_000;
const LONG: u64 = 200_000;

#[test]
fn requests_are_those_of_the_model() {
    let seed = std::env::var("AMQ_SEED").ok().and_then(|seed| seed.parse().ok());
    let count = if std::env::var_os("AMQ_LONG").is_some() { LONG } else { FILES };
    let seeds = seed.map_or(0..count, |seed: u64| seed..seed + 1);
    let mut queries = 0;
    for seed in seeds {
        let file = generate::file(&mut Random::new(seed));
        queries += file.queries.len();
        if let Some(wrong) = wrong(&file, seed) {
            let (file, wrong) = smallest(file, wrong, seed);
            let text = spell(&file, &mut Random::new(seed));
            panic!("AMQ_SEED={seed}\n{text}\n-- {wrong}");
        }
    }
    println!("{queries} queries");
}

/// What is wrong with what is made of a file, if anything is.
fn wrong(file: &File, seed: u64) -> Option<String> {
    let text = spell(file, &mut Random::new(seed));
    let analysis = check(&text);
    let errors = analysis.diagnostics.iter().find(|it| it.severity == Severity::Error);
    if let Some(error) = errors {
        return Some(format!("{} at {:?}: {}", error.code.id, error.range, error.message));
    }
    if analysis.queries.len() != file.queries.len() {
        return Some(format!("{} queries", analysis.queries.len()));
    }
    // The statements are written in any order; each is known by what it says.
    let mut expected: Vec<_> = file.queries.iter().map(|it| request(it, &file.lets)).collect();
    for checked in &analysis.queries {
        let Some(query) = &checked.query else { return Some("a query is missing".to_owned()) };
        let path = amq_request::path(query);
        let params = amq_request::params(query);
        let cost = query.cost.map(amq_check::Cost::total);
        let found = expected
            .iter()
            .position(|it| it.path == path && it.params == params && it.cost == cost);
        let Some(at) = found else {
            return Some(format!(
                "found {path} {params:?} {cost:?}\nexpected one of {expected:#?}"
            ));
        };
        expected.remove(at);
        let url = amq_request::url(query, "https://amplitude.com");
        if decoded(&url) != Some((format!("https://amplitude.com{path}"), params)) {
            return Some(format!("the URL says something else: {url}"));
        }
    }
    wrong_format(&text, &analysis)
}

/// What is wrong with how a text is formatted, if anything is.
fn wrong_format(text: &str, analysis: &Analysis) -> Option<String> {
    let formatted = amq_syntax::format(text);
    let again = amq_syntax::format(&formatted);
    if again != formatted {
        return Some(format!("formatted:\n{formatted}\nand formatted again:\n{again}"));
    }
    let urls = |analysis: &Analysis| -> Vec<Option<String>> {
        let queries = analysis.queries.iter();
        queries.map(|it| it.query.as_ref().map(|it| amq_request::url(it, ""))).collect()
    };
    if urls(&check(&formatted)) != urls(analysis) {
        return Some(format!("formatted to another meaning:\n{formatted}"));
    }
    let (before, after) = (comments(text), comments(&formatted));
    (before != after).then(|| format!("{before:?} became {after:?} in:\n{formatted}"))
}

/// The comments of a text, sorted.
fn comments(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            let (mut quoted, mut escaped) = (false, false);
            let start = line.char_indices().find(|&(_, sign)| {
                quoted ^= sign == '"' && !escaped;
                escaped = sign == '\\' && quoted && !escaped;
                sign == '#' && !quoted
            });
            start.map(|(at, _)| line[at..].trim_end())
        })
        .collect();
    found.sort_unstable();
    found
}

/// Drops what can be dropped while something stays wrong.
fn smallest(mut file: File, mut said: String, seed: u64) -> (File, String) {
    loop {
        let smaller =
            less(&file).into_iter().find_map(|it| wrong(&it, seed).map(|wrong| (it, wrong)));
        match smaller {
            Some((less, wrong)) => (file, said) = (less, wrong),
            None => return (file, said),
        }
    }
}

/// The files with one query or one clause less, and those with one definition's use less.
fn less(file: &File) -> Vec<File> {
    let mut found = vec![];
    for at in 0..file.queries.len() {
        let mut fewer = file.clone();
        fewer.queries.remove(at);
        if !fewer.queries.is_empty() {
            found.push(fewer);
        }
        for clause in 0..15 {
            let mut fewer = file.clone();
            let query = &mut fewer.queries[at];
            match clause {
                0 => query.range = None,
                1 => query.every = None,
                2 => drop(query.segments.pop()),
                3 => drop(query.by.pop()),
                4 => query.users = None,
                5 => query.metric = None,
                6 => query.formula = None,
                7 => query.rolling_window = None,
                8 => query.rolling_average = None,
                9 => query.limit = None,
                10 => query.mode = None,
                11 => query.window = None,
                12 => query.bins = None,
                13 => query.direction = None,
                _ => drop(query.with.pop()),
            }
            if format!("{fewer:?}").len() < format!("{file:?}").len() {
                found.push(fewer);
            }
        }
    }
    let mut fewer = file.clone();
    if fewer.lets.pop().is_some() && !format!("{:?}", fewer.queries).contains("Let(") {
        found.push(fewer);
    }
    found
}

/// An URL taken apart: what stands before `?`, and the decoded parameters. `None` where a byte
/// stands in it that has to be encoded, or is encoded and need not be.
fn decoded(url: &str) -> Option<(String, Vec<(String, String)>)> {
    let Some((before, query)) = url.split_once('?') else {
        return Some((url.to_owned(), vec![]));
    };
    let params = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((percent(name)?, percent(value)?))
    });
    Some((before.to_owned(), params.collect::<Option<_>>()?))
}

fn percent(text: &str) -> Option<String> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let (mut bytes, mut rest) = (vec![], text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let mut byte = *first;
        if byte == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            byte = u8::from_str_radix(digits, 16).ok()?;
            rest = &after[2..];
            if unreserved(byte) || digits != digits.to_uppercase() {
                return None;
            }
        } else if !unreserved(byte) {
            return None;
        }
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}
