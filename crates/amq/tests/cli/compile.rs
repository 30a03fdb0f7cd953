//! `amq compile`.

use serde_json::Value;

use crate::support::Test;

const FIRST: &str =
    "funnel ce:Signup -> Purchase where city is \"Amsterdam\" by platform window 3d\n";
const FIRST_URL: &str = "https://amplitude.com/api/2/funnels?e=%7B%22event_type%22%3A%22ce%3ASignup%22%7D&e=%7B%22event_type%22%3A%22Purchase%22%7D&start=20210901&end=20210930&s=%5B%7B%22prop%22%3A%22city%22%2C%22op%22%3A%22is%22%2C%22values%22%3A%5B%22Amsterdam%22%5D%7D%5D&g=platform&cs=259200\n";
const TWO: &str = "one: users new on 2021-01-01\n\n# The second\ntwo: realtime\n";
const ONE_URL: &str = "https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new\n";
const TWO_URL: &str = "https://amplitude.com/api/2/realtime?i=5\n";

#[test]
fn the_first_example() {
    Test::new("compile").file("a.amq", FIRST).stdout(FIRST_URL).stderr("").run();
}

#[test]
fn nothing_is_printed_where_there_are_errors() {
    let wrong = format!("{TWO}usrs\n");
    let output = Test::new("compile").file("a.amq", &wrong).stdout("").code(1).run();
    assert!(output.stderr.contains("AMQ201"), "{}", output.stderr);
    Test::new("compile --keep-going")
        .file("a.amq", &wrong)
        .stdout(&format!("{ONE_URL}{TWO_URL}"))
        .code(1)
        .run();
}

#[test]
fn warnings_do_not_keep_from_compiling() {
    Test::new("compile")
        .file("a.amq", "users new on 2021-01-01 with x \"1\"\n")
        .stdout("https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new&x=1\n")
        .run();
}

/// With `--deny-warnings` they do, like errors; other commands of queries take it too.
#[test]
fn warnings_that_count_as_errors() {
    const WARNED: &str = "warned: users new on 2021-01-01 with x \"1\"\n\ntwo: realtime\n";
    let denied =
        |command: &str| Test::new(command).args(&["--deny-warnings"]).file("a.amq", WARNED);
    let output = denied("compile").stdout("").code(1).run();
    assert!(output.stderr.contains("warning[AMQ415]"), "{}", output.stderr);
    denied("compile --keep-going").stdout(TWO_URL).code(1).run();
    denied("compile a.amq:two").stdout(TWO_URL).code(0).run();
    assert!(denied("cost").code(1).run().stdout.contains("a.amq:warned"));
    denied("run --sandbox").stdout("").code(1).run();
    denied("run --dry-run --sandbox").stdout("").code(1).run();
}

#[test]
fn queries_of_a_file_with_two_spellings_are_found_together() {
    Test::new("compile d/a.amq:two d/../d/a.amq:one")
        .file("d/a.amq", TWO)
        .stdout(&format!("{ONE_URL}{TWO_URL}"))
        .run();
    Test::new("compile d/a.amq:two d/../d/a.amq")
        .file("d/a.amq", TWO)
        .stdout(&format!("{ONE_URL}{TWO_URL}"))
        .run();
}

#[test]
fn single_queries() {
    for (path, url) in [
        ("a.amq:one", ONE_URL),
        ("a.amq:two", TWO_URL),
        ("a.amq:1", ONE_URL),
        ("a.amq:3", TWO_URL),
        ("a.amq:4", TWO_URL),
    ] {
        Test::new("compile").args(&[path]).file("a.amq", TWO).stdout(url).run();
    }
    let both = format!("{ONE_URL}{TWO_URL}");
    Test::new("compile a.amq:two a.amq:one").file("a.amq", TWO).stdout(&both).run();
    Test::new("compile a.amq:two a.amq").file("a.amq", TWO).stdout(&both).run();
}

