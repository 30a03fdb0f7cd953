//! The names of events, properties and values that stand in files.

use amq_syntax::{Changed, Parse};

/// The names that a file mentions, and how often.
#[derive(Debug, Clone, Default)]
pub struct Seen {}

impl Seen {
    /// Those of a file.
    pub fn new(_: &str, _: &Parse) -> Self {
        Self {}
    }

    /// Follows an edit.
    pub fn update(&mut self, _: &str, _: &Parse, _: &Changed) {}
}
