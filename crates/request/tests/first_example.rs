//! The first example of the language, to the byte.

use jiff::civil::date;

#[test]
fn the_first_example() {
    let text = r#"funnel ce:Signup -> Purchase where city is "Amsterdam" by platform window 3d"#;
    let context = amq_check::Context::new(date(2021, 9, 30));
    let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
    assert_eq!(analysis.diagnostics, []);
    let query = analysis.queries[0].query.as_ref().unwrap();
    assert_eq!(
        amq_request::url(query, amq_schema::Region::Us.base_url()),
        "https://amplitude.com/api/2/funnels?e=%7B%22event_type%22%3A%22ce%3ASignup%22%7D&e=%7B%22event_type%22%3A%22Purchase%22%7D&start=20210901&end=20210930&s=%5B%7B%22prop%22%3A%22city%22%2C%22op%22%3A%22is%22%2C%22values%22%3A%5B%22Amsterdam%22%5D%7D%5D&g=platform&cs=259200"
    );
    assert_eq!(query.cost.unwrap().total(), 720);
}
