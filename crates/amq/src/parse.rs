//! From the arguments of the program to what they ask for.

use std::ffi::OsString;

use clap::{Args as _, CommandFactory as _, FromArgMatches as _};

use crate::args::{Amq, Common};

/// Commands that use none of the options that all commands take.
const ALONE: [&str; 4] = ["login", "logout", "completions", "schema"];

/// Reads the command line; where that is wrong or asks for help, the program ends here.
pub(crate) fn parse() -> Amq {
    let arguments = without_dash(help_last(std::env::args_os().collect()));
    let mut command = asked_for(Amq::command(), arguments.get(1));
    let read = command
        .try_get_matches_from_mut(arguments)
        .and_then(|found| Amq::from_arg_matches(&found).map_err(|it| it.format(&mut command)));
    // To take clap's tables apart again costs as much as half of the reading; the end of the program
    // does it for nothing.
    std::mem::forget(command);
    read.unwrap_or_else(|error| error.exit())
}

/// The command line with the one command that its first argument names: what all commands take is
/// copied into each of them otherwise, which costs more than a check of a small file.
fn asked_for(whole: clap::Command, first: Option<&OsString>) -> clap::Command {
    let name = first.and_then(|it| it.to_str());
    match name.and_then(|name| whole.find_subcommand(name)) {
        Some(command) => {
            let hidden = ALONE.contains(&command.get_name());
            let common = Common::augment_args(clap::Command::new("amq"));
            let common = if hidden { common.mut_args(|it| it.hide(true)) } else { common };
            common
                .subcommand_required(true)
                .disable_help_subcommand(true)
                .max_term_width(100)
                .subcommand(command.clone())
        }
        None => whole,
    }
}

/// `amq help check` as `amq check --help`, and `amq help` as `amq --help`.
fn help_last(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|it| it == "help") {
        arguments.remove(1);
        arguments.insert(arguments.len().min(2), "--help".into());
    }
    arguments
}

/// The arguments with each `-:label`, a query of standard input, behind a `--`: an argument that
/// begins with `-` is taken for an option before it.
fn without_dash(arguments: Vec<OsString>) -> Vec<OsString> {
    let end = arguments.iter().position(|it| it == "--").unwrap_or(arguments.len());
    let (before, behind) = arguments.split_at(end);
    let is_query = |it: &OsString| it.as_encoded_bytes().starts_with(b"-:");
    let (queries, mut all): (Vec<OsString>, Vec<OsString>) =
        before.iter().cloned().partition(is_query);
    if queries.is_empty() {
        return arguments;
    }
    all.push("--".into());
    all.extend(queries);
    all.extend(behind.iter().skip(1).cloned());
    all
}
