//! `amq run`: from a file of queries to answers, against a sandbox of this machine.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    keys::MARKED,
    sandbox::Sandbox,
    support::{Test, amq},
};

pub(crate) const QUERIES: &str = "\
new: users new last 7d
bought: funnel ce:Signup -> Purchase last 7d
";
/// A run that asks a sandbox, and keeps what it keeps in its own folder.
pub(crate) fn asking(sandbox: &Sandbox, arguments: &str) -> Test {
    let test = Test::new(&format!("run --base-url http://{} {arguments}", sandbox.1));
    let cache = test.folder.path().join("../cache").display().to_string();
    test.env("XDG_CACHE_HOME", &cache)
        .env("AMPLITUDE_API_KEY", "sandbox")
        .env("AMPLITUDE_SECRET_KEY", "sandbox")
}

pub(crate) fn sandbox() -> Sandbox {
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
    let days = folder.read("out/answers/sub/a/bought.days.csv");
    assert!(days.starts_with("date,step,event,users"), "{days}");
}

#[test]
fn answers_that_would_be_one_file_are_refused() {
    let refused = |arguments: &str, files: &[(&str, &str)], below, said: &str| {
        let nobody = "http://127.0.0.1:9";
        let arguments = format!("run --base-url {nobody} --format csv -o out {arguments}");
        let mut test = Test::new(&arguments).below(below).code(2).stdout("");
        for (name, text) in files {
            test = test.file(name, text);
        }
        let cache = test.folder.path().join("../cache").display().to_string();
        let (output, folder) =
            test.stdin("a: users last 3d\n").env("XDG_CACHE_HOME", &cache).run_in();
        assert!(output.stderr.contains(said), "{}", output.stderr);
        assert!(!folder.path().join(below).join("out").exists());
    };
    let (active, new) = ("a: users last 3d\n", "a: users new last 3d\n");
    let files = [("col/b/x.amq", active), ("col/w/b/x.amq", new)];
    let said = "error: the answers of `../b/x.amq:a` and `b/x.amq:a` would be one file, \
                `out/b/x/a.csv`\n";
    refused("b/x.amq ../b/x.amq", &files, "col/w", said);
    let cases = [("x.amq", "New: users new last 3d\nnew: users last 3d\n")];
    refused("x.amq", &cases, "", "`x.amq:New` and `x.amq:new` would be one file");
    refused("- stdin.amq", &[("stdin.amq", active)], "", "would be one file, `out/stdin/a.csv`");
}

#[test]
fn the_answers_of_standard_input_have_a_folder_that_every_system_has() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "--format csv -o out -").stdin("a: users last 3d\n");
    let (_, folder) = test.run_in();
    assert!(folder.read("out/stdin/a.csv").contains("2021-09-30"));
}

#[test]
fn what_the_api_says_of_a_key_is_said_once() {
    let queries = (1..=9).map(|days| format!("users new last {days}d\n")).collect::<Vec<_>>();
    let sandbox = sandbox();
    let test = |arguments: &str| {
        let test = asking(&sandbox, arguments).file("a.amq", queries.concat()).code(1);
        test.env("AMPLITUDE_SECRET_KEY", "another")
    };
    let said = "the API does not know this key and secret";
    let output = test("a.amq").run();
    assert_eq!(output.stderr.matches(said).count(), 1, "{}", output.stderr);
    let end = "\nthe API says the same of 8 more queries\n0 queries answered; 9 failed\n";
    assert!(output.stderr.ends_with(end), "{}", output.stderr);
    // A program shows each of them in its place.
    let output = test("--messages json a.amq").run();
    assert_eq!(output.stderr.matches(said).count(), 9, "{}", output.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_once() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "-q a.amq").file("a.amq", QUERIES);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
    let output =
        test.command(&amq()).stdout(full).stderr(Stdio::piped()).output().expect("its end");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), stderr.lines().count()), (Some(2), 1), "{stderr}");
    assert!(stderr.starts_with("error: cannot write the result"), "{stderr}");
}

#[test]
fn groups_go_by_their_names() {
    let text = "f: funnel ce:Signup -> \"Play Song\" by platform last 7d\n\
                r: retention _new -> _active by platform last 7d\n\
                c: retention _new -> _active last 7d\n";
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "3000"]);
    let output = asking(&sandbox, "--no-plot a.amq").file("a.amq", text).run();
    for head in [
        "platform  1 ce:Signup  2 Play Song",
        "platform, cohort     users  day    0     1",
        "\ncohort ",
    ] {
        assert!(output.stdout.contains(head), "{head}: {}", output.stdout);
    }
    assert_eq!(output.stdout.matches("\nAndroid  ").count(), 2, "{}", output.stdout);
    assert_eq!(output.stdout.matches("\n2021-09-2").count(), 6, "{}", output.stdout);
}

#[test]
fn what_a_format_has_no_place_for_is_said_beside_it() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "300"]);
    let text = "segmentation _active by city limit 2 last 7d\n";
    let output = asking(&sandbox, "--format csv -o out a.amq").file("a.amq", text).run();
    let note = "note: a.amq:1: the answer is incomplete: the API left data out (`prunedResult`)\n";
    assert!(output.stderr.contains(note), "{}", output.stderr);
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

