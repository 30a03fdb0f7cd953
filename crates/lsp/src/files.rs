//! What other files see of open documents: texts that lie over the disk.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use amq_project::{Disk, Source};

/// The texts of open documents by resolved path; shared.
#[derive(Clone, Default)]
pub(crate) struct Files {
    texts: Arc<Mutex<HashMap<PathBuf, Arc<str>>>>,
}

impl Files {
    /// Lays a text over a file, or takes it away.
    pub(crate) fn put(&self, resolved: &Path, text: Option<Arc<str>>) {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => texts.insert(resolved.to_owned(), text),
            None => texts.remove(resolved),
        };
    }

    fn text(&self, path: &Path) -> Option<Arc<str>> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if texts.is_empty() {
            return None;
        }
        texts.get(path).or_else(|| texts.get(&resolved(path))).cloned()
    }
}

/// The path of a file without symbolic links; of one that is not there, as far as that goes.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    if let Ok(resolved) = Disk.resolved(path) {
        return resolved;
    }
    let parent = path.parent().and_then(|parent| Disk.resolved(parent).ok());
    match (parent, path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

impl Source for Files {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Disk.read(path),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.text(path).is_some() || Disk.exists(path)
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        match Disk.resolved(path) {
            Err(_) if self.text(path).is_some() => Ok(resolved(path)),
            found => found,
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        Disk.names(folder)
    }
}
