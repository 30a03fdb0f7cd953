//! `amq cost`.

use serde_json::Value;

use crate::support::Test;

const QUERIES: &str = "first: funnel ce:Signup -> Purchase where city is \"Amsterdam\" by platform window 3d\n\
                       activity 1234\n\
                       saved: chart abc\n";

#[test]
fn a_table() {
    Test::new("cost")
        .file("a.amq", QUERIES)
        .stdout(
            "query        days  conditions  type       cost\n\
             a.amq:first    30           6     4        720\n\
             a.amq:2         -           -     -    1 query\n\
             a.amq:saved     -           -     -  not known\n\
             sum                                        720\n\
             \n\
             limits: cost 720 in 2 requests\n        \
             5 requests at a time: one round\n    \
             1,000 cost at the same time (documented in 2024): one round\n    \
             1,000 cost within five minutes (since April 2025): no wait\n  \
             108,000 cost an hour: no wait\n\
             limits of `activity` and `search`: 1 query\n       \
             10 requests at a time: one round\n      \
             360 queries an hour: no wait\n\
             a run takes at least 1 round if 1,000 is the cost at the same time,\n\
             or the same if it is the cost within five minutes\n\
             a round is the requests that run at once; `amq run --dry-run` estimates the time\n\
             note: 1 query is not in the sum: the cost depends on the saved chart\n",
        )
        .stderr("")
        .run();
}

#[test]
fn how_long_a_run_needs() {
    let dear = "retention A -> B last 50d\n".repeat(300); // 400 each, 120,000 together
    let output = Test::new("cost").file("a.amq", &dear).run();
    assert!(
        output.stdout.ends_with(
            "limits: cost 120,000 in 300 requests\n        \
             5 requests at a time: 60 rounds\n    \
             1,000 cost at the same time (documented in 2024): 120 rounds\n    \
             1,000 cost within five minutes (since April 2025): 9 hours 55 minutes\n  \
             108,000 cost an hour: 1 hour\n\
             a run takes at least 1 hour and 120 rounds if 1,000 is the cost at the same time,\n\
             or 9 hours 55 minutes if it is the cost within five minutes\n\
             a round is the requests that run at once; `amq run --dry-run` estimates the time\n"
        ),
        "{}",
        output.stdout
    );
    let lookups = "search mia\n".repeat(361);
    let output = Test::new("cost").file("a.amq", &lookups).run();
    assert!(output.stdout.contains("360 queries an hour: 1 hour\n"), "{}", output.stdout);
}

#[test]
fn json() {
    let output = Test::new("cost --format json").file("a.amq", QUERIES).run();
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(report["total"], 720);
    assert_eq!(report["unknown"], 1);
    assert_eq!(report["queries"][0]["cost"]["conditions"], 6);
    assert_eq!(report["queries"][1]["pool"], "lookup");
    assert_eq!(report["queries"][2]["cost"], Value::Null);
    assert_eq!(report["limits"][1]["reading"], "cost-in-flight");
}

#[test]
fn what_is_wrong_is_left_out_and_said() {
    let output = Test::new("cost").file("a.amq", "users new on 2021-01-01\nusrs\n").code(1).run();
    assert!(output.stdout.contains("note: 1 query with errors left out"), "{}", output.stdout);
}

#[test]
fn single_queries() {
    let output = Test::new("cost a.amq:first").file("a.amq", QUERIES).run();
    assert!(output.stdout.contains("720") && !output.stdout.contains("saved"), "{}", output.stdout);
}

#[test]
fn the_cost_is_not_spoken_of_where_nothing_costs() {
    let output = Test::new("cost -").stdin("activity 1\nsearch 2\n").run();
    let end = "a run takes at least 1 round\na round is ";
    assert!(output.stdout.contains(end), "{}", output.stdout);
}

#[test]
fn what_brings_a_single_day_down_is_said() {
    let helps = |text: &str| {
        let output = Test::new("check --max-cost 20").file("a.amq", text).code(1).run();
        output.stderr.lines().find(|it| it.contains("help: ")).unwrap_or_default().to_owned()
    };
    let two = "retention A -> B where city is \"x\" and country is \"y\" on 2021-01-01\n";
    assert_eq!(helps(two).trim(), "help: 1 condition fits (16)");
    let several = two.replace(" and ", " vs ");
    assert_eq!(helps(&several).trim(), "help: a query of its own for each segment");
}
