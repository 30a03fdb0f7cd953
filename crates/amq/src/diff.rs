//! Changes, as a unified diff.

use similar::TextDiff;

/// What would change in a file.
pub(crate) fn diff(name: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    // Below `a/` and `b/` an absolute path is a relative one.
    let name = name.trim_start_matches('/');
    diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
