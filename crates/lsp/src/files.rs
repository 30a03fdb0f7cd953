//! What other files see of open documents: texts that lie over the disk.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use amq_project::{Disk, Source};

/// The texts of open documents by resolved path; shared.
#[derive(Clone, Default)]
pub(crate) struct Files {
    texts: Arc<Mutex<HashMap<PathBuf, Arc<str>>>>,
    looks: Arc<Mutex<Looks>>,
}

/// What was looked at on disk, and how it was; kept where the client tells of no change.
#[derive(Default)]
struct Looks {
    are_kept: bool,
    seen: HashMap<(PathBuf, Look), Option<(SystemTime, u64)>>,
}

/// What was wanted of a path.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Look {
    /// Whether there is something.
    Presence,
    /// What it holds.
    Content,
}

impl Look {
    /// How it is now: nothing where nothing is.
    fn now(self, path: &Path) -> Option<(SystemTime, u64)> {
        let found = path.metadata().ok()?;
        match self {
            Self::Presence => Some((SystemTime::UNIX_EPOCH, 0)),
            Self::Content => {
                Some((found.modified().unwrap_or(SystemTime::UNIX_EPOCH), found.len()))
            }
        }
    }
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

    /// Keeps from now on how files on disk are when they are looked at.
    pub(crate) fn keep_looks(&self) {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner).are_kept = true;
    }

    /// Whether something on disk is not as it was when it was looked at. If so, nothing counts as
    /// looked at any more.
    pub(crate) fn have_changed(&self) -> bool {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = looks.seen.iter().any(|((path, look), before)| look.now(path) != *before);
        if changed {
            looks.seen.clear();
        }
        changed
    }

    /// Notes how something is, before it is looked at. The first look counts, so that nothing that
    /// happens meanwhile is missed.
    fn look(&self, path: &Path, look: Look) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.are_kept {
            looks.seen.entry((path.to_owned(), look)).or_insert_with(|| look.now(path));
        }
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
        if let Some(text) = self.text(path) {
            return Ok(text.as_bytes().to_vec());
        }
        self.look(path, Look::Content);
        Disk.read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.text(path).is_some() || {
            self.look(path, Look::Presence);
            Disk.exists(path)
        }
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        self.look(path, Look::Presence);
        match Disk.resolved(path) {
            Err(_) if self.text(path).is_some() => Ok(resolved(path)),
            found => found,
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.look(folder, Look::Content);
        Disk.names(folder)
    }
}
