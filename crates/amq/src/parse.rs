//! From the arguments of the program to what they ask for.

use std::ffi::OsString;

use clap::{ArgMatches, Args as _, CommandFactory as _, FromArgMatches as _, Subcommand as _};

use amq_project::Problem;

use crate::{
    args::{Amq, Command, Common, Messages},
    exit::Exit,
    output,
};

/// Commands that use none of the options that all commands take.
const ALONE: [&str; 4] = ["login", "logout", "completions", "schema"];

/// Reads the command line; where that is wrong or asks for help, the program ends here.
pub(crate) fn parse() -> Amq {
    let arguments = without_dash(help_last(std::env::args_os().collect()));
    let given = arguments.clone();
    let (mut command, read) = match arguments.get(1).and_then(asked_for) {
        Some(command) => read(command, arguments, of_one),
        None => read(Amq::command(), arguments, Amq::from_arg_matches_mut),
    };
    let read = read.map_err(|it| it.format(&mut command));
    // To take clap's tables apart again costs as much as half of the reading; the end of the program
    // does it for nothing.
    std::mem::forget(command);
    read.unwrap_or_else(|error| std::process::exit(said(&error, &given) as i32))
}

/// Shows the help, or says what is wrong with the command line.
fn said(error: &clap::Error, given: &[OsString]) -> Exit {
    if !error.use_stderr() {
        return output::printed(error.print());
    }
    if asks_for_json(given) {
        output::speak(Messages::Json);
        let text = error.to_string();
        let mut paragraphs = text.trim_start_matches("error: ").split("\n\n");
        let mut paragraph = || {
            let words = paragraphs.next().unwrap_or_default().split_whitespace();
            words.collect::<Vec<_>>().join(" ")
        };
        let problem = Problem::new(paragraph());
        return output::problem(&match paragraph() {
            tip if tip.starts_with("tip: ") => problem.help(tip.trim_start_matches("tip: ")),
            _ => problem,
        });
    }
    // Where standard error is closed, nobody listens.
    let _ = error.print();
    Exit::Unusable
}

/// Whether messages for a program are asked for by arguments that may be wrong otherwise.
fn asks_for_json(given: &[OsString]) -> bool {
    let apart = given
        .windows(2)
        .any(|two| matches!(two, [name, value] if name == "--messages" && value == "json"));
    apart || given.iter().any(|it| it == "--messages=json")
}

/// What the arguments say by this command line, which comes back as it was used.
fn read(
    mut command: clap::Command,
    arguments: Vec<OsString>,
    made: impl FnOnce(&mut ArgMatches) -> clap::error::Result<Amq>,
) -> (clap::Command, clap::error::Result<Amq>) {
    let found = command.try_get_matches_from_mut(arguments);
    let read = found.and_then(|mut found| made(&mut found));
    (command, read)
}

/// The command line with only the command of this name, and with what all commands take as options
/// of its own: to build the others and to hand options down costs more than a check of a small file.
fn asked_for(name: &OsString) -> Option<clap::Command> {
    let mut all = Command::augment_subcommands(clap::Command::new("amq"));
    let named = all.get_subcommands_mut().find(|it| name == it.get_name())?;
    let command = std::mem::take(named);
    std::mem::forget(all);
    let hidden = ALONE.contains(&command.get_name());
    let command = Common::augment_args(command).next_help_heading(None::<&str>);
    let command = if hidden { command.mut_args(|it| it.hide(true)) } else { command };
    let whole = clap::Command::new("amq").disable_help_subcommand(true).max_term_width(100);
    Some(whole.subcommand(command))
}

/// What was found by the command line of one command.
fn of_one(found: &mut ArgMatches) -> clap::error::Result<Amq> {
    let options = found.subcommand().map_or(&*found, |(_, options)| options);
    let common = Common::from_arg_matches(options)?;
    Ok(Amq { command: Command::from_arg_matches_mut(found)?, common })
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
