//! Names of files that tell nothing of what they are made from.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A SHA-256 of some parts, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(String);

impl Digest {
    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough of it to tell a few projects apart.
    pub(crate) fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }
}

/// The digest of some parts, which never run into each other.
pub(crate) fn digest(parts: &[&str]) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Digest(text)
}
