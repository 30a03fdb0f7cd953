//! One array of diagnostics.

use serde::Serialize;

use super::{File, Place};
use crate::output;

#[derive(Serialize)]
struct Item<'a> {
    file: &'a str,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    span: Span,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Span {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// The array, in the order of files and places.
pub(crate) fn array(files: &[File<'_>]) -> String {
    let items = files.iter().flat_map(items);
    let rows: Vec<String> =
        items.map(|it| serde_json::to_string(&it).unwrap_or_default()).collect();
    lines(&rows)
}

/// Items that are JSON already, as an array with one a line.
pub(crate) fn lines(rows: &[String]) -> String {
    if rows.is_empty() { "[]\n".to_owned() } else { format!("[{}]\n", rows.join(",\n ")) }
}

/// The diagnostics of a file, as messages for a program.
pub(crate) fn messages(file: &File<'_>) {
    items(file).for_each(|it| output::message("diagnostic", &it));
}

fn items<'a>(file: &'a File<'_>) -> impl Iterator<Item = Item<'a>> {
    file.diagnostics.iter().map(|it| {
        let start = file.lines.place(it.range.start());
        let end = file.lines.place(it.range.end());
        Item {
            file: &file.name,
            code: it.code.id,
            severity: it.severity.name(),
            message: &it.message,
            help: it.help.as_deref(),
            span: Span { start, end },
            fixes: it.fixes.iter().map(fix).collect(),
        }
    })
}

fn fix(fix: &amq_check::Fix) -> Fix<'_> {
    let edits = fix.edits.iter().map(|edit| Edit {
        start: edit.range.start().into(),
        end: edit.range.end().into(),
        text: &edit.text,
    });
    Fix { title: &fix.title, edits: edits.collect() }
}
