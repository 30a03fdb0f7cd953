//! What holds of every diagnostic and every fix, over all fixtures, pages and examples.

use std::collections::BTreeMap;

use amq_check::{Diagnostic, Fix};
use amq_syntax::TextRange;
use amq_tests::workspace;

use crate::{
    diagnostics::{self, said},
    markdown,
};

#[test]
fn a_fix_makes_its_diagnostic_go_away() {
    let wrong = fixes_where(|before, after, diagnostic, _| {
        count(after, diagnostic) >= count(before, diagnostic)
    });
    assert!(wrong.is_empty(), "still there after its fix:\n{}", wrong.join("\n"));
}

#[test]
fn a_safe_fix_brings_no_error_of_its_own() {
    let wrong = fixes_where(|before, after, _, fix| fix.safe && after.len() > before.len());
    assert!(wrong.is_empty(), "more is wrong after a safe fix:\n{}", wrong.join("\n"));
}

/// The fixes of the corpus of which something holds, given what is said before and after them.
fn fixes_where(
    holds: impl Fn(&[Diagnostic], &[Diagnostic], &Diagnostic, &Fix) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in corpus() {
        let before = said(&text);
        for diagnostic in &before {
            for fix in &diagnostic.fixes {
                if holds(&before, &said(&applied(&text, fix)), diagnostic, fix) {
                    found.push(describe(&name, &text, diagnostic, &fix.title));
                }
            }
        }
    }
    found
}

#[test]
fn edits_are_in_order_and_inside_the_file() {
    for (name, text) in corpus() {
        for diagnostic in said(&text) {
            for fix in &diagnostic.fixes {
                assert!(!fix.edits.is_empty(), "{name}: `{}` changes nothing", fix.title);
                let mut end = 0;
                for edit in &fix.edits {
                    let (from, to) = bounds(edit.range);
                    let fits = from >= end && text.get(from..to).is_some();
                    assert!(fits, "{}", describe(&name, &text, &diagnostic, &fix.title));
                    end = to;
                }
            }
        }
    }
}

#[test]
fn a_diagnostic_stays_in_its_statement() {
    for (name, text) in corpus() {
        let parse = amq_syntax::parse(&text);
        for diagnostic in said(&text) {
            let said = describe(&name, &text, &diagnostic, "");
            let (from, to) = bounds(diagnostic.range);
            assert!(text.get(from..to).is_some_and(|it| !it.is_empty()), "no text: {said}");
            let inside =
                parse.statements.iter().any(|it| it.range().contains_range(diagnostic.range));
            let comment = parse.comments.iter().any(|it| it.contains_range(diagnostic.range));
            assert!(inside || comment, "outside: {said}");
            for label in &diagnostic.labels {
                let (from, to) = bounds(label.range);
                assert!(text.get(from..to).is_some_and(|it| !it.is_empty()), "label: {said}");
            }
        }
    }
}

#[test]
fn words_keep_to_the_house_style() {
    for (name, text) in corpus() {
        for it in said(&text) {
            let said = describe(&name, &text, &it, "");
            let labels = it.labels.iter().map(|label| label.message.as_str());
            let titles = it.fixes.iter().map(|fix| fix.title.as_str());
            let all = [Some(it.message.as_str()), it.help.as_deref(), it.note.as_deref()];
            for words in all.into_iter().flatten().chain(labels).chain(titles) {
                let first = words.chars().next().unwrap_or('A');
                assert!(!words.ends_with('.') && !words.contains('?'), "{said}: {words}");
                assert!(!first.is_uppercase(), "{said}: {words}");
                assert!(words.matches('`').count() % 2 == 0, "{said}: {words}");
            }
        }
    }
}

/// The text after a fix.
pub(crate) fn applied(text: &str, fix: &Fix) -> String {
    let mut after = text.to_owned();
    for edit in fix.edits.iter().rev() {
        let (from, to) = bounds(edit.range);
        after.replace_range(from..to, &edit.text);
    }
    after
}

fn bounds(range: TextRange) -> (usize, usize) {
    (range.start().into(), range.end().into())
}

/// How many diagnostics say the same kind of thing.
fn count(diagnostics: &[Diagnostic], like: &Diagnostic) -> usize {
    diagnostics.iter().filter(|it| it.code == like.code && it.message == like.message).count()
}

fn describe(name: &str, text: &str, diagnostic: &Diagnostic, fix: &str) -> String {
    let line = text.get(..diagnostic.range.start().into()).map_or(0, |it| it.lines().count());
    format!("{name}:{line}: {} {} [{fix}]", diagnostic.code.id, diagnostic.message)
}

/// Every text of the language that the project holds: fixtures, pages and examples.
fn corpus() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for path in diagnostics::fixtures() {
        let written = std::fs::read_to_string(&path).unwrap();
        let text = diagnostics::without_drawings(&written);
        for (number, part) in parts(&text).into_iter().enumerate() {
            texts.insert(format!("{} ({})", path.display(), number + 1), part);
        }
    }
    for path in files(&workspace().join("examples"), "amq") {
        texts.insert(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
    }
    for path in markdown::pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for fence in markdown::fences(&page).into_iter().filter(|it| it.language == "amq") {
            texts.insert(format!("{}:{}", path.display(), fence.line), fence.text);
        }
    }
    texts
}

/// The statements of a text, each with what stands above it; all of it where they share names.
fn parts(text: &str) -> Vec<String> {
    if text.lines().any(|line| line.starts_with("let ")) {
        return vec![text.to_owned()];
    }
    let (spans, _) = amq_syntax::split(text);
    let mut start = 0;
    let mut parts = Vec::new();
    for span in spans {
        let end = span.range.end().into();
        parts.push(text[start..end].trim_start_matches('\n').to_owned());
        start = end;
    }
    parts
}

/// The files of a folder and those below it, by the ending of their names.
fn files(folder: &std::path::Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found
}
