//! What people see: for every diagnostic, how the wrong example of its page is drawn. The drawings
//! stand in `tests/rendered`; `UPDATE=1` rewrites them.

use std::path::{Path, PathBuf};

use amq_schema::CODES;

use crate::{
    pages::{Block, blocks},
    support::Test,
};

#[test]
fn every_diagnostic() {
    for code in CODES {
        let page = folder("../../docs/diagnostics").join(format!("{}.md", code.id));
        let page = std::fs::read_to_string(page).unwrap();
        let mut run = Test::new("check");
        let mut main = None;
        for block in blocks(&page) {
            match block.title {
                // A file beside amq.toml needs one to stand beside.
                Some("taxonomy.toml") => {
                    run = run.file("amq.toml", "").file("taxonomy.toml", &block.text);
                }
                Some(title) => run = run.file(title, &block.text),
                None if main.is_none() => main = Some(block),
                None => {}
            }
        }
        let main = main.unwrap();
        run = if main.info.starts_with("toml") {
            run.file("amq.toml", &main.text).file("main.amq", "realtime\n")
        } else {
            run.file("main.amq", bytes(&main))
        };
        let seen = run.any_code().run().stderr;
        assert!(seen.contains(&format!("[{}]:", code.id)), "{}: {seen}", code.id);
        hold(code.id, &seen);
    }
}

#[test]
fn wide_characters() {
    hold(
        "wide",
        &seen(
            "users new where gp:\"é\" is \"購入\" wher\nfunnel \"購入\" -> \"🎉\" by plattform\n",
        ),
    );
}

#[test]
fn the_end_of_a_file() {
    hold("end", &seen("users new where city is"));
    hold("end_with_blanks", &seen("users new where city is   \n\n\n"));
    hold("empty_path", &seen("use\n"));
}

#[test]
fn a_long_line() {
    let conditions = "gp:plan is \"pro\" and ".repeat(2_000);
    hold(
        "long",
        &seen(&format!(
            "users new where {conditions} ctiy is \"x\" and {conditions} paying is true\n"
        )),
    );
}

#[test]
fn a_statement_of_several_lines() {
    hold("lines", &seen("funnel A -> B\n  by platform\n  window 1d\n  last 1000d\n  every week\n"));
}

#[test]
fn a_long_line_with_many_mistakes_is_answered_at_once() {
    let before = std::time::Instant::now();
    let text =
        format!("users new where {} paying is true\n", "gp:plan is prooo and ".repeat(2_000));
    Test::new("check -").stdin(text).code(1).run();
    let text = "usrs new\n".repeat(10_000);
    Test::new("check -").stdin(text).code(1).run();
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
}

fn seen(text: &str) -> String {
    Test::new("check").file("main.amq", text).any_code().run().stderr
}

/// Holds a drawing against the one that is kept, and against what every drawing has to be.
fn hold(name: &str, seen: &str) {
    let path = folder("tests/rendered").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, seen).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(seen, expected, "{}; UPDATE=1 rewrites it", path.display());
    assert!(!seen.contains("..\n") && !seen.contains(".. "), "{name}: {seen}");
    assert!(!seen.contains('\u{1b}'), "{name}: {seen}");
}

fn folder(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn bytes(block: &Block<'_>) -> Vec<u8> {
    if block.info.contains("encoding=latin-1") {
        // The first 256 characters of Unicode are Latin-1.
        return block.text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    }
    block.text.clone().into_bytes()
}
