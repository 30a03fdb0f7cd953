//! Folders and files that only their owner reads.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy;

/// The folder of amq in the user's cache folder; `None` where the user has no home.
pub fn cache() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|it| it.cache_dir().join("amq"))
}

/// Makes a folder that others cannot read.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Replaces a file at once; a reader sees the old one or the new one.
pub(crate) fn replace(path: &Path, head: &[u8], body: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Such a file is made for its owner alone.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(head)?;
    file.write_all(body)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
