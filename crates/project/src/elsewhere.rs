//! Names that a file does not know, and another file of its project defines.

use std::collections::HashMap;

use amq_check::Diagnostic;
use amq_schema::codes;
use amq_syntax::{quote, slice};
use smol_str::SmolStr;

use crate::{
    Input, Reported, Session,
    path::{absolute, relative},
};

/// The names that the files of a run define, each with the file's number.
pub(crate) type Defined = Vec<(SmolStr, usize)>;

/// Says of unknown names which file defines them; `at` is the number of the file.
pub(crate) fn name_files<T>(
    session: &Session<'_>,
    inputs: &[Input],
    files: &mut [(usize, &mut Reported<T>)],
    defined: &Defined,
) {
    let unknown = |it: &Diagnostic| it.code == &codes::UNKNOWN_NAME;
    if defined.is_empty() || !files.iter().any(|it| it.1.diagnostics.iter().any(unknown)) {
        return;
    }
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (name, at) in defined {
        by_name.entry(name).or_default().push(*at);
    }
    let root = |at: usize| Some(session.project(&inputs.get(at)?.path).ok()?.root.clone());
    for (at, file) in files {
        let Reported { text, diagnostics, path, .. } = &mut **file;
        for diagnostic in diagnostics.iter_mut().filter(|it| unknown(it)) {
            let name = slice(text, diagnostic.range).trim_start_matches('$');
            let others = by_name.get(name).map_or(&[][..], Vec::as_slice);
            let near = others.iter().filter(|it| *it != at && root(**it) == root(*at));
            let Some(other) = near.min().and_then(|it| inputs.get(*it)) else { continue };
            let used = quote(&relative(&absolute(path), &absolute(&other.path)));
            diagnostic.help = Some(format!("{used} defines it: bring it in with `use {used}`"));
            // A name that is like it was not meant.
            diagnostic.fixes.clear();
        }
    }
}
