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
fn beside(test: Test, name: &str, text: &str) -> Test {
    test.file(&format!("../{name}"), text)
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
