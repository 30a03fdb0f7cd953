//! Symbolic links of a project that lead out of it.

use std::{fs, os::unix::fs::symlink};

use crate::{
    run::{QUERIES, asking, sandbox},
    support::{Output, Test},
};

/// A link in the folder of the test, which may lead out of that.
fn link(test: Test, target: &str, name: &str) -> Test {
    symlink(target, test.folder.path().join(name)).unwrap();
    test
}

/// A file beside the folder of the test.
fn beside(test: Test, name: &str, content: &str) -> Test {
    test.file(&format!("../{name}"), content)
}

fn said(output: &Output, link: &str, target: &str) {
    let start = format!("`{link}` is a link that leads out of the project, to `/");
    let end = format!("/{target}`\n");
    let mut lines = output.stderr.split_inclusive('\n');
    assert!(lines.any(|it| it.contains(&start) && it.ends_with(&end)), "{}", output.stderr);
}

#[test]
fn nothing_outside_is_fixed_or_formatted() {
    let wrong = "usrs\n";
    for command in ["check --fix link.amq", "fmt link.amq"] {
        let wrong = if command.starts_with("fmt") { "users  new\n" } else { wrong };
        let test = beside(Test::new(command).code(2), "out.amq", wrong);
        let (output, folder) = link(test, "../out.amq", "link.amq").run_in();
        said(&output, "link.amq", "out.amq");
        assert_eq!(folder.read("../out.amq"), wrong);
    }
    let settings = "regoin = \"eu\"\n";
    let test = beside(Test::new("check --fix").code(2), "out.toml", settings);
    let test = link(test.file("a.amq", wrong), "../out.toml", "amq.toml");
    let (output, folder) = test.run_in();
    said(&output, "amq.toml", "out.toml");
    assert_eq!(folder.read("../out.toml"), settings);
    assert_eq!(folder.read("a.amq"), "users\n");
}

#[test]
fn a_link_in_the_way_counts_too() {
    let test = beside(Test::new("check --fix folder/out.amq").code(2), "out.amq", "usrs\n");
    let (output, folder) = link(test, "..", "folder").run_in();
    said(
        &output,
        "folder",
        &folder.path().parent().unwrap().file_name().unwrap().to_string_lossy(),
    );
    assert_eq!(folder.read("../out.amq"), "usrs\n");
}

#[test]
fn what_is_pulled_stays_in_the_project() {
    let sandbox = sandbox();
    let test = Test::new(&format!("pull --base-url http://{}", sandbox.1));
    let test = test.env("AMPLITUDE_API_KEY", "sandbox").env("AMPLITUDE_SECRET_KEY", "sandbox");
    let test = beside(test.file("amq.toml", ""), "out.toml", "events = []\n").code(2);
    let (output, folder) = link(test, "../out.toml", "taxonomy.toml").run_in();
    said(&output, "taxonomy.toml", "out.toml");
    assert_eq!(folder.read("../out.toml"), "events = []\n");
}

#[test]
fn answers_stay_in_the_project_unless_another_place_is_named() {
    let sandbox = sandbox();
    let run = |folder: &str, target: &str, name: &str| {
        let test = asking(&sandbox, &format!("--format csv -o {folder} a.amq"));
        let test = test.file("a.amq", QUERIES).file("../outside/x", "").file("out/x", "");
        link(test.any_code(), target, name).run_in()
    };
    for (folder, target, name) in
        [("link", "../outside", "link"), ("out", "../../outside", "out/a")]
    {
        let (output, at) = run(folder, target, name);
        assert_eq!(output.code, Some(2));
        said(&output, name, "outside");
        assert_eq!(fs::read_dir(at.path().join("../outside")).unwrap().count(), 1);
    }
    for (folder, target, name) in [("link", "out", "link"), ("../outside", "out", "link")] {
        let (output, _) = run(folder, target, name);
        assert_eq!(output.code, Some(0), "{}", output.stderr);
    }
}

#[test]
fn links_to_files_of_the_project_are_checked_once() {
    let test = Test::new("check --format short sub").file("a.amq", "usrs\n");
    let test = beside(test.file("sub/b.amq", "usrs\n"), "out.amq", "usrs\n");
    let test = link(link(test, "../a.amq", "sub/a.amq"), "b.amq", "sub/c.amq");
    let output = link(test, "../../out.amq", "sub/out.amq").code(1).run();
    let names: Vec<&str> = output.stdout.lines().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(names, ["sub/a.amq", "sub/b.amq"]);
}

#[test]
fn what_is_not_a_file_is_not_read() {
    for (name, text) in [("zero.amq", ""), ("a.amq", "use \"zero.amq\"\n")] {
        let test = Test::new("check --format short").args(&[name]).file("a.amq", text);
        let output = link(test, "/dev/zero", "zero.amq").any_code().run();
        assert_ne!(output.code, Some(0), "{}", output.stderr);
    }
    let test = Test::new("check zero.amq").code(2);
    let output = link(test, "/dev/zero", "zero.amq").run();
    assert!(
        output.stderr.starts_with("error: cannot read `zero.amq`: it is not a file\n"),
        "{}",
        output.stderr
    );
}
