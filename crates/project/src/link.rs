//! Links of a project that lead out of it.

use std::path::Path;

use crate::{
    Problem,
    path::{absolute, from_here},
    shown,
};

/// What keeps a file below a root from being written: a link on the way to it that leads out of the
/// root. A repository does not choose what is overwritten elsewhere.
pub(crate) fn leads_out(root: &Path, path: &Path) -> Option<Problem> {
    let path = absolute(path);
    let below = path.strip_prefix(root).ok()?;
    let resolved_root = root.canonicalize().ok()?;
    let mut link = root.to_owned();
    for part in below {
        link.push(part);
        // What is not there is made, and leads nowhere.
        let target = link.canonicalize().ok()?;
        if !target.starts_with(&resolved_root) {
            let (link, target) = (shown(&from_here(&link)), shown(&target));
            let message =
                format!("`{link}` is a link that leads out of the project, to `{target}`");
            let help = "nothing is written there; replace the link, or name what it leads to";
            return Some(Problem::new(message).help(help));
        }
    }
    None
}
