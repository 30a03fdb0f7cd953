//! One file a request: convert, call, convert back.

pub(crate) mod formatting;
