//! The tests of the sandbox, as one program.

#![allow(clippy::print_stdout, reason = "tests print their figures")]
#![allow(clippy::cast_possible_wrap, reason = "the numbers of the tests are small")]
#![allow(clippy::float_cmp, reason = "the bounds that are compared are whole")]

mod broken;
mod generated;
mod import;
mod limits;
mod naive;
mod numbers;
mod server;
mod support;
mod world;
