//! What is known beyond the file itself.

use std::collections::HashMap;

use amq_check::Definition;
use smol_str::SmolStr;

use crate::{Counts, Seen};

/// What is known beyond the file itself.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The names that files of the workspace mention, this one's among them.
    pub seen: &'a [&'a Seen],
    /// What other files define.
    pub definitions: &'a dyn Fn() -> Vec<Elsewhere>,
    /// The files that could be used, as this one would write their paths.
    pub files: &'a dyn Fn() -> Vec<String>,
}

impl Known<'_> {
    /// How often each name of a kind was seen, most often first.
    pub(crate) fn counts<'s>(
        &'s self,
        of: impl Fn(&'s Seen) -> Option<&'s Counts>,
    ) -> Vec<(&'s SmolStr, u32)> {
        let mut counts: HashMap<&SmolStr, u32> = HashMap::new();
        for (name, count) in self.seen.iter().filter_map(|seen| of(seen)).flatten() {
            *counts.entry(name).or_default() += count;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by(|one, other| (other.1, one.0).cmp(&(one.1, other.0)));
        counts
    }
}

/// A definition in another file.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// Its name, without its `$`.
    pub name: SmolStr,
    /// What it stands for.
    pub definition: Definition,
    /// The path of its file, as this one would write it.
    pub path: String,
}
