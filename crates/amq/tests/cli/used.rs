//! `use` across files.

use crate::support::{Test, codes};

const SHARED: &str = "let $nl = where country is \"Netherlands\"\n";

fn short() -> Test {
    Test::new("check --format short")
}

fn found(output: &crate::support::Output) -> Vec<(usize, String)> {
    codes(&output.stdout)
}

fn code(line: usize, code: &str) -> (usize, String) {
    (line, code.to_owned())
}

#[test]
fn names_are_brought_in() {
    short()
        .file("shared/segments.amq", SHARED)
        .file("weekly/a.amq", "use \"../shared/segments.amq\"\nusers new where $nl\n")
        .stdout("")
        .run();
}

#[test]
fn names_are_brought_in_from_one_file_only() {
    let output = short()
        .file("one.amq", SHARED)
        .file("two.amq", "use \"one.amq\"\nlet $big = where $nl and city is \"Amsterdam\"\n")
        .file("a.amq", "use \"two.amq\"\nusers new where $big\nusers new where $nl\n")
        .code(1)
        .run();
    assert_eq!(found(&output), [code(3, "AMQ206")]);
}

#[test]
fn other_files_of_the_project_that_define_a_name_are_named() {
    const LIKE: &str = "let $nll = where country is \"NL\"\nusers new where $nl vs $nll\n";
    let given =
        |arguments| Test::new(arguments).file("amq.toml", "").file("weekly/a.amq", LIKE).code(1);
    let help = |test: Test| -> String {
        let said = test.run().stderr;
        said.lines().filter(|it| it.contains("help: ")).map(str::trim).collect()
    };
    // What lies outside the project cannot be used; without settings and a repository, that is what
    // lies outside the folder.
    let outside = given("check").file("weekly/amq.toml", "").file("shared/b.amq", SHARED);
    assert_eq!(help(outside), "help: there is `$nll`");
    let bare = Test::new("check").file("a.amq", LIKE).file("shared/b.amq", SHARED).code(1);
    assert_eq!(help(bare), "help: it is defined in `shared/b.amq`");
    let one = |arguments| given(arguments).file("shared/b.amq", SHARED);
    assert_eq!(help(one("check")), "help: it is defined in `../shared/b.amq`");
    let two = one("check").file("a.amq", SHARED);
    assert_eq!(help(two), "help: it is defined in `../a.amq` or `../shared/b.amq`");
    // The name that is like it stays as it is.
    assert_eq!(one("check --fix").run_in().1.read("weekly/a.amq"), LIKE);
    let mended = one("check --unsafe-fixes").code(0).run_in().1.read("weekly/a.amq");
    assert_eq!(mended, format!("use \"../shared/b.amq\"\n\n{LIKE}"));
}

#[test]
fn a_missing_file_is_reported_at_its_path_and_names_are_not() {
    let output = short().file("a.amq", "use \"no.amq\"\nusers new where $nl\n").code(1).run();
    assert_eq!(found(&output), [code(1, "AMQ213")]);
    assert!(output.stdout.starts_with("a.amq:1:5:"), "{}", output.stdout);
}

#[test]
fn paths_that_cannot_be_right_say_why() {
    for (path, words) in [
        ("shared", "there is `shared.amq`"),
        ("shard.amq", "there is `shared.amq`"),
        ("folder/y.amq", "there is `folder/x.amq`"),
        ("nothing/like/it.amq", "no such file"),
        ("", "the path is empty"),
        ("folder", "it is a folder"),
        ("shared\\\\x.amq", "has backslashes"),
        ("shared\\names.amq", "no path can have"),
        ("https://example.com/x.amq", "is an address"),
        ("latin.amq", "not UTF-8"),
        ("a.amq", "uses itself"),
    ] {
        let output = short()
            .file("shared.amq", SHARED)
            .file("folder/x.amq", SHARED)
            .file("latin.amq", b"# \xe9\n")
            .args(&["a.amq"])
            .file("a.amq", format!("use \"{path}\"\nusers new\n"))
            .code(1)
            .run();
        assert!(output.stdout.contains(words), "{path}: {}", output.stdout);
    }
}

#[test]
fn a_compile_with_a_missing_file_prints_nothing() {
    Test::new("compile a.amq")
        .file("a.amq", "use \"no.amq\"\nusers new where $nl\n")
        .stdout("")
        .code(1)
        .run();
}

