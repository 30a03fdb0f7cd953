//! What a project has asked of the API lately, shared by all processes of a machine.

mod file;
mod state;

pub(crate) use file::Ledger;
pub(crate) use state::{Admission, Ask, State, Verdict};
pub use state::{Reading, Why};
