//! The test suite of the workspace, as one program.

#![allow(clippy::print_stdout, reason = "tests print their figures")]
#![allow(
    clippy::assigning_clones,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::needless_for_each,
    clippy::needless_pass_by_value,
    reason = "tests build texts and numbers in the plainest way, at no cost that counts"
)]

mod alone;
mod bounds;
mod diagnostics;
mod fixes;
mod format;
mod grammar;
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
mod typos;
