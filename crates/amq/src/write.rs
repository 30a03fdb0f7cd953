//! Writes a file at once or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use amq_project::{Problem, Session};

/// Replaces what a file holds: a new file is written beside it and takes its place, so that a
/// reader never sees half of it. Symbolic links and permissions stay; a link that leads out of the
/// project is not written through.
pub(crate) fn write(session: &Session<'_>, path: &Path, text: &str) -> Result<(), Problem> {
    session.may_write(path)?;
    let failed = |error: io::Error| Problem::file("write", path, &error);
    let target = path.canonicalize().map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if metadata.permissions().readonly() {
        let shown = amq_project::shown(path);
        return Err(Problem::new(format!("cannot write `{shown}`: it is read-only"))
            .help("make it writable, or look at the change with `--diff`"));
    }
    let (beside, file) = beside(&target).map_err(|error| {
        let folder = target.parent().unwrap_or(Path::new(".")).to_owned();
        let problem = Problem::file("write into", &folder, &error);
        problem.help("make the folder writable, or look at the change with `--diff`")
    })?;
    let replaced = fill(file, text, &metadata).and_then(|()| fs::rename(&beside, &target));
    replaced.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// Writes a file that may not be there yet, with the folders above it.
pub(crate) fn create(session: &Session<'_>, path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    session.may_write(path)?;
    let failed = |error: io::Error| Problem::file("write", path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Problem::file("make the folder", folder, &error))?;
    let (beside, mut file) = beside(path).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// A new file in the folder of another one.
fn beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    for number in 0..100_u32 {
        let beside = target.with_file_name(format!(".{name}.{}-{number}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn fill(mut file: File, text: &str, like: &fs::Metadata) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    keep_owner(&file, like);
    file.set_permissions(like.permissions())?;
    file.sync_all()
}

/// Gives a file the owner of another one, where that is allowed.
#[cfg(unix)]
fn keep_owner(file: &File, like: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(own) = file.metadata() else { return };
    if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
        let _ = fchown(file, Some(like.uid()), Some(like.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}
