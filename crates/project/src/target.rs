//! The file that a `use` names.

use std::{
    io,
    path::{Path, PathBuf},
};

use amq_check::{Diagnostic, Fix, nearest};
use amq_schema::codes;
use amq_syntax::{TextRange, quote, unescape};

use crate::{EXTENSION, Project, Source, path::absolute, problem::reason};

/// The resolved path of the file that a `use` names, or what is wrong with the path.
///
/// `written` is the path with its quotes, and `place` where it stands.
pub(crate) fn target(
    source: &dyn Source,
    project: &Project,
    folder: &Path,
    written: &str,
    place: TextRange,
) -> Option<Result<PathBuf, Diagnostic>> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    // What is wrong with the string itself is said elsewhere.
    let path = unescape(inner).ok()?;
    if let Some(diagnostic) = misspelt(&path, place) {
        return Some(Err(diagnostic));
    }
    let joined = folder.join(&*path);
    let outside = |path: &Path, root: &Path| !path.starts_with(root);
    Some(match source.resolved(&joined) {
        Ok(found) if outside(&found, project.resolved_root(source)) => Err(beyond(&path, place)),
        Ok(found) => Ok(found),
        Err(_) if outside(&absolute(&joined), &absolute(&project.root)) => {
            Err(beyond(&path, place))
        }
        Err(error) => Err(near(source, project, folder, &path, place)
            .unwrap_or_else(|| unreadable(&path, &error, place))),
    })
}

/// Where the file of a `use` that leads nowhere would lie, without symbolic links.
pub(crate) fn would_be(source: &dyn Source, folder: &Path, written: &str) -> Option<PathBuf> {
    let path = unescape(written.strip_prefix('"')?.strip_suffix('"')?).ok()?;
    let joined = absolute(&folder.join(&*path));
    let parent = joined.parent().and_then(|parent| source.resolved(parent).ok());
    Some(match (parent, joined.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => joined,
    })
}

/// A used file that cannot be read.
pub(crate) fn unreadable(path: &str, error: &io::Error, place: TextRange) -> Diagnostic {
    let (why, _) = reason(error);
    let message = format!("cannot read `{path}`: {why}");
    let help = match error.kind() {
        io::ErrorKind::NotFound => "the path starts from the folder of this file",
        io::ErrorKind::InvalidData => "save that file as UTF-8",
        io::ErrorKind::IsADirectory => "name a file in it; each file has a `use` of its own",
        _ => "make the file readable, or leave this line out",
    };
    Diagnostic::new(&codes::UNREADABLE_USE, place, message).help(help)
}

/// What is said of a file that is not there, where one of nearly that name is.
fn near(
    source: &dyn Source,
    project: &Project,
    folder: &Path,
    path: &str,
    place: TextRange,
) -> Option<Diagnostic> {
    let (before, name) = path.rsplit_once('/').map_or(("", path), |(before, name)| (before, name));
    let folder = source.resolved(&absolute(&folder.join(before))).ok()?;
    if !folder.starts_with(project.resolved_root(source)) {
        return None;
    }
    let names = source.names(&folder);
    let ending = format!(".{EXTENSION}");
    let queries = names.iter().map(String::as_str).filter(|it| it.ends_with(&ending));
    let with_ending = format!("{name}{ending}");
    let found = if names.contains(&with_ending) {
        vec![with_ending.as_str()]
    } else {
        nearest(name, queries)
    };
    let first = found.first()?;
    let found_path =
        if before.is_empty() { (*first).to_owned() } else { format!("{before}/{first}") };
    let message = format!("there is no file `{path}`, but there is `{found_path}`");
    let fix = Fix::replace(format!("write `{found_path}`"), place, quote(&found_path));
    Some(
        Diagnostic::new(&codes::UNREADABLE_USE, place, message)
            .help(format!("write `\"{found_path}\"`"))
            .fix(if found.len() > 1 { fix.unsure() } else { fix }),
    )
}

fn beyond(path: &str, place: TextRange) -> Diagnostic {
    let message = format!("`{path}` lies outside the project");
    Diagnostic::new(&codes::USE_OUTSIDE_PROJECT, place, message)
        .help("copy the definitions into the project, or move its `amq.toml` further up")
        .note("a project ends at the folder of `amq.toml`, or else of the repository")
}

fn misspelt(path: &str, place: TextRange) -> Option<Diagnostic> {
    let diagnostic = |message: String| Diagnostic::new(&codes::UNREADABLE_USE, place, message);
    if path.is_empty() {
        return Some(
            diagnostic("the path is empty".to_owned())
                .help("write the path of a file, such as `\"shared/segments.amq\"`"),
        );
    }
    if path.contains(char::is_control) {
        return Some(
            diagnostic("the path contains a character that no path can have".to_owned())
                .help("write `/` between folders; a backslash begins an escape, as in JSON"),
        );
    }
    if path.contains('\\') {
        let slashes = path.replace('\\', "/");
        return Some(
            diagnostic(format!("`{path}` has backslashes, and a path has `/` between folders"))
                .help(format!("write `\"{slashes}\"`, which works on every system"))
                .fix(Fix::replace(format!("write `{slashes}`"), place, quote(&slashes))),
        );
    }
    if path.contains("://") {
        return Some(
            diagnostic(format!("`{path}` is an address, and `use` reads files of the project"))
                .help("copy the definitions into the project"),
        );
    }
    None
}
