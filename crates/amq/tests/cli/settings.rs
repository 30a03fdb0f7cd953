//! `amq.toml`.

use crate::support::{Output, Test, codes};

const QUERY: &str = "users new\n";

fn settings(text: &str) -> Test {
    Test::new("check --format short").file("amq.toml", text).file("a.amq", QUERY)
}

fn first(output: &Output) -> &str {
    output.stdout.lines().next().unwrap_or_default()
}

#[test]
fn every_key_is_taken() {
    settings(
        "language = 1\nregion = \"eu\"\ntimezone = \"Europe/Amsterdam\"\nrange = \"previous week\"\n\
         [properties]\nuser = [\"library\"]\n[cost]\nmax = 10\n[lints]\nunused-name = \"off\"\n\
         AMQ301 = \"info\"\n",
    )
    .stdout("")
    .run();
}

#[test]
fn an_unknown_key_is_a_warning_with_the_nearest() {
    let output = settings("regoin = \"eu\"\n").run();
    assert_eq!(first(&output), "amq.toml:1:1: warning[AMQ601]: `regoin` is not a setting");
}

#[test]
fn another_word_is_not_the_nearest_key() {
    let helps = |key: &str| {
        let test = Test::new("check").file("amq.toml", format!("{key} = 1\n"));
        let output = test.file("a.amq", QUERY).any_code().run();
        output.stderr.contains("write `")
    };
    assert!(["regio", "egion", "rnage", "Cost", "lins", "rang"].iter().all(|it| helps(it)));
    assert!(!["host", "hints", "most", "key"].iter().any(|it| helps(it)));
}

#[test]
fn a_key_in_the_wrong_table_says_where_it_belongs() {
    let test =
        Test::new("check").file("amq.toml", "[cost]\nregion = \"eu\"\n").file("a.amq", QUERY);
    let output = test.run();
    assert!(output.stderr.contains("`region` belongs at the top"), "{}", output.stderr);
}

#[test]
fn wrong_values_make_the_settings_unusable() {
    for (text, place, code) in [
        ("region = \"ue\"\n", "1:10", "AMQ602"),
        ("region = 1\n", "1:10", "AMQ602"),
        ("timezone = \"Europe/Amsterdm\"\n", "1:12", "AMQ602"),
        ("range = \"last 30x\"\n", "1:15", "AMQ602"),
        ("range = \"\"\n", "1:9", "AMQ602"),
        ("range = 30\n", "1:9", "AMQ602"),
        ("language = 0\n", "1:12", "AMQ602"),
        ("language = 2\n", "1:12", "AMQ603"),
        ("[cost]\nmax = -1\n", "2:7", "AMQ602"),
        ("[cost]\nmax = \"9\"\n", "2:7", "AMQ602"),
        ("cost = 3\n", "1:8", "AMQ602"),
        ("[properties]\nuser = \"plan\"\n", "2:8", "AMQ602"),
        ("[properties]\nuser = [\"plan\", 3]\n", "2:17", "AMQ602"),
        ("[lints]\nunused-name = \"warn\"\n", "2:15", "AMQ602"),
        ("[lints]\nunused-name = \"off\"\nAMQ214 = \"error\"\n", "3:1", "AMQ602"),
        ("region = \"eu\n", "1:13", "AMQ602"),
        ("region \"eu\"\n", "1:8", "AMQ602"),
    ] {
        let output = settings(text).code(2).run();
        let start = format!("amq.toml:{place}: error[{code}]: ");
        assert!(first(&output).starts_with(&start), "{text}: {}", output.stdout);
    }
}

#[test]
fn queries_of_unusable_settings_are_not_checked() {
    let output = settings("region = 1\n").file("b.amq", "usrs\n").code(2).run();
    assert_eq!(codes(&output.stdout).len(), 1);
    Test::new("compile")
        .file("amq.toml", "region = 1\n")
        .file("a.amq", QUERY)
        .stdout("")
        .code(2)
        .run();
}

#[test]
fn unknown_diagnostics_are_a_warning() {
    let output = settings("[lints]\nunsed-name = \"off\"\n").run();
    assert!(first(&output).starts_with("amq.toml:2:1: warning[AMQ604]"), "{}", output.stdout);
}

