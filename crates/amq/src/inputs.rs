//! What the paths of a command line stand for.

use std::{
    collections::HashMap,
    io::Read,
    path::{Path, PathBuf},
};

use amq_project::{Disk, Documents, Input, Options, Problem, files, shown};

use crate::args::{Common, Paths};

/// How standard input is called on the command line, and in output unless it is named.
const STDIN: &str = "-";
const STDIN_SHOWN: &str = "<stdin>";

/// The files of a command, and the texts that lie over the disk.
pub(crate) struct Inputs {
    pub(crate) files: Vec<Input>,
    pub(crate) documents: Documents<'static>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads standard input if it is asked for, and finds all files.
pub(crate) fn inputs(paths: &Paths) -> Inputs {
    let mut documents = Documents::over(&Disk);
    let mut on_disk: Vec<PathBuf> = Vec::new();
    let (mut stdin, mut problems) = (None, Vec::new());
    for path in &paths.paths {
        if path == Path::new(STDIN) {
            stdin = Some(paths.stdin_name.clone().unwrap_or_else(|| STDIN_SHOWN.into()));
        } else {
            on_disk.push(path.clone());
        }
    }
    let mut found = Vec::new();
    if let Some(path) = stdin {
        match read_stdin() {
            Ok(text) => {
                documents.insert(&path, text.into());
                found.push(Input { name: shown(&path), path });
            }
            Err(problem) => problems.push(problem),
        }
    } else if paths.stdin_name.is_some() {
        problems.push(
            Problem::new("`--stdin-name` names standard input, and that is not read")
                .help("add `-`"),
        );
    } else if on_disk.is_empty() {
        on_disk.push(".".into());
    }
    if !on_disk.is_empty() {
        let (more, troubles) = files(&documents, &on_disk);
        found.extend(more);
        problems.extend(troubles);
    }
    Inputs { files: found, documents, problems }
}

fn read_stdin() -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Problem::file("read", Path::new(STDIN_SHOWN), &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::new(format!("standard input is not UTF-8 text (byte {at})"))
    })
}

/// What the common options ask of a session.
pub(crate) fn options(common: &Common) -> Options {
    let overrides: HashMap<_, _> =
        common.set.iter().map(|it| (it.name.clone(), it.values.clone())).collect();
    Options {
        today: common.today,
        region: common.region(),
        max_cost: None,
        overrides,
        config: common.config.clone(),
    }
}
