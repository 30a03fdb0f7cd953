//! Finds the project of a file.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use amq_check::TAXONOMY_FILE;

use crate::{
    Disk, Options, Problem, Project, Source,
    path::{absolute, from_here},
    project::project,
};

/// The name of the settings file.
pub const SETTINGS_FILE: &str = "amq.toml";
const REPOSITORY: &str = ".git";

/// The projects that were found so far; shared by threads.
#[derive(Default)]
pub(crate) struct Projects {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    places: HashMap<PathBuf, Place>,
    /// By their roots.
    projects: HashMap<PathBuf, Arc<Project>>,
}

/// What decides on the project of a folder's files: the nearest folders, of it and those above it,
/// with settings and with a repository.
#[derive(Clone, Default)]
pub(crate) struct Place {
    settings: Option<PathBuf>,
    pub(crate) repository: Option<PathBuf>,
}

impl Projects {
    /// The project of a file.
    pub(crate) fn of(
        &self,
        file: &Path,
        source: &dyn Source,
        options: &Options,
    ) -> Result<Arc<Project>, Problem> {
        let folder = absolute(file.parent().unwrap_or(Path::new("")));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let root = known.place(&folder, source).root(folder);
        if let Some(found) = known.projects.get(&root) {
            return Ok(Arc::clone(found));
        }
        let found = read(root.clone(), source, options)?;
        known.projects.insert(root, Arc::clone(&found));
        Ok(found)
    }

    /// Every project that was found.
    pub(crate) fn all(&self) -> Vec<Arc<Project>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Arc<Project>> = known.projects.values().cloned().collect();
        all.sort_by(|one, other| one.root.cmp(&other.root));
        all
    }
}

impl Known {
    fn place(&mut self, folder: &Path, source: &dyn Source) -> Place {
        let is_known = |at: &&Path| self.places.contains_key(*at);
        let new: Vec<&Path> = folder.ancestors().take_while(|at| !is_known(at)).collect();
        let above = folder.ancestors().nth(new.len()).and_then(|at| self.places.get(at));
        let mut place = above.cloned().unwrap_or_default();
        for at in new.into_iter().rev() {
            if source.exists(&at.join(SETTINGS_FILE)) {
                place.settings = Some(at.to_owned());
            }
            if source.exists(&at.join(REPOSITORY)) {
                place.repository = Some(at.to_owned());
            }
            self.places.insert(at.to_owned(), place.clone());
        }
        place
    }
}

impl Place {
    /// What decides on the project of the files in a folder on the disk.
    pub(crate) fn of(folder: &Path) -> Self {
        Known::default().place(&absolute(folder), &Disk)
    }

    /// The root of the project.
    pub(crate) fn root(self, folder: PathBuf) -> PathBuf {
        self.settings.or(self.repository).unwrap_or(folder)
    }
}

/// Reads the settings of a project.
fn read(root: PathBuf, source: &dyn Source, options: &Options) -> Result<Arc<Project>, Problem> {
    let path = options.config.clone().unwrap_or_else(|| root.join(SETTINGS_FILE));
    let bytes = match source.read(&path) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) && options.config.is_none() => {
            return Ok(project(root, None, None, options));
        }
        Err(error) => return Err(unreadable(&path, &error)),
    };
    let beside = path.with_file_name(TAXONOMY_FILE);
    let taxonomy = match source.read(&beside) {
        Ok(bytes) => Some((beside, bytes)),
        Err(error) if is_absent(&error) => None,
        Err(error) => return Err(unreadable(&beside, &error)),
    };
    Ok(project(root, Some((path, bytes)), taxonomy, options))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Something that has the name of a file of settings, and cannot be read as one.
fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let problem = Problem::file("read", &from_here(path), error);
    match error.kind() {
        io::ErrorKind::IsADirectory | io::ErrorKind::Unsupported => {
            problem.help("settings are read under this name; call it something else")
        }
        _ => problem,
    }
}
