//! A file as the features see it.

use amq_check::{Checks, Context};
use amq_syntax::{Parse, ast::Kind, slice, unescape};

/// A file, read and checked.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// What it says.
    pub text: &'a str,
    /// Its statements.
    pub parse: &'a Parse,
    /// What was found of them.
    pub checks: &'a Checks,
    /// What holds in its project.
    pub context: &'a Context,
    /// Scheme and host of its requests.
    pub base_url: &'a str,
}

/// The paths that a file's `use` statements name, as written.
pub fn used_paths(text: &str, parse: &Parse) -> Vec<String> {
    let paths = parse.statements.iter().filter_map(|placed| {
        let Kind::Use(it) = &placed.statement.kind else { return None };
        let written = slice(text, it.path? + placed.start);
        let inner = written.strip_prefix('"')?.strip_suffix('"')?;
        unescape(inner).ok().map(std::borrow::Cow::into_owned)
    });
    paths.collect()
}
