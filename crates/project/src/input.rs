//! The files of a run.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use crate::{Problem, path::absolute, shown};

/// What the names of query files end in.
pub const EXTENSION: &str = "amq";

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is read.
    pub path: PathBuf,
    /// Its name in output.
    pub name: String,
}

impl Input {
    /// A file under its own name.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { name: shown(&path), path }
    }
}

/// The files that paths stand for, sorted, each once: a file itself, a folder's files of queries.
///
/// A file that several paths lead to has the name of the first that is its own, and not that of a
/// folder.
pub fn files(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    let (folders, own): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.is_dir());
    for path in own.into_iter().chain(folders) {
        if path.is_dir() {
            let before = inputs.len();
            walk(path, &mut inputs, &mut problems);
            if inputs.len() == before {
                problems.push(none_in(path));
            }
        } else {
            inputs.push(Input::new(path));
        }
    }
    if paths.len() > 1 {
        let mut seen = HashSet::new();
        inputs.retain(|input| seen.insert(resolved(&input.path)));
    }
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    (inputs, problems)
}

/// Where a file really is; the path itself, if there is none.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| absolute(path))
}

fn none_in(path: &Path) -> Problem {
    let shown = shown(path);
    let place = if shown == "." { "this folder".to_owned() } else { format!("`{shown}`") };
    Problem::new(format!("there is no `.{EXTENSION}` file in {place}"))
        .help("name a file, or start with `amq init`")
}

fn walk(folder: &Path, inputs: &mut Vec<Input>, problems: &mut Vec<Problem>) {
    let mut walk = WalkBuilder::new(folder);
    // Which files a run reads depends on the repository, not on its reader.
    walk.git_global(false).require_git(false);
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let path = entry.into_path();
                if is_file && path.extension().is_some_and(|it| it == EXTENSION) {
                    inputs.push(Input::new(path));
                }
            }
            Err(error) => problems.push(unreadable(folder, &error)),
        }
    }
}

fn unreadable(folder: &Path, error: &ignore::Error) -> Problem {
    let (mut path, mut inner) = (folder, error);
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (at, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            ignore::Error::Io(error) => return Problem::file("read", path, error),
            other => return Problem::new(format!("cannot read `{}`: {other}", shown(path))),
        }
    }
}
