//! `amq check --fix`.

use crate::support::Test;

#[test]
fn typos_are_fixed() {
    let (output, folder) = Test::new("check --fix")
        .file("a.amq", "funel A -> B\nusers new wher city is Paris\n")
        .run_in();
    assert_eq!(folder.read("a.amq"), "funnel A -> B\nusers new where city is \"Paris\"\n");
    assert!(
        output.stderr.ends_with("fixed 3 mistakes in 1 file; none left\n"),
        "{}",
        output.stderr
    );
}

#[test]
fn only_files_with_mistakes_are_written() {
    let test = Test::new("check --fix").file("a.amq", "usrs\n").file("b.amq", "users new\n");
    let path = test.folder.path().join("b.amq");
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    let (_, _folder) = test.run_in();
    assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn what_a_person_should_look_at_stays() {
    let text = "users new from 2021-08-02 to 2021-08-01\n";
    let (_, folder) = Test::new("check --fix").file("a.amq", text).code(1).run_in();
    assert_eq!(folder.read("a.amq"), text);
    let (_, folder) = Test::new("check --unsafe-fixes").file("a.amq", text).run_in();
    assert_eq!(folder.read("a.amq"), "users new from 2021-08-01 to 2021-08-02\n");
}

#[test]
fn a_difference_changes_nothing() {
    let text = "funel A -> B\n";
    let (output, folder) = Test::new("check --diff")
        .file("a.amq", text)
        .stdout("--- a/a.amq\n+++ b/a.amq\n@@ -1 +1 @@\n-funel A -> B\n+funnel A -> B\n")
        .code(1)
        .run_in();
    assert_eq!(folder.read("a.amq"), text);
    assert!(
        output.stderr.ends_with("would fix 1 mistake in 1 file; none left\n"),
        "{}",
        output.stderr
    );
    let (_, folder) = Test::new("check --fix --diff").file("a.amq", text).code(1).run_in();
    assert_eq!(folder.read("a.amq"), text);
}

#[test]
fn a_difference_and_a_report_for_programs_are_not_mixed() {
    for format in ["json", "short", "github", "sarif"] {
        let output = Test::new("check --diff --format")
            .args(&[format])
            .file("a.amq", "funel A -> B\n")
            .stdout("")
            .code(2)
            .run();
        assert!(output.stderr.contains("leave `--format` out"), "{}", output.stderr);
    }
}

#[test]
fn standard_input_is_fixed_onto_standard_output() {
    Test::new("check --fix -").stdin("funel A -> B\n").stdout("funnel A -> B\n").run();
    Test::new("check --fix -").stdin("realtime\n").stdout("realtime\n").run();
    Test::new("check --fix --format json -").stdin("realtime\n").stdout("").code(2).run();
}

#[test]
fn who_gives_standard_input_gets_no_file_changed() {
    let settings = "regoin = \"eu\"\n";
    let test = || Test::new("check -").stdin("funel A -> B\n").file("amq.toml", settings);
    let (output, folder) = test().args(&["--fix"]).stdout("funnel A -> B\n").run_in();
    assert_eq!(folder.read("amq.toml"), settings);
    let end = "fixed 1 mistake in 1 file; 1 warning left in 1 file\n";
    assert!(output.stderr.ends_with(end), "{}", output.stderr);
    let output = test().code(1).run();
    let end = "1 error, 1 warning in 2 files; `--fix` fixes 1\n";
    assert!(output.stderr.ends_with(end), "{}", output.stderr);
}

#[test]
fn settings_are_fixed_too() {
    let (_, folder) = Test::new("check --fix")
        .file("amq.toml", "regoin = \"eu\" # here\n")
        .file("a.amq", "realtime\n")
        .run_in();
    assert_eq!(folder.read("amq.toml"), "region = \"eu\" # here\n");
}

#[test]
fn line_endings_and_marks_stay() {
    let text = "\u{feff}funel A -> B\r\n  by platform\r\n";
    let (_, folder) = Test::new("check --fix").file("a.amq", text).run_in();
    assert_eq!(folder.read("a.amq"), text.replace("funel", "funnel"));
    // Also that of a line that a fix begins.
    let text = "users new;\r\nusers new ; realtime\r\n";
    let (_, folder) = Test::new("check --fix").file("a.amq", text).run_in();
    assert_eq!(folder.read("a.amq"), "users new\r\nusers new\r\nrealtime\r\n");
}

#[test]
fn used_files_that_were_not_asked_for_stay() {
    let shared = "let $nl = wher country is \"Netherlands\"\n";
    let test = |arguments: &str| {
        Test::new(arguments)
            .file("shared.amq", shared)
            .file("a.amq", "use \"shared.amq\"\nusers new where $nl\n")
            .code(1)
            .run_in()
    };
    let (_, folder) = test("check --fix a.amq");
    assert_eq!(folder.read("shared.amq"), shared);
    // And so it is not offered.
    let (output, _) = test("check a.amq");
    assert!(output.stderr.ends_with("1 error in 1 file\n"), "{}", output.stderr);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let test = Test::new("check --fix link.amq").file("deep/a.amq", "funel A -> B\n");
    let folder = test.folder.path();
    symlink("deep/a.amq", folder.join("link.amq")).unwrap();
    std::fs::set_permissions(folder.join("deep/a.amq"), PermissionsExt::from_mode(0o640)).unwrap();
    let (_, folder) = test.run_in();
    let folder = folder.path();
    assert!(folder.join("link.amq").is_symlink());
    let metadata = std::fs::metadata(folder.join("deep/a.amq")).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    assert_eq!(
        std::fs::read_dir(folder.join("deep")).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let test = Test::new("check --fix").file("a.amq", "funel A -> B\n");
    let path = test.folder.path().join("a.amq");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).unwrap();
    let output = test.file("b.amq", "usrs\n").code(2).run();
    assert!(output.stderr.contains("cannot write `a.amq`: it is read-only"), "{}", output.stderr);
    assert!(output.stderr.contains("`--diff`"), "{}", output.stderr);
    // What is left in it is told.
    assert!(output.stderr.contains("[a.amq:1:1]"), "{}", output.stderr);
    let end = "fixed 1 mistake in 1 file; 1 error left in 1 file\n";
    assert!(output.stderr.ends_with(end), "{}", output.stderr);
}

#[test]
fn what_was_not_shown_is_not_changed_without_being_safe() {
    // That a year by days is too long for the chart comes to light by the first fix only.
    let (_, folder) = Test::new("check --fix --unsafe-fixes --today 2021-09-30")
        .file("a.amq", "segmentation Purchase last year\n")
        .run_in();
    assert_eq!(folder.read("a.amq"), "segmentation Purchase previous year\n");
}
