//! Answers on disk, by request. A file holds a line that says when it was written, and the answer.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    clock::{Clock, Millis},
    digest::Digest,
    folder,
};

/// Answers older than this are deleted by the next run.
const OLDEST: Duration = Duration::from_hours(7 * 24);
/// How much is kept; the oldest go first.
const MOST_BYTES: u64 = 256 << 20;

/// A folder of answers.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
    clock: Clock,
}

impl Store {
    pub(crate) fn open(folder: PathBuf, clock: Clock) -> io::Result<Self> {
        folder::make(&folder)?;
        Ok(Self { folder, clock })
    }

    /// An answer that is no older than so many milliseconds, and its age.
    pub(crate) fn get(&self, request: &Digest, most: Millis) -> Option<(Vec<u8>, Millis)> {
        let mut bytes = fs::read(self.path(request)).ok()?;
        let line = bytes.iter().position(|it| *it == b'\n')?;
        let written: Millis = str::from_utf8(bytes.get(..line)?).ok()?.parse().ok()?;
        let age = self.clock.now().checked_sub(written)?;
        if age > most {
            return None;
        }
        bytes.drain(..=line);
        Some((bytes, age))
    }

    /// Keeps an answer.
    pub(crate) fn put(&self, request: &Digest, body: &[u8]) -> io::Result<()> {
        let head = format!("{}\n", self.clock.now());
        folder::replace(&self.path(request), head.as_bytes(), body)
    }

    /// Deletes what is old, and the oldest of too much.
    pub(crate) fn sweep(&self) {
        let mut kept = Vec::new();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            let Ok(written) = metadata.modified() else { continue };
            if written.elapsed().is_ok_and(|it| it > OLDEST) {
                let _ = fs::remove_file(entry.path());
            } else {
                kept.push((written, metadata.len(), entry.path()));
            }
        }
        kept.sort_by_key(|it| std::cmp::Reverse(it.0));
        let mut bytes = 0;
        for (_, length, path) in kept {
            bytes += length;
            if bytes > MOST_BYTES {
                let _ = fs::remove_file(path);
            }
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, request: &Digest) -> PathBuf {
        self.folder.join(request.as_str())
    }
}
