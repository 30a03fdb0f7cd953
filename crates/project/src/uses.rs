//! The graph of files that use each other, read once and shared by threads.
//!
//! Files are visited without recursion, in Tarjan's order: a file comes after those it uses, and
//! the files of a cycle come together. So what is said of a cycle depends neither on the file that
//! a run begins with nor on the thread that comes first.

use std::{
    collections::{HashMap, HashSet},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use amq_check::{Diagnostic, Exports, Fix, check};
use amq_schema::{Severity, codes};
use amq_syntax::{Parse, TextRange, ast::Kind, slice, whole_line};
use smol_str::SmolStr;

use crate::{
    Project, Session,
    path::{absolute, from_here},
    shown,
    target::{target, unreadable, would_be},
    text::text as read_text,
    used::{Entry, Usage, Used},
};

/// The used files that were read so far.
#[derive(Default)]
pub(crate) struct Uses {
    graph: Mutex<Graph>,
}

#[derive(Default)]
struct Graph {
    /// What each spelling of a path, joined to the folder it was written in, leads to.
    spellings: HashMap<PathBuf, PathBuf>,
    files: HashMap<PathBuf, Arc<Used>>,
    /// Where nothing was found that could be used; something may come to be there.
    missed: HashSet<PathBuf>,
    /// The names of used files that other used files mention.
    mentioned: HashSet<(PathBuf, SmolStr)>,
}

/// A `use` statement: its number, the place of its path, the path, and the file that it names.
struct Use {
    statement: usize,
    place: TextRange,
    /// Its line, if nothing else stands on it.
    line: Option<TextRange>,
    written: String,
    target: Option<Result<PathBuf, Diagnostic>>,
}

impl Uses {
    /// What a file uses.
    pub(crate) fn of(
        &self,
        session: &Session<'_>,
        project: &Project,
        file: &Path,
        text: &str,
        parse: &Parse,
    ) -> Usage {
        if !parse.statements.iter().any(|it| matches!(it.statement.kind, Kind::Use(_))) {
            return Usage::default();
        }
        let mut graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        let uses = graph.uses(session, project, file, text, parse);
        for target in uses.iter().filter_map(Use::path) {
            graph.load(session, target);
        }
        let own = || session.source().resolved(file).unwrap_or_else(|_| absolute(file));
        graph.usage(&uses, own)
    }

    /// Whether a file with a resolved path was read, or looked for and not found.
    pub(crate) fn has(&self, resolved: &Path) -> bool {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        graph.files.contains_key(resolved) || graph.missed.contains(resolved)
    }

    /// The used files with mistakes in their definitions, by path.
    pub(crate) fn with_errors(&self) -> Vec<Arc<Used>> {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        let wrong = graph.files.values().filter(|used| used.errors.is_some());
        let mut wrong: Vec<_> = wrong.cloned().collect();
        wrong.sort_by(|one, other| one.path.cmp(&other.path));
        wrong
    }

    /// Whether a file is one of several that use each other: none of them brings names in, and so
    /// none is known to be unused.
    pub(crate) fn is_in_cycle(&self, file: &Path) -> bool {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        graph.files.get(file).is_some_and(|it| it.cycle.is_some())
    }

    /// Whether a used file mentions a name of another.
    pub(crate) fn mention(&self, file: &Path, name: &SmolStr) -> bool {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        graph.mentioned.contains(&(file.to_owned(), name.clone()))
    }

    /// Every used file that was read.
    pub(crate) fn files(&self) -> Vec<Arc<Used>> {
        let graph = self.graph.lock().unwrap_or_else(PoisonError::into_inner);
        graph.files.values().cloned().collect()
    }
}

impl Use {
    fn path(&self) -> Option<&PathBuf> {
        self.target.as_ref().and_then(|target| target.as_ref().ok())
    }
}

/// A file that is being visited.
struct Visit {
    path: PathBuf,
    read: Result<Read, ErrorKind>,
    /// The number of its next `use`.
    next: usize,
    number: usize,
    /// The smallest number that it reaches.
    low: usize,
}

/// A used file's text and tree.
struct Read {
    project: Arc<Project>,
    text: String,
    parse: Parse,
    uses: Vec<Use>,
}

impl Graph {
    /// The `use` statements of a file, with the files that they name.
    fn uses(
        &mut self,
        session: &Session<'_>,
        project: &Project,
        file: &Path,
        text: &str,
        parse: &Parse,
    ) -> Vec<Use> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut uses = Vec::new();
        for (statement, placed) in parse.statements.iter().enumerate() {
            let Kind::Use(it) = &placed.statement.kind else { continue };
            let place = it.path.unwrap_or_default();
            let written = slice(slice(text, placed.range()), place);
            let spelling = folder.join(written);
            let target = match self.spellings.get(&spelling) {
                Some(found) => Some(Ok(found.clone())),
                None => target(session.source(), project, folder, written, place),
            };
            match &target {
                Some(Ok(found)) => {
                    self.spellings.entry(spelling).or_insert_with(|| found.clone());
                }
                Some(Err(_)) => self.missed.extend(would_be(session.source(), folder, written)),
                None => {}
            }
            let line = whole_line(text, placed.range()).map(|it| it - placed.start);
            let written = written.to_owned();
            uses.push(Use { statement, place, line, written, target });
        }
        uses
    }

    /// What `use` statements bring into the file with a resolved path.
    fn usage(&self, uses: &[Use], own: impl Fn() -> PathBuf) -> Usage {
        let mut seen = HashSet::new();
        let entries = uses.iter().map(|it| {
            let entry = match &it.target {
                None => Entry::Unread,
                Some(Err(diagnostic)) => Entry::Wrong(diagnostic.clone()),
                Some(Ok(path)) => match self.entry(it, path, &own) {
                    Entry::File(_) if !seen.insert(path) => Entry::Again(again(it)),
                    entry => entry,
                },
            };
            (it.statement, entry)
        });
        Usage { entries: entries.collect(), nothing: Exports::default() }
    }

    fn entry(&self, it: &Use, path: &Path, own: impl Fn() -> PathBuf) -> Entry {
        let Some(used) = self.files.get(path) else { return Entry::Unread };
        if let Err(kind) = used.exports {
            let written = it.written.trim_matches('"');
            return Entry::Wrong(unreadable(written, &io::Error::from(kind), it.place));
        }
        if let Some(cycle) = &used.cycle {
            let own = own();
            if cycle.contains(&own) {
                return self.round(&own, path, it.place);
            }
        }
        Entry::File(Arc::clone(used))
    }

    /// What is said of a `use` that leads back to its own file; it is said once of all files on the
    /// way round, in the first of them by path.
    fn round(&self, own: &Path, first: &Path, place: TextRange) -> Entry {
        let mut is_first = true;
        let message = if own == first {
            "this file uses itself".to_owned()
        } else {
            let way = self.way(first, own);
            is_first = way.iter().all(|it| it.as_path() >= own);
            let names: Vec<String> = std::iter::once(own)
                .chain(way.iter().map(PathBuf::as_path))
                .map(|path| format!("`{}`", shown(&from_here(path))))
                .collect();
            format!("these files use each other: {}", names.join(" → "))
        };
        let diagnostic = Diagnostic::new(&codes::USE_CYCLE, place, message)
            .help("move what both need into a file of its own, and use that from both");
        if is_first { Entry::Wrong(diagnostic) } else { Entry::SaidElsewhere(diagnostic) }
    }

    /// The shortest way from one file to another, both included.
    fn way(&self, from: &Path, to: &Path) -> Vec<PathBuf> {
        let mut came_from: HashMap<&Path, &Path> = HashMap::new();
        let mut next = std::collections::VecDeque::from([from]);
        while let Some(at) = next.pop_front() {
            if at == to {
                break;
            }
            for target in self.files.get(at).map(|it| it.targets.as_slice()).unwrap_or_default() {
                if target != from && !came_from.contains_key(target.as_path()) {
                    came_from.insert(target, at);
                    next.push_back(target);
                }
            }
        }
        let mut way = vec![to.to_owned()];
        let mut at = to;
        while let Some(before) = came_from.get(at) {
            way.push((*before).to_owned());
            at = before;
        }
        way.reverse();
        way
    }

    /// Reads a file and all that it needs, unless that was done before.
    fn load(&mut self, session: &Session<'_>, path: &Path) {
        if self.files.contains_key(path) {
            return;
        }
        let mut numbers: HashMap<PathBuf, usize> = HashMap::new();
        let mut open: Vec<Visit> = Vec::new();
        let mut way: Vec<Visit> = vec![self.visit(session, path, 0)];
        numbers.insert(path.to_owned(), 0);
        while let Some(top) = way.last_mut() {
            let uses = top.read.as_ref().map(|read| read.uses.as_slice()).unwrap_or_default();
            let Some(next) = uses.get(top.next) else {
                let Some(done) = way.pop() else { break };
                self.close(done, way.last_mut(), &mut open);
                continue;
            };
            top.next += 1;
            let Some(target) = next.path().filter(|it| !self.files.contains_key(*it)) else {
                continue;
            };
            if let Some(number) = numbers.get(target) {
                top.low = top.low.min(*number);
            } else {
                let (target, number) = (target.clone(), numbers.len());
                way.push(self.visit(session, &target, number));
                numbers.insert(target, number);
            }
        }
    }

    /// Ends the visit of a file: if nothing before it is reached from it, it and the open files
    /// after it are a cycle, or it stands alone.
    fn close(&mut self, done: Visit, above: Option<&mut Visit>, open: &mut Vec<Visit>) {
        let (number, low) = (done.number, done.low);
        open.push(done);
        if let Some(above) = above {
            above.low = above.low.min(low);
        }
        if low == number {
            let first = open.iter().position(|it| it.number >= number).unwrap_or(open.len());
            let members = open.split_off(first);
            self.evaluate(members);
        }
    }

    fn visit(&mut self, session: &Session<'_>, path: &Path, number: usize) -> Visit {
        let read = self.read(session, path);
        Visit { path: path.to_owned(), read, next: 0, number, low: number }
    }

    fn read(&mut self, session: &Session<'_>, path: &Path) -> Result<Read, ErrorKind> {
        let bytes = session.source().read(path).map_err(|error| error.kind())?;
        let (text, not_utf8) = read_text(bytes);
        if not_utf8.is_some() {
            return Err(ErrorKind::InvalidData);
        }
        let project = session.project(path).map_err(|_| ErrorKind::PermissionDenied)?;
        let parse = amq_syntax::parse(&text);
        let uses = self.uses(session, &project, path, &text, &parse);
        Ok(Read { project, text, parse, uses })
    }

    /// Evaluates files that are a cycle, or one alone, after all that they use.
    fn evaluate(&mut self, members: Vec<Visit>) {
        let targets = |visit: &Visit| -> Vec<PathBuf> {
            let uses = visit.read.as_ref().map(|read| read.uses.as_slice()).unwrap_or_default();
            uses.iter().filter_map(Use::path).cloned().collect()
        };
        let itself = members.iter().any(|it| targets(it).contains(&it.path));
        let cycle: Option<Arc<[PathBuf]>> = (members.len() > 1 || itself)
            .then(|| members.iter().map(|it| it.path.clone()).collect());
        // What they use of each other is known before any of them is evaluated.
        for member in &members {
            let used = Used {
                path: member.path.clone(),
                exports: member.read.as_ref().map(|_| Exports::default()).map_err(|it| *it),
                cycle: cycle.clone(),
                targets: targets(member),
                has_queries: false,
                errors: None,
            };
            self.files.insert(member.path.clone(), Arc::new(used));
        }
        for Visit { path, read, .. } in members {
            let Ok(read) = read else { continue };
            let Read { project, text, parse, uses } = read;
            let usage = self.usage(&uses, || path.clone());
            let analysis = check(&text, &parse, &project.context, &usage.imports());
            for (used, name) in usage.mentioned(&analysis) {
                self.mentioned.insert((used.path.clone(), name));
            }
            let Some(used) = self.files.get(&path) else { continue };
            let errors = definition_errors(&analysis.diagnostics, &parse);
            let used = Used {
                path: path.clone(),
                exports: Ok(analysis.exports),
                cycle: used.cycle.clone(),
                targets: used.targets.clone(),
                has_queries: !analysis.queries.is_empty(),
                errors: (!errors.is_empty()).then(|| Box::new((text, errors))),
            };
            self.files.insert(path, Arc::new(used));
        }
    }
}

/// What is said of a `use` of a file that another one above it names.
fn again(it: &Use) -> Diagnostic {
    let message = format!("{} is used already, further up", it.written.replace('"', "`"));
    let diagnostic = Diagnostic::new(&codes::DUPLICATE_NAME, it.place, message)
        .help("delete this line: a file is used once");
    match it.line {
        Some(line) => diagnostic.fix(Fix::replace("delete this line", line, "")),
        None => diagnostic,
    }
}

/// The errors that stand in definitions and `use` statements: what a user of the file suffers from.
fn definition_errors(diagnostics: &[Diagnostic], parse: &Parse) -> Vec<Diagnostic> {
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let outside = errors.filter(|it| {
        let at = parse.statements.partition_point(|placed| placed.start <= it.range.start());
        let placed = at.checked_sub(1).and_then(|at| parse.statements.get(at));
        placed.is_some_and(|placed| !matches!(placed.statement.kind, Kind::Query(_)))
    });
    outside.cloned().collect()
}
