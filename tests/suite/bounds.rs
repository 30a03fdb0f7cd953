//! What the implementation refuses because it is too much: held at the edge, and one past it.

use amq_check::limits;
use amq_schema::codes::{MISSING_PART, TOO_DEEP};
use amq_tests::check;

/// How deeply brackets may be nested.
pub(crate) const NESTED: usize = 64;

#[test]
fn bounds_hold_at_the_edge_and_one_past() {
    let nested =
        |depth| format!("segmentation A formula {}A{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(codes(&nested(NESTED)), [""; 0]);
    assert_eq!(codes(&nested(NESTED + 1)), [TOO_DEEP.id]);

    let values = |count| format!("users where city is ({})", vec!["1"; count].join(","));
    assert_eq!(codes(&values(limits::MOST_VALUES)), [""; 0]);
    assert_eq!(codes(&values(limits::MOST_VALUES + 1)), [TOO_DEEP.id]);

    let values = format!("let $a = ({})\n", vec!["1"; 10_000].join(","));
    let mentions = limits::MOST_EXPANDED / 10_000;
    let file = |mentions| values.clone() + &"users where city is $a\n".repeat(mentions);
    assert_eq!(codes(&file(mentions)), [""; 0]);
    assert_eq!(codes(&file(mentions + 1)), [TOO_DEEP.id]);

    let events = |count| format!("funnel A{} by event.x", " -> A".repeat(count - 1));
    let fixes = |count| check(&events(count)).diagnostics[0].fixes.len();
    assert!(fixes(limits::MOST_EDITS) > fixes(limits::MOST_EDITS + 1));
}

#[test]
fn only_brackets_of_formulas_are_counted() {
    let many = "(".repeat(NESTED + 1);
    for text in [
        format!("users where city is \"{many}\""),
        format!("segmentation A formula A # {many}"),
        format!("segmentation A formula A where city is \"\\\"{many}\""),
    ] {
        assert_eq!(codes(&text), [""; 0], "{text}");
    }
    // What is a quote in other quotes opens no string.
    for text in [
        format!("segmentation A where city is '\"' formula {many}"),
        format!("segmentation A where city is \"#\" formula {many}"),
        format!("segmentation A formula ( # \"\n {many}"),
    ] {
        assert_eq!(codes(&text), [TOO_DEEP.id], "{text}");
    }
}

#[test]
fn identifiers_of_cohorts_leave_room_for_mistakes() {
    let ids: Vec<String> = (0..2000).map(|at| format!("c{at}")).collect();
    let text = format!("users where in cohort ({}, \"a\" \"b\")", ids.join(", "));
    assert_eq!(codes(&text), [MISSING_PART.id]);
}

#[test]
fn what_is_left_out_is_said() {
    let mistakes =
        |count: usize| check(&format!("users where a is {}", vec!["x"; count].join(" and a is ")));
    let few = mistakes(limits::MOST_SAID / 4).diagnostics;
    let many = mistakes(limits::MOST_SAID * 2).diagnostics;
    let told = |it: &&amq_check::Diagnostic| it.message.contains("are left out");
    assert_eq!(few.iter().filter(told).count(), 0);
    assert_eq!(many.len(), limits::MOST_SAID);
    assert!(told(&many.last().unwrap()), "{:?}", many.last());
}

fn codes(text: &str) -> Vec<&'static str> {
    check(text).diagnostics.iter().map(|it| it.code.id).collect()
}
