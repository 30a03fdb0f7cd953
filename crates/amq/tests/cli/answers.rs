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
