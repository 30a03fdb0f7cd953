//! How much is read and said. The language reference lists these numbers.

/// How many diagnostics are kept of one statement; nobody reads that far.
pub const MOST_SAID: usize = 1000;

/// How many values a list may have once its names are filled in, how many conditions a segment, and
/// how many filters an event.
pub const MOST_VALUES: usize = 10_000;

/// How many values, conditions and filters the names of a file may stand for, all mentions of them
/// taken together. A few definitions that double each other reach any number.
pub const MOST_EXPANDED: usize = 1_000_000;

/// How many `let` names a misspelt one is compared with.
pub const MOST_COMPARED: usize = 200;

/// How many events a condition or group is moved into by one fix.
pub const MOST_EDITS: usize = 50;

/// How many of the files that define a name are named.
pub const MOST_DEFINING: usize = 3;
