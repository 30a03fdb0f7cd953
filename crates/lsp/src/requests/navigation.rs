//! Definition, references, highlights.

use std::path::{Path, PathBuf};

use amq_ide::{Mention, Symbol, links, mentions, mentions_in, symbol_at};
use amq_project::Source as _;
use amq_syntax::{TextRange, parse};

use crate::{
    document::Document, encoding::Encoding, files::resolved, lines::Lines, lsp, shared::Shared,
};

/// What is named at a place.
pub(crate) struct Found {
    pub(crate) symbol: Symbol,
    pub(crate) range: TextRange,
    /// The file that defines it; that of the document itself has none where it is unsaved.
    pub(crate) home: Option<PathBuf>,
    /// Whether that is the document itself.
    pub(crate) is_own: bool,
    /// Whether it is defined there, or anywhere.
    pub(crate) is_defined: bool,
}

/// A mention in some file.
pub(crate) type Located = (lsp::Location, bool);

/// What is named at a place of a document.
pub(crate) fn find(document: &Document, shared: &Shared, at: lsp::Position) -> Option<Found> {
    let (symbol, range) = symbol_at(&document.file(), document.offset(at))?;
    let own = mentions(&document.text, &document.parse, &symbol);
    let is_defined_here = own.iter().any(|it| it.defines);
    let elsewhere = match &symbol {
        Symbol::Name(name) if !is_defined_here => {
            used_files(document, shared).into_iter().find(|it| it.1.iter().any(|it| it == name))
        }
        _ => None,
    };
    let is_own = elsewhere.is_none();
    let is_defined = is_defined_here || !is_own;
    let home = elsewhere.map(|it| it.0).or_else(|| document.resolved.clone());
    Some(Found { symbol, range, home, is_own, is_defined })
}

/// The files that a document uses, each with its names.
fn used_files(document: &Document, shared: &Shared) -> Vec<(PathBuf, Vec<smol_str::SmolStr>)> {
    let Some(project) = &document.project else { return Vec::new() };
    let session = shared.world.session();
    let usage = session.uses(project, &document.path, &document.text, &document.parse);
    let files = usage.files().map(|(_, path, exports)| {
        (path.to_owned(), exports.names.iter().map(|it| it.0.clone()).collect())
    });
    files.collect()
}

/// What a name of a used file stands for, as it is written there.
pub(crate) fn written(document: &Document, shared: &Shared, name: &str) -> Option<String> {
    let files = used_files(document, shared);
    let (path, _) = files.iter().find(|it| it.1.iter().any(|it| it == name))?;
    let text = String::from_utf8(shared.world.files.read(path).ok()?).ok()?;
    amq_ide::written(&text, &parse(&text), name)
}

/// Whether a document uses a file.
pub(crate) fn uses(document: &Document, shared: &Shared, home: &Path) -> bool {
    used_files(document, shared).iter().any(|it| it.0 == home)
}

/// The mentions in a document.
pub(crate) fn in_document(document: &Document, symbol: &Symbol) -> Vec<Located> {
    let found = mentions(&document.text, &document.parse, symbol);
    let located = found
        .into_iter()
        .map(|it| (lsp::Location::new(document.uri.clone(), document.range(it.range)), it.defines));
    located.collect()
}

/// A file that is not open.
pub(crate) struct Closed {
    uri: lsp::Uri,
    text: String,
    encoding: Encoding,
}

impl Closed {
    pub(crate) fn read(shared: &Shared, path: &Path) -> Option<Self> {
        let text = String::from_utf8(shared.world.files.read(path).ok()?).ok()?;
        let uri = lsp::Uri::from_file_path(path)?;
        Some(Self { uri, text, encoding: shared.abilities().encoding })
    }

    /// The mentions in it.
    pub(crate) fn mentions(&self, symbol: &Symbol) -> Vec<Located> {
        let found = mentions_in(&self.text, symbol);
        if found.is_empty() {
            return Vec::new();
        }
        let lines = Lines::new(&self.text);
        let located = found.into_iter().map(|it: Mention| {
            let range = self.encoding.range(&self.text, &lines, it.range);
            (lsp::Location::new(self.uri.clone(), range), it.defines)
        });
        located.collect()
    }
}

/// Where what stands at a place is defined; for a path, the file itself.
pub(crate) fn definition(
    document: &Document,
    shared: &Shared,
    at: lsp::Position,
) -> Option<lsp::Location> {
    let offset = document.offset(at);
    if let Some(link) =
        links(&document.file()).into_iter().find(|it| it.range.contains_inclusive(offset))
    {
        let path = resolved(&document.path.parent()?.join(&link.path));
        let start = lsp::Range::default();
        return path
            .is_file()
            .then(|| lsp::Uri::from_file_path(&path))
            .flatten()
            .map(|uri| lsp::Location::new(uri, start));
    }
    let found = find(document, shared, at)?;
    let all = if found.is_own {
        in_document(document, &found.symbol)
    } else {
        Closed::read(shared, found.home.as_deref()?)?.mentions(&found.symbol)
    };
    all.into_iter().find(|it| it.1).map(|it| it.0)
}

pub(crate) fn highlight(document: &Document, at: lsp::Position) -> Vec<lsp::DocumentHighlight> {
    let Some((symbol, _)) = symbol_at(&document.file(), document.offset(at)) else {
        return Vec::new();
    };
    let found = mentions(&document.text, &document.parse, &symbol).into_iter().map(|it| {
        let kind = if it.defines {
            lsp::DocumentHighlightKind::WRITE
        } else {
            lsp::DocumentHighlightKind::READ
        };
        lsp::DocumentHighlight { range: document.range(it.range), kind: Some(kind) }
    });
    found.collect()
}
