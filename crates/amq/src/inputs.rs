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

    /// Whether nothing but standard input was named.
    pub(crate) fn only_stdin(&self) -> bool {
        matches!(self.files.as_slice(), [only] if Some(&only.path) == self.stdin.as_ref())
    }

    fn find(&mut self, paths: Vec<(PathBuf, Option<Selector>)>, stdin_name: Option<&Path>) {
        let (mut whole, mut single): (Vec<PathBuf>, Vec<PathBuf>) = (Vec::new(), Vec::new());
        let nothing_named = paths.is_empty();
        for (path, selector) in one_name_each(paths) {
            let is_stdin = path == Path::new(STDIN);
            let path = if is_stdin {
                let path = stdin_name.unwrap_or(Path::new(STDIN_SHOWN)).to_owned();
                self.stdin = Some(path.clone());
                path
            } else {
                path
            };
            let Some(selector) = selector else {
                whole.push(path);
                continue;
            };
            self.selections.entry(shown(&path)).or_default().selectors.push(selector);
            if !single.contains(&path) {
                single.push(path);
            }
        }
        if stdin_name.is_some() && self.stdin.is_none() {
            let problem = Problem::new("`--stdin-name` names standard input, and that is not read");
            self.problems.push(problem.help("add `-` to read it"));
        } else if nothing_named {
            whole.push(".".into());
        }
        self.read_stdin();
        self.find_on_disk(&whole, single);
    }

    /// The files that are named, whole or for single queries; those of standard input are known.
    fn find_on_disk(&mut self, whole: &[PathBuf], single: Vec<PathBuf>) {
        let stdin = self.stdin.as_deref().map(shown);
        let is_stdin = |path: &Path| stdin.as_ref() == Some(&shown(path));
        let on_disk: Vec<PathBuf> = whole.iter().filter(|it| !is_stdin(it)).cloned().collect();
        let (mut found, problems) =
            if on_disk.is_empty() { Default::default() } else { files(&on_disk) };
        found.retain(|it| stdin.as_ref() != Some(&it.name));
        self.problems.extend(problems);
        for path in single {
            let same = found.iter_mut().find(|it| is_same_file(&it.path, &path));
            if let Some(selection) = self.selections.get_mut(&shown(&path)) {
                selection.is_whole = same.is_some() || whole.contains(&path);
            }
            match same {
                Some(same) => *same = Input::new(path),
                None if is_stdin(&path) => {}
                None => found.push(Input::new(path)),
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        self.files.extend(found);
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

fn is_same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
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
