//! One file a command.

mod check;
mod compile;
mod completions;
mod cost;
mod explain;
mod fmt;
mod init;
#[cfg(feature = "keyring")]
mod login;
mod lsp;
mod pull;
mod run;
mod sandbox;
mod schema;

use crate::{
    args::{Amq, Command},
    exit::Exit,
};

/// Runs the command that was asked for.
pub(crate) fn run(amq: &Amq) -> Exit {
    let common = &amq.common;
    if holds_key(&amq.command) {
        amq_client::no_core();
    }
    match &amq.command {
        Command::Check(it) => check::run(it, common),
        Command::Compile(it) => compile::run(it, common),
        Command::Cost(it) => cost::run(it, common),
        Command::Fmt(it) => fmt::run(it, common),
        Command::Run(it) => run::run(it, common),
        Command::Pull(it) => pull::run(it, common),
        #[cfg(feature = "keyring")]
        Command::Login(it) => login::login(it),
        #[cfg(feature = "keyring")]
        Command::Logout(it) => login::logout(it),
        Command::Explain(it) => explain::run(it, common),
        Command::Init(it) => init::run(it, common),
        Command::Lsp(it) => lsp::run(it, common),
        Command::Sandbox(it) => sandbox::run(it, common),
        Command::Completions(it) => completions::run(it),
        Command::Schema(_) => schema::run(),
    }
}

/// Whether a command reads a key, which may be in its environment from the start; or may hold one
/// there for a whole day, as the language server in an editor does.
fn holds_key(command: &Command) -> bool {
    match command {
        Command::Run(_) | Command::Pull(_) | Command::Lsp(_) => true,
        #[cfg(feature = "keyring")]
        Command::Login(_) | Command::Logout(_) => true,
        _ => false,
    }
}
