//! The files of a run.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

use crate::{Problem, link::leads_out, path::absolute, projects::Place, shown};

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
/// folder or of a link in one.
pub fn files(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (folders, own): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.is_dir());
    let mut found = Found::default();
    found.inputs.extend(own.into_iter().map(Input::new));
    for folder in folders {
        found.folder(folder);
    }
    let Found { mut inputs, links, problems } = found;
    if paths.len() > 1 || !links.is_empty() {
        inputs.extend(links);
        let mut seen = HashSet::new();
        inputs.retain(|input| seen.insert(resolved(&input.path)));
    }
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    (inputs, problems)
}

/// What paths were found to stand for.
#[derive(Default)]
struct Found {
    inputs: Vec<Input>,
    /// Links in folders to files of their projects.
    links: Vec<Input>,
    problems: Vec<Problem>,
}

impl Found {
    fn folder(&mut self, folder: &Path) {
        let place = Place::of(folder);
        let in_repository = place.repository.is_some();
        let root = place.root(absolute(folder));
        let mut walk = WalkBuilder::new(folder);
        // Which files a run reads depends on the repository, not on its reader.
        walk.ignore(false).git_global(false).git_exclude(false);
        // What lies above a repository is not of it.
        walk.require_git(in_repository).parents(in_repository);
        let before = (self.inputs.len(), self.links.len(), self.problems.len());
        for entry in walk.build() {
            match entry {
                Ok(entry) => self.entry(entry, &root),
                Err(error) => self.problems.push(unreadable(folder, &error)),
            }
        }
        if before == (self.inputs.len(), self.links.len(), self.problems.len()) {
            self.problems.push(none_in(folder));
        }
    }

    fn entry(&mut self, entry: DirEntry, root: &Path) {
        if is_of_queries(&entry) {
            self.inputs.push(Input::new(entry.into_path()));
        } else if entry.path_is_symlink() && has_extension(entry.path()) {
            let path = entry.into_path();
            if path.is_file() && leads_out(root, &path).is_none() {
                self.links.push(Input::new(path));
            }
        }
    }
}

fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == EXTENSION)
}

fn is_of_queries(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && has_extension(entry.path())
}

/// Where a file really is; the path itself, if there is none.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| absolute(path))
}

fn none_in(folder: &Path) -> Problem {
    let shown = shown(folder);
    let place = if shown == "." { "this folder".to_owned() } else { format!("`{shown}`") };
    let mut all = WalkBuilder::new(folder).standard_filters(false).hidden(true).build();
    if all.any(|entry| entry.is_ok_and(|it| is_of_queries(&it))) {
        let message = format!("every `.{EXTENSION}` file in {place} is ignored by a `.gitignore`");
        return Problem::new(message).help("name a file: it is read all the same");
    }
    Problem::new(format!("there is no `.{EXTENSION}` file in {place}"))
        .help("name a file, or start with `amq init`")
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
