//! Names that a file does not know, and other files of its project define.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use amq_check::limits::MOST_DEFINING;
use amq_syntax::parse;
use smol_str::SmolStr;

use crate::{
    Reported, Session,
    path::{absolute, relative},
};

/// The names that the files of a run define, each with its file.
pub(crate) type Defined<'i> = Vec<(SmolStr, &'i Path)>;

/// Says of unknown names which files define them.
pub(crate) fn name_files<'f, T: 'f>(
    session: &Session<'_>,
    defined: &Defined<'_>,
    files: impl Iterator<Item = &'f mut Reported<T>>,
) {
    let mut places: Option<HashMap<&str, Vec<PathBuf>>> = None;
    for file in files {
        let Reported { text, diagnostics, path, .. } = file;
        if !diagnostics.iter().any(|it| it.unknown_name(text).is_some()) {
            continue;
        }
        let places = places.get_or_insert_with(|| by_name(defined));
        let Ok(project) = session.project(path) else { continue };
        let (own, parse) = (absolute(path), parse(text));
        for diagnostic in diagnostics {
            let Some(name) = diagnostic.unknown_name(text) else { continue };
            let all = places.get(name).map_or(&[][..], Vec::as_slice);
            // What lies below the root can be used, and stands together.
            let below = all.iter().skip(all.partition_point(|it| *it < project.root));
            let below = below.take_while(|it| it.starts_with(&project.root)).take(MOST_DEFINING);
            let paths: Vec<String> = below.map(|it| relative(&own, it)).collect();
            *diagnostic = diagnostic.clone().defined_in(text, &parse, &paths);
        }
    }
}

/// The paths of the files that define each name, in order.
fn by_name<'d>(defined: &'d Defined<'_>) -> HashMap<&'d str, Vec<PathBuf>> {
    let mut places: HashMap<&str, Vec<PathBuf>> = HashMap::new();
    for (name, path) in defined {
        places.entry(name).or_default().push(absolute(path));
    }
    for paths in places.values_mut() {
        paths.sort_unstable();
    }
    places
}
