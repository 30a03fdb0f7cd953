//! URLs.

use amq_check::Query;

use crate::{
    encode::{Percent, Sink},
    value::value,
};

/// Where a chart's identifier stands in a path.
const ID: &str = "{id}";

/// The path of a request.
pub fn path(query: &Query) -> String {
    query.path.replace(ID, &query.id)
}

/// The URL of a request to a host, such as `https://amplitude.com`.
pub fn url(query: &Query, base: &str) -> String {
    let mut url = String::with_capacity(512);
    url.push_str(base);
    url.push_str(&path(query));
    let mut joint = '?';
    for argument in &query.arguments {
        url.push(joint);
        url.push_str(argument.param.wire);
        url.push('=');
        value(&argument.value, &mut Percent(&mut url));
        joint = '&';
    }
    for (name, value) in &query.extra {
        url.push(joint);
        Percent(&mut url).text(name);
        url.push('=');
        Percent(&mut url).text(value);
        joint = '&';
    }
    url
}
