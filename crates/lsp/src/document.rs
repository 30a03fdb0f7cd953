//! An open document: its text, and what is known of it, brought up to date after an edit.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use amq_check::{Checks, Context, Diagnostic, Edit, Exports};
use amq_project::{Problem, Project, Session};
use amq_schema::Region;
use amq_syntax::{Parse, TextRange, TextSize, newline, parse, reparse};
use jiff::civil::Date;

use crate::{encoding::Encoding, files::resolved, lines::Lines, lsp, world::World};

/// An open document.
pub(crate) struct Document {
    pub(crate) uri: lsp::Uri,
    /// Where it lies, or would lie; settings and used files are looked for beside it.
    pub(crate) path: PathBuf,
    /// The same without symbolic links, if it lies anywhere.
    pub(crate) resolved: Option<PathBuf>,
    pub(crate) version: i32,
    pub(crate) encoding: Encoding,
    pub(crate) text: String,
    pub(crate) lines: Lines,
    pub(crate) parse: Parse,
    pub(crate) checks: Checks,
    pub(crate) names: amq_ide::Seen,
    /// What it is checked against.
    pub(crate) project: Option<Arc<Project>>,
    /// Why there is none.
    pub(crate) unreadable: Option<Problem>,
    fallback: Context,
    session: Option<Arc<Session<'static>>>,
    /// What it defines and uses, as others were told.
    told: Option<(Exports, Vec<String>)>,
    pending: Pending,
    /// The last semantic tokens, and their number.
    tokens: (u64, Vec<lsp::SemanticToken>),
    /// The number of the mentions that the index knows.
    pub(crate) mentions_told: u64,
    /// Whether the index will look at it soon.
    pub(crate) to_be_indexed: bool,
}

/// What was edited since the document was last read.
#[derive(Debug, Clone, Copy)]
enum Pending {
    Nothing,
    /// A part of the text as it was read, and how long what stands there is now.
    Part(TextRange, TextSize),
    All,
}

impl Document {
    pub(crate) fn new(
        item: lsp::TextDocumentItem,
        encoding: Encoding,
        folder: &Path,
        today: Date,
    ) -> Self {
        let path = item.uri.to_file_path().map(std::borrow::Cow::into_owned);
        let resolved = path.as_ref().filter(|_| is_file(&item.uri)).map(|path| resolved(path));
        let path =
            path.filter(|_| is_file(&item.uri)).unwrap_or_else(|| folder.join("untitled.amq"));
        Self {
            path,
            resolved,
            version: item.version,
            encoding,
            lines: Lines::new(&item.text),
            text: item.text,
            uri: item.uri,
            parse: Parse::default(),
            checks: Checks::default(),
            names: amq_ide::Seen::default(),
            project: None,
            unreadable: None,
            fallback: Context::new(today),
            session: None,
            told: None,
            pending: Pending::All,
            tokens: (0, Vec::new()),
            mentions_told: 0,
            to_be_indexed: false,
        }
    }

    /// What holds for the document.
    pub(crate) fn context(&self) -> &Context {
        self.project.as_ref().map_or(&self.fallback, |project| &project.context)
    }

    /// Its path, and the folder whose files it can use.
    pub(crate) fn reach(&self) -> (&Path, Option<&Path>) {
        let project = self.session.as_ref().zip(self.project.as_ref());
        let root = project.map(|(session, project)| session.root(project));
        (self.resolved.as_deref().unwrap_or(&self.path), root)
    }

