//! The server under test: real messages over a pipe.

mod client;
mod commands;
mod edits;
mod features;
mod folder;
mod life;
pub(crate) mod panics;
