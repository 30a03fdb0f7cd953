//! What a run has got so far, so that it can go on where it was stopped.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{clock::Clock, digest::digest, folder, store::Store};

/// The answers of one run, kept until all of its requests are answered.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    pub(crate) answers: Store,
    /// The day that the run calls today.
    pub today: Date,
    /// Whether all of its requests are answered, so that nothing is left to do.
    pub is_finished: bool,
    /// Locked for as long as the run goes.
    _lock: File,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// As `2021-09-30`.
    today: String,
    #[serde(default)]
    finished: bool,
}

impl Journal {
    /// The journal of a run, named by what it is a run of. With `resume` it keeps what an earlier
    /// run has got, and that run's day; `None` where nothing is kept.
    pub fn open(
        cache: &Path,
        name: &[&str],
        today: Date,
        resume: bool,
        clock: Clock,
    ) -> io::Result<Option<Self>> {
        let mut parts = vec!["run"];
        parts.extend(name);
        let folder = cache.join("runs").join(digest(&parts).as_str());
        folder::make(&folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock().map_err(|_| {
            let why = "the same run goes on in another process; wait for it or stop it";
            io::Error::new(io::ErrorKind::ResourceBusy, why)
        })?;
        let path = folder.join("run.json");
        let kept: Option<Head> =
            fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = kept.and_then(|head| Some((head.today.parse().ok()?, head.finished)));
        let (today, is_finished) = match kept {
            Some(kept) if resume => kept,
            _ if resume => {
                let _ = fs::remove_dir_all(&folder);
                return Ok(None);
            }
            _ => (today, false),
        };
        if !resume {
            let _ = fs::remove_dir_all(folder.join("answers"));
        }
        let answers = Store::open(folder.join("answers"), clock)?;
        let journal = Self { folder, answers, today, is_finished, _lock: lock };
        journal.write_head()?;
        Ok(Some(journal))
    }

    /// Forgets what the run has got, and keeps that nothing of it is left to do.
    pub fn finish(mut self) {
        self.is_finished = true;
        let _ = self.write_head();
        let _ = fs::remove_dir_all(self.folder.join("answers"));
    }

    fn write_head(&self) -> io::Result<()> {
        let head = Head { today: self.today.to_string(), finished: self.is_finished };
        let head = serde_json::to_vec(&head).unwrap_or_default();
        folder::replace(&self.folder.join("run.json"), &head, b"\n")
    }
}
