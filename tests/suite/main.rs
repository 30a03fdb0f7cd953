//! The test suite of the workspace, as one program.

mod layers;
mod reference;
