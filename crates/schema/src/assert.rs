//! What has to hold of the table, checked while compiling: a slip in a row stops the build.

use crate::{Clause, Endpoint, Param, Rule};

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
    let mut at = 0;
    while at < endpoint.rules.len() {
        assert_rule(endpoint, endpoint.rules[at]);
        at += 1;
    }
}

const fn assert_rule(endpoint: &Endpoint, rule: Rule) {
    const UNKNOWN: &str = "a rule on a clause that the endpoint does not take";
    match rule {
        Rule::Excludes(one, other) | Rule::OneNumber(one, other) => {
            assert!(takes(endpoint, one) && takes(endpoint, other), "{}", UNKNOWN);
        }
        Rule::NeedsGroup(clause) => {
            assert!(takes(endpoint, clause) && takes(endpoint, Clause::By), "{}", UNKNOWN);
        }
        Rule::GroupNeedsOneSegment => {
            let both = takes(endpoint, Clause::By) && takes(endpoint, Clause::Where);
            assert!(both, "{}", UNKNOWN);
        }
        Rule::BinsWithin(_) => assert!(takes(endpoint, Clause::Bins), "{}", UNKNOWN),
        Rule::ShownDaysByDefault(_) => {
            assert!(takes(endpoint, Clause::Range), "{}", UNKNOWN);
        }
    }
}

/// Whether a clause fills a parameter of the endpoint.
const fn takes(endpoint: &Endpoint, clause: Clause) -> bool {
    let mut param = 0;
    while param < endpoint.params.len() {
        let clauses = endpoint.params[param].clauses;
        let mut at = 0;
        while at < clauses.len() {
            if clauses[at] as u8 == clause as u8 {
                return true;
            }
            at += 1;
        }
        param += 1;
    }
    false
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
