//! The server under test: real messages over a pipe.

mod client;
mod clients;
mod commands;
mod disk;
mod edits;
mod features;
mod folder;
mod folders;
mod life;
mod messages;
pub(crate) mod panics;
