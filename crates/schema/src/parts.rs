//! What becomes of an answer where its range is cut.

/// What the answers to parts of a range, by date, are to the answer to the whole of it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Parts {
    /// The word of its metric tells whether they add up.
    ByWord,
    /// They have the same rows, and their figures add up.
    Add,
    /// They have different rows: each row is of a day, or of those who began on one, by itself.
    Follow,
    /// The whole cannot be told from them: why.
    Whole(&'static str),
}

impl Parts {
    /// Its name in machine-readable output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByWord => "by-word",
            Self::Add => "add",
            Self::Follow => "follow",
            Self::Whole(_) => "whole",
        }
    }
}
