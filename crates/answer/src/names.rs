//! What a query calls its segments and events.

use smol_str::SmolStr;

/// What a query calls its segments and events, each in its order; `None` where it describes one
/// instead of naming it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Its segments: `$dutch` of `where $dutch vs everyone`.
    pub segments: Vec<Option<SmolStr>>,
    /// Its events.
    pub events: Vec<Option<SmolStr>>,
}

impl Names {
    /// Puts names in the place of descriptions, where there is one for each.
    pub(crate) fn put(names: &[Option<SmolStr>], descriptions: &mut [SmolStr]) {
        if names.len() == descriptions.len() {
            for (name, description) in names.iter().zip(descriptions) {
                if let Some(name) = name {
                    description.clone_from(name);
                }
            }
        }
    }
}