2 requests to https://amplitude.com, cost 35
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
    assert!(output.stderr.contains("`--sandbox` works without an account"));
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
    assert!(output.stderr.contains("would send your key unencrypted"), "{}", output.stderr);
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
fn projects_of_several_regions_are_run_apart() {
    let run = || {
        Test::new("run --no-cache")
            .file("us/amq.toml", "region = \"us\"\n")
            .file("us/a.amq", "users new last 7d\n")
            .file("eu/amq.toml", "region = \"eu\"\n")
            .file("eu/a.amq", "users new last 7d\n")
            .env("AMPLITUDE_API_KEY", "a")
            .env("AMPLITUDE_SECRET_KEY", "b")
    };
    let output = run().code(2).stdout("").run();
    let said = "error: these queries belong to projects of several regions, and a key is of one: \
                `us/a.amq:1` to https://amplitude.com, `eu/a.amq:1` to https://analytics.eu.amplitude.com";
    assert!(output.stderr.contains(said), "{}", output.stderr);
    // A plan needs no key, and one host for all is one project for all.
    assert!(run().args(&["--dry-run"]).run().stdout.contains("1 request to https://analytics.eu."));
    run().args(&["--sandbox"]).run();
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_says_how_to_get_it() {
    let output = Test::new("run --format parquet a.amq").file("a.amq", QUERIES).code(2).run();
    let said = "cargo install --locked --path crates/amq --features parquet";
    assert!(output.stderr.contains(said), "{}", output.stderr);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_goes_into_files() {
    let output = Test::new("run --format parquet a.amq").file("a.amq", QUERIES).code(2).run();
    assert!(output.stderr.contains("`--output-dir FOLDER`"), "{}", output.stderr);
    let sandbox = sandbox();
    let test = asking(&sandbox, "--format parquet -o out a.amq").file("a.amq", QUERIES);
    let (_, folder) = test.stdout("").run_in();
    for name in ["new", "bought", "bought.days"] {
        let path = folder.path().join(format!("out/a/{name}.parquet"));
        let bytes = std::fs::read(path).expect("a file");
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{name}");
        let has = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(has("amq.kind.") && has(if name == "new" { "value" } else { "users" }), "{name}");
    }
}

/// A run of slow queries that is told to stop so many times; what it said and wrote, and how long it
/// went on.
fn interrupted(times: usize) -> (String, String, Option<i32>, Duration) {
    let slow = Sandbox::new(&["--today", "2021-09-30", "--delay", "3s"]);
    let queries: String = (1..=12)
        .map(|days| format!("d{days}: users new last {days}d\n"))
        .collect::<Vec<_>>()
        .concat();
    let test = asking(&slow, "--no-plot --no-cache a.amq").file("a.amq", &queries);
    stopped(&test, times)
}

fn stopped(test: &Test, times: usize) -> (String, String, Option<i32>, Duration) {
    let mut command = test.command(&amq());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    std::thread::sleep(Duration::from_secs(1));
    let start = Instant::now();
    for _ in 0..times {
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("kill").success());
        std::thread::sleep(Duration::from_millis(200));
    }
    let output = child.wait_with_output().expect("its end");
    let read = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (read(output.stdout), read(output.stderr), output.status.code(), start.elapsed())
}

#[test]
fn ctrl_c_waits_for_what_was_sent_and_sends_nothing_more() {
    let (stdout, stderr, code, took) = interrupted(1);
    assert!(stderr.contains("nothing more is sent; waiting for what was"), "{stderr}");
    assert!(stderr.ends_with("5 queries answered; 7 not asked: `--resume` goes on\n"), "{stderr}");
    assert_eq!(stdout.matches("  cost ").count(), 5, "{stdout}");
    assert_eq!(code, Some(1));
    assert!(took > Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_second_ctrl_c_does_not_wait() {
    let (stdout, stderr, code, took) = interrupted(2);
    assert!(stderr.contains("\nstopped\n") && stdout.is_empty(), "{stderr}{stdout}");
    assert!(
        stderr.ends_with(
            "0 queries answered; 5 asked and not waited for; 7 not asked: `--resume` goes on\n"
        ),
        "{stderr}"
    );
    assert_eq!(code, Some(1));
    assert!(took < Duration::from_millis(1500), "{took:?}");
}

/// Of a sandbox that ends with the run nothing is kept.
#[test]
fn what_cannot_go_on_is_not_told_to() {
    let queries = (1..=40).map(|days| format!("users new last {days}d\n"));
    let queries = queries.collect::<Vec<_>>().concat();
    let test = Test::new("run --sandbox --no-plot a.amq").file("a.amq", &queries);
    let (_, stderr, code, _) = stopped(&test, 1);
    // Where it was faster than this test there was nothing to stop.
    assert!(!stderr.contains("--resume"), "{stderr}");
    assert!(code == Some(0) || stderr.contains(" not asked\n"), "{stderr}");
}

#[test]
fn what_is_finished_has_nothing_to_resume() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "-o out a.amq").file("a.amq", "users new last 3d\n");
    let run = |arguments: &[&str]| {
        let output = test.command(&amq()).args(arguments).output().expect("its end");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, stderr) = run(&["--resume"]);
    assert!(code == Some(2) && stderr.contains("there is no run to resume"), "{stderr}");
    assert_eq!(run(&[]).0, Some(0));
    for _ in 0..2 {
        let (code, stderr) = run(&["--resume"]);
        assert!(code == Some(0) && stderr.starts_with("nothing is left to do"), "{stderr}");
    }
}
