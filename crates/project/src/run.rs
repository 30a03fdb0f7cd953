//! A run over many files, on all cores. Of a file without anything to say nothing is kept.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use amq_check::{Analysis, Context, Diagnostic, Import, check, diagnose};
use amq_syntax::Parse;
use smol_str::SmolStr;

use crate::{
    Config, Input, Problem, Project, Session, elsewhere, named, parallel::shares, text::text,
    unused::Mentions,
};

/// A file that was checked, as a command sees it.
pub struct Seen<'a> {
    /// The file.
    pub input: &'a Input,
    /// Its project.
    pub project: &'a Project,
    /// What it says.
    pub text: &'a str,
    /// Its tree.
    pub parse: &'a Parse,
    /// Its queries, and what is wrong with them.
    pub analysis: &'a Analysis,
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome<T> {
    /// The files with something to say, in the order of their names.
    pub files: Vec<Reported<T>>,
    /// The settings files with something to say.
    pub projects: Vec<Arc<Project>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How many files were checked.
    pub checked: usize,
}

/// A file with something to say.
#[derive(Debug)]
pub struct Reported<T> {
    /// The file's name in output.
    pub name: String,
    /// Where it was read.
    pub path: PathBuf,
    /// Whether it is of the run, and not only used by a file of it.
    pub is_asked: bool,
    /// Its text, if there are diagnostics.
    pub text: String,
    /// What is wrong, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// What the command made of it.
    pub value: Option<T>,
}

impl<T> Outcome<T> {
    /// The settings files with something to say.
    pub fn configs(&self) -> impl Iterator<Item = &Config> {
        let configs = self.projects.iter().flat_map(|project| project.configs());
        // Several projects may have the same one, by `--config`.
        let mut seen = HashSet::new();
        configs.filter(move |it| !it.diagnostics.is_empty() && seen.insert(it.path.as_path()))
    }

    /// Whether all settings files can be used.
    pub fn is_usable(&self) -> bool {
        self.projects.iter().all(|project| project.is_usable())
    }
}

/// Checks files; `make` says what a command wants to keep of each.
pub fn run<T: Send>(
    session: &Session<'_>,
    inputs: &[Input],
    make: impl Fn(&Seen<'_>) -> Option<T> + Sync,
) -> Outcome<T> {
    outcome(session, inputs, How { check, regardless: false }, make)
}

/// The same for editors, where the mistakes of settings are seen beside those of queries: where
/// settings cannot be used, what can be read of them holds.
pub fn run_regardless<T: Send>(
    session: &Session<'_>,
    inputs: &[Input],
    make: impl Fn(&Seen<'_>) -> Option<T> + Sync,
) -> Outcome<T> {
    outcome(session, inputs, How { check, regardless: true }, make)
}

/// Checks files for what is wrong alone.
pub fn run_silent(session: &Session<'_>, inputs: &[Input]) -> Outcome<()> {
    outcome(session, inputs, How { check: diagnose, regardless: false }, |_| None)
}

fn outcome<T: Send>(
    session: &Session<'_>,
    inputs: &[Input],
    how: How,
    make: impl Fn(&Seen<'_>) -> Option<T> + Sync,
) -> Outcome<T> {
    let shares = shares(inputs, |share: &mut Share<'_, T>, at, input| {
        match share.project(session, &input.path) {
            Ok(project) if how.regardless || project.is_usable() => {
                share.file(session, &project, at, input, (how.check, &make));
            }
            Ok(_) => {}
            Err(problem) => share.problems.push((at, problem)),
        }
    });
    together(session, inputs, shares)
}

/// How files are checked.
#[derive(Clone, Copy)]
struct How {
    check: Check,
    /// Whether they are checked where the settings cannot be used, too.
    regardless: bool,
}

/// How a file is checked.
type Check = fn(&str, &Parse, &Context, &[Import<'_>]) -> Analysis;

/// Names that a file does not mention itself, with what is to be said if no other file does.
type Unmentioned = Vec<(SmolStr, Diagnostic)>;

/// What one thread found.
struct Share<'i, T> {
    files: Vec<(usize, Reported<T>, Unmentioned)>,
    problems: Vec<(usize, Problem)>,
    mentions: Mentions,
    set: Vec<named::Set>,
    defined: elsewhere::Defined<'i>,
    checked: usize,
    /// The folder of the file before, and its project.
    folder: Option<(PathBuf, Arc<Project>)>,
}

impl<T> Default for Share<'_, T> {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            problems: Vec::new(),
            mentions: Mentions::default(),
            set: Vec::new(),
            defined: Vec::new(),
            checked: 0,
            folder: None,
        }
    }
}

