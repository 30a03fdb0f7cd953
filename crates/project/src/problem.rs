//! What keeps a run from reading something, said in a sentence.

use std::{fmt, io, path::Path};

use crate::shown;

/// A file, a folder or an option that is unusable, in a sentence with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is unusable and why.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Something that could not be done to a file, such as `read`.
    pub fn file(verb: &str, path: &Path, error: &io::Error) -> Self {
        let (why, help) = reason(error);
        let problem = Self::new(format!("cannot {verb} `{}`: {why}", shown(path)));
        match help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why something could not be done to a file, and what to do.
pub(crate) fn reason(error: &io::Error) -> (String, Option<&'static str>) {
    use io::ErrorKind as Kind;
    let (why, help) = match error.kind() {
        Kind::NotFound => ("there is no such file or folder", "check the spelling of its path"),
        Kind::PermissionDenied => ("permission denied", "ask its owner for permission"),
        Kind::IsADirectory => ("it is a folder", "name a file in it"),
        Kind::Unsupported => ("it is not a file", "put a file of text in its place"),
        Kind::NotADirectory => ("part of its path is a file", "check the spelling of its path"),
        Kind::InvalidData => ("it is not UTF-8 text", "save it as UTF-8"),
        Kind::FileTooLarge => ("it is larger than 4 GiB", "split it into several files"),
        Kind::ReadOnlyFilesystem => ("it is on a read-only disk", "copy it to another place"),
        Kind::StorageFull => ("the disk is full", "make room and try again"),
        _ => return (error.to_string().to_lowercase(), None),
    };
    (why.to_owned(), Some(help))
}
