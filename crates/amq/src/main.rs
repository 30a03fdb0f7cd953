//! The command line of amq.

mod args;
mod base_url;
mod commands;
mod diff;
mod exit;
mod fix;
mod inputs;
mod limits;
mod made;
mod output;
mod pages;
mod parse;
mod render;
mod selection;
mod setting;
mod terminal;
mod wrap;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Asking for the version is answered before anything is built.
    let mut given = std::env::args_os().skip(1);
    if let (Some(first), None) = (given.next(), given.next())
        && (first == "--version" || first == "-V")
    {
        return output::result(concat!("amq ", env!("CARGO_PKG_VERSION"), "\n")).into();
    }
    commands::run(&parse::parse()).into()
}
