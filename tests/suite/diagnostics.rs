//! The fixtures of `tests/check`: queries with what is said of them drawn underneath.
//!
//! A line under a fault begins with `#`, so that the file stays one of the language; such lines
//! are taken out before the text is checked. `UPDATE=1` draws them anew.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use amq_check::{Diagnostic, Fix};
use amq_tests::{check, workspace};

use crate::fixes::applied;

#[test]
fn fixtures_say_what_they_should() {
    assert_drawn(&fixtures(), |_, text| said(text));
}

/// Holds what is said of files against what is drawn in them.
pub(crate) fn assert_drawn(paths: &[PathBuf], said: impl Fn(&Path, &str) -> Vec<Diagnostic>) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    for path in paths {
        let written = std::fs::read_to_string(path).unwrap();
        let text = without_drawings(&written);
        let drawn = draw(&text, &said(path, &text));
        if drawn == written {
            continue;
        }
        if update {
            std::fs::write(path, &drawn).unwrap();
        }
        stale.push(format!("{}\n{}", path.display(), first_difference(&written, &drawn)));
    }
    assert!(stale.is_empty(), "run with UPDATE=1 and look at the change:\n{}", stale.join("\n"));
}

#[test]
fn every_code_of_the_checker_has_a_fixture() {
    let mut missing: Vec<&str> = amq_schema::CODES.iter().map(|code| code.id).collect();
    for path in fixtures() {
        let written = std::fs::read_to_string(&path).unwrap();
        missing.retain(|id| !written.contains(&format!("[{id}]")));
    }
    missing.retain(|id| !crate::pages::NEEDS_A_PROJECT.contains(id));
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}

/// The first line that two texts do not share.
fn first_difference(before: &str, after: &str) -> String {
    let lines = before.lines().zip(after.lines().chain(std::iter::repeat("")));
    let differs = lines.enumerate().find(|(_, (before, after))| before != after);
    let (number, (before, after)) = differs.unwrap_or_default();
    format!("  line {}\n  - {before}\n  + {after}", number + 1)
}

/// What is said of a text that no other file uses.
pub(crate) fn said(text: &str) -> Vec<Diagnostic> {
    let analysis = check(text);
    let mut said = analysis.diagnostics;
    said.extend(analysis.unmentioned.into_iter().map(|(_, diagnostic)| diagnostic));
    said.sort_by_key(|it| (it.range.start(), it.code.id));
    said
}

/// The files of `tests/check`, in order.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let folder = workspace().join("tests/check");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "amq"));
    paths.sort();
    paths
}

/// A fixture's own text.
pub(crate) fn without_drawings(written: &str) -> String {
    written.split_inclusive('\n').filter(|line| !is_drawing(line)).collect()
}

fn is_drawing(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('#') else { return false };
    let rest = rest.trim_start();
    let carets = rest.trim_start_matches('^');
    let drawn = carets.len() < rest.len()
        && ["error[", "warning[", "info["].iter().any(|it| carets.trim_start().starts_with(it));
    drawn
        || ["| help: ", "| note: ", "| also ", "| fix: ", "| fix?: "]
            .iter()
            .any(|it| rest.starts_with(it))
}

/// The text with each diagnostic under the line that it begins on.
fn draw(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut drawn = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        drawn.push_str(line);
        let end = start + line.len();
        let last = end == text.len();
        let here = diagnostics.iter().filter(|it| {
            let at = usize::from(it.range.start());
            at >= start && (at < end || last)
        });
        for diagnostic in here {
            draw_one(&mut drawn, text, (start, line.trim_end()), diagnostic);
        }
        start = end;
    }
    drawn
}

fn draw_one(drawn: &mut String, text: &str, (start, line): (usize, &str), it: &Diagnostic) {
    let from = usize::from(it.range.start()) - start;
    let to = (usize::from(it.range.end()) - start).min(line.len());
    let column = line.get(..from).map_or(0, |before| before.chars().count());
    let width = line.get(from..to).map_or(0, |fault| fault.chars().count());
    // The `#` stands for the first character of the line.
    let carets = if column == 0 { width.saturating_sub(1).max(1) } else { width };
    let indent = " ".repeat(column.saturating_sub(1));
    let (mark, severity) = ("^".repeat(carets), it.severity.name());
    let more = if usize::from(it.range.end()) - start > line.len() { " …" } else { "" };
    writeln!(drawn, "#{indent}{mark} {severity}[{}]: {}{more}", it.code.id, it.message).unwrap();
    for label in &it.labels {
        let fault = &text[label.range];
        writeln!(drawn, "#{indent}| also `{}`: {}", one_line(fault), label.message).unwrap();
    }
    for (name, said) in [("help", &it.help), ("note", &it.note)] {
        if let Some(said) = said {
            writeln!(drawn, "#{indent}| {name}: {said}").unwrap();
        }
    }
    for fix in &it.fixes {
        let name = if fix.safe { "fix" } else { "fix?" };
        let result = changed_lines(text, fix);
        writeln!(drawn, "#{indent}| {name}: {} → {result}", fix.title).unwrap();
    }
}

/// The lines that a fix changes, as they are after it.
fn changed_lines(text: &str, fix: &Fix) -> String {
    let after = applied(text, fix);
    let same_start = text.lines().zip(after.lines()).take_while(|(a, b)| a == b).count();
    let (before, after): (Vec<&str>, Vec<&str>) = (text.lines().collect(), after.lines().collect());
    let most = before.len().min(after.len()) - same_start;
    let same_end =
        before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let changed = after.get(same_start..after.len() - same_end).unwrap_or_default();
    if changed.is_empty() { "(nothing)".to_owned() } else { one_line(&changed.join("\n")) }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ⏎ ")
}
