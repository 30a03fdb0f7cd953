//! Where files are read from.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Something that files are read from.
pub trait Source: Send + Sync {
    /// What a file holds.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether there is something at a path, be it a file or a folder.
    fn exists(&self, path: &Path) -> bool;

    /// The path of a file without symbolic links.
    fn resolved(&self, path: &Path) -> io::Result<PathBuf>;

    /// The names in a folder, for the nearest to a misspelt one.
    fn names(&self, folder: &Path) -> Vec<String>;
}

impl<S: Source + ?Sized> Source for &S {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        (**self).read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        (**self).exists(path)
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        (**self).resolved(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        (**self).names(folder)
    }
}

/// The files of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

/// Places in a file are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

impl Source for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let metadata = path.metadata().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => {
                io::Error::other("it is a link that leads nowhere")
            }
            _ => error,
        })?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // A device or a pipe may never end, and opening one may wait for ever: only what was named
        // as such is read.
        if !metadata.is_file() && !path.starts_with("/dev") {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let file = File::open(path)?;
        if metadata.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        // A pipe or a device tells no length; of what does the end is not asked for.
        let length = if metadata.len() == 0 { LARGEST + 1 } else { metadata.len() };
        file.take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn exists(&self, path: &Path) -> bool {
        // A link that leads nowhere is something, too.
        path.symlink_metadata().is_ok()
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        names
    }
}
