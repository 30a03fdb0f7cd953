//! What people see: for every diagnostic, how the wrong example of its page is drawn. The drawings
//! stand in `tests/rendered`; `UPDATE=1` rewrites them.

use std::path::{Path, PathBuf};

use amq_schema::CODES;
use unicode_width::UnicodeWidthStr as _;

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

/// Nothing is wider than the screen: neither wide characters nor what is said beside a place.
#[test]
fn what_does_not_fit() {
    let word = "購入".repeat(10);
    hold("wide_line", &seen(&format!("funnel \"{word}\" -> \"{word}\" by plattform\n")));
    let funnel = "funnel ce:Signup -> Purchase where city is \"Amsterdam\"";
    hold("long_labels", &seen(&format!("a: {funnel} by platform window 3d last 60d\n")));
    hold("label_at_the_end", &seen(&format!("{funnel} window 3d by platform\n  last 60d\n")));
    let cities = "\"Amsterdam\", \"Utrecht\", ".repeat(8);
    let text = format!("{funnel}\n\tand city is ({cities}\"x\")\n  by platform last 300d\n");
    hold("long_neighbours", &seen(&format!("# {word} {word} {word}\n{text}")));
    hold("long_word", &seen(&format!("users by gp:platform, {}\n", "a".repeat(100))));
    hold("wide_word", &seen(&format!("users by {word}{word}\n")));
    hold(
        "long_label",
        &seen(&format!("{}: users new\nusers by {}\n", "a".repeat(70), "x".repeat(90))),
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

/// How wide a drawing may be where nothing is known of the screen.
const SCREEN: usize = 80;

/// Holds a drawing against what every drawing has to be, and against the one that is kept, which
/// `UPDATE` rewrites.
fn hold(name: &str, seen: &str) {
    assert!(!seen.contains("..\n") && !seen.contains(".. "), "{name}: {seen}");
    assert!(!seen.contains('\u{1b}'), "{name}: {seen}");
    for line in seen.lines() {
        assert!(line.width() <= SCREEN, "{name}, {} columns:\n{line}", line.width());
    }
    let path = folder("tests/rendered").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, seen).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(seen, expected, "{}; UPDATE=1 rewrites it", path.display());
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
