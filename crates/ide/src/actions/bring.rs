//! A name that the file does not know, and another one defines: the `use` that brings it in.

use amq_check::Diagnostic;
use amq_schema::codes;
use amq_syntax::{TextRange, quote, slice};

use super::{Act, Action, ActionKind};
use crate::{Elsewhere, File, completion::use_of};

/// What is said of names that other files define, with those definitions; and the rest.
pub(super) fn part<'d>(
    file: &File<'_>,
    said: &'d [Diagnostic],
    elsewhere: &dyn Fn() -> Vec<Elsewhere>,
) -> (Vec<(&'d Diagnostic, Vec<Elsewhere>)>, Vec<&'d Diagnostic>) {
    let is_unknown = |it: &Diagnostic| it.code == &codes::UNKNOWN_NAME;
    let all = if said.iter().any(is_unknown) { elsewhere() } else { Vec::new() };
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for diagnostic in said {
        let name = slice(file.text, diagnostic.range).trim_start_matches('$');
        let others = all.iter().filter(|it| is_unknown(diagnostic) && it.name == name);
        let others: Vec<_> = others.cloned().collect();
        if others.is_empty() {
            rest.push(diagnostic);
        } else {
            found.push((diagnostic, others));
        }
    }
    (found, rest)
}

/// The files that could be used, for each such name in a range.
pub(super) fn bring(
    file: &File<'_>,
    range: TextRange,
    found: Vec<(&Diagnostic, Vec<Elsewhere>)>,
) -> Vec<Action> {
    let here = found.into_iter().filter(|it| it.0.range.intersect(range).is_some());
    let bring = |(diagnostic, others): (&Diagnostic, Vec<Elsewhere>)| {
        let preferred = others.len() == 1;
        let action = |other: Elsewhere| Action {
            title: format!("bring `${}` in with `use {}`", other.name, quote(&other.path)),
            kind: ActionKind::Fix,
            act: Act::Edit(vec![use_of(file, &other.path)]),
            mends: Some(diagnostic.clone()),
            preferred,
        };
        others.into_iter().map(action).collect::<Vec<_>>()
    };
    here.flat_map(bring).collect()
}
