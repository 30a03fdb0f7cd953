//! The program as its users meet it: arguments in, streams and exit codes out.

mod answers;
mod check;
mod commands;
mod compile;
mod cost;
mod fix;
mod fmt;
mod formats;
#[cfg(unix)]
mod hook;
mod keys;
mod killed;
#[cfg(unix)]
mod links;
mod lsp;
mod pages;
mod pull;
#[cfg(unix)]
mod readme;
mod rendered;
mod run;
mod run_parts;
mod run_waits;
mod sandbox;
mod sarif;
mod settings;
mod shells;
mod streams;
mod support;
mod used;
