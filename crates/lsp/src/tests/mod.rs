//! The server under test: real messages over a pipe.

mod client;
mod clients;
mod commands;
mod edits;
mod features;
mod folder;
mod folders;
mod life;
pub(crate) mod panics;
