//! `amq pull`

use crate::{sandbox::Sandbox, support::Test};

fn pulling(sandbox: &Sandbox, arguments: &str) -> Test {
    let test = Test::new(&format!("pull --base-url http://{}", sandbox.1));
    let test = test.args(&arguments.split_whitespace().collect::<Vec<_>>());
    let cache = test.folder.path().join("../cache").display().to_string();
    test.env("XDG_CACHE_HOME", &cache)
        .env("AMPLITUDE_API_KEY", "sandbox")
        .env("AMPLITUDE_SECRET_KEY", "sandbox")
        .file("amq.toml", "language = 1\n")
}

fn sandbox() -> Sandbox {
    Sandbox::new(&["--today", "2021-09-30", "--users", "3000"])
}

#[test]
fn events_and_values_go_into_the_taxonomy() {
    let by_hand = "# by hand\nevents = [\"ce:Own\"]\n";
    let sandbox = sandbox();
    let test =
        pulling(&sandbox, "--values platform --values gp:plan").file("taxonomy.toml", by_hand);
    let (output, folder) = test.stdout("").run_in();
    let said = "taxonomy.toml: 21 events, 3 values of `platform`, 3 values of `gp:plan` added\n";
    assert_eq!(output.stderr, said);
    let written = folder.read("taxonomy.toml");
    assert!(
        written.starts_with("# by hand\nevents = [\n    \"Cancel Subscription\",\n"),
        "{written}"
    );
    assert!(written.contains("    \"ce:Own\",\n"), "{written}");
    assert!(written.contains("platform = [\"Android\", \"Web\", \"iOS\"]\n"), "{written}");
    let again = pulling(&sandbox, "").file("taxonomy.toml", &written);
    let (output, folder) = again.run_in();
    assert_eq!(output.stderr, "nothing new for taxonomy.toml\n");
    assert_eq!(folder.read("taxonomy.toml"), written);
}

#[test]
fn a_plan_sends_and_writes_nothing() {
    let sandbox = sandbox();
    let test = pulling(&sandbox, "--dry-run --values city");
    let (output, folder) = test.stderr("").run_in();
    assert!(
        output.stdout.starts_with("query           cost\nevents             1\n"),
        "{}",
        output.stdout
    );
    assert!(!folder.path().join("taxonomy.toml").exists());
}

#[test]
fn a_program_pulls_for_a_folder() {
    let sandbox = sandbox();
    let plan = pulling(&sandbox, "--dry-run --format json --messages json").stderr("").run();
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    assert_eq!((&plan["hosts"][0]["sent"], &plan["hosts"][0]["unknown"]), (&1.into(), &0.into()));
    assert_eq!(plan["hosts"][0]["key"]["from"], "environment");
    let test = pulling(&sandbox, "--messages json in/it").file("in/it/a.amq", "");
    let (output, folder) = test.stdout("").run_in();
    let last: serde_json::Value =
        serde_json::from_str(output.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(last["kind"], "note");
    assert_eq!(last["message"], "taxonomy.toml: 21 events added");
    assert!(folder.read("taxonomy.toml").contains("Cancel Subscription"));
    let nowhere = pulling(&sandbox, "in/it").code(2).stdout("").run();
    assert!(nowhere.stderr.starts_with("error: `in/it` is not a folder\n"), "{}", nowhere.stderr);
}

#[test]
fn what_is_refused_is_told_and_the_rest_is_written() {
    let sandbox = sandbox();
    let test = pulling(&sandbox, "-q --values plan --values platform").code(1);
    let (output, folder) = test.run_in();
    assert!(output.stderr.contains("Invalid user property plan"), "{}", output.stderr);
    let written = folder.read("taxonomy.toml");
    assert!(written.contains("platform = ") && !written.contains("plan = "), "{written}");
}

#[test]
fn where_no_value_is_found_no_list_is_written() {
    let sandbox = sandbox();
    let test = pulling(&sandbox, "--values gp:plna --values platform");
    let (output, folder) = test.run_in();
    let note = "note: no value of `gp:plna` was found: nothing is written\n";
    assert!(output.stderr.contains(note), "{}", output.stderr);
    let written = folder.read("taxonomy.toml");
    assert!(written.contains("platform = ") && !written.contains("plna"), "{written}");
}

#[test]
fn a_list_that_lacks_values_is_not_written() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "12000"]);
    let test = pulling(&sandbox, "--values device_id").code(1);
    let (output, folder) = test.run_in();
    assert!(
        output.stderr.contains("values of device_id: the answer is incomplete"),
        "{}",
        output.stderr
    );
    assert!(!folder.read("taxonomy.toml").contains("device_id"));
}

#[test]
fn without_a_project_there_is_no_taxonomy() {
    let test = Test::new("pull --sandbox").code(2).stdout("");
    assert!(test.run().stderr.contains("there is no amq.toml here or above"));
}

#[test]
fn what_pull_asks_has_nothing_to_fix() {
    let output = Test::new("pull --values nope --sandbox").code(2).run();
    assert!(output.stderr.contains("`nope` is not a user property"), "{}", output.stderr);
    assert!(!output.stderr.contains("-fix"), "{}", output.stderr);
    let output = Test::new("pull --format json").code(2).run();
    assert!(output.stderr.contains("help: add `--dry-run`"), "{}", output.stderr);
}
