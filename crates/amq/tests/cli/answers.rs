//! What `amq run` writes of answers: all of them, with the names that their queries gave.

use crate::{
    run::{asking, sandbox},
    sandbox::Sandbox,
};

const CITIES: &str = "c: segmentation \"Play Song\" by city limit 20 last 30d\n";

#[test]
fn what_is_no_screen_gets_all_of_a_table() {
    let sandbox = sandbox();
    let output = asking(&sandbox, "--no-plot a.amq").file("a.amq", CITIES).run();
    let (_, folder) = asking(&sandbox, "-o out a.amq").file("a.amq", CITIES).run_in();
    assert_eq!(folder.read("out/a/c.txt"), output.stdout);
    let days = output.stdout.lines().filter(|it| it.starts_with("2021-0")).count();
    assert_eq!(days, 30, "{}", output.stdout);
    let head = output.stdout.lines().next().unwrap_or_default();
    assert_eq!(head.split("  ").filter(|it| !it.trim().is_empty()).count(), 13, "{head}");
    assert!(!output.stdout.contains("--format csv"), "{}", output.stdout);
}

#[test]
fn cohorts_of_groups_are_in_a_file() {
    let text = "r: retention _new -> _active by platform last 3d\n";
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "3000"]);
    let (_, folder) = asking(&sandbox, "-o out a.amq").file("a.amq", text).run_in();
    let table = folder.read("out/a/r.txt");
    for begin in ["platform, cohort ", "iOS  ", "iOS, 2021-09-28 ", "iOS, 2021-09-30 "] {
        assert!(table.lines().any(|it| it.starts_with(begin)), "{begin}: {table}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_screen_shows_what_fits_and_says_where_the_rest_is() {
    let sandbox = sandbox();
    let test = asking(&sandbox, "--no-plot a.amq").file("a.amq", CITIES);
    let Some(shown) = test.on_a_terminal() else {
        let why = "there is no `script`";
        return crate::support::skipped("a_screen_shows_what_fits_and_says_where_the_rest_is", why);
    };
    assert!(shown.contains("earlier dates: see `--format csv`"), "{shown}");
}

#[test]
fn several_properties_have_a_column_each() {
    let sandbox = sandbox();
    let text = "g: segmentation \"Play Song\" by platform, country last 3d\n";
    let (_, folder) = asking(&sandbox, "--format csv -o out a.amq").file("a.amq", text).run_in();
    let csv = folder.read("out/a/g.csv");
    assert!(csv.starts_with("date,group,group_2,value,incomplete\r\n"), "{csv}");
    assert!(csv.contains(",iOS,United States,"), "{csv}");
}

#[test]
fn a_saved_document_says_how_its_answer_was_got() {
    let sandbox = sandbox();
    let text = "n: users new last 3d\n";
    let (_, folder) = asking(&sandbox, "--format json -o out a.amq").file("a.amq", text).run_in();
    let document: serde_json::Value = serde_json::from_str(&folder.read("out/a/n.json")).unwrap();
    let asked = &document[0]["query"]["asked"];
    assert_eq!((&asked["from"], &asked["attempts"]), (&"api".into(), &1.into()), "{asked}");
}

#[test]
fn series_go_by_the_names_of_their_definitions() {
    let sandbox = sandbox();
    let text = "use \"names.amq\"\nlet $german = where country is \"Germany\"\n\
                s: users new where $dutch vs $german vs country is \"France\" last 2d\n\
                e: segmentation $played{by platform}, Purchase last 2d\n";
    let names =
        "let $dutch = where country is \"Netherlands\"\nlet $played = event \"Play Song\"\n";
    let asked = asking(&sandbox, "--format csv -o out a.amq").file("a.amq", text);
    let (_, folder) = asked.file("names.amq", names).run_in();
    let csv = folder.read("out/a/s.csv");
    for name in [",$dutch,", ",$german,", ",country is France,"] {
        assert!(csv.contains(name), "{name}: {csv}");
    }
    let csv = folder.read("out/a/e.csv");
    assert!(csv.contains(",$played,") && csv.contains(",Purchase,"), "{csv}");
}

#[test]
fn an_empty_variable_says_nothing_of_characters() {
    let sandbox = sandbox();
    let shown = |all: &str| {
        let test = asking(&sandbox, "a.amq").file("a.amq", "users active last 30d\n");
        test.env("LC_ALL", all).env("LANG", "C").run().stdout
    };
    assert!(!shown("en_US.UTF-8").is_ascii());
    assert!(shown("").is_ascii(), "{}", shown(""));
}
