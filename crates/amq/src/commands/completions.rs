//! `amq completions`

use std::fmt::Write as _;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

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
    let script = String::from_utf8_lossy(&script);
    output::result(&match args.shell {
        Shell::Fish => script.into_owned() + &words_for_fish(&command),
        Shell::Bash => with_labels(&script),
        _ => script.into_owned(),
    })
}

/// The script for bash, with labels of queries.
fn with_labels(script: &str) -> String {
    let asked = "complete -F _amq ";
    let (functions, registered) = script.split_at(script.find("\nif [[").unwrap_or(script.len()));
    let registered = registered.replace(asked, "complete -F _amq_or_label ");
    [functions, include_str!("completions.bash"), &registered].concat()
}

/// What can stand where a command takes a word without an option, which clap leaves out for fish.
fn words_for_fish(command: &Command) -> String {
    let mut script = String::new();
    for below in command.get_subcommands() {
        let words = below.get_positionals().flat_map(clap::Arg::get_possible_values);
        for word in words.filter(|it| !it.is_hide_set()) {
            let name = below.get_name();
            let of = format!("complete -c amq -n \"__fish_amq_using_subcommand {name}\" -f");
            let help = word.get_help().map(ToString::to_string).unwrap_or_default();
            let help = help.replace('\\', "\\\\").replace('\'', "\\'");
            let _ = writeln!(script, "{of} -a {} -d '{help}'", word.get_name());
        }
    }
    script
}
