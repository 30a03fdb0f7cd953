//! `amq check --format sarif` against what the SARIF 2.1.0 standard asks of a log, for every drawn
//! diagnostic; and its fixes against those of `--format json`.

use std::{collections::HashMap, path::Path};

use serde_json::Value;

use crate::support::Test;

/// Every fixture of the checker, and names and texts that are no ASCII.
fn files() -> HashMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/check");
    let fixtures = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    let wide = "# é\nfunel \"購入\" -> B\nusers new wehre city is \"🎉\" by plattform\n";
    fixtures
        .chain([
            ("a folder/100% é #1.amq".to_owned(), wide.to_owned()),
            ("mark.amq".to_owned(), format!("\u{feff}{}", wide.replace('\n', "\r\n"))),
        ])
        .collect()
}

fn log(files: &HashMap<String, String>, format: &str) -> Value {
    let test = files.iter().fold(Test::new("check"), |test, (name, text)| test.file(name, text));
    serde_json::from_str(&test.args(&["--format", format]).code(1).run().stdout).unwrap()
}

#[test]
fn a_log_is_what_the_standard_asks_for() {
    let files = files();
    let log = log(&files, "sarif");
    assert_eq!(log["version"], "2.1.0");
    assert!(text(&log["$schema"]).ends_with("sarif-2.1.0.json"));
    let [run] = array(&log["runs"]) else { panic!("one run is one run") };
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "amq");
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    let rules = array(&driver["rules"]);
    hold_rules(rules);
    let results = array(&run["results"]);
    assert!(results.len() > 300, "only {} results", results.len());
    for result in results {
        hold_result(result, rules, &files);
    }
}

fn hold_rules(rules: &[Value]) {
    let mut ids: Vec<&str> = rules.iter().map(|rule| text(&rule["id"])).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.len(), "identifiers of rules are unique");
    for rule in rules {
        assert!(!text(&rule["shortDescription"]["text"]).is_empty(), "{rule}");
        assert!(!text(&rule["help"]["text"]).is_empty(), "{rule}");
        hold_level(&rule["defaultConfiguration"]["level"]);
    }
}

fn hold_level(level: &Value) {
    assert!(["none", "note", "warning", "error"].contains(&text(level)), "{level}");
}

fn hold_result(result: &Value, rules: &[Value], files: &HashMap<String, String>) {
    let rule = &rules[number(&result["ruleIndex"])];
    assert_eq!(rule["id"], result["ruleId"]);
    hold_level(&result["level"]);
    assert!(!text(&result["message"]["text"]).is_empty(), "{result}");
    let [location] = array(&result["locations"]) else { panic!("{result}") };
    hold_location(location, files);
    for related in optional(&result["relatedLocations"]) {
        hold_location(related, files);
        assert!(!text(&related["message"]["text"]).is_empty(), "{related}");
    }
    for fix in optional(&result["fixes"]) {
        assert!(!text(&fix["description"]["text"]).is_empty(), "{fix}");
        let changes = array(&fix["artifactChanges"]);
        assert!(!changes.is_empty(), "{fix}");
        for change in changes {
            let content = content(&change["artifactLocation"], files);
            let replacements = array(&change["replacements"]);
            assert!(!replacements.is_empty(), "{fix}");
            for replacement in replacements {
                range(&replacement["deletedRegion"], content);
                text(&replacement["insertedContent"]["text"]);
            }
        }
    }
}

fn hold_location(location: &Value, files: &HashMap<String, String>) {
    let place = &location["physicalLocation"];
    range(&place["region"], content(&place["artifactLocation"], files));
}

/// The file that a relative URI means.
fn content<'a>(artifact: &Value, files: &'a HashMap<String, String>) -> &'a str {
    let uri = text(&artifact["uri"]);
    assert!(uri.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/%".contains(&it)), "{uri}");
    let mut pieces = uri.split('%');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(&piece.as_bytes()[2..]);
    }
    &files[&String::from_utf8(bytes).unwrap()]
}

/// The bytes of a region: lines and columns count from 1, columns in characters, and the end is the
/// first place behind it.
fn range(region: &Value, content: &str) -> std::ops::Range<usize> {
    let place = |line: &str, column: &str| {
        let (line, column) = (number(&region[line]), number(&region[column]));
        assert!(line >= 1 && column >= 1, "{region}");
        let start: usize = content.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &content[start..];
        // A byte-order mark is no part of the text.
        let mark =
            if start == 0 && rest.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut places = rest[mark..].char_indices().map(|it| it.0).chain([rest.len() - mark]);
        start + mark + places.nth(column - 1).unwrap_or_else(|| panic!("{region}"))
    };
    let range = place("startLine", "startColumn")..place("endLine", "endColumn");
    assert!(range.start <= range.end, "{region}");
    range
}

/// Lines and columns mean the same as the bytes of `--format json`.
#[test]
fn places_and_fixes_are_those_of_json() {
    let files = files();
    let (sarif, json) = (log(&files, "sarif"), log(&files, "json"));
    let results = array(&sarif["runs"][0]["results"]);
    assert_eq!(results.len(), array(&json).len());
    for (result, item) in results.iter().zip(array(&json)) {
        let content = &files[text(&item["file"])];
        let bytes = |it: &Value, start: &str, end: &str| number(&it[start])..number(&it[end]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let span = &item["span"];
        let offsets = number(&span["start"]["offset"])..number(&span["end"]["offset"]);
        assert_eq!(range(region, content), offsets, "{item}");
        let mended = optional(&result["fixes"]);
        assert_eq!(mended.len(), array(&item["fixes"]).len());
        for (fix, same) in mended.iter().zip(array(&item["fixes"])) {
            let replacements = array(&fix["artifactChanges"][0]["replacements"]);
            assert_eq!(replacements.len(), array(&same["edits"]).len());
            for (replacement, edit) in replacements.iter().zip(array(&same["edits"])) {
                let deleted = range(&replacement["deletedRegion"], content);
                assert_eq!(deleted, bytes(edit, "start", "end"), "{item}");
                assert_eq!(replacement["insertedContent"]["text"], edit["text"]);
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|it| it.try_into().ok()).unwrap_or_else(|| panic!("{value}"))
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn optional(value: &Value) -> &[Value] {
    if value.is_null() { &[] } else { array(value) }
}
