//! Diagnostics, in every format.

mod excerpt;
mod github;
mod human;
mod json;
mod lines;
mod safe;
mod sarif;
mod short;
mod summary;

use std::{borrow::Cow, path::Path};

use amq_check::Diagnostic;
use amq_project::{Outcome, from_repository};
use amq_schema::{Severity, codes};

use crate::{
    args::{Common, Format},
    exit::Exit,
    inputs::{Inputs, STDIN_SHOWN},
    output,
    terminal::{self, Style},
};
pub(crate) use json::lines as json_lines;
pub(crate) use lines::{Lines, Place};
pub(crate) use safe::{safe, safe_in_place};
pub(crate) use summary::{count, left};

/// The diagnostics of one file.
pub(crate) struct File<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) lines: Lines<'a>,
    pub(crate) diagnostics: Cow<'a, [Diagnostic]>,
    /// Whether `--fix` would write it.
    pub(crate) is_fixed: bool,
}

impl<'a> File<'a> {
    /// A file with all of its diagnostics.
    pub(crate) fn new(name: &'a str, text: &'a str, diagnostics: &'a [Diagnostic]) -> Self {
        Self {
            name: name.into(),
            lines: Lines::new(text),
            diagnostics: diagnostics.into(),
            is_fixed: true,
        }
    }
}

/// How diagnostics are said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) format: Format,
    pub(crate) deny_warnings: bool,
    /// Whether it is said that nothing was found.
    pub(crate) praise: bool,
    /// Whether the last line counts what was found.
    pub(crate) closing: bool,
    /// What stands before `--fix` where somebody is told of it; `None` where there is nothing to fix.
    pub(crate) fixes: Option<&'static str>,
    pub(crate) common: &'a Common,
}

impl<'a> Said<'a> {
    /// For a command whose result is something else.
    pub(crate) fn beside_a_result(common: &'a Common) -> Self {
        let (format, fixes) = (Format::Human, Some("amq check "));
        Self { format, deny_warnings: false, praise: false, closing: true, fixes, common }
    }
}

/// Says one thing about a place in a file.
pub(crate) fn one(name: &str, text: &str, diagnostic: &Diagnostic, style: Style) {
    let file = File::new(name, text, std::slice::from_ref(diagnostic));
    if output::to_a_program() {
        return json::messages(&file);
    }
    let mut out = String::new();
    human::file(&mut out, &file, None, style);
    output::note(&out);
}

/// The files of a run that have something to say, settings first.
pub(crate) fn reported<'o, T>(outcome: &'o Outcome<T>, given: &Inputs) -> Vec<File<'o>> {
    let configs = outcome.configs().map(|it| {
        let file = File::new(&it.name, &it.text, &it.diagnostics);
        File { is_fixed: !given.only_stdin(), ..file }
    });
    let with_diagnostics = outcome.files.iter().filter(|it| !it.diagnostics.is_empty());
    let files = with_diagnostics.map(|it| {
        let file = File::new(&it.name, &it.text, &it.diagnostics);
        File { is_fixed: it.is_asked, ..file }
    });
    configs.chain(files).collect()
}

/// Says everything that a run found, and how that ends.
pub(crate) fn report<T>(outcome: &Outcome<T>, files: &[File<'_>], said: Said<'_>) -> Exit {
    if said.common.verbose {
        output::note(&summary::projects(&outcome.projects));
    }
    let written = match said.format {
        Format::Human if output::to_a_program() => {
            files.iter().for_each(json::messages);
            Exit::Fine
        }
        Format::Human => {
            people(outcome.checked, files, said);
            Exit::Fine
        }
        Format::Json => output::result(&json::array(files)),
        Format::Sarif => output::result(&sarif::log(&in_repository(files))),
        Format::Github => output::result(&github::annotations(&in_repository(files))),
        Format::Short => output::result(&short::lines(files)),
    };
    let unreadable = || {
        let mut all = files.iter().flat_map(|file| file.diagnostics.iter());
        all.any(|it| it.code == &codes::NOT_UTF8)
    };
    let worst = files.iter().flat_map(|file| file.diagnostics.iter()).map(|it| it.severity).max();
    let found = match worst {
        _ if !outcome.is_usable() || unreadable() => Exit::Unusable,
        Some(Severity::Error) => Exit::Wrong,
        Some(Severity::Warning) if said.deny_warnings => Exit::Wrong,
        _ => Exit::Fine,
    };
    written.max(found)
}

/// The files under their names in the repository, as its host knows them.
fn in_repository<'a>(files: &'a [File<'_>]) -> Vec<File<'a>> {
    let from_repository = from_repository();
    let named = files.iter().map(|file| {
        let is_stdin = file.name == STDIN_SHOWN;
        let name = (!is_stdin).then(|| from_repository(Path::new(&*file.name))).flatten();
        File {
            name: name.map_or(Cow::Borrowed(&*file.name), Cow::Owned),
            lines: Lines::new(file.lines.text),
            diagnostics: Cow::Borrowed(&file.diagnostics),
            is_fixed: file.is_fixed,
        }
    });
    named.collect()
}

fn people(checked: usize, files: &[File<'_>], said: Said<'_>) {
    let style = terminal::style(said.common.color);
    let mut text = String::new();
    for file in files {
        human::file(&mut text, file, said.fixes, style);
        // Long reports are read while they are made.
        if text.len() > 1 << 16 {
            output::note(&text);
            text.clear();
        }
    }
    if said.closing && !said.common.quiet {
        text.push_str(&summary::closing(files, checked, said));
    }
    output::note(&text);
}
