//! What is known of the files of the workspace: those that are not open are read once in the
//! background, on all cores; open ones tell it themselves.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use amq_check::{Checks, Definition};
use amq_ide::{Elsewhere, Outline, Seen, outline};
use amq_project::{Input, Session, Source, each, files, relative};
use amq_syntax::parse;
use smol_str::SmolStr;

use crate::{document::Document, encoding::Encoding, files::resolved, lines::Lines, lsp};

/// What is known of a file.
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    pub(crate) is_open: bool,
    pub(crate) seen: Arc<Seen>,
    pub(crate) definitions: Vec<(SmolStr, Definition)>,
    pub(crate) outline: Vec<(Outline, lsp::Range)>,
    uses: Vec<PathBuf>,
    mentions: HashSet<SmolStr>,
}

impl Entry {
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.definitions.iter().any(|it| it.0 == name)
    }
}

/// The files that a document uses, and the names that it mentions.
type Mentions = (Vec<PathBuf>, HashSet<SmolStr>);

/// What is known of the files of the workspace.
#[derive(Default)]
pub(crate) struct Index {
    entries: Mutex<HashMap<PathBuf, Arc<Entry>>>,
    /// What open documents use and mention, as of now.
    open: Mutex<HashMap<PathBuf, Mentions>>,
    /// The names in files that are not open, together.
    closed: Mutex<Option<Arc<Seen>>>,
    ready: AtomicBool,
}

impl Index {
    /// Reads some files, and forgets all others that are not open.
    pub(crate) fn scan(
        &self,
        session: &Session<'static>,
        inputs: &[Input],
        source: &impl Source,
        encoding: Encoding,
    ) {
        let found = each(inputs, |input| {
            let read = || read(session, input, source, encoding);
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok().flatten()
        });
        let mut entries = self.entries();
        entries.retain(|_, entry| entry.is_open);
        for entry in found {
            entries.entry(entry.path.clone()).or_insert_with(|| Arc::new(entry));
        }
        drop(entries);
        self.forget_closed();
        self.ready.store(true, Ordering::Release);
    }

    /// Takes in what an open document says.
    pub(crate) fn put(&self, entry: Entry) {
        let before = self.entries().insert(entry.path.clone(), Arc::new(entry));
        if before.is_none_or(|before| !before.is_open) {
            self.forget_closed();
        }
    }