impl<'i, T> Share<'i, T> {
    /// The project of a file; most files lie in the folder of the one before.
    fn project(&mut self, session: &Session<'_>, file: &Path) -> Result<Arc<Project>, Problem> {
        let folder = file.parent().unwrap_or(Path::new(""));
        if let Some((known, project)) = &self.folder
            && known.as_os_str() == folder.as_os_str()
        {
            return Ok(Arc::clone(project));
        }
        let project = session.project(file)?;
        self.folder = Some((folder.to_owned(), Arc::clone(&project)));
        Ok(project)
    }

    fn file(
        &mut self,
        session: &Session<'_>,
        project: &Project,
        at: usize,
        input: &'i Input,
        (check, make): (Check, &impl Fn(&Seen<'_>) -> Option<T>),
    ) {
        let bytes = match session.source().read(&input.path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let problem = Problem::file("read", &input.path, &error);
                return self.problems.push((at, problem));
            }
        };
        self.checked += 1;
        let (text, not_utf8) = text(bytes);
        if let Some(diagnostic) = not_utf8 {
            return self.keep(at, input, text, vec![diagnostic], Vec::new(), None);
        }
        let parse = amq_syntax::parse(&text);
        let usage = session.uses(project, &input.path, &text, &parse);
        let analysis = check(&text, &parse, &project.context, &usage.imports());
        let mentioned = usage.mentioned(&analysis);
        self.mentions.0.extend(mentioned.into_iter().map(|(used, name)| (used.path.clone(), name)));
        self.set.extend(named::set_in(&session.options, &analysis.exports));
        let names = analysis.exports.names.iter().map(|it| it.0.clone());
        self.defined.extend(names.map(|it| (it, input.path.as_path())));
        let seen = Seen { input, project, text: &text, parse: &parse, analysis: &analysis };
        let value = make(&seen);
        let Analysis { diagnostics, unmentioned, .. } = analysis;
        self.keep(at, input, text, diagnostics, unmentioned, value);
    }

    fn keep(
        &mut self,
        at: usize,
        input: &Input,
        text: String,
        diagnostics: Vec<Diagnostic>,
        unmentioned: Unmentioned,
        value: Option<T>,
    ) {
        let silent = diagnostics.is_empty() && unmentioned.is_empty();
        if silent && value.is_none() {
            return;
        }
        let text = if silent { String::new() } else { text };
        let (name, path) = (input.name.clone(), input.path.clone());
        let file = Reported { name, path, is_asked: true, text, diagnostics, value };
        self.files.push((at, file, unmentioned));
    }
}

/// The shares of all threads, in the order of files.
fn together<T>(session: &Session<'_>, inputs: &[Input], shares: Vec<Share<'_, T>>) -> Outcome<T> {
    let mut all: Share<'_, T> = Share::default();
    for share in shares {
        all.files.extend(share.files);
        all.problems.extend(share.problems);
        all.mentions.0.extend(share.mentions.0);
        all.set.extend(share.set);
        all.defined.extend(share.defined);
        all.checked += share.checked;
    }
    all.files.sort_by_key(|it| it.0);
    all.problems.sort_by_key(|it| it.0);
    elsewhere::name_files(session, &all.defined, all.files.iter_mut().map(|it| &mut it.1));
    let mut files = Vec::with_capacity(all.files.len());
    for (_, mut file, unmentioned) in all.files {
        let left = all.mentions.left(session, &file.path, unmentioned);
        if !left.is_empty() {
            file.diagnostics.extend(left);
            file.diagnostics.sort_by_key(|it| (it.range.start(), it.code.id));
        }
        if !file.diagnostics.is_empty() || file.value.is_some() {
            files.push(file);
        }
    }
    files.extend(used_with_errors(session, inputs));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let mut problems: Vec<Problem> = all.problems.into_iter().map(|it| it.1).collect();
    problems.dedup();
    problems.extend(named::unset(session, &all.set));
    let projects = session.projects.all();
    Outcome { files, projects, problems, checked: all.checked }
}

/// Files that are used by those of the run, but not in it, and have mistakes in what they define.
fn used_with_errors<T>(session: &Session<'_>, inputs: &[Input]) -> Vec<Reported<T>> {
    let mut files = Vec::new();
    for used in session.uses.with_errors() {
        let Some(errors) = &used.errors else { continue };
        let same_name = |input: &&Input| input.path.file_name() == used.path.file_name();
        let is_used = |path: &Path| session.source().resolved(path).is_ok_and(|it| it == used.path);
        if inputs.iter().filter(same_name).any(|input| is_used(&input.path)) {
            continue;
        }
        let (text, diagnostics) = &**errors;
        files.push(Reported {
            name: crate::shown(&crate::path::from_here(&used.path)),
            path: used.path.clone(),
            is_asked: false,
            text: text.clone(),
            diagnostics: diagnostics.clone(),
            value: None,
        });
    }
    files
}
