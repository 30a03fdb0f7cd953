//! What has to hold of the table, checked while compiling: a slip in a row stops the build.

use crate::{Endpoint, Param};

pub(crate) const fn assert_table(endpoints: &[&Endpoint]) {
    let mut at = 0;
    while at < endpoints.len() {
        assert_row(endpoints[at]);
        let mut other = 0;
        while other < at {
            assert!(!same(endpoints[at].name, endpoints[other].name), "two endpoints of one name");
            other += 1;
        }
        at += 1;
    }
}

const fn assert_row(endpoint: &Endpoint) {
    assert!(!endpoint.doc.is_empty(), "an endpoint without a doc");
    assert!(!endpoint.source.is_empty(), "an endpoint without a source");
    assert!(!endpoint.example.is_empty(), "an endpoint without an example");
    let mut at = 0;
    while at < endpoint.params.len() {
        assert_param(&endpoint.params[at]);
        let mut other = 0;
        while other < at {
            let twin = same(endpoint.params[at].wire, endpoint.params[other].wire);
            assert!(!twin, "two parameters of one name in one endpoint");
            other += 1;
        }
        at += 1;
    }
}

const fn assert_param(param: &Param) {
    assert!(!param.wire.is_empty(), "a parameter without a name");
    assert!(!param.doc.is_empty(), "a parameter without a doc");
    assert!(!param.example.is_empty(), "a parameter without an example");
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
