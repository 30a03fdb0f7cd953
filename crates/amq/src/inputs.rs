//! What the paths of a command line stand for.

use std::{
    collections::HashMap,
    io::Read,
    path::{Path, PathBuf},
};

use amq_project::{Disk, Documents, Input, Options, Problem, files, shown};

use crate::{
    args::{Common, Paths, Queries},
    selection::{self, Selections, Selector},
};

/// How standard input is called on the command line, and in output unless it is named.
const STDIN: &str = "-";
pub(crate) const STDIN_SHOWN: &str = "<stdin>";

/// The files of a command, and the texts that lie over the disk.
pub(crate) struct Inputs {
    pub(crate) files: Vec<Input>,
    pub(crate) documents: Documents<'static>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) selections: Selections,
    /// The path that standard input was put at, if it was read.
    pub(crate) stdin: Option<PathBuf>,
}

/// The files of a command that takes whole ones.
pub(crate) fn whole(paths: &Paths) -> Inputs {
    let mut inputs = Inputs::new();
    let mut whole = Vec::new();
    for path in &paths.paths {
        if selection::split(path, STDIN).is_some() {
            let path = shown(path);
            let problem = Problem::new(format!(
                "`{path}` names one query, and this command takes whole files"
            ));
            inputs.problems.push(problem.help("leave out what stands after the last `:`"));
        } else {
            whole.push((path.clone(), None));
        }
    }
    if !whole.is_empty() || paths.paths.is_empty() {
        inputs.find(whole, paths.stdin_name.as_deref());
    }
    inputs
}

/// The files of a command that takes single queries, too.
pub(crate) fn queries(queries: &Queries) -> Inputs {
    let mut inputs = Inputs::new();
    let split = |path: &PathBuf| match selection::split(path, STDIN) {
        Some((file, selector)) => (file, Some(selector)),
        None => (path.clone(), None),
    };
    inputs.find(queries.paths.iter().map(split).collect(), queries.stdin_name.as_deref());
    inputs
}

/// A text of ours that is not on the disk, with the settings of where it would stand.
pub(crate) fn text(path: PathBuf, text: String) -> Inputs {
    let mut inputs = Inputs::new();
    inputs.documents.insert(&path, text);
    inputs.files.push(Input::new(path));
    inputs
}

impl Inputs {
    fn new() -> Self {
        Self {
            files: Vec::new(),
            documents: Documents::over(&Disk),
            problems: Vec::new(),
            selections: Selections::new(),
            stdin: None,
        }
    }

    fn find(&mut self, paths: Vec<(PathBuf, Option<Selector>)>, stdin_name: Option<&Path>) {
        let mut on_disk: Vec<PathBuf> = Vec::new();
        let mut whole: Vec<String> = Vec::new();
        let nothing_named = paths.is_empty();
        for (path, selector) in one_name_each(paths) {
            let path = if path == Path::new(STDIN) {
                let path = stdin_name.unwrap_or(Path::new(STDIN_SHOWN)).to_owned();
                self.stdin = Some(path.clone());
                path
            } else {
                on_disk.push(path.clone());
                path
            };
            match selector {
                Some(selector) => self.selections.entry(shown(&path)).or_default().push(selector),
                None => whole.push(shown(&path)),
            }
        }
        // A file that is named whole is meant whole.
        self.selections.retain(|name, _| !whole.contains(name));
        if stdin_name.is_some() && self.stdin.is_none() {
            let problem = Problem::new("`--stdin-name` names standard input, and that is not read");
            self.problems.push(problem.help("add `-` to read it"));
        } else if nothing_named {
            on_disk.push(".".into());
        }
        self.read_stdin();
        if !on_disk.is_empty() {
            let (found, problems) = files(&on_disk);
            let stdin = self.stdin.as_deref().map(shown);
            self.files.extend(found.into_iter().filter(|it| Some(&it.name) != stdin.as_ref()));
            self.problems.extend(problems);
        }
    }

    fn read_stdin(&mut self) {
        let Some(path) = &self.stdin else { return };
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => {
                self.documents.insert(path, bytes);
                self.files.push(Input { name: shown(path), path: path.clone() });
            }
            Err(error) => {
                self.problems.push(Problem::file("read", Path::new(STDIN_SHOWN), &error));
            }
        }
    }
}

/// The paths with one spelling for each file, so that its queries are asked for together.
fn one_name_each(paths: Vec<(PathBuf, Option<Selector>)>) -> Vec<(PathBuf, Option<Selector>)> {
    let mut first: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut one_name = |path: PathBuf| match path.canonicalize() {
        Ok(resolved) => first.entry(resolved).or_insert(path).clone(),
        Err(_) => path,
    };
    let several = paths.len() > 1;
    let paths = paths.into_iter();
    paths.map(|(path, of)| (if several { one_name(path) } else { path }, of)).collect()
}

/// What the common options ask of a session.
pub(crate) fn options(common: &Common) -> Options {
    let overrides: HashMap<_, _> =
        common.set.iter().map(|it| (it.name.clone(), it.values.clone())).collect();
    Options {
        today: common.today,
        region: common.region(),
        max_cost: None,
        overrides,
        config: common.config.clone(),
    }
}
