//! The ledger's file, one for each project, in the user's cache folder.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use super::state::State;
use crate::{
    clock::{Clock, Millis},
    digest::Digest,
    folder,
};

/// What a project has asked of the API lately.
#[derive(Debug)]
pub(crate) struct Ledger {
    clock: Clock,
    /// Where it is kept; without a folder it is this process's own.
    shared: Option<Shared>,
    own: Mutex<State>,
}

#[derive(Debug)]
struct Shared {
    state: PathBuf,
    lock: PathBuf,
    owners: PathBuf,
    owner: String,
    /// Locked for as long as this process lives.
    _alive: File,
}

impl Ledger {
    /// The ledger of a project below a folder; without one, or where it cannot be written, one that
    /// no other process sees. The error says why.
    pub(crate) fn open(
        folder: Option<&Path>,
        project: &Digest,
        clock: Clock,
    ) -> (Self, Option<io::Error>) {
        let opened = folder.map(|it| Shared::open(&it.join("ledger"), project)).transpose();
        let (shared, error) = match opened {
            Ok(shared) => (shared, None),
            Err(error) => (None, Some(error)),
        };
        (Self { clock, shared, own: Mutex::default() }, error)
    }

    /// The name under which this process claims.
    pub(crate) fn owner(&self) -> &str {
        self.shared.as_ref().map_or("", |it| it.owner.as_str())
    }

    /// Reads and changes it; no other process does so meanwhile.
    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut State, Millis) -> T) -> T {
        let now = self.clock.now();
        let mut own = self.own.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(shared) = &self.shared else { return change(&mut own, now) };
        let Ok(lock) = shared.lock() else { return change(&mut own, now) };
        let (mut state, before) = shared.read();
        state.bury(|owner| shared.is_alive(owner), now);
        let result = change(&mut state, now);
        state.condense(now);
        let after = serde_json::to_vec(&state).unwrap_or_default();
        if after != before {
            // A ledger that cannot be written is kept by this process alone, from now on.
            let _ = folder::replace(&shared.state, &after, &[]);
        }
        drop(lock);
        *own = state;
        result
    }
}

impl Shared {
    fn open(folder: &Path, project: &Digest) -> io::Result<Self> {
        let owners = folder.join("processes");
        folder::make(folder)?;
        folder::make(&owners)?;
        let owner = format!("{:016x}", fastrand::u64(..));
        let alive = File::create(owners.join(&owner))?;
        alive.lock()?;
        let name = project.short();
        let (state, lock) =
            (folder.join(format!("{name}.json")), folder.join(format!("{name}.lock")));
        Ok(Self { state, lock, owners, owner, _alive: alive })
    }

    fn lock(&self) -> io::Result<File> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&self.lock)?;
        file.lock()?;
        Ok(file)
    }

    /// What is kept, and its bytes; what cannot be read counts as nothing.
    fn read(&self) -> (State, Vec<u8>) {
        let mut bytes = Vec::new();
        let read = File::open(&self.state).and_then(|mut it| it.read_to_end(&mut bytes));
        let state = read.ok().and_then(|_| serde_json::from_slice(&bytes).ok());
        (state.unwrap_or_default(), bytes)
    }

    /// Whether a process still holds its file.
    fn is_alive(&self, owner: &str) -> bool {
        if owner == self.owner {
            return true;
        }
        let path = self.owners.join(owner);
        let held = match File::open(&path) {
            Ok(file) => matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)),
            Err(_) => false,
        };
        if !held {
            let _ = fs::remove_file(&path);
        }
        held
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.owners.join(&self.owner));
    }
}
