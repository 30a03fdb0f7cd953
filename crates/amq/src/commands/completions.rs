//! `amq completions`

use clap::CommandFactory;

use crate::{
    args::{Amq, Completions},
    exit::Exit,
    output,
};

pub(crate) fn run(args: &Completions) -> Exit {
    let mut command = Amq::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::result_bytes(&script)
}
