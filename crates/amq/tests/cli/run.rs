//! `amq run`: from a file of queries to answers, against a sandbox of this machine.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    sandbox::Sandbox,
    support::{Folder, Test, amq},
};

const QUERIES: &str = "\
new: users new last 7d
bought: funnel ce:Signup -> Purchase last 7d
";
/// What no output, no file and no message may hold.
const MARKED: &str = "marked0123456789abcdef0123456789";

/// A run that asks a sandbox, and keeps what it keeps in its own folder.
fn asking(sandbox: &Sandbox, arguments: &str) -> Test {
    let test = Test::new(&format!("run --base-url http://{} {arguments}", sandbox.1));
    let cache = test.folder.path().join("../cache").display().to_string();
    test.env("XDG_CACHE_HOME", &cache)
        .env("AMPLITUDE_API_KEY", "sandbox")
        .env("AMPLITUDE_SECRET_KEY", "sandbox")
}

fn sandbox() -> Sandbox {
    Sandbox::new(&["--today", "2021-09-30"])
}

#[test]
fn answers_come_as_tables_and_pictures_in_the_order_of_the_queries() {
    let output = asking(&sandbox(), "a.amq").file("a.amq", QUERIES).run();
    let new = output.stdout.find("a.amq:new  cost 7\n").expect("the first query");
    let bought = output.stdout.find("a.amq:bought  cost 28\n").expect("the second query");
    assert!(new < bought, "{}", output.stdout);
    let (series, funnel) = output.stdout.split_at(bought);
    assert!(series.contains("2021-09-24") && series.contains("2021-09-30"), "{series}");
    assert!(funnel.contains("ce:Signup") && funnel.contains("of first"), "{funnel}");
    assert_eq!(output.stderr, "2 queries answered\n");
    let plain = asking(&sandbox(), "--no-plot a.amq:new").file("a.amq", QUERIES).run();
    assert!(plain.stdout.starts_with("date"), "{}", plain.stdout);
}

#[test]
fn a_file_for_each_query() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "--format csv -o out/answers sub/a.amq").file("sub/a.amq", QUERIES);
    let (output, folder) = test.stdout("").run_in();
    assert_eq!(output.stderr, "2 queries answered\n");
    let csv = folder.read("out/answers/sub/a/new.csv");
    assert_eq!(csv.lines().count(), 8, "{csv}");
    assert!(folder.read("out/answers/sub/a/bought.csv").contains("ce:Signup"));
}

#[test]
fn json_is_one_document() {
    let output = asking(&sandbox(), "--format json a.amq").file("a.amq", QUERIES).run();
    let document: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(document.as_array().map(Vec::len), Some(2), "{document}");
}

#[test]
fn a_program_gets_all_that_people_see() {
    let text = "# what\nnew: users new last 7d\n\nother: users new by plan last 7d\n";
    let sandbox = sandbox();
    let arguments = "--format json --messages json --stdin-name sub/a.amq -";
    let output = asking(&sandbox, arguments).stdin(text).code(1).run();
    let document: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let query = &document[0]["query"];
    assert_eq!(query["name"], "sub/a.amq:new");
    assert_eq!(query["line"], 2);
    assert_eq!(query["cost"]["total"], 7);
    assert_eq!(query["asked"]["from"], "api");
    assert_eq!(query["asked"]["attempts"], 1);
    assert!(query["asked"]["milliseconds"].is_u64(), "{query}");
    let roles: Vec<_> =
        document[0]["columns"].as_array().into_iter().flatten().map(|it| &it["role"]).collect();
    assert!(roles.contains(&&"axis".into()) && roles.contains(&&"measure".into()), "{roles:?}");
    let messages: Vec<Value> =
        output.stderr.lines().map(|it| serde_json::from_str(it).expect("a message")).collect();
    let of_kind = |kind| messages.iter().filter(move |it| it["kind"] == kind);
    let of_the_api = of_kind("diagnostic").filter(|it| it["code"] == "API").collect::<Vec<_>>();
    let [refused] = of_the_api[..] else { panic!("{messages:?}") };
    assert_eq!((&refused["severity"], &refused["file"]), (&"error".into(), &"sub/a.amq".into()));
    let offset = |end: &str| refused["span"][end]["offset"].as_u64().unwrap() as usize;
    assert_eq!(&text[offset("start")..offset("end")], "plan");
    assert!(refused["help"].as_str().is_some_and(|it| it.contains("`gp:plan`")), "{refused}");
    assert!(of_kind("progress").any(|it| it["message"] == "2 in flight"), "{messages:?}");
    let end = json!({ "kind": "end", "answered": 1, "kept": 0, "failed": 1, "stopped": 0 });
    assert_eq!(messages.last(), Some(&end));
}