#[test]
fn lints_set_how_bad_things_are() {
    let query = "users new where plan is \"x\"\n";
    for (level, codes_and_end) in [("error", (1, 1)), ("warning", (1, 0)), ("off", (0, 0))] {
        let output = Test::new("check --format short")
            .file("amq.toml", format!("[lints]\nunknown-property = \"{level}\"\n"))
            .file("a.amq", query)
            .code(codes_and_end.1)
            .run();
        assert_eq!(output.stdout.lines().count(), codes_and_end.0, "{}", output.stdout);
    }
}

#[test]
fn lints_hold_for_the_settings_themselves() {
    settings("regoin = 1\n[lints]\nunknown-key = \"off\"\n").stdout("").run();
    settings("regoin = 1\n[lints]\nunknown-key = \"error\"\n").code(1).run();
}

#[test]
fn a_default_range_that_ends_in_the_future_is_a_warning() {
    const RANGE: &str = "range = \"from 2021-09-01 to 2021-12-31\"\n";
    let output = settings(RANGE).run();
    assert!(first(&output).starts_with("amq.toml:1:29: warning[AMQ310]"), "{}", output.stdout);
    settings(&format!("{RANGE}[lints]\nfuture-range = \"off\"\n")).stdout("").run();
    let test = Test::new("check --unsafe-fixes").file("amq.toml", RANGE).file("a.amq", QUERY);
    let (_, folder) = test.run_in();
    assert_eq!(folder.read("amq.toml"), RANGE.replace("2021-12-31", "2021-09-30"));
}

#[test]
fn the_nearest_settings_count() {
    let test = Test::new("compile")
        .file("amq.toml", "region = \"eu\"\n")
        .file("a.amq", QUERY)
        .file("team/amq.toml", "range = \"on 2021-01-01\"\n")
        .file("team/deep/b.amq", QUERY);
    test.stdout(
        "https://analytics.eu.amplitude.com/api/2/users?start=20210901&end=20210930&m=new\n\
         https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new\n",
    )
    .run();
}

#[test]
fn settings_above_the_current_folder_count() {
    for path in ["a.amq", "./a.amq", ".", "../team/a.amq"] {
        Test::new("compile")
            .args(&[path])
            .file("amq.toml", "range = \"on 2021-01-01\"\n")
            .file("team/a.amq", QUERY)
            .below("team")
            .stdout("https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new\n")
            .run();
    }
    Test::new("compile -")
        .stdin(QUERY)
        .file("amq.toml", "range = \"on 2021-01-01\"\n")
        .file("team/a.amq", QUERY)
        .below("team")
        .stdout("https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new\n")
        .run();
}

#[test]
fn options_go_before_settings() {
    Test::new("compile --region us --config other.toml")
        .file("amq.toml", "region = \"eu\"\nrange = \"today\"\n")
        .file("other.toml", "region = \"eu\"\nrange = \"yesterday\"\n")
        .file("a.amq", QUERY)
        .stdout("https://amplitude.com/api/2/users?start=20210929&end=20210929&m=new\n")
        .run();
}

#[test]
fn missing_settings_that_were_asked_for_say_so() {
    let output = Test::new("check --config no.toml").file("a.amq", QUERY).code(2).run();
    assert!(output.stderr.starts_with("error: cannot read `no.toml`"), "{}", output.stderr);
    assert_eq!(output.stderr.matches("cannot read").count(), 1);
}

