//! `amq check`: which files, and how it ends.

use crate::support::{Test, codes};

const CLEAN: &str = "users new last 30d\n";
const WRONG: &str = "usrs new last 30d\n";
const WARNED: &str = "users new where plan is \"x\"\n";

#[test]
fn clean() {
    Test::new("check").file("a.amq", CLEAN).stdout("").stderr("no mistakes in 1 file\n").run();
}

#[test]
fn quiet_says_nothing_of_clean_files() {
    Test::new("check -q").file("a.amq", CLEAN).stdout("").stderr("").run();
}

#[test]
fn errors_end_with_1() {
    let output = Test::new("check").file("a.amq", WRONG).stdout("").code(1).run();
    assert!(output.stderr.ends_with("1 error in 1 file; `--fix` fixes 1\n"), "{}", output.stderr);
}

#[test]
fn warnings_end_with_0_unless_denied() {
    Test::new("check").file("a.amq", WARNED).run();
    Test::new("check --deny-warnings").file("a.amq", WARNED).code(1).run();
}

#[test]
fn every_statement_and_every_file_is_reported_in_order() {
    let output = Test::new("check --format short")
        .file("b.amq", format!("{WRONG}{CLEAN}{WRONG}"))
        .file("a/c.amq", WRONG)
        .code(1)
        .run();
    let files: Vec<&str> = output.stdout.lines().map(|it| it.split(' ').next().unwrap()).collect();
    assert_eq!(files, ["a/c.amq:1:1:", "b.amq:1:1:", "b.amq:3:1:"]);
}

#[test]
fn folders_respect_gitignore_and_hidden_files() {
    Test::new("check")
        .file(".gitignore", "drafts/\n")
        .file("drafts/a.amq", WRONG)
        .file(".hidden/a.amq", WRONG)
        .file("a.txt", WRONG)
        .file("a.amq", CLEAN)
        .stderr("no mistakes in 1 file\n")
        .run();
}

#[test]
fn a_file_named_itself_is_checked_whatever_its_name() {
    Test::new("check notes.txt").file("notes.txt", WRONG).code(1).run();
}

#[test]
fn a_file_named_twice_is_checked_once() {
    Test::new("check a.amq . ./a.amq").file("a.amq", CLEAN).stderr("no mistakes in 1 file\n").run();
}

#[test]
fn a_file_of_several_paths_is_checked_once() {
    let once = |paths: &str, shown: &str| {
        let output = Test::new("check --format short")
            .args(&paths.split(' ').collect::<Vec<_>>())
            .file("d/a.amq", WRONG)
            .code(1)
            .run();
        assert_eq!(codes(&output.stdout).len(), 1, "{paths}: {}", output.stdout);
        assert!(output.stdout.starts_with(&format!("{shown}:1:1:")), "{}", output.stdout);
    };
    once("d/a.amq d/../d/a.amq", "d/a.amq");
    once("d d/../d/a.amq", "d/../d/a.amq");
    once("d/../d d", "d/../d/a.amq");
    let test = Test::new("check --format short").file("a.amq", WRONG);
    let path = test.folder.path().join("a.amq").display().to_string();
    let output = test.args(&["a.amq", &path]).code(1).run();
    assert_eq!(codes(&output.stdout).len(), 1, "{}", output.stdout);
    assert!(output.stdout.starts_with("a.amq:1:1:"), "{}", output.stdout);
}

#[cfg(unix)]
#[test]
fn a_link_and_its_file_are_checked_once() {
    let test = Test::new("check --format short a.amq link.amq").file("a.amq", WRONG);
    std::os::unix::fs::symlink("a.amq", test.folder.path().join("link.amq")).unwrap();
    let output = test.code(1).run();
    assert_eq!(codes(&output.stdout).len(), 1, "{}", output.stdout);
}

#[test]
fn standard_input_with_the_name_of_a_file_stands_for_it() {
    let output = Test::new("check --format short --stdin-name a.amq - a.amq")
        .file("a.amq", CLEAN)
        .stdin(WRONG)
        .code(1)
        .run();
    assert_eq!(codes(&output.stdout).len(), 1, "{}", output.stdout);
}

#[test]
fn a_folder_without_queries_says_so() {
    Test::new("check")
        .stderr(
            "error: there is no `.amq` file in this folder\n  \
             help: name a file, or start with `amq init`\n",
        )
        .code(2)
        .run();
}

#[test]
fn a_missing_file_says_so_and_the_others_are_checked() {
    let output = Test::new("check --format short no.amq a.amq").file("a.amq", WRONG).code(2).run();
    assert!(output.stderr.starts_with("error: cannot read `no.amq`: there is no such file"));
    assert_eq!(codes(&output.stdout).len(), 1);
}

#[test]
fn one_query_is_not_a_file() {
    let output = Test::new("check a.amq:1").file("a.amq", CLEAN).code(2).run();
    assert!(output.stderr.contains("takes whole files"), "{}", output.stderr);
}

#[test]
fn standard_input() {
    let output = Test::new("check --format short -").stdin(WRONG).code(1).run();
    assert!(output.stdout.starts_with("<stdin>:1:1: error[AMQ201]"), "{}", output.stdout);
}