#[test]
fn a_name_without_its_file_is_no_request_even_if_that_is_silenced() {
    let text = "# amq: allow AMQ213\nuse \"no.amq\"\nusers new where $nl\n";
    let output = Test::new("compile").file("a.amq", text).stdout("").code(1).run();
    assert!(output.stderr.contains("[AMQ213]"), "{}", output.stderr);
}

#[test]
fn mistakes_in_a_used_file_are_reported_with_the_user() {
    let output = short()
        .file("shared.amq", "let $nl = where contry is \"Netherlands\" and\n\nusrs\n")
        .file("a.amq", "use \"shared.amq\"\nusers new where $nl\n")
        .args(&["a.amq"])
        .code(1)
        .run();
    assert!(
        output.stdout.lines().all(|line| line.starts_with("shared.amq:1:")),
        "{}",
        output.stdout
    );
    assert!(!output.stdout.is_empty());
}

#[test]
fn files_that_use_each_other() {
    let output = short()
        .file("a.amq", "use \"b.amq\"\nlet $a = \"x\"\n")
        .file("b.amq", "use \"c.amq\"\nlet $b = \"x\"\n")
        .file("c.amq", "use \"a.amq\"\nlet $c = \"x\"\n")
        .file("d.amq", "use \"a.amq\"\nusers new where city is $a\n")
        .code(1)
        .run();
    assert_eq!(
        output.stdout,
        "a.amq:1:5: error[AMQ212]: these files use each other: `a.amq` → `b.amq` → `c.amq` → `a.amq`\n"
    );
}

#[test]
fn each_cycle_is_said_once() {
    let output = short()
        .file("a.amq", "use \"b.amq\"\n")
        .file("b.amq", "use \"a.amq\"\nuse \"c.amq\"\n")
        .file("c.amq", "use \"b.amq\"\nuse \"c.amq\"\n")
        .code(1)
        .run();
    let places: Vec<&str> = output.stdout.lines().map(|line| &line[..9]).collect();
    assert_eq!(places, ["a.amq:1:5", "b.amq:2:5", "c.amq:2:5"], "{}", output.stdout);
}

#[test]
fn a_cycle_is_said_the_same_wherever_a_run_begins() {
    for file in ["a.amq", "b.amq", "d.amq"] {
        let output = short()
            .file("a.amq", "use \"b.amq\"\nlet $a = \"x\"\n")
            .file("b.amq", "use \"a.amq\"\nlet $b = \"x\"\n")
            .file("d.amq", "use \"a.amq\"\nusers new where city is $a\n")
            .args(&[file])
            .code(1)
            .run();
        let files: Vec<&str> = output.stdout.lines().map(|it| &it[..5]).collect();
        assert_eq!(files, ["a.amq"], "{file}: {}", output.stdout);
    }
}

#[test]
fn a_long_chain_is_followed() {
    let mut chain = short().args(&["f0.amq"]);
    for number in 0..3000 {
        let text = format!("use \"f{}.amq\"\nlet $n{number} = (\"x\")\n", number + 1);
        chain = chain.file(&format!("f{number}.amq"), text);
    }
    chain.file("f3000.amq", SHARED).stdout("").run();
}

