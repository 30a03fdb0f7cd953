//! Paths, as they are compared and as they are shown.

use std::path::{Component, Path, PathBuf};

use crate::projects::Place;

/// A path from the root of the file system, without `.` and `..`. Symbolic links stay.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    // The folder of a bare file name is empty.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// A path as seen from the current folder, where it lies in or below that.
pub(crate) fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
    below.unwrap_or(path).to_owned()
}

/// Names files as seen from the root of the repository of the current folder, if they lie in that.
pub fn from_repository() -> impl Fn(&Path) -> Option<String> {
    let root = Place::of(Path::new("")).repository;
    move |path| Some(shown(absolute(path).strip_prefix(root.as_ref()?).ok()?))
}

/// A path as a file would write it in a `use`; both are from the same folder.
///
/// ```
/// let relative = |own: &str, path: &str| amq_project::relative(own.as_ref(), path.as_ref());
/// assert_eq!(relative("/a/b/c.amq", "/a/b/d.amq"), "d.amq");
/// assert_eq!(relative("/a/b/c.amq", "/a/x/d.amq"), "../x/d.amq");
/// assert_eq!(relative("/a/c.amq", "/a/x/y/d.amq"), "x/y/d.amq");
/// ```
pub fn relative(own: &Path, path: &Path) -> String {
    let folder = own.parent().unwrap_or(Path::new(""));
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other);
    let shared = shared.count();
    let up = folder.components().count() - shared;
    let down =
        path.components().skip(shared).map(|it| it.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up).chain(down).collect();
    parts.join("/")
}

/// A path as it stands in output: with `/`, without a leading `./`, and without characters that
/// a terminal would obey.
///
/// ```
/// assert_eq!(amq_project::shown("./shared/segments.amq".as_ref()), "shared/segments.amq");
/// assert_eq!(amq_project::shown("a\nb.amq".as_ref()), "a\u{fffd}b.amq");
/// ```
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let mut shown = text.replace(std::path::MAIN_SEPARATOR, "/");
    while let Some(rest) = shown.strip_prefix("./").filter(|rest| !rest.is_empty()) {
        shown = rest.trim_start_matches('/').to_owned();
    }
    if shown.contains(char::is_control) {
        shown = shown.replace(char::is_control, "\u{fffd}");
    }
    shown
}
