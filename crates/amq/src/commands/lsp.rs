//! `amq lsp`

use amq_project::Problem;

use crate::{
    args::{Common, Lsp},
    exit::Exit,
    inputs::options,
    output,
};

pub(crate) fn run(args: &Lsp, common: &Common) -> Exit {
    match amq_lsp::run(options(common), args.client) {
        Ok(true) => Exit::Fine,
        Ok(false) => Exit::Wrong,
        Err(error) => output::problem(&Problem::new(format!("cannot start the server: {error}"))),
    }
}