#[test]
fn a_single_query_does_not_mind_the_mistakes_of_others() {
    let text = format!("{TWO}usrs\n");
    Test::new("compile a.amq:two").file("a.amq", &text).stdout(TWO_URL).stderr("").run();
    Test::new("compile a.amq:5").file("a.amq", &text).stdout("").code(1).run();
}

#[test]
fn queries_that_are_not_there() {
    let output = Test::new("compile a.amq:tow").file("a.amq", TWO).stdout("").code(2).run();
    assert!(output.stderr.contains("help: there is `two`"), "{}", output.stderr);
    let output = Test::new("compile a.amq:2").file("a.amq", TWO).stdout("").code(2).run();
    assert!(output.stderr.contains("the nearest one starts at line 1"), "{}", output.stderr);
    let output = Test::new("compile b.amq:two").file("a.amq", TWO).stdout("").code(2).run();
    assert!(output.stderr.contains("cannot read `b.amq:two`"), "{}", output.stderr);
}

#[test]
fn a_file_with_a_colon_in_its_name_is_a_file() {
    Test::new("compile a:two").file("a:two", "realtime\n").stdout(TWO_URL).run();
}

#[test]
fn the_letter_of_a_drive_is_no_file() {
    let output = Test::new("compile C:two").file("C", TWO).stdout("").code(2).run();
    assert!(output.stderr.contains("cannot read `C:two`"), "{}", output.stderr);
}

#[test]
fn json() {
    let output =
        Test::new("compile --emit json").file("a.amq", FIRST).file("b.amq", "chart abc\n").run();
    let all: Value = serde_json::from_str(&output.stdout).unwrap();
    let first = &all[0];
    assert_eq!(first["file"], "a.amq");
    assert_eq!(first["line"], 1);
    assert_eq!(first["label"], Value::Null);
    assert_eq!(first["method"], "GET");
    assert_eq!(first["region"], "us");
    assert_eq!(first["endpoint"], "/api/2/funnels");
    assert_eq!(first["url"], FIRST_URL.trim_end());
    assert_eq!(first["params"][0], serde_json::json!(["e", "{\"event_type\":\"ce:Signup\"}"]));
    let cost = serde_json::json!({"days": 30, "conditions": 6, "query_type": 4, "total": 720});
    assert_eq!(first["cost"], cost);
    assert_eq!(all[1]["cost"], Value::Null);
    assert_eq!(all[1]["endpoint"], "/api/3/chart/abc/query");
    Test::new("compile --emit json").file("a.amq", "let $a = \"x\"\n").stdout("[]\n").run();
}

#[test]
fn http() {
    Test::new("compile --emit http")
        .file("a.amq", TWO)
        .stdout(
            "### one\n\
             GET https://amplitude.com/api/2/users?start=20210101&end=20210101&m=new\n\
             Authorization: Basic {{$processEnv AMPLITUDE_API_KEY}} {{$processEnv AMPLITUDE_SECRET_KEY}}\n\n\
             ### two\n\
             GET https://amplitude.com/api/2/realtime?i=5\n\
             Authorization: Basic {{$processEnv AMPLITUDE_API_KEY}} {{$processEnv AMPLITUDE_SECRET_KEY}}\n",
        )
        .run();
}

#[test]
fn another_host() {
    let test = || Test::new("compile").file("a.amq", "realtime\n");
    let url = "http://localhost:8080/api/2/realtime?i=5\n";
    test().args(&["--base-url", "http://localhost:8080/"]).stdout(url).run();
    test().env("AMQ_BASE_URL", "http://localhost:8080").stdout(url).run();
    test()
        .args(&["--base-url", "http://localhost:8080"])
        .env("AMQ_BASE_URL", "https://example.com")
        .stdout(url)
        .run();
    test().env("AMQ_BASE_URL", "").stdout(TWO_URL).run();
    for wrong in
        ["localhost:8080", "ftp://example.com", "http://a:b@example.com", "http://", "http://a'b"]
    {
        test().args(&["--base-url", wrong]).stdout("").code(2).run();
    }
    // Never from the settings.
    let output = test().file("amq.toml", "base_url = \"http://localhost\"\n").stdout(TWO_URL).run();
    assert!(output.stderr.contains("AMQ601"), "{}", output.stderr);
}

