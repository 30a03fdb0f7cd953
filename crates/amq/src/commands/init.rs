//! `amq init`

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
};

use amq_project::{KEYS, Key, Problem, REGION, SETTINGS_FILE, shown};

use crate::{
    args::{Common, Init},
    exit::Exit,
    output,
};

const QUERIES_FILE: &str = "queries.amq";
const QUERIES: &str = include_str!("init.amq");

pub(crate) fn run(args: &Init, common: &Common) -> Exit {
    let folder = &args.folder;
    if let Err(error) = std::fs::create_dir_all(folder) {
        return output::problem(&Problem::file("make the folder", folder, &error));
    }
    let mut exit = Exit::Fine;
    for (name, text) in [(SETTINGS_FILE, settings(common)), (QUERIES_FILE, QUERIES.to_owned())] {
        let path = folder.join(name);
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
fn settings(common: &Common) -> String {
    let mut text = "# Settings for the queries of this folder. Every key is optional.\n".to_owned();
    let mut table = "";
    for key in KEYS {
        text.push('\n');
        if key.table != table {
            table = key.table;
            text.extend(["[", table, "]\n"]);
        }
        text.push_str(&setting(key, common));
    }
    text
}

fn setting(key: &Key, common: &Common) -> String {
    // What holds anyway stands there plainly; what would change something is commented out.
    let (mark, name) = match (key.table, key.name) {
        ("", name) => ("", name),
        (_, "") => ("# ", amq_schema::codes::UNKNOWN_PROPERTY.name),
        (_, name) => ("# ", name),
    };
    let region = common.region().filter(|_| key.name == REGION.name);
    let value = region.map_or(key.example.to_owned(), |it| format!("\"{}\"", it.name()));
    let takes = key.takes.replace('`', "");
    format!("# {}\n# It takes {takes}.\n{mark}{name} = {value}\n", key.doc)
}
