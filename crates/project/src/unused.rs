//! Names that nothing in a whole run mentions.

use std::{collections::HashSet, path::PathBuf};

use amq_check::Diagnostic;
use smol_str::SmolStr;

use crate::Session;

/// The names of used files that the files of a run mention.
#[derive(Default)]
pub(crate) struct Mentions(pub(crate) HashSet<(PathBuf, SmolStr)>);

impl Mentions {
    /// What is left to say of the names that a file does not mention itself.
    pub(crate) fn left(
        &self,
        session: &Session<'_>,
        file: &std::path::Path,
        unmentioned: Vec<(SmolStr, Diagnostic)>,
    ) -> Vec<Diagnostic> {
        if unmentioned.is_empty() {
            return Vec::new();
        }
        let Ok(path) = session.source().resolved(file) else {
            return unmentioned.into_iter().map(|it| it.1).collect();
        };
        if session.uses.is_in_cycle(&path) {
            return Vec::new();
        }
        let mut key = (path, SmolStr::default());
        let mut left = Vec::new();
        for (name, diagnostic) in unmentioned {
            key.1 = name;
            if !self.0.contains(&key) && !session.uses.mention(&key.0, &key.1) {
                left.push(diagnostic);
            }
        }
        left
    }
}
