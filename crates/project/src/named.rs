//! `--set NAME=VALUE`: whether the run defines the names that are set.

use amq_check::{Exports, Kind, nearest};
use smol_str::SmolStr;

use crate::{Options, Problem, Session};

/// A name that is set from outside and defined in a file, and the kind of its definition.
pub(crate) type Set = (SmolStr, Option<Kind>);

/// The names that are set from outside and defined here.
pub(crate) fn set_in(options: &Options, exports: &Exports) -> Vec<Set> {
    if options.overrides.is_empty() {
        return Vec::new();
    }
    let names = exports.names.iter();
    names.map(|(name, _, definition)| (name.clone(), definition.kind)).collect()
}

/// What is wrong with names that are set from outside.
pub(crate) fn unset(session: &Session<'_>, of_files: &[Set]) -> Vec<Problem> {
    let overrides = &session.options.overrides;
    if overrides.is_empty() {
        return Vec::new();
    }
    let mut known: Vec<Set> = of_files.to_vec();
    for used in session.uses.files() {
        let exports = used.exports.as_ref().ok();
        known.extend(exports.into_iter().flat_map(|it| set_in(&session.options, it)));
    }
    let mut names: Vec<&SmolStr> = overrides.keys().collect();
    names.sort();
    names.into_iter().filter_map(|name| problem(name, &known)).collect()
}

fn problem(name: &SmolStr, known: &[Set]) -> Option<Problem> {
    let kinds: Vec<Option<Kind>> = known.iter().filter(|it| it.0 == *name).map(|it| it.1).collect();
    if kinds.iter().any(|kind| kind.is_none_or(|kind| kind == Kind::Values)) {
        return None;
    }
    if let Some(kind) = kinds.first().copied().flatten() {
        let message = format!("`--set {name}` cannot be: `${name}` is {}", kind.noun());
        return Some(Problem::new(message).help("only a list of values can be set from outside"));
    }
    let values = known.iter().filter(|it| it.1 == Some(Kind::Values)).map(|it| it.0.as_str());
    let problem = Problem::new(format!("`--set {name}` sets nothing: no file defines `${name}`"));
    Some(match nearest(name, values).first() {
        Some(near) => problem.help(format!("there is `${near}`")),
        None => problem.help(format!("define it in a file: `let ${name} = (\"…\")`")),
    })
}
