//! A generated repository of queries, the same for the same seed.

use crate::random::Random;

const EVENTS: &[&str] = &[
    "ce:Signup",
    "Purchase",
    "\"Play Song\"",
    "checkout_started",
    "\"Add to Cart\"",
    "_active",
    "Search{query contains \"shoes\" and gp:plan is \"pro\"}",
    "Purchase{price >= 10 by category}",
];
const PROPERTIES: &[&str] = &[
    "country",
    "platform",
    "city",
    "gp:plan",
    "language",
    "version",
    "device_type",
    "gp:\"Sign-up date\"",
];
const CONDITIONS: &[&str] = &[
    "country is \"Netherlands\"",
    "city is (\"Amsterdam\", \"Utrecht\", \"Den Haag\")",
    "platform is not \"Web\"",
    "gp:plan contains \"pro\"",
    "version >= \"4.2\"",
    "in cohort \"5mjbq8w\"",
    "performed Purchase >= 2 times within 30d",
    "paying is true",
    "language does not contain \"en\"",
    "gp:age > 18",
];
const RANGES: &[&str] = &[
    "last 7d",
    "from 2021-07-01 to 2021-07-10",
    "previous week",
    "last 1w",
    "on 2021-08-01",
    "this week",
];

/// A valid query, 180 bytes or so, that costs less than the API runs at a time.
pub fn query(rng: &mut Random) -> String {
    let head = match rng.below(8) {
        0..3 => format!(
            "funnel {} -> {}\n  window {}",
            rng.pick(EVENTS),
            rng.pick(EVENTS),
            rng.pick(&["3d", "12h", "1w"])
        ),
        3..6 => format!(
            "segmentation {}\n  metric {}",
            rng.pick(EVENTS),
            rng.pick(&["totals", "uniques", "pct_dau"])
        ),
        6 => format!(
            "retention {} -> {}\n  mode rolling",
            rng.pick(&["_new", "Signup"]),
            rng.pick(EVENTS)
        ),
        _ => format!("users {}", rng.pick(&["new", "active"])),
    };
    let (one, other) = (rng.pick(CONDITIONS), rng.pick(CONDITIONS));
    let group =
        if rng.below(2) == 0 { format!("\n  by {}", rng.pick(PROPERTIES)) } else { String::new() };
    format!(
        "q{}: {head}\n  where {one} and {other}{group}\n  every {}\n  {}\n",
        rng.below(1_000_000_000),
        rng.pick(&["day", "week", "month"]),
        rng.pick(RANGES)
    )
}

/// A file of so many queries, with a description above some.
pub fn file(rng: &mut Random, queries: usize) -> String {
    let mut text = String::new();
    for number in 0..queries {
        if rng.below(3) == 0 {
            text.push_str("# What the weekly meeting asks for\n");
        }
        text.push_str(&query(rng));
        if number + 1 < queries {
            text.push('\n');
        }
    }
    text
}

/// A file of so many Python statements of about the size of [`query`], for comparison.
pub fn python_file(rng: &mut Random, statements: usize) -> String {
    let mut text = String::new();
    for number in 0..statements {
        if number > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&python(rng));
    }
    text.push('\n');
    text
}

/// One statement; each `$` of a template becomes a name of its own.
fn python(rng: &mut Random) -> String {
    const WORDS: &[&str] =
        &["signup", "purchase", "country", "platform", "plan", "cohort", "window", "metric"];
    const TEMPLATES: &[&str] = &[
        "$ = compute($, $=\"$\", $=(42, \"$\"), $=$ + 17 * $, $=[$, $], $=\"some text\")",
        "if $ > 10 and $ == \"$\":\n    $ = $($, $, $[\"$\"])\n    print($, $, \"text\", $)",
        "def $($, $=None, *args, **kwargs):\n    return {\"$\": $, \"$\": [$, 4], \"$\": $(args, $)}",
        "$ = [$ for $ in $($, $, \"$\") if $ is not None and $ in (\"$\", \"$\", \"$\")]",
    ];
    let mut number = rng.below(1000);
    let mut text = String::new();
    for (at, piece) in rng.pick(TEMPLATES).split('$').enumerate() {
        if at > 0 {
            number += 1;
            text.push_str(rng.pick(WORDS));
            text.push('_');
            text.push_str(&number.to_string());
        }
        text.push_str(piece);
    }
    text
}
