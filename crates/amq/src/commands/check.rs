//! `amq check`

use amq_project::{Options, Session, run as check_files};

use crate::{
    args::{Check, Common},
    exit::Exit,
    inputs::{self, inputs},
    output,
    render::report,
};

pub(crate) fn run(args: &Check, common: &Common) -> Exit {
    let given = inputs(&args.paths);
    let options = Options { max_cost: args.max_cost, ..inputs::options(common) };
    let session = Session::new(&given.documents, options);
    let outcome = check_files(&session, &given.files, |_| None::<()>);
    let mut exit = output::problems(&given.problems).max(output::problems(&outcome.problems));
    exit = exit.max(report(&outcome, args.format, args.deny_warnings, common));
    exit
}
