//! `amq compile`

use amq_project::{Seen, Session, run as check_files};

use crate::{
    args::{Common, Compile, Format},
    exit::Exit,
    inputs::{self, inputs},
    output,
    render::report,
};

pub(crate) fn run(args: &Compile, common: &Common) -> Exit {
    let given = inputs(&args.paths);
    let session = Session::new(&given.documents, inputs::options(common));
    let outcome = check_files(&session, &given.files, |seen| Some(urls(seen)));
    let mut exit = output::problems(&given.problems).max(output::problems(&outcome.problems));
    exit = exit.max(report(&outcome, Format::Human, false, common));
    if exit == Exit::Fine {
        let all: String = outcome.files.into_iter().filter_map(|it| it.value).collect();
        exit = output::result(&all);
    }
    exit
}

fn urls(seen: &Seen<'_>) -> String {
    let base = seen.project.region.base_url();
    let queries = seen.analysis.queries.iter().filter_map(|it| it.query.as_ref());
    queries.map(|query| amq_request::url(query, base) + "\n").collect()
}
