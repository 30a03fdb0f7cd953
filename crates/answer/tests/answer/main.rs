//! Answers to tables, files and pictures, tried through the crate's boundary.

#![allow(clippy::print_stdout, reason = "tests print their figures")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read files and time"
)]
#![allow(clippy::cast_possible_wrap, reason = "numbers of random things are small")]

mod bodies;
mod hostile;
mod pictures;
mod written;
