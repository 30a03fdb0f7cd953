//! Names that a file does not know, and other files of its project define.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use amq_check::limits::MOST_DEFINING;
use amq_syntax::parse;
use smol_str::SmolStr;

use crate::{
    Project, Reported, Session,
    path::{absolute, relative},
};

/// The names that the files of a run define, each with its file and project.
pub(crate) type Defined<'i> = Vec<(SmolStr, &'i Path, Arc<Project>)>;

/// Says of unknown names which files define them.
pub(crate) fn name_files<'f, T: 'f>(
    session: &Session<'_>,
    defined: &Defined<'_>,
    files: impl Iterator<Item = &'f mut Reported<T>>,
) {
    let mut places: Option<HashMap<(&Path, &str), Vec<PathBuf>>> = None;
    for file in files {
        let Reported { text, diagnostics, path, .. } = file;
        if !diagnostics.iter().any(|it| it.unknown_name(text).is_some()) {
            continue;
        }
        let places = places.get_or_insert_with(|| {
            let mut places: HashMap<_, Vec<_>> = HashMap::new();
            for (name, path, project) in defined {
                let of_name = places.entry((project.root.as_path(), name.as_str())).or_default();
                of_name.push(absolute(path));
            }
            for of_name in places.values_mut() {
                of_name.sort_unstable();
            }
            places
        });
        let Ok(project) = session.project(path) else { continue };
        let (own, parse) = (absolute(path), parse(text));
        for diagnostic in diagnostics {
            let Some(name) = diagnostic.unknown_name(text) else { continue };
            let found = places.get(&(project.root.as_path(), name)).into_iter().flatten();
            let found: Vec<String> =
                found.take(MOST_DEFINING).map(|it| relative(&own, it)).collect();
            *diagnostic = diagnostic.clone().defined_in(text, &parse, &found);
        }
    }
}
