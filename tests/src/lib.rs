//! What the tests share: the workspace's folder, and a text's queries on a fixed day.

pub mod corpus;
pub mod random;

use std::path::{Path, PathBuf};

use amq_check::{Analysis, Context};
use jiff::civil::Date;

pub use random::Random;

/// The day that tests call today.
pub const TODAY: Date = jiff::civil::date(2021, 9, 30);

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The `.amq` files of a folder of the workspace, and of those below it, in a fixed order.
///
/// # Panics
///
/// Where the folder cannot be read.
pub fn amq_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![workspace().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "amq") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// A text that uses no other file, checked on [`TODAY`].
pub fn check(text: &str) -> Analysis {
    amq_check::check(text, &amq_syntax::parse(text), &Context::new(TODAY), &[])
}

/// The texts of all example files, and of the requests found in public code.
///
/// # Panics
///
/// Where a file cannot be read.
pub fn examples() -> Vec<String> {
    let mut paths = vec![workspace().join("tests/data/wild.amq")];
    let mut folders = vec![workspace().join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder of examples").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "amq") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("an example")).collect()
}

/// Holds a generated file against what it should be: with `UPDATE` set it is rewritten, and
/// either way a difference fails the test.
///
/// # Panics
///
/// Where the file differs.
pub fn assert_generated(path: &Path, expected: &str) {
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found == expected {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, expected)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    panic!(
        "{} was out of date; run the tests with UPDATE=1 and look at the change",
        path.display()
    );
}
