//! `amq run --split`: queries in parts by date.

use crate::{
    run::{asking, sandbox},
    sandbox::Sandbox,
};

/// By a city, a month of it costs more than runs at a time.
const DEAR: &str = "t: segmentation \"Play Song\", \"Search Song\" metric totals by platform, country \
                    every week from 2021-01-01 to 2021-09-26\n";

#[test]
fn a_dear_query_goes_in_parts_and_its_answer_is_the_same() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "300", "--limits", "off"]);
    let whole = asking(&sandbox, "--format csv -o out a.amq").file("a.amq", DEAR);
    let (_, whole) = whole.run_in();
    let parts = asking(&sandbox, "--split --format csv -o out a.amq").file("a.amq", DEAR);
    let (output, parts) = parts.run_in();
    assert!(
        output.stderr.contains("note: a.amq:t: put together from 6 requests"),
        "{}",
        output.stderr
    );
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    for name in ["out/a/t.csv", "out/a/t.total.csv"] {
        let (whole, parts) = (sorted(whole.read(name)), sorted(parts.read(name)));
        assert!(whole.len() > 40, "{whole:?}");
        // A group without anything in a part has no rows there.
        let is_nothing = |line: &String| line.ends_with(",0,false") || line.ends_with(",0,true");
        let something = |lines: Vec<String>| -> Vec<String> {
            lines.into_iter().filter(|it| !is_nothing(it)).collect()
        };
        assert_eq!(something(parts), something(whole), "{name}");
    }
}

/// Sessions and lifetime value, by day or in bins, are the same in parts as they are whole.
#[test]
fn what_is_by_day_goes_in_parts_and_its_answer_is_the_same() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--users", "200", "--limits", "off"]);
    let range = "from 2020-11-02 to 2021-09-26";
    let queries = format!(
        "length: sessions length {range}\n\
         binned: sessions length bins 0..60 minutes step 5 {range}\n\
         average: sessions average {range}\n\
         each: sessions per user {range}\n\
         value: ltv where platform is \"iOS\" and paying is \"true\" by country every week {range}\n"
    );
    let run = |arguments: &str| {
        let test = asking(&sandbox, &format!("{arguments} --format csv -o out a.amq"));
        test.file("a.amq", &queries).run_in()
    };
    let (output, parts) = run("--split");
    for name in ["length", "binned", "average", "each", "value"] {
        let said = format!("note: a.amq:{name}: put together from ");
        assert!(output.stderr.contains(&said), "{}", output.stderr);
    }
    let (_, whole) = run("");
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    for name in ["length", "binned", "average", "each"] {
        let name = format!("out/a/{name}.csv");
        assert_eq!(parts.read(&name), whole.read(&name));
        assert!(whole.read(&name).lines().count() > 8, "{name}");
    }
    for name in ["out/a/value.csv", "out/a/value.cohorts.csv"] {
        let has_users = |lines: Vec<String>| -> Vec<String> {
            lines
                .into_iter()
                .filter(|it| !it.ends_with(",0,0,0") && !it.ends_with(",0,0"))
                .collect()
        };
        let (parts, whole) = (sorted(parts.read(name)), sorted(whole.read(name)));
        assert_eq!(has_users(parts), has_users(whole), "{name}");
    }
}

#[test]
fn a_plan_shows_the_parts() {
    let text = "new: users new by platform, country every month from 2021-01-15 to 2021-07-31\n";
    let output = asking(&sandbox(), "--split --dry-run a.amq").file("a.amq", text).run();
    let expected = "\
query                        cost
a.amq:new                   1,782
  2021-01-15 to 2021-04-30    954
  2021-05-01 to 2021-07-31    828

2 requests to ";
    assert!(output.stdout.starts_with(expected), "{}", output.stdout);
}

#[test]
fn what_does_not_add_up_is_not_split() {
    let dear = "by platform, country from 2021-01-01 to 2021-09-26\n";
    let counts_once = "does not add up to that of the whole range: who is in several parts counts";
    let cannot = "of the whole range cannot be computed from that of its parts";
    for (query, why) in [
        (format!("segmentation Purchase {dear}"), format!("`uniques` of parts {counts_once}")),
        (format!("users {dear}"), format!("`active` of parts {counts_once}")),
        (format!("segmentation Purchase metric average {dear}"), format!("`average` {cannot}")),
        (
            format!("segmentation Purchase metric totals rolling window 7 {dear}"),
            "`rolling window` computes with intervals that lie in another part".to_owned(),
        ),
        (
            format!("segmentation Purchase metric totals where performed Purchase {dear}"),
            "what users `performed` may lie in another part".to_owned(),
        ),
        (
            "segmentation Purchase formula UNIQUES(A) where city is \"x\" every month from 2020-01-01 to 2021-09-26\n".to_owned(),
            format!("`formula` {cannot}"),
        ),
        (
            "retention _new -> _all from 2021-01-01 to 2021-09-26\n".to_owned(),
            "`retention` cannot be put together: who begins in several parts counts once".to_owned(),
        ),
        (
            "funnel A -> B by city from 2021-01-01 to 2021-09-26\n".to_owned(),
            "`funnel` cannot be put together: who begins in one part may go on in another".to_owned(),
        ),
        (
            "sessions length bins 0..10 minutes from 2020-01-01 to 2021-09-26\n".to_owned(),
            "the API chooses how wide its bins are".to_owned(),
        ),
    ] {
        let test = asking(&sandbox(), "--split -q a.amq").file("a.amq", &query);
        let output = test.code(1).stdout("").run();
        let said = format!("error: `a.amq:1` cannot be asked in parts: {why}");
        assert!(output.stderr.contains(&said), "{query}: {}", output.stderr);
        let can = ["`totals` of `segmentation`", "`ltv` can be split; or shorten", "help: shorten", "write their `step`"];
        assert!(can.iter().any(|it| output.stderr.contains(it)), "{}", output.stderr);
    }
    // What fits is asked as it is.
    let sandbox = sandbox();
    let test = asking(&sandbox, "--split -q a.amq").file("a.amq", "users active last 7d\n");
    assert!(test.run().stderr.is_empty());
}
