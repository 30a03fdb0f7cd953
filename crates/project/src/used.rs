//! A file that others use, and what a file uses.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use amq_check::{Analysis, Diagnostic, Exports, Import};
use smol_str::SmolStr;

/// A file that others use, as far as they need it.
#[derive(Debug)]
pub(crate) struct Used {
    /// Its path without symbolic links.
    pub(crate) path: PathBuf,
    /// What it defines, or why it could not be read.
    pub(crate) exports: Result<Exports, ErrorKind>,
    /// The files of its cycle, if it is in one.
    pub(crate) cycle: Option<Arc<[PathBuf]>>,
    /// The files that it uses.
    pub(crate) targets: Vec<PathBuf>,
    /// Whether it has queries of its own, so that its unused names are warned of.
    pub(crate) has_queries: bool,
    /// What is wrong with its definitions, and its text, if anything is.
    pub(crate) errors: Option<Box<(String, Vec<Diagnostic>)>>,
}

/// What the `use` statements of a file bring in, by the numbers of the statements.
#[derive(Debug, Default)]
pub struct Usage {
    pub(crate) entries: Vec<(usize, Entry)>,
    /// What a file brings in that was brought in already.
    pub(crate) nothing: Exports,
}

/// What one `use` brings in.
#[derive(Debug)]
pub(crate) enum Entry {
    /// The names of a file.
    File(Arc<Used>),
    /// Nothing, and why.
    Wrong(Diagnostic),
    /// Nothing more than another `use` of the same file.
    Again(Diagnostic),
    /// Nothing; a run says why in another file of the cycle, once for all of them.
    SaidElsewhere(Diagnostic),
    /// Nothing; what is wrong with its text is said elsewhere.
    Unread,
}

impl Usage {
    /// The names, as the checker wants them.
    pub fn imports(&self) -> Vec<Import<'_>> {
        self.entries.iter().map(|it| self.import(it)).collect()
    }

    /// The same for a file that is looked at alone: what a run says once for several files is said
    /// of it, too.
    pub fn imports_alone(&self) -> Vec<Import<'_>> {
        let mut imports = self.imports();
        for (import, (_, entry)) in imports.iter_mut().zip(&self.entries) {
            if let Entry::SaidElsewhere(diagnostic) = entry {
                import.problem = Some(diagnostic.clone());
            }
        }
        imports
    }

    /// The files that bring names in: the numbers of the `use` statements, resolved paths, names.
    pub fn files(&self) -> impl Iterator<Item = (usize, &Path, &Exports)> {
        self.entries.iter().filter_map(|(statement, entry)| {
            let Entry::File(used) = entry else { return None };
            Some((*statement, used.path.as_path(), used.exports.as_ref().ok()?))
        })
    }

    /// The names of used files with queries that a file mentions.
    pub(crate) fn mentioned(&self, analysis: &Analysis) -> Vec<(Arc<Used>, SmolStr)> {
        let mut mentioned = Vec::new();
        for (_, entry) in &self.entries {
            let Entry::File(used) = entry else { continue };
            let Ok(exports) = &used.exports else { continue };
            if !used.has_queries {
                continue;
            }
            for (name, _, _) in &exports.names {
                if analysis.mentions.binary_search(name).is_ok() {
                    mentioned.push((Arc::clone(used), name.clone()));
                }
            }
        }
        mentioned
    }

    fn import<'u>(&'u self, (statement, entry): &'u (usize, Entry)) -> Import<'u> {
        let (exports, problem) = match entry {
            Entry::File(used) => (used.exports.as_ref().ok(), None),
            Entry::Wrong(diagnostic) => (None, Some(diagnostic.clone())),
            Entry::Again(diagnostic) => (Some(&self.nothing), Some(diagnostic.clone())),
            Entry::SaidElsewhere(_) | Entry::Unread => (None, None),
        };
        Import { statement: *statement, exports, problem }
    }
}
