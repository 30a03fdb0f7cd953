//! `amq check`

use std::path::Path;

use amq_project::{Options, Outcome, Problem, Session, run_silent};
use amq_schema::Severity;

use crate::{
    args::{Check, Common, Format},
    diff::diff,
    exit::Exit,
    fix::{Fixed, fixed},
    inputs::{self, Inputs},
    output,
    render::{Said, count, left, report, reported},
    write::write,
};

pub(crate) fn run(args: &Check, common: &Common) -> Exit {
    let given = inputs::whole(&args.paths);
    let options = Options { max_cost: args.max_cost, ..inputs::options(common) };
    let exit = output::problems(&given.problems);
    if args.fix || args.unsafe_fixes || args.diff {
        return exit.max(fix(args, common, &given, &options));
    }
    let session = Session::new(&given.documents, options);
    let outcome = run_silent(&session, &given.files);
    exit.max(say(args, common, &outcome, true))
}

fn say(args: &Check, common: &Common, outcome: &Outcome<()>, closing: bool) -> Exit {
    let (format, deny_warnings) = (args.format, args.deny_warnings);
    let said = Said { format, deny_warnings, praise: true, closing, common };
    let exit = output::problems(&outcome.problems);
    exit.max(report(outcome, &reported(outcome), said))
}

fn fix(args: &Check, common: &Common, given: &Inputs, options: &Options) -> Exit {
    if args.format != Format::Human && (given.stdin.is_some() || args.diff) {
        let what = if args.diff { "a difference" } else { "the fixed text" };
        let message = format!("standard output cannot hold both {what} and a report");
        return output::problem(&Problem::new(message).help("leave `--format` out"));
    }
    let (files, outcome) = fixed(given, options, args.unsafe_fixes);
    let session = Session::new(&given.documents, options.clone());
    let mut exit = Exit::Fine;
    for file in &files {
        exit = exit.max(if args.diff {
            output::result(&diff(&file.name, &file.before, &file.after))
        } else if given.stdin.as_deref() == Some(&file.path) {
            Exit::Fine
        } else {
            write(&session, &file.path, &file.after)
                .map_or_else(|problem| output::problem(&problem), |()| Exit::Fine)
        });
    }
    if let (Some(path), false) = (&given.stdin, args.diff) {
        exit = exit.max(pass_on(given, path, &files));
    }
    if args.diff && is_wrong(args, &files) {
        exit = exit.max(Exit::Wrong);
    }
    exit = exit.max(say(args, common, &outcome, files.is_empty()));
    if !common.quiet {
        output::note(&summary(&files, &outcome, args.diff));
    }
    exit
}

/// Standard input is fixed onto standard output.
fn pass_on(given: &Inputs, path: &Path, files: &[Fixed]) -> Exit {
    match files.iter().find(|file| file.path == path) {
        Some(file) => output::result(&file.after),
        None => output::result_bytes(given.documents.bytes(path).unwrap_or_default()),
    }
}

/// Whether what was not changed is wrong as it stands.
fn is_wrong(args: &Check, files: &[Fixed]) -> bool {
    let least = if args.deny_warnings { Severity::Warning } else { Severity::Error };
    files.iter().flat_map(|file| &file.gone).any(|it| it.severity >= least)
}

fn summary(files: &[Fixed], outcome: &Outcome<()>, only_shown: bool) -> String {
    let fixed: usize = files.iter().map(|file| file.gone.len()).sum();
    if fixed == 0 {
        return String::new();
    }
    let mistakes = count(fixed, "mistake", "mistakes");
    let places = count(files.len(), "file", "files");
    let left = left(&reported(outcome));
    let done = if only_shown { "would fix" } else { "fixed" };
    format!("{done} {mistakes} in {places}; {left}\n")
}
