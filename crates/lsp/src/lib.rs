//! The language server: `amq lsp`.
//!
//! Messages are taken in the order in which they come (`front`): an edit takes its place in the
//! queue of its document, and so does a request (`queue`), which therefore sees the text as it was
//! when the request came. What is computed is computed off the loop that reads messages, each
//! feature inside a net for panics. Positions are bytes everywhere but in `encoding`, and the
//! protocol's types come from `lsp` alone.

mod capabilities;
mod client;
mod clock;
mod convert;
mod document;
mod encoding;
mod files;
mod front;
mod index;
mod lines;
mod lsp;
mod markup;
mod process;
mod publish;
mod queue;
mod requests;
mod server;
mod settings;
mod shared;
mod sift;
mod socket;
mod workspace;
mod world;

#[cfg(test)]
mod tests;

pub use server::run;
