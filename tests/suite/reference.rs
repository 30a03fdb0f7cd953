//! The examples against the requests of the vendor's reference page, of public code, and against
//! those that were written down by hand.

use std::collections::BTreeMap;

use amq_check::Checked;
use amq_project::{Disk, Input, Options, Session, run};
use amq_tests::{TODAY, amq_files, check, workspace};
use serde_json::Value;

#[test]
fn examples_of_the_reference_page() {
    let mut queries = BTreeMap::new();
    for entry in std::fs::read_dir(workspace().join("examples/reference")).unwrap() {
        let path = entry.unwrap().path();
        queries.extend(labelled(&std::fs::read_to_string(&path).unwrap()));
    }
    hold("tests/data/reference.jsonl", &queries, 45);
}

#[test]
fn requests_of_public_code() {
    let text = std::fs::read_to_string(workspace().join("tests/data/wild.amq")).unwrap();
    hold("tests/data/wild.jsonl", &labelled(&text), 40);
}

/// The weekly queries, with what they use of other files and of the settings.
#[test]
fn the_weekly_queries() {
    let session = Session::new(Disk, Options { today: Some(TODAY), ..Options::default() });
    let inputs: Vec<Input> = amq_files("examples/weekly").into_iter().map(Input::new).collect();
    let outcome = run(&session, &inputs, |seen| Some(seen.analysis.queries.clone()));
    let queries: Vec<Checked> =
        outcome.files.into_iter().filter_map(|it| it.value).flatten().collect();
    let labelled: BTreeMap<String, Checked> = queries
        .iter()
        .filter_map(|query| Some((query.label.clone()?.to_string(), query.clone())))
        .collect();
    assert_eq!(labelled.len(), queries.len(), "a query without a label of its own");
    hold("tests/data/weekly.jsonl", &labelled, 58);
}

fn labelled(text: &str) -> BTreeMap<String, Checked> {
    let analysis = check(text);
    let queries = analysis.queries.into_iter();
    queries.filter_map(|query| Some((query.label.clone()?.to_string(), query))).collect()
}

/// Every row has its query, and the query's request says the same as the row.
fn hold(rows: &str, queries: &BTreeMap<String, Checked>, at_least: usize) {
    let rows = std::fs::read_to_string(workspace().join(rows)).unwrap();
    let mut seen = 0;
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let label = row["id"].as_str().unwrap().replace('-', "_");
        let query = queries.get(&label).unwrap_or_else(|| panic!("no query `{label}`"));
        let query = query.query.as_ref().unwrap_or_else(|| panic!("`{label}` has a mistake"));
        assert_eq!(amq_request::path(query), row["endpoint"].as_str().unwrap(), "{label}");
        let sent = amq_request::params(query);
        let sent = sent.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let row = row["params"].as_array().unwrap();
        let expected = row.iter().map(|it| (it[0].as_str().unwrap(), it[1].as_str().unwrap()));
        assert_eq!(decoded(sent), decoded(expected), "{label}");
        seen += 1;
    }
    assert!(seen >= at_least, "only {seen} rows");
    assert_eq!(seen, queries.len(), "a query without a row");
}

/// The values of each parameter, in their order; JSON as JSON, an empty list as an absent one.
fn decoded<'a>(params: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, Vec<Value>> {
    let mut decoded: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (name, text) in params {
        let json =
            serde_json::from_str::<Value>(text).ok().filter(|it| it.is_array() || it.is_object());
        let value = json.map_or_else(|| Value::String(text.to_owned()), without_empty_lists);
        decoded.entry(name).or_default().push(value);
    }
    decoded
}

fn without_empty_lists(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, it| it.as_array().is_none_or(|list| !list.is_empty()));
    }
    if let Some(list) = value.as_array_mut() {
        for it in list {
            *it = without_empty_lists(it.take());
        }
    }
    value
}