#[test]
fn an_answer_that_was_kept_says_so_to_programs() {
    let sandbox = sandbox();
    let test = || asking(&sandbox, "--format json a.amq:new").file("a.amq", QUERIES);
    let (_, folder) = test().run_in();
    let cache = folder.path().join("../cache").display().to_string();
    let output = test().env("XDG_CACHE_HOME", &cache).run();
    let document: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let asked = &document[0]["query"]["asked"];
    assert_eq!((&asked["from"], &asked["attempts"]), (&"cache".into(), &0.into()), "{asked}");
    assert!(asked["age"].as_u64().is_some_and(|it| it < 60), "{asked}");
}

#[test]
fn a_plan_tells_a_program_who_is_asked_with_whose_key() {
    let test = |arguments: &str| {
        let test = Test::new(&format!("run --dry-run --format json --messages json {arguments}"));
        let cache = test.folder.path().join("cache").display().to_string();
        test.file("a.amq", QUERIES).env("XDG_CACHE_HOME", &cache).stderr("")
    };
    let plan = |test: Test| -> Value { serde_json::from_str(&test.run().stdout).expect("JSON") };
    let without = plan(test("a.amq"));
    assert_eq!(without["queries"][1]["cost"]["total"], 28);
    let host = &without["hosts"][0];
    assert_eq!((&host["base"], &host["sent"]), (&"https://amplitude.com".into(), &2.into()));
    assert_eq!((&host["cost"], &host["key"]), (&35.into(), &Value::Null));
    assert!(host["problem"].as_str().is_some_and(|it| it.starts_with("there is no key")), "{host}");
    assert!(host["help"].as_str().is_some_and(|it| it.contains("`amq login`")), "{host}");
    let with = test("a.amq").env("AMPLITUDE_API_KEY", MARKED).env("AMPLITUDE_SECRET_KEY", MARKED);
    let output = with.run();
    assert!(!output.stdout.contains(MARKED), "{}", output.stdout);
    let with: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(with["hosts"][0]["key"], json!({ "from": "environment" }));
}

#[test]
fn mistakes_and_missing_keys_are_messages_for_programs() {
    let said = |test: Test| -> Vec<Value> {
        let output = test.run();
        output.stderr.lines().map(|it| serde_json::from_str(it).expect("a message")).collect()
    };
    let test = Test::new("run --messages json a.amq").file("a.amq", "users nwe\n").code(1);
    let messages = said(test);
    assert_eq!((messages.len(), &messages[0]["code"]), (1, &"AMQ205".into()), "{messages:?}");
    let test = Test::new("run --messages json a.amq").file("a.amq", QUERIES).code(2);
    let cache = test.folder.path().join("cache").display().to_string();
    let messages = said(test.env("XDG_CACHE_HOME", &cache));
    assert_eq!((messages.len(), &messages[0]["kind"]), (1, &"error".into()), "{messages:?}");
    assert!(messages[0]["help"].as_str().is_some_and(|it| it.contains("`amq login`")));
}

#[test]
fn a_plan_sends_nothing_and_needs_no_key() {
    let test = Test::new("run --dry-run a.amq").file("a.amq", QUERIES).stderr("");
    let cache = test.folder.path().join("cache").display().to_string();
    let output = test.env("XDG_CACHE_HOME", &cache).run();
    let expected = "\
query         cost
a.amq:new        7
a.amq:bought    28

2 queries to https://amplitude.com, cost 35
takes about 2 s if the API counts the cost in flight,
or 2 s if it counts the cost of the last five minutes, at 2 s an answer
";
    assert_eq!(output.stdout, expected);
}

