//! The console transcripts of the README: every command is run, in a folder with the files that the
//! README shows, and what it prints has to stand there. `UPDATE=1` rewrites them.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    pages::blocks,
    support::{Folder, amq},
};

#[test]
fn transcripts_of_the_readme() {
    let path = workspace().join("README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let folder = Folder::new();
    for block in blocks(&page) {
        if let Some(name) = block.title {
            folder.write(name, block.text.as_bytes());
        }
    }
    std::os::unix::fs::symlink(workspace().join("examples"), folder.path().join("examples"))
        .unwrap();
    let seen = with_transcripts(&page, |command| run(command, &folder.path()));
    if seen != page && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &seen).unwrap();
    }
    assert!(seen == page, "the README shows something else; UPDATE=1 rewrites it:\n{seen}");
}

/// The page with each `console` block as it is when its commands, the lines that begin with `$ `,
/// are run.
fn with_transcripts(page: &str, run: impl Fn(&str) -> String) -> String {
    let (mut written, mut inside) = (String::new(), false);
    for line in page.split_inclusive('\n') {
        if line.starts_with("```") {
            inside = line.trim_end() == "```console";
        }
        let command = line.strip_prefix("$ ").filter(|_| inside);
        if !inside || command.is_some() || line.starts_with("```") {
            written.push_str(line);
        }
        if let Some(command) = command {
            written.push_str(&run(command));
        }
    }
    assert!(written.contains("```console"), "there are no transcripts");
    written
}

/// What a command prints to either stream.
fn run(command: &str, folder: &Path) -> String {
    let program = amq();
    let programs = program.parent().unwrap().to_str().unwrap();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