#[test]
fn standard_input_with_a_name_uses_what_lies_beside_it() {
    let output = Test::new("check --format short --stdin-name team/new.amq -")
        .file("team/amq.toml", "[properties]\nuser = [\"plan\"]\n")
        .file("team/shared.amq", "let $nl = where country is \"Netherlands\"\n")
        .stdin("use \"shared.amq\"\nusers new where $nl and plan is \"x\"\nusrs\n")
        .code(1)
        .run();
    assert_eq!(codes(&output.stdout), [(3, "AMQ201".to_owned())]);
    assert!(output.stdout.starts_with("team/new.amq:3:1"), "{}", output.stdout);
}

#[test]
fn a_name_without_standard_input_is_a_mistake() {
    Test::new("check --stdin-name a.amq").code(2).run();
}

#[test]
fn not_utf8_is_reported_at_the_place() {
    let output = Test::new("check --format short a.amq")
        .file("a.amq", b"users new\n  where city is \"Z\xfcrich\"\n")
        .code(2)
        .run();
    assert!(output.stdout.starts_with("a.amq:2:19: error[AMQ112]"), "{}", output.stdout);
    assert_eq!(codes(&output.stdout).len(), 1);
}

#[test]
fn a_byte_order_mark_and_crlf_are_accepted() {
    let text = "\u{feff}users new\r\n  by city\r\nusrs\r\n";
    let output = Test::new("check --format short").file("a.amq", text).code(1).run();
    assert_eq!(codes(&output.stdout), [(3, "AMQ201".to_owned())]);
}

#[test]
fn a_huge_file_is_refused() {
    let test = Test::new("check a.amq").file("a.amq", "");
    let file = std::fs::File::options().write(true).open(test.folder.path().join("a.amq"));
    if file.unwrap().set_len(5 << 30).is_err() {
        return;
    }
    let output = test.code(2).run();
    assert!(output.stderr.contains("larger than 4 GiB"), "{}", output.stderr);
}

#[test]
fn max_cost_makes_a_more_expensive_query_an_error() {
    let query = "funnel A -> B by platform\n";
    let output =
        Test::new("check --format short --max-cost 599").file("a.amq", query).code(1).run();
    assert_eq!(codes(&output.stdout), [(1, "AMQ502".to_owned())]);
    Test::new("check --max-cost 600").file("a.amq", query).run();
}

#[test]
fn a_gate_of_the_command_line_is_not_silenced_by_files() {
    let query = "# amq: allow AMQ502, AMQ501\nfunnel A -> B by platform\n";
    for settings in ["", "[lints]\nAMQ502 = \"off\"\n", "[lints]\ncost-above-maximum = \"info\"\n"]
    {
        let test = |arguments: &str| Test::new(arguments).file("amq.toml", settings);
        let test = test("check --format short --max-cost 599").file("a.amq", query).code(1);
        let output = test.run();
        assert!(output.stdout.contains("error[AMQ502]"), "{}", output.stdout);
        assert!(!output.stdout.contains("AMQ606"), "{}", output.stdout);
    }
    // The project's own limit is the project's to lift.
    let settings = "[cost]\nmax = 599\n";
    Test::new("check -q").file("amq.toml", settings).file("a.amq", query).run();
}

#[test]
fn unknown_options_end_with_2() {
    Test::new("check --formt json").code(2).run();
    Test::new("check --format xml").code(2).run();
    Test::new("check --max-cost 0").code(2).run();
    Test::new("chek").code(2).run();
}

#[test]
fn a_wrong_day_says_what_is_wrong_with_it() {
    for compact in ["20210930", "2021-9-30", "+002021-09-30"] {
        let output = Test::new("check --today").args(&[compact]).code(2).run();
        assert!(output.stderr.contains("written like 2021-09-30"), "{}", output.stderr);
    }
    let output = Test::new("check --today 2021-02-29").code(2).run();
    assert!(output.stderr.contains("there is no such day"), "{}", output.stderr);
}

#[test]
fn a_wrong_day_says_how_days_are_written() {
    let output = Test::new("check --today tomorrow").code(2).run();
    assert!(output.stderr.contains("2021-09-30"), "{}", output.stderr);
}

/// The names of the files that a run over the folder checks, by a mistake in each.
fn read_files(test: Test) -> Vec<String> {
    let output = test.any_code().run();
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    output.stdout.lines().map(name).collect()
}

#[test]
fn only_the_ignore_files_of_the_repository_count() {
    let test = |arguments| {
        Test::new(arguments)
            .file("a.amq", "usrs\n")
            .file("sub/b.amq", "usrs\n")
            .file("../.gitignore", "a.amq\n")
            .file("../.ignore", "b.amq\n")
            .file(".git/info/exclude", "*.amq\n")
    };
    assert_eq!(read_files(test("check --format short")), ["a.amq", "sub/b.amq"]);
    let ignoring = test("check --format short sub").file(".gitignore", "b.amq\n");
    let output = ignoring.code(2).run();
    let said = "error: every `.amq` file in `sub` is ignored by a `.gitignore`\n";
    assert!(output.stderr.starts_with(said), "{}", output.stderr);
    let own = test("check --format short").file(".gitignore", "/b.amq\nsub\n");
    assert_eq!(read_files(own), ["a.amq"]);
    let without = test("check --format short").file("sub/.gitignore", "b.amq\n");
    std::fs::remove_dir_all(without.folder.path().join(".git")).unwrap();
    assert_eq!(read_files(without), ["a.amq"]);
}