    /// A document was closed: what the disk says counts again.
    pub(crate) fn close(
        &self,
        session: &Session<'static>,
        path: &Path,
        source: &impl Source,
        encoding: Encoding,
    ) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
        let entry = read(session, &Input::new(path), source, encoding);
        let mut entries = self.entries();
        match entry {
            Some(entry) => entries.insert(path.to_owned(), Arc::new(entry)),
            None => entries.remove(path),
        };
        drop(entries);
        self.forget_closed();
    }

    /// Whether all files were read.
    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub(crate) fn all(&self) -> Vec<Arc<Entry>> {
        let mut all: Vec<_> = self.entries().values().cloned().collect();
        all.sort_by(|one, other| one.path.cmp(&other.path));
        all
    }

    /// The files that use another.
    pub(crate) fn users(&self, of: &Path) -> Vec<Arc<Entry>> {
        let uses = |entry: &&Arc<Entry>| entry.uses.iter().any(|it| it == of);
        self.all().iter().filter(uses).cloned().collect()
    }

    /// Whether a file that uses another has a name already, of its own or from a third one.
    pub(crate) fn is_taken_by_users(&self, of: Option<&Path>, name: &str) -> bool {
        let entries = self.entries();
        let defines = |entry: &Arc<Entry>| entry.defines(name);
        entries
            .values()
            .filter(|it| it.uses.iter().any(|it| Some(it.as_path()) == of))
            .any(|it| defines(it) || it.uses.iter().filter_map(|it| entries.get(it)).any(defines))
    }

    /// Whether a file that uses another mentions a name of it.
    pub(crate) fn mentions(&self, of: &Path, name: &SmolStr) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().any(|it| it.1.contains(name) && it.0.iter().any(|it| it == of)) {
            return true;
        }
        let entries = self.entries();
        let mut closed = entries.values().filter(|it| !open.contains_key(&it.path));
        closed.any(|it| it.mentions.contains(name) && it.uses.iter().any(|it| it == of))
    }

    /// Takes in what an open document uses and mentions. If that is new, gives the files whose
    /// names it may concern.
    pub(crate) fn mention(
        &self,
        path: &Path,
        uses: Vec<PathBuf>,
        mentions: HashSet<SmolStr>,
    ) -> Option<Vec<PathBuf>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let new = (uses, mentions);
        if open.get(path) == Some(&new) {
            return None;
        }
        let mut concerned = new.0.clone();
        concerned.extend(open.insert(path.to_owned(), new).into_iter().flat_map(|old| old.0));
        Some(concerned)
    }

    /// The names that other files than this one mention.
    pub(crate) fn seen(&self, but: Option<&Path>) -> Vec<Arc<Seen>> {
        let entries = self.entries();
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let together = closed.get_or_insert_with(|| {
            let mut seen = Seen::default();
            entries.values().filter(|it| !it.is_open).for_each(|it| seen.add(&it.seen));
            Arc::new(seen)
        });
        let mut all = vec![Arc::clone(together)];
        let open = entries.values().filter(|it| it.is_open && Some(it.path.as_path()) != but);
        all.extend(open.map(|it| Arc::clone(&it.seen)));
        all
    }

    /// What a document could use: what other files of its project define.
    pub(crate) fn definitions(&self, document: &Document) -> Vec<Elsewhere> {
        let mut found = Vec::new();
        for (path, entry) in self.usable(document) {
            let definitions = entry.definitions.iter().map(|(name, definition)| Elsewhere {
                name: name.clone(),
                definition: definition.clone(),
                path: path.clone(),
            });
            found.extend(definitions);
        }
        found
    }

    /// The files that define something, with their paths as a document would write them.
    pub(crate) fn usable(&self, document: &Document) -> Vec<(String, Arc<Entry>)> {
        let (own, root) = document.reach();
        let is_usable = |it: &Arc<Entry>| {
            let reached = root.is_none_or(|root| it.path.starts_with(root));
            reached && it.path != own && !it.definitions.is_empty()
        };
        let others = self.all().into_iter().filter(is_usable);
        others.map(|it| (relative(own, &it.path), it)).collect()
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Entry>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget_closed(&self) {
        *self.closed.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The files of queries in folders.
pub(crate) fn files_of(folders: &[PathBuf]) -> Vec<Input> {
    let folders: Vec<PathBuf> = folders.iter().filter(|it| it.is_dir()).cloned().collect();
    files(&folders).0
}

/// What an open document says.
pub(crate) fn entry_of(document: &Document, session: &Session<'static>) -> Option<Entry> {
    let path = document.resolved.clone()?;
    let uses = used_by(document, session);
    Some(Entry {
        path,
        is_open: true,
        seen: Arc::new(document.names.counts()),
        uses,
        ..entry(
            &document.text,
            document.encoding,
            &document.lines,
            &document.parse,
            &document.checks,
        )
    })
}

/// The files that a document uses.
pub(crate) fn used_by(document: &Document, session: &Session<'static>) -> Vec<PathBuf> {
    let Some(project) = &document.project else { return Vec::new() };
    let usage = session.uses(project, &document.path, &document.text, &document.parse);
    usage.files().map(|it| it.1.to_owned()).collect()
}

fn read(
    session: &Session<'static>,
    input: &Input,
    source: &impl Source,
    encoding: Encoding,
) -> Option<Entry> {
    let text = String::from_utf8(source.read(&input.path).ok()?).ok()?;
    let parse = parse(&text);
    let project = session.project(&input.path).ok()?;
    let usage = session.uses(&project, &input.path, &text, &parse);
    let uses = usage.files().map(|it| it.1.to_owned()).collect();
    let checks = Checks::new(&text, &parse, &project.context, &usage.imports());
    let seen = Arc::new(Seen::new(&text, &parse).counts());
    let path = resolved(&input.path);
    Some(Entry { path, seen, uses, ..entry(&text, encoding, &Lines::new(&text), &parse, &checks) })
}

fn entry(
    text: &str,
    encoding: Encoding,
    lines: &Lines,
    parse: &amq_syntax::Parse,
    checks: &Checks,
) -> Entry {
    let exports = checks.exports(parse);
    let outline = outline(text, parse).into_iter().map(|it| {
        let place = encoding.range(text, lines, it.selection);
        (it, place)
    });
    Entry {
        path: PathBuf::new(),
        is_open: false,
        seen: Arc::default(),
        definitions: exports.names.into_iter().map(|it| (it.0, it.2)).collect(),
        outline: outline.collect(),
        uses: Vec::new(),
        mentions: checks.mentioned().cloned().collect(),
    }
}
