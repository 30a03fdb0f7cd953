//! The parameters of a request, decoded.

use amq_check::Query;

use crate::{encode::Plain, value::value};

/// Names and values in the order they are sent.
pub fn params(query: &Query) -> Vec<(String, String)> {
    let own = query.arguments.iter().map(|argument| {
        let mut text = String::new();
        value(&argument.value, &mut Plain(&mut text));
        (argument.param.wire.to_owned(), text)
    });
    let extra = query.extra.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    own.chain(extra).collect()
}
