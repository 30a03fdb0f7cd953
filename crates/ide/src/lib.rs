//! What an editor shows of a file of queries, as pure functions of the file and a place in it.

mod file;
mod names;

pub use file::{File, used_paths};
pub use names::Seen;
