//! Texts that lie over a source: an editor's open documents, standard input, fixed files.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use crate::{Source, path::absolute};

/// Texts over another source; each hides the file at its path.
pub struct Documents<'a> {
    under: &'a dyn Source,
    texts: HashMap<PathBuf, Vec<u8>>,
}

impl<'a> Documents<'a> {
    /// No text yet.
    pub fn over(under: &'a dyn Source) -> Self {
        Self { under, texts: HashMap::new() }
    }

    /// Puts a text at a path.
    pub fn insert(&mut self, path: impl AsRef<Path>, text: impl Into<Vec<u8>>) {
        self.texts.insert(self.key(path.as_ref()), text.into());
    }

    /// The text at a path, if one lies there.
    pub fn bytes(&self, path: &Path) -> Option<&[u8]> {
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&self.key(path)).map(Vec::as_slice)
    }

    fn key(&self, path: &Path) -> PathBuf {
        let absolute = absolute(path);
        if let Ok(resolved) = self.under.resolved(&absolute) {
            return resolved;
        }
        let parent = absolute.parent().and_then(|parent| self.under.resolved(parent).ok());
        match (parent, absolute.file_name()) {
            (Some(parent), Some(name)) => parent.join(name),
            _ => absolute,
        }
    }
}

impl Source for Documents<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.bytes(path) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.under.read(path),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.bytes(path).is_some() || self.under.exists(path)
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        match self.bytes(path) {
            Some(_) => Ok(self.key(path)),
            None => self.under.resolved(path),
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let mut names = self.under.names(folder);
        let resolved = self.under.resolved(folder).unwrap_or_else(|_| absolute(folder));
        let here = self.texts.keys().filter(|path| path.parent() == Some(&resolved));
        names.extend(here.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())));
        names.sort_unstable();
        names.dedup();
        names
    }
}