#[cfg(unix)]
#[test]
fn outside_the_project() {
    let secret = "let $secret = \"hidden words\"\n";
    let outside = |path: &str| {
        let test = short().file("inside/amq.toml", "").file("outside.amq", secret);
        let inside = test.folder.path().join("inside");
        std::os::unix::fs::symlink("../outside.amq", inside.join("link.amq")).unwrap();
        test.file("inside/a.amq", format!("use \"{path}\"\nusers new where city is $secret\n"))
            .args(&["inside/a.amq"])
            .code(1)
            .run()
    };
    for path in ["../outside.amq", "link.amq", "../missing.amq", "/etc/passwd", "/etc/no-such"] {
        let output = outside(path);
        assert_eq!(found(&output), [code(1, "AMQ215")], "{path}: {}", output.stdout);
        assert!(!output.stdout.contains("hidden") && !output.stderr.contains("hidden"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_within_the_project_is_followed() {
    let test = short().file("shared.amq", SHARED);
    std::os::unix::fs::symlink("shared.amq", test.folder.path().join("link.amq")).unwrap();
    test.file("a.amq", "use \"link.amq\"\nusers new where $nl\n").stdout("").run();
}

#[test]
fn unused_names() {
    let own = "let $city = \"x\"\nusers new\n";
    let output = short().file("a.amq", own).run();
    assert_eq!(found(&output), [code(1, "AMQ214")]);
    // Somebody else mentions it.
    short()
        .file("a.amq", own)
        .file("b.amq", "use \"a.amq\"\nusers new where city is $city\n")
        .stdout("")
        .run();
    // The same name of another file is another name.
    let output = short()
        .file("a.amq", own)
        .file("b.amq", "let $city = \"y\"\nusers new where city is $city\n")
        .run();
    assert_eq!(found(&output), [code(1, "AMQ214")]);
    // A file of definitions only is there to be used.
    short().file("a.amq", "let $city = \"x\"\n").stdout("").run();
}

#[test]
fn unused_names_are_said_in_the_order_of_places() {
    let text = "let $one = \"x\"\nusrs\nlet $two = \"x\"\nusers new\n";
    let output = short().file("a.amq", text).code(1).run();
    assert_eq!(found(&output), [code(1, "AMQ214"), code(2, "AMQ201"), code(3, "AMQ214")]);
}

#[test]
fn names_are_not_unused_where_files_use_each_other() {
    let output = short()
        .file("a.amq", "use \"b.amq\"\nlet $a = \"x\"\nusers new where city is $b\n")
        .file("b.amq", "use \"a.amq\"\nlet $b = \"x\"\nusers new where city is $a\n")
        .code(1)
        .run();
    assert_eq!(found(&output), [code(1, "AMQ212")]);
}

#[test]
fn a_file_that_is_used_twice() {
    let text = "use \"shared.amq\"\nuse \"./shared.amq\"\nusers new where $nl\n";
    let given = |arguments| Test::new(arguments).file("shared.amq", SHARED).file("a.amq", text);
    let output = given("check --format short").code(1).run();
    let said = "a.amq:2:5: error[AMQ208]: `./shared.amq` is used already, further up\n";
    assert_eq!(output.stdout, said);
    let (_, folder) = given("check --fix").run_in();
    assert_eq!(folder.read("a.amq"), "use \"shared.amq\"\nusers new where $nl\n");
}

#[test]
fn check_passes_no_definition_that_compile_refuses() {
    const CYCLE: &str = "let $a = where $b\nlet $b = where $a\nusers where $a\n";
    const MISSING: &str = "use \"no.amq\"\nusers where $nl\n";
    const ROUND: &str = "use \"a.amq\"\nusers where $nl\n";
    const OUTSIDE: &str = "use \"../outside.amq\"\nusers where $nl\n";
    let files = [("AMQ211", CYCLE), ("AMQ212", ROUND), ("AMQ213", MISSING), ("AMQ215", OUTSIDE)];
    for (silent, text) in files {
        let allowed = short().file("a.amq", format!("# amq: allow {silent}\n{text}"));
        let off =
            short().file("a.amq", text).file("amq.toml", format!("[lints]\n{silent} = \"off\"\n"));
        for test in [allowed, off] {
            test.folder.write("../outside.amq", SHARED.as_bytes());
            let output = test.code(1).run();
            assert!(found(&output).iter().any(|it| it.1 == silent), "{}", output.stdout);
        }
    }
}

#[test]
fn a_use_that_no_name_is_taken_from_is_a_warning() {
    let unused = "# Why.\n\nuse \"shared.amq\"  # names\nusers new\n";
    let output = short().file("shared.amq", SHARED).file("a.amq", unused).run();
    assert_eq!(found(&output), [code(3, "AMQ214")]);
    let test = Test::new("check --fix").file("shared.amq", SHARED).file("a.amq", unused);
    assert_eq!(test.run_in().1.read("a.amq"), "# Why.\n\nusers new\n");
    // A file without queries is a library, and a name may be taken by a definition.
    for text in ["use \"shared.amq\"\n", "use \"shared.amq\"\nlet $a = where $nl\nusers where $a\n"]
    {
        short().file("shared.amq", SHARED).file("a.amq", text).stdout("").run();
    }
}
