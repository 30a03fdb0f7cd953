//! Finds the project of a file.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use amq_check::TAXONOMY_FILE;

use crate::{
    Options, Problem, Project, Source,
    path::absolute,
    project::{File, project},
};

/// The name of the settings file.
pub const SETTINGS_FILE: &str = "amq.toml";
const REPOSITORY: &str = ".git";

/// The projects that were found so far, by folder; shared by threads.
#[derive(Default)]
pub(crate) struct Projects {
    folders: Mutex<HashMap<PathBuf, Arc<Project>>>,
}

impl Projects {
    /// The project of a file.
    pub(crate) fn of(
        &self,
        file: &Path,
        source: &dyn Source,
        options: &Options,
    ) -> Result<Arc<Project>, Problem> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = folders.get(folder) {
            return Ok(Arc::clone(found));
        }
        let found = find(folder, &folders, source, options)?;
        folders.insert(folder.to_owned(), Arc::clone(&found));
        if found.config.is_some() {
            folders.insert(found.root.clone(), Arc::clone(&found));
        }
        Ok(found)
    }

    /// Every project that was found.
    pub(crate) fn all(&self) -> Vec<Arc<Project>> {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Arc<Project>> = Vec::new();
        for found in folders.values() {
            if !all.iter().any(|seen| Arc::ptr_eq(seen, found)) {
                all.push(Arc::clone(found));
            }
        }
        all.sort_by(|one, other| one.root.cmp(&other.root));
        all
    }
}

/// Looks for the nearest settings file above a folder, and for the nearest repository.
fn find(
    folder: &Path,
    known: &HashMap<PathBuf, Arc<Project>>,
    source: &dyn Source,
    options: &Options,
) -> Result<Arc<Project>, Problem> {
    let start = absolute(folder);
    let mut root = None;
    for above in start.ancestors() {
        if let Some(found) = known.get(above).filter(|_| options.config.is_none()) {
            return Ok(Arc::clone(found));
        }
        let settings = above.join(SETTINGS_FILE);
        if options.config.is_none() {
            if let Some(bytes) = optional(source.read(&settings), &settings)? {
                return with_settings(above.to_owned(), (settings, bytes), source, options);
            }
        } else if source.exists(&settings) {
            root = Some(above.to_owned());
            break;
        }
        if root.is_none() && source.exists(&above.join(REPOSITORY)) {
            root = Some(above.to_owned());
        }
    }
    let root = root.unwrap_or(start);
    let Some(path) = &options.config else { return Ok(project(root, None, None, options)) };
    if let Some(found) = known.get(&root) {
        return Ok(Arc::clone(found));
    }
    let bytes = source.read(path).map_err(|error| Problem::file("read", path, &error))?;
    with_settings(root, (path.clone(), bytes), source, options)
}

/// A project with a settings file, and with the taxonomy beside it.
fn with_settings(
    root: PathBuf,
    settings: File,
    source: &dyn Source,
    options: &Options,
) -> Result<Arc<Project>, Problem> {
    let path = settings.0.with_file_name(TAXONOMY_FILE);
    let taxonomy = optional(source.read(&path), &path)?.map(|bytes| (path, bytes));
    Ok(project(root, Some(settings), taxonomy, options))
}

/// What was read, unless there is nothing to read.
fn optional(read: io::Result<Vec<u8>>, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory => Ok(None),
            _ => Err(Problem::file("read", path, &error)),
        },
    }
}
