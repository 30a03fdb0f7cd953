//! Diagnostics, in every format.

mod human;
mod lines;

use amq_check::Diagnostic;
use amq_project::Outcome;
use amq_schema::Severity;

use crate::{
    args::{Common, Format},
    exit::Exit,
    output,
    terminal::style,
};
use lines::Lines;

/// The diagnostics of one file.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) lines: Lines<'a>,
    pub(crate) diagnostics: &'a [Diagnostic],
}

/// Says everything that a run found, and how that ends.
pub(crate) fn report<T>(
    outcome: &Outcome<T>,
    format: Format,
    deny_warnings: bool,
    common: &Common,
) -> Exit {
    let mut files: Vec<File<'_>> = Vec::new();
    for config in outcome.configs() {
        let lines = Lines::new(&config.text);
        files.push(File { name: &config.name, lines, diagnostics: &config.diagnostics });
    }
    for file in outcome.files.iter().filter(|it| !it.diagnostics.is_empty()) {
        let lines = Lines::new(&file.text);
        files.push(File { name: &file.name, lines, diagnostics: &file.diagnostics });
    }
    let _ = format;
    let mut text = String::new();
    for file in &files {
        human::file(&mut text, file, style(common.color));
    }
    output::note(&text);
    let worst = files.iter().flat_map(|file| file.diagnostics).map(|it| it.severity).max();
    match worst {
        _ if !outcome.is_usable() => Exit::Unusable,
        Some(Severity::Error) => Exit::Wrong,
        Some(Severity::Warning) if deny_warnings => Exit::Wrong,
        _ => Exit::Fine,
    }
}