    /// What the features see of it.
    pub(crate) fn file(&self) -> amq_ide::File<'_> {
        let region = self.project.as_ref().map_or(Region::default(), |project| project.region);
        amq_ide::File {
            text: &self.text,
            parse: &self.parse,
            checks: &self.checks,
            context: self.context(),
            base_url: region.base_url(),
        }
    }

    /// Puts in what a client changed. A version that is older than the present one is no news.
    pub(crate) fn edit(&mut self, changes: Vec<lsp::TextDocumentContentChangeEvent>, version: i32) {
        self.version = version;
        for change in changes {
            let (range, new) = match change.range {
                Some(range) => {
                    (self.encoding.text_range(&self.text, &self.lines, range), change.text)
                }
                None => difference(&self.text, &change.text),
            };
            self.replace(range, &new);
        }
    }

    fn replace(&mut self, range: TextRange, new: &str) {
        self.text.replace_range(usize::from(range.start())..usize::from(range.end()), new);
        let length = TextSize::of(new);
        self.lines.edit(&self.text, range, length);
        self.pending = match self.pending {
            Pending::All => Pending::All,
            Pending::Nothing => Pending::Part(range, length),
            Pending::Part(removed, inserted) => together(removed, inserted, range, length),
        };
    }

    /// Reads and checks what changed: the text, the settings, the files that it uses.
    ///
    /// Says whether others have to look again, because it defines or uses something else now.
    pub(crate) fn refresh(&mut self, world: &World) -> bool {
        let session = world.session();
        // Should this panic, the next time begins from nothing.
        let pending = std::mem::replace(&mut self.pending, Pending::All);
        let same_session = self.session.as_ref().is_some_and(|it| Arc::ptr_eq(it, &session));
        let same_project = same_session || self.find_project(&session);
        if self.project.is_none() {
            self.fallback.today = world.today();
        }
        let renamed = match pending {
            Pending::Nothing if same_project => false,
            Pending::Part(removed, inserted) if same_project => {
                self.part(&session, removed, inserted)
            }
            _ => {
                self.all(&session);
                true
            }
        };
        if same_project && !same_session {
            self.renew(&session);
        }
        self.session = Some(session);
        self.pending = Pending::Nothing;
        renamed && self.tells_something_new()
    }

    /// Looks for the settings again; says whether they are the same.
    fn find_project(&mut self, session: &Session<'_>) -> bool {
        let (project, problem) = match session.project(&self.path) {
            Ok(project) => (Some(project), None),
            Err(problem) => (None, Some(problem)),
        };
        let same = match (&project, &self.project) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        (self.project, self.unreadable) = (project, problem);
        same
    }

    /// Looks at the used files again.
    fn renew(&mut self, session: &Session<'_>) {
        let Some(project) = &self.project else { return };
        let usage = session.uses(project, &self.path, &self.text, &self.parse);
        self.checks.renew(&self.text, &self.parse, &project.context, &usage.imports_alone());
    }

    fn part(&mut self, session: &Session<'_>, removed: TextRange, inserted: TextSize) -> bool {
        let changed = reparse(&mut self.parse, &self.text, removed, inserted);
        let renamed = self.checks.needs_imports(&self.parse, &changed);
        let usage = match &self.project {
            Some(project) if renamed => {
                Some(session.uses(project, &self.path, &self.text, &self.parse))
            }
            _ => None,
        };
        let imports = usage.as_ref().map(amq_project::Usage::imports_alone).unwrap_or_default();
        let context = self.project.as_ref().map_or(&self.fallback, |project| &project.context);
        self.checks.update(&self.text, &self.parse, context, &imports, &changed);
        self.names.update(&self.text, &self.parse, &changed);
        renamed
    }

    fn all(&mut self, session: &Session<'_>) {
        self.parse = parse(&self.text);
        let usage = self
            .project
            .as_ref()
            .map(|project| session.uses(project, &self.path, &self.text, &self.parse));
        let imports = usage.as_ref().map(amq_project::Usage::imports_alone).unwrap_or_default();
        self.checks = Checks::new(&self.text, &self.parse, self.context(), &imports);
        self.names = amq_ide::Seen::new(&self.text, &self.parse);
    }

    /// Whether what the document defines or uses differs from what was last told of it.
    fn tells_something_new(&mut self) -> bool {
        let exports = self.checks.exports(&self.parse);
        let uses = amq_ide::used_paths(&self.text, &self.parse);
        let same = self.told.as_ref().is_some_and(|(told, used)| {
            let plain = |exports: &Exports| -> Vec<_> {
                exports.names.iter().map(|it| (it.0.clone(), it.2.clone())).collect()
            };
            used == &uses && plain(told) == plain(&exports)
        });
        self.told = Some((exports, uses));
        !same
    }

    /// Everything that is wrong with it, as far as its own text and those that it uses tell.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.checks.diagnostics(&self.text, &self.parse, self.context())
    }

    /// A client's range of a range of the text.
    pub(crate) fn range(&self, range: TextRange) -> lsp::Range {
        self.encoding.range(&self.text, &self.lines, range)
    }

    /// A client's position of a place.
    pub(crate) fn position(&self, at: TextSize) -> lsp::Position {
        self.encoding.position(&self.text, &self.lines, at)
    }

    /// A client's edits, with the line ends of the document.
    pub(crate) fn edits(&self, edits: &[Edit]) -> Vec<lsp::TextEdit> {
        // Most edits stay in a line, and looking for the line ends costs the document.
        let text = |edit: &Edit| {
            if !edit.text.contains('\n') {
                return edit.text.clone();
            }
            edit.text.replace("\r\n", "\n").replace('\n', newline(&self.text))
        };
        let edits = edits
            .iter()
            .map(|edit| lsp::TextEdit { range: self.range(edit.range), new_text: text(edit) });
        edits.collect()
    }

    /// Keeps the semantic tokens that are answered, and gives them a name.
    pub(crate) fn keep_tokens(&mut self, tokens: Vec<lsp::SemanticToken>) -> String {
        self.tokens = (self.tokens.0 + 1, tokens);
        self.tokens.0.to_string()
    }

    /// The semantic tokens of a name, if they were the last ones.
    pub(crate) fn kept_tokens(&mut self, name: &str) -> Option<Vec<lsp::SemanticToken>> {
        (self.tokens.0.to_string() == name).then(|| std::mem::take(&mut self.tokens.1))
    }

    /// The place of a client's position.
    pub(crate) fn offset(&self, position: lsp::Position) -> TextSize {
        self.encoding.offset(&self.text, &self.lines, position)
    }
}

pub(crate) fn is_file(uri: &lsp::Uri) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case("file")
}

/// Two edits, one after the other, as one.
fn together(removed: TextRange, inserted: TextSize, range: TextRange, length: TextSize) -> Pending {
    let end = removed.start() + inserted;
    let (start, last) = (removed.start().min(range.start()), end.max(range.end()));
    let all = TextRange::new(start, last - end + removed.end());
    Pending::Part(all, last - start - range.len() + length)
}

/// What a whole new text changes.
pub(crate) fn difference(old: &str, new: &str) -> (TextRange, String) {
    let same = |(one, other): &(u8, u8)| one == other;
    let mut start = old.bytes().zip(new.bytes()).take_while(same).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = (old.len() - start).min(new.len() - start);
    let mut end = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(same).count();
    while !old.is_char_boundary(old.len() - end) || !new.is_char_boundary(new.len() - end) {
        end -= 1;
    }
    let range = TextRange::new((start as u32).into(), ((old.len() - end) as u32).into());
    let inserted = new.get(start..new.len() - end).unwrap_or_default().to_owned();
    (range, inserted)
}