#[test]
fn without_a_key_it_says_where_keys_come_from() {
    let test = Test::new("run a.amq").file("a.amq", QUERIES).code(2).stdout("");
    let cache = test.folder.path().join("cache").display().to_string();
    let output = test.env("XDG_CACHE_HOME", &cache).run();
    let said = "error: there is no key: `AMPLITUDE_API_KEY` and `AMPLITUDE_SECRET_KEY` are not set";
    assert!(output.stderr.starts_with(said), "{}", output.stderr);
    assert!(output.stderr.contains("`--sandbox` tries everything without an account"));
    let half = Test::new("run a.amq").file("a.amq", QUERIES).env("AMPLITUDE_API_KEY", "x").code(2);
    let said = "error: `AMPLITUDE_API_KEY` is set and `AMPLITUDE_SECRET_KEY` is not\n";
    assert!(half.run().stderr.starts_with(said));
}

#[test]
fn keys_go_over_https_or_stay_on_this_machine() {
    let test = Test::new("run --base-url http://example.com a.amq").file("a.amq", QUERIES).code(2);
    let test = test.env("AMPLITUDE_API_KEY", "a").env("AMPLITUDE_SECRET_KEY", "b");
    let cache = test.folder.path().join("cache").display().to_string();
    let output = test.env("XDG_CACHE_HOME", &cache).run();
    assert!(output.stderr.contains("would send your key in the clear"), "{}", output.stderr);
}

#[test]
fn what_the_api_refuses_is_shown_in_the_query() {
    let text = "users new by plan last 7d\n";
    let output = asking(&sandbox(), "a.amq").file("a.amq", text).code(1).run();
    let refused = "the API refuses this query (400: Invalid user property plan)";
    assert!(output.stderr.contains(refused), "{}", output.stderr);
    assert!(output.stderr.contains("[a.amq:1:14]"), "{}", output.stderr);
    assert!(output.stderr.contains("one of yours is written"), "{}", output.stderr);
}

#[test]
fn a_marked_key_is_nowhere() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "-v a.amq").file("a.amq", QUERIES).code(1);
    let test = test.env("AMPLITUDE_API_KEY", MARKED).env("AMPLITUDE_SECRET_KEY", MARKED);
    let (output, folder) = test.run_in();
    assert!(
        output.stderr.contains("the API does not know this key and secret"),
        "{}",
        output.stderr
    );
    assert!(!output.stderr.contains(MARKED) && !output.stdout.contains(MARKED));
    let above = folder.path().join("..");
    let found = std::process::Command::new("grep").arg("-r").arg(MARKED).arg(above).output();
    assert!(found.expect("grep").stdout.is_empty());
}

/// Kills runs at several moments; what is resumed ends with the files of one that was not killed.
#[test]
fn a_killed_run_is_resumed() {
    let slow = Sandbox::new(&["--today", "2021-09-30", "--delay", "150ms"]);
    let queries: String = (1..=24)
        .map(|days| format!("d{days}: users new last {days}d\n"))
        .collect::<Vec<_>>()
        .concat();
    let whole = asking(&slow, "--format csv -o out --no-cache a.amq").file("a.amq", &queries);
    let (_, whole) = whole.run_in();
    for pause in [100, 300, 600] {
        let test = asking(&slow, "--format csv -o out --no-cache a.amq").file("a.amq", &queries);
        let mut child = test.command(&amq()).stderr(Stdio::null()).spawn().expect("a process");
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().expect("a process to kill");
        child.wait().expect("its end");
        let start = Instant::now();
        let output = test.args(&["--resume"]).any_code().run_in();
        let (output, folder) = output;
        if output.code == Some(2) {
            assert!(output.stderr.contains("there is no run to resume"), "{}", output.stderr);
            continue;
        }
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        assert!(start.elapsed() < Duration::from_secs(30));
        for days in 1..=24 {
            let name = format!("out/a/d{days}.csv");
            assert_eq!(folder.read(&name), whole.read(&name), "{name} after {pause} ms");
        }
        assert_eq!(files(&folder), files(&whole));
    }
}

fn files(folder: &Folder) -> usize {
    std::fs::read_dir(folder.path().join("out/a")).expect("a folder").count()
}
