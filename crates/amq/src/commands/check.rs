//! `amq check`

use std::path::Path;

use amq_project::{Options, Outcome, Problem, Session, run_silent};
use amq_schema::Severity;

use crate::{
    args::{Check, Common, Format},
    diff::diff,
    exit::Exit,
    fix::{self, Fixed, fixed},
    inputs::{self, Inputs},
    output,
    render::{File, Said, count, left, report, reported},
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
    exit.max(say(args, common, &given, &outcome, true))
}

fn say(
    args: &Check,
    common: &Common,
    given: &Inputs,
    outcome: &Outcome<()>,
    closing: bool,
) -> Exit {
    let (format, deny_warnings) = (args.format, args.deny_warnings);
    let fixes = Some("");
    let said = Said { format, deny_warnings, praise: true, closing, fixes, common };
    let exit = output::problems(&outcome.problems);
    exit.max(report(outcome, &reported(outcome, given), said))
}

fn fix(args: &Check, common: &Common, given: &Inputs, options: &Options) -> Exit {
    if args.format != Format::Human && (given.stdin.is_some() || args.diff) {
        let what = if args.diff { "a difference" } else { "the fixed text" };
        let message = format!("standard output cannot hold both {what} and a report");
        return output::problem(&Problem::new(message).help("leave `--format` out"));
    }
    let (mut files, mut outcome) = fixed(given, options, args.unsafe_fixes);
    let mut exit = Exit::Fine;
    if args.diff {
        let shown = |file: &Fixed| output::result(&diff(&file.name, &file.before, &file.after));
        exit = files.iter().map(shown).fold(exit, Exit::max);
    } else {
        let session = Session::new(&given.documents, options.clone());
        let wanted = files.len();
        files.retain(|file| {
            let done = put(&session, given, file);
            exit = exit.max(done);
            done == Exit::Fine
        });
        if files.len() < wanted {
            outcome = fix::left(given, options, &files);
        }
    }
    if let (Some(path), false) = (&given.stdin, args.diff) {
        exit = exit.max(pass_on(given, path, &files));
    }
    if args.diff && is_wrong(args, &files) {
        exit = exit.max(Exit::Wrong);
    }
    exit = exit.max(say(args, common, given, &outcome, files.is_empty()));
    if !common.quiet {
        output::note(&summary(&files, &reported(&outcome, given), args.diff));
    }
    exit
}

/// Writes a file that was fixed. Standard input has none.
fn put(session: &Session<'_>, given: &Inputs, file: &Fixed) -> Exit {
    if given.stdin.as_deref() == Some(&file.path) {
        return Exit::Fine;
    }
    match write(session, &file.path, &file.after) {
        Ok(()) => Exit::Fine,
        Err(problem) => output::problem(&problem),
    }
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

fn summary(files: &[Fixed], reported: &[File<'_>], only_shown: bool) -> String {
    let fixed: usize = files.iter().map(|file| file.gone.len()).sum();
    if fixed == 0 {
        return String::new();
    }
    let mistakes = count(fixed, "mistake", "mistakes");
    let places = count(files.len(), "file", "files");
    let left = left(reported);
    let done = if only_shown { "would fix" } else { "fixed" };
    format!("{done} {mistakes} in {places}; {left}\n")
}
