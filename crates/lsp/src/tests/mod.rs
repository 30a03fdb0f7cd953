//! The server under test: real messages over a pipe.

mod client;
mod clients;
mod commands;
mod disk;
mod edits;
pub(crate) mod faults;
mod features;
mod folder;
mod folders;
mod life;
mod messages;
mod nets;
mod silent;