#[test]
fn the_time_zone_decides_what_today_is() {
    // These two are never on the same day.
    let day = |zone: &str| {
        let mut test = Test::new("compile").file("a.amq", "users new today\n");
        test = test.file("amq.toml", format!("timezone = \"{zone}\"\n"));
        let mut command = test.command(&crate::support::amq());
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let without_today = &arguments[2..];
        command = std::process::Command::new(command.get_program());
        command.args(without_today).current_dir(test.folder.path()).env_clear();
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert_ne!(day("Pacific/Kiritimati"), day("Pacific/Pago_Pago"));
}

#[test]
fn values_are_set_from_outside() {
    let text = "let $cities = (\"Paris\")\nusers new on 2021-01-01 where city is $cities\n";
    let output = Test::new("compile")
        .args(&["--set", "cities=Berlin,\"San Jose, CA\""])
        .file("a.amq", text)
        .run();
    assert!(
        output.stdout.contains("%5B%22Berlin%22%2C%22San%20Jose%2C%20CA%22%5D"),
        "{}",
        output.stdout
    );
}

#[test]
fn setting_what_is_not_there_says_so() {
    let text = "let $cities = (\"Paris\")\nlet $nl = where city is $cities\nusers new where $nl\n";
    let output = Test::new("compile --set citis=Berlin").file("a.amq", text).code(2).run();
    assert!(output.stderr.contains("there is `$cities`"), "{}", output.stderr);
    let output = Test::new("compile --set nl=Berlin").file("a.amq", text).code(2).run();
    assert!(output.stderr.contains("`$nl` is a segment"), "{}", output.stderr);
    Test::new("compile --set cities").file("a.amq", text).code(2).run();
    for empty in ["cities=", "cities=Berlin,", "cities=,Berlin"] {
        let output =
            Test::new("compile --set").args(&[empty]).file("a.amq", text).stdout("").code(2).run();
        assert!(output.stderr.contains("a value is missing"), "{empty}: {}", output.stderr);
    }
    let output = Test::new("compile --set cities=\"\"").file("a.amq", text).run();
    assert!(output.stdout.contains("%22values%22%3A%5B%22%22%5D"), "{}", output.stdout);
}

#[test]
fn no_number_of_a_diagnostic_is_near_another_and_no_key_stands_twice_after_a_fix() {
    for text in [
        "[lints]\nAMQ503 = \"off\"\n",
        "[lints]\nunknown-evnt = \"off\"\nunknown-event = \"off\"\n",
        "[lints]\nunknown-evnt = \"off\"\nAMQ311 = \"off\"\n",
    ] {
        let test = Test::new("check --fix --unsafe-fixes").file("amq.toml", text);
        let (output, folder) = test.file("a.amq", "realtime\n").run_in();
        assert_eq!(folder.read("amq.toml"), text, "{}", output.stderr);
    }
    let twice = "regoin = \"eu\"\nregio = \"eu\"\n";
    let test = Test::new("check --fix").file("amq.toml", twice).file("a.amq", "realtime\n");
    let (_, folder) = test.run_in();
    assert_eq!(folder.read("amq.toml"), "region = \"eu\"\nregio = \"eu\"\n");
}

#[test]
fn settings_of_several_projects_are_told_of_once() {
    let test = Test::new("check --format short --config shared.toml");
    let test = test.file("shared.toml", "regoin = \"eu\"\n");
    let test = test.file("a/.git/x", "").file("a/a.amq", "realtime\n");
    let output = test.file("b/amq.toml", "").file("b/b.amq", "realtime\n").run();
    assert_eq!(output.stdout.lines().count(), 1, "{}", output.stdout);
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_not_read_as_settings() {
    use std::os::unix::fs::symlink;
    for name in ["amq.toml", "taxonomy.toml"] {
        for (target, words) in [
            ("nowhere", "it is a link that leads nowhere"),
            ("/dev/zero", "it is not a file"),
            ("folder", "it is a folder"),
            ("pipe", "it is not a file"),
        ] {
            let test = Test::new("check").file("folder/x", "").file("a.amq", "realtime\n");
            let test = if name == "amq.toml" { test } else { test.file("amq.toml", "") };
            let folder = test.folder.path();
            let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status();
            if target == "pipe" && !made.is_ok_and(|it| it.success()) {
                continue;
            }
            symlink(target, folder.join(name)).unwrap();
            let output = test.code(2).run();
            let start = format!("error: cannot read `{name}`: {words}\n");
            assert!(output.stderr.starts_with(&start), "{}", output.stderr);
        }
    }
}

#[test]
fn without_settings_and_repository_a_file_has_its_folder_however_it_is_named() {
    for paths in [["deep/b.amq", "a.amq"], ["./a.amq", "deep/../deep/b.amq"]] {
        for absolute in [false, true] {
            let test = Test::new("check --format short");
            let folder = test.folder.path();
            std::fs::remove_dir(folder.join(".git")).unwrap();
            let named = |path: &str| folder.join(path).display().to_string();
            let paths = paths.map(|path| if absolute { named(path) } else { path.to_owned() });
            let test = test.args(&paths.each_ref().map(String::as_str));
            let test = test.file("a.amq", "let $a = \"x\"\n");
            let test = test.file("deep/b.amq", "use \"../a.amq\"\nusers where city is $a\n");
            let output = test.code(1).run();
            assert!(output.stdout.contains("error[AMQ215]"), "{paths:?}: {}", output.stdout);
        }
    }
}
