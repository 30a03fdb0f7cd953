//! The server under test: real messages over a pipe.

mod client;
mod life;
pub(crate) mod panics;
