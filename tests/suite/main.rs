//! The test suite of the workspace, as one program.

#![allow(clippy::print_stdout, reason = "tests print their figures")]

mod alone;
mod bounds;
mod diagnostics;
mod examples;
mod fixes;
mod format;
mod grammar;
mod hover;
mod ide;
mod incremental;
mod layers;
mod markdown;
mod model;
mod pages;
mod prefixes;
mod project_pages;
mod properties;
mod random;
mod reference;
mod reference_pages;
mod taxonomy;
mod tree_sitter;
mod typos;
mod understood;
mod vscode;
