//! Tables for documents.

use std::fmt::Write as _;

use crate::{Answer, Table, human};

/// An answer below a title: its table, its totals, its notes.
pub(super) fn drawn(title: Option<&str>, answer: &Answer) -> String {
    let mut text = title.map_or_else(String::new, |title| format!("## {}\n\n", escaped(title)));
    text.push_str(&table(&answer.table.shown()));
    for part in answer.parts.iter().filter(|part| part.name.is_shown()) {
        let _ = write!(text, "\n{}:\n\n{}", part.name.title(), table(&part.table.shown()));
    }
    for note in &answer.notes {
        let _ = writeln!(text, "\n> {}", escaped(&note.to_string()));
    }
    text
}

/// A table of GitHub's Markdown.
pub(super) fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let columns = table.columns();
    let mut text = line(columns.iter().map(|column| escaped(&column.title)).collect());
    let rule = |is_number: bool| if is_number { "---:" } else { "---" }.to_owned();
    text.push_str(&line(columns.iter().map(|column| rule(column.kind.is_number())).collect()));
    for row in table.rows() {
        let cells = row.iter().zip(columns);
        text.push_str(&line(
            cells.map(|(cell, column)| escaped(&human::in_column(cell, column))).collect(),
        ));
    }
    text
}

/// A text that stands for itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for next in crate::text::shown(text).chars() {
        match next {
            '|' | '\\' | '*' | '`' | '[' => escaped.extend(['\\', next]),
            '<' => escaped.push_str("&lt;"),
            _ => escaped.push(next),
        }
    }
    escaped
}