#[test]
fn a_shell_needs_curl() {
    Test::new("compile --shell cmd").file("a.amq", TWO).stdout("").code(2).run();
}

#[test]
fn keys_of_the_environment_never_show() {
    for emit in ["url", "curl", "http", "json"] {
        let output = Test::new("compile --emit")
            .args(&[emit, "-v"])
            .file("a.amq", TWO)
            .env("AMPLITUDE_API_KEY", "sesame-key")
            .env("AMPLITUDE_SECRET_KEY", "sesame-secret")
            .run();
        assert!(!format!("{output:?}").contains("sesame"), "{output:?}");
    }
}

#[test]
fn a_query_of_standard_input_needs_no_dashes_before_it() {
    const TEXT: &str = "a: events\nb: realtime\n";
    const B: &str = "https://amplitude.com/api/2/realtime?i=5\n";
    for arguments in
        ["compile -:b", "compile -- -:b", "compile -:b -q --", "compile -:2 --emit url"]
    {
        Test::new(arguments).stdin(TEXT).stdout(B).run();
    }
    let other = Test::new("compile -x").stdin(TEXT).code(2).run();
    assert!(other.stderr.contains("unexpected argument '-x'"), "{}", other.stderr);
}

#[test]
fn a_query_beside_its_file_or_folder_leaves_nothing_out() {
    for paths in ["n.amq n.amq:a", ". n.amq:a", "n.amq:a .", "./n.amq:b ."] {
        let test = Test::new("compile --emit curl").args(&paths.split(' ').collect::<Vec<_>>());
        let test =
            test.file("n.amq", "a: users new\nb: users active\n").file("o.amq", "c: users\n");
        let output = test.run();
        let labels: Vec<&str> = output.stdout.lines().filter(|it| it.starts_with("# ")).collect();
        let expected: &[&str] = if paths.contains(". ") || paths.ends_with('.') {
            &["# a", "# b", "# c"]
        } else {
            &["# a", "# b"]
        };
        assert_eq!(labels, expected, "{paths}");
        // And a query that is not there is missed.
        let test = Test::new("compile")
            .args(&paths.replace(":a", ":zz").replace(":b", ":zz").split(' ').collect::<Vec<_>>());
        let output = test.file("n.amq", "a: users new\n").stdout("").code(2).run();
        let start = "error: `n.amq` has no query labelled `zz`\n";
        assert!(output.stderr.starts_with(start), "{paths}: {}", output.stderr);
    }
}

#[test]
fn comments_above_other_queries_are_not_told_of() {
    let text = "# amq: allow AMQ416\na: users last 3d\n\nb: users new last 3d\n";
    Test::new("compile --deny-warnings a.amq:b").file("a.amq", text).stderr("").run();
    Test::new("compile --deny-warnings a.amq:a").file("a.amq", text).code(1).run();
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_whose_urls_they_are() {
    let text = "a: users on 2021-08-01\nrealtime\n";
    let compiled = Test::new("compile a.amq").file("a.amq", text);
    let Some(shown) = compiled.on_a_terminal() else {
        let why = "there is no `script`";
        return crate::support::skipped("a_terminal_shows_whose_urls_they_are", why);
    };
    let starts: Vec<_> = shown.lines().filter_map(|line| line.get(..8)).collect();
    assert_eq!(starts, ["# a.amq:", "https://", "# a.amq:", "https://"], "{shown}");
    let piped = compiled.run().stdout;
    assert!(piped.lines().all(|line| line.starts_with("https://")), "{piped}");
}
