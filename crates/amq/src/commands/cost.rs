//! `amq cost`

use std::fmt::Write as _;

use amq_project::{Seen, Session, run as check_files};

use crate::{
    args::{Common, Cost, Format},
    exit::Exit,
    inputs::{self, inputs},
    output,
    render::report,
};

pub(crate) fn run(args: &Cost, common: &Common) -> Exit {
    let given = inputs(&args.paths);
    let session = Session::new(&given.documents, inputs::options(common));
    let outcome = check_files(&session, &given.files, |seen| Some(rows(seen)));
    let mut exit = output::problems(&given.problems).max(output::problems(&outcome.problems));
    exit = exit.max(report(&outcome, Format::Human, false, common));
    let all: String = outcome.files.into_iter().filter_map(|it| it.value).collect();
    exit.max(output::result(&all))
}

fn rows(seen: &Seen<'_>) -> String {
    let mut rows = String::new();
    for query in seen.analysis.queries.iter().filter_map(|it| it.query.as_ref()) {
        if let Some(cost) = query.cost {
            let _ = writeln!(
                rows,
                "{} = {} × {} × {}",
                cost.total(),
                cost.days,
                cost.conditions,
                cost.query_type
            );
        }
    }
    rows
}
