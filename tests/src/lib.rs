//! What the tests share: the workspace's folder, and a text's queries on a fixed day.

pub mod corpus;

use std::path::{Path, PathBuf};

use amq_check::{Analysis, Context};
use jiff::civil::Date;

/// The day that tests call today.
pub const TODAY: Date = jiff::civil::date(2021, 9, 30);

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// A text that uses no other file, checked on [`TODAY`].
pub fn check(text: &str) -> Analysis {
    amq_check::check(text, &amq_syntax::parse(text), &Context::new(TODAY), &[])
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
