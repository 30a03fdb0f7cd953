//! The pages of diagnostics.

/// The codes that only show once files are read through a project.
pub(crate) const NEEDS_A_PROJECT: &[&str] =
    &["AMQ112", "AMQ212", "AMQ213", "AMQ215", "AMQ502", "AMQ601", "AMQ602", "AMQ603"];
