//! `amq check --format`.

use serde_json::{Value, json};

use crate::support::Test;

const TEXT: &str = "# é\nfunel \"購入\" -> B\nusers new wehre city is \"🎉\"\n";

fn check(format: &str) -> String {
    Test::new("check --format").args(&[format]).file("a.amq", TEXT).code(1).run().stdout
}

#[test]
fn json_has_exactly_its_shape() {
    let all: Value = serde_json::from_str(&check("json")).unwrap();
    let first = all[0].as_object().unwrap();
    let keys: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "file", "fixes", "help", "message", "severity", "span"]);
    assert_eq!(first["file"], "a.amq");
    assert_eq!(first["code"], "AMQ201");
    assert_eq!(first["severity"], "error");
    let span = json!({"start": {"line": 2, "column": 1, "offset": 5},
                      "end": {"line": 2, "column": 6, "offset": 10}});
    assert_eq!(first["span"], span);
    assert_eq!(first["fixes"][0]["edits"], json!([{"start": 5, "end": 10, "text": "funnel"}]));
    Test::new("check --format json").file("a.amq", "realtime\n").stdout("[]\n").run();
}

#[test]
fn columns_count_characters_and_offsets_bytes() {
    let text = "users new where gp:é is \"購\" adn city is \"x\"\n";
    let output = Test::new("check --format json").file("a.amq", text).code(1).run();
    let all: Value = serde_json::from_str(&output.stdout).unwrap();
    let start = &all[0]["span"]["start"];
    let offset = text.find("adn").unwrap();
    assert_eq!(start["offset"], offset);
    assert_eq!(start["column"], text[..offset].chars().count() + 1);
}

#[test]
fn applying_the_first_fix_of_json_removes_the_diagnostic() {
    let all: Value = serde_json::from_str(&check("json")).unwrap();
    for item in all.as_array().unwrap() {
        let Some(fix) = item["fixes"].get(0) else { continue };
        let mut text = TEXT.to_owned();
        for edit in fix["edits"].as_array().unwrap().iter().rev() {
            let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            text.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
        }
        let left = Test::new("check --format json").file("a.amq", &text).code(1).run().stdout;
        let left: Value = serde_json::from_str(&left).unwrap();
        let same = |it: &&Value| it["message"] == item["message"];
        assert_eq!(left.as_array().unwrap().iter().filter(same).count(), 0, "{item}");
    }
}

#[test]
fn short() {
    let lines = check("short");
    assert_eq!(
        lines.lines().next(),
        Some("a.amq:2:1: error[AMQ201]: no query begins with `funel`")
    );
}

#[test]
fn sarif() {
    let log: Value = serde_json::from_str(&check("sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let result = &run["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], result["ruleId"]);
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 6}));
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "funnel");
}

#[test]
fn github() {
    let output =
        Test::new("check --format github").file("a,b:100%.amq", "funel A -> B\n").code(1).run();
    let start = "::error file=a%2Cb%3A100%25.amq,line=1,col=1,endLine=1,endColumn=6,title=AMQ201::\
                 no query begins with `funel`%0Ahelp: ";
    assert!(output.stdout.starts_with(start), "{}", output.stdout);
    assert_eq!(output.stdout.lines().count(), 1);
}

#[test]
fn settings_stand_among_the_rest() {
    let output = Test::new("check --format json")
        .file("amq.toml", "regoin = 1\n")
        .file("a.amq", "realtime\n")
        .run();
    let all: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(all[0]["file"], "amq.toml");
}

#[test]
fn hosts_of_repositories_know_files_from_the_root() {
    for (format, words) in [("github", "file=sub/in/a.amq,"), ("sarif", "\"uri\":\"sub/in/a.amq\"")]
    {
        for (path, folder) in [("in", "sub"), ("../../sub", "sub/in")] {
            let test = Test::new("check --format").args(&[format, path]).below(folder);
            let output = test.file("sub/in/a.amq", "usrs\n").code(1).run();
            assert!(output.stdout.contains(words), "{format}: {}", output.stdout);
        }
    }
    let test = Test::new("check --format github -").below("sub").file("sub/a.amq", "");
    let output = test.stdin("usrs\n").code(1).run();
    assert!(output.stdout.contains("file=<stdin>,"), "{}", output.stdout);
}
