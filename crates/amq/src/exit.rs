//! How a command ends.

use std::process::ExitCode;

/// How a command ends; the worse of two counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything is fine.
    #[default]
    Fine,
    /// The queries have errors.
    Wrong,
    /// The command line, a file or the configuration is unusable.
    Unusable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
