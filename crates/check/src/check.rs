//! A whole file.

use amq_syntax::{Parse, TextSize};
use smol_str::SmolStr;

use crate::{Checks, Context, Diagnostic, Exports, query::Query};

/// What a file says, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Its queries, in order.
    pub queries: Vec<Checked>,
    /// What is wrong, in the order of places; ranges count from the start of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The names it defines.
    pub exports: Exports,
    /// The names that its statements mention, sorted.
    pub mentions: Vec<SmolStr>,
    /// Names that this file does not mention itself, with what is to be said if no other file does.
    pub unmentioned: Vec<(SmolStr, Diagnostic)>,
}

/// A query of a file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The number of its statement.
    pub statement: usize,
    /// Where its statement starts.
    pub start: TextSize,
    /// Its label.
    pub label: Option<SmolStr>,
    /// The query, unless a mistake leaves none.
    pub query: Option<Query>,
}

/// The names of a used file.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// The number of the `use` statement.
    pub statement: usize,
    /// Its names; `None` where it could not be read.
    pub exports: Option<&'a Exports>,
    /// Why it could not be read; ranges count from the start of the statement.
    pub problem: Option<Diagnostic>,
}

/// Checks a file against the table and its project.
pub fn check(text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) -> Analysis {
    Checks::new(text, parse, context, imports).into_analysis(text, parse, context)
}

/// The same for those who only want to know what is wrong: it has no queries.
pub fn diagnose(text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) -> Analysis {
    Checks::silent(text, parse, context, imports).into_analysis(text, parse, context)
}
