//! One file a command.

mod check;
mod compile;
mod cost;

use crate::{
    args::{Amq, Command},
    exit::Exit,
};

/// Runs the command that was asked for.
pub(crate) fn run(amq: &Amq) -> Exit {
    let common = &amq.common;
    match &amq.command {
        Command::Check(it) => check::run(it, common),
        Command::Compile(it) => compile::run(it, common),
        Command::Cost(it) => cost::run(it, common),
    }
}
