//! What `amq pull` finds goes into a taxonomy, and nothing that stands there by hand is lost.

use amq_project::{Found, merged, taxonomy_mistakes};

fn events(names: &[&str]) -> Found {
    Found { events: Some(names.iter().map(|it| (*it).into()).collect()), values: vec![] }
}

fn values(property: &str, values: &[&str]) -> Found {
    let values = values.iter().map(|it| (*it).into()).collect();
    Found { events: None, values: vec![(property.into(), values)] }
}

/// The text afterwards; the same found again changes nothing.
fn after(text: &str, found: &Found) -> String {
    let once = merged(text, found).expect("a taxonomy without mistakes").text;
    let twice = merged(&once, found).expect("a taxonomy without mistakes");
    assert_eq!((twice.text.as_str(), twice.added.len()), (once.as_str(), 0));
    assert!(taxonomy_mistakes(&once).is_empty(), "{once}");
    once
}

#[test]
fn a_file_that_was_not_there() {
    let head = "# What this project has. `amq pull` adds to it; what is written by hand stays.\n\n";
    assert_eq!(after("", &events(&["B", "A"])), format!("{head}events = [\"A\", \"B\"]\n"));
}

#[test]
fn comments_order_and_blanks_stay() {
    let text = "\
# by hand
events = [
  \"A\", # the first
  # about C
  \"C\", # the last
]
[values] # of some
platform = [ \"Web\", \"iOS\" ] # two
";
    let expected = "\
# by hand
events = [
  \"A\", # the first
  \"B\",
  # about C
  \"C\", # the last
  \"D\",
]
[values] # of some
platform = [ \"Web\", \"iOS\" ] # two
";
    assert_eq!(after(text, &events(&["D", "B", "A", "C"])), expected);
    let expected = text.replace("[ \"Web\"", "[\"Android\", \"Web\"");
    assert_eq!(after(text, &values("platform", &["Android", "iOS"])), expected);
}

#[test]
fn lists_without_a_comma_at_the_end_and_lists_out_of_order() {
    let text = "events = [\n    \"B\",\n    \"A\" # last\n]\n";
    let expected = "events = [\n    \"B\",\n    \"A\", # last\n    \"C\",\n]\n";
    assert_eq!(after(text, &events(&["A", "B", "C"])), expected);
}

#[test]
fn long_lists_get_a_line_for_each_name() {
    let names: Vec<String> = (10..40).map(|at| format!("Event {at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let text = after("events = [\"Event 05\"]\n", &events(&names));
    assert!(text.starts_with("events = [\n    \"Event 05\",\n    \"Event 10\",\n"), "{text}");
    assert!(text.ends_with("    \"Event 39\",\n]\n"), "{text}");
}

#[test]
fn a_list_of_user_properties_gets_those_whose_values_are_known() {
    let text = "user-properties = [\"gp:a\"]\n";
    let expected = "user-properties = [\"gp:a\", \"gp:b\"]\n\n[values]\n\"gp:b\" = [\"x\"]\n";
    assert_eq!(after(text, &values("gp:b", &["x"])), expected);
    assert_eq!(after("", &values("gp:b", &["x"])).matches("user-properties").count(), 0);
    let built_in = after(text, &values("platform", &["x"]));
    assert!(built_in.contains("user-properties = [\"gp:a\"]\n"), "{built_in}");
}

#[test]
fn what_is_not_found_is_told_and_stays() {
    let text = "events = [\"A\", \"ce:Own\", \"Gone\", \"_active\"]\n";
    let merged = merged(text, &events(&["A"])).expect("a taxonomy without mistakes");
    assert_eq!((merged.text.as_str(), merged.not_found.as_slice()), (text, &["Gone".into()][..]));
}

#[test]
fn mistakes_are_fixed_first() {
    for wrong in ["events = 1\n", "events = [\n", "[values]\nplatform = \"x\"\n"] {
        let problem = merged(wrong, &events(&["A"])).expect_err(wrong);
        assert!(problem.to_string().contains("mistakes"), "{problem}");
    }
}

#[test]
fn line_ends_stay() {
    let text = "# by hand\r\nevents = [\r\n    \"A\",\r\n]\r\n";
    let expected = text.replace("\"A\",\r\n", "\"A\",\r\n    \"B\",\r\n");
    assert_eq!(after(text, &events(&["A", "B"])), expected);
}
