//! `amq init`

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
};

use amq_project::{KEYS, Key, Problem, SETTINGS_FILE, shown};

use crate::{
    args::{Common, Init},
    exit::Exit,
    output,
};

const QUERIES_FILE: &str = "queries.amq";
const QUERIES: &str = include_str!("init.amq");

pub(crate) fn run(args: &Init, common: &Common) -> Exit {
    let mut exit = Exit::Fine;
    for (name, text) in [(SETTINGS_FILE, settings()), (QUERIES_FILE, QUERIES.to_owned())] {
        let path = args.folder.join(name);
        match create(&path, &text) {
            Ok(()) if common.quiet => {}
            Ok(()) => output::note(&format!("wrote {}\n", shown(&path))),
            Err(problem) => exit = exit.max(output::problem(&problem)),
        }
    }
    if exit == Exit::Fine && !common.quiet {
        output::note("next: `amq check`, then `amq run --sandbox`\n");
    }
    exit
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> Result<(), Problem> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let message = format!("`{}` already exists and was not changed", shown(path));
            Problem::new(message).help("delete it first, or start in another folder")
        }
        _ => Problem::file("write", path, &error),
    })
}

/// The settings file, from the table of its keys.
fn settings() -> String {
    let mut text = "# Settings for the queries of this folder. Every key is optional.\n".to_owned();
    let mut table = "";
    for key in KEYS {
        text.push('\n');
        if key.table != table {
            table = key.table;
            text.extend(["[", table, "]\n"]);
        }
        text.push_str(&setting(key));
    }
    text
}

fn setting(key: &Key) -> String {
    // What holds anyway stands there plainly; what would change something is commented out.
    let (mark, name) = match (key.table, key.name) {
        ("", name) => ("", name),
        (_, "") => ("# ", amq_schema::codes::UNKNOWN_PROPERTY.name),
        (_, name) => ("# ", name),
    };
    format!(
        "# {}\n# It takes {}.\n{mark}{name} = {}\n",
        key.doc,
        key.takes.replace('`', ""),
        key.example
    )
}
