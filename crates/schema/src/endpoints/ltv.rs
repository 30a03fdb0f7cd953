use super::shared::{END, GROUP, INTERVAL, SEGMENTS, START};
use crate::{Clause, Cost, Endpoint, Param, Parts, Pool, Rule, Shape, Subject, Ty, Word};

pub(super) static LTV: Endpoint = Endpoint {
    name: "ltv",
    verb: "ltv",
    phrase: &[],
    path: "/api/2/revenue/ltv",
    doc: "The lifetime value of new users.",
    source: "dashboard-rest#revenue-lifetime-value, edition of 2024-05-21, read 2026-11-23",
    example: "ltv metric total_revenue every month last 30d",
    subject: Subject::None,
    params: &[
        START,
        END,
        Param::from("m", &[Clause::Metric], Ty::Words(METRICS))
            .default("0 (arpu)")
            .doc("What is computed for every cohort of new users.")
            .example("metric arppu"),
        INTERVAL,
        SEGMENTS,
        GROUP,
    ],
    cost: Cost::Fixed(1),
    answer: Shape::Lifetime,
    parts: Parts::Follow,
    pool: Pool::Cost,
    rules: &[Rule::GroupNeedsOneSegment],
};

const METRICS: &[Word] = &[
    Word::new("arpu", "0", "Average revenue for each user.").also(&["average", "avg", "ltv"]),
    Word::new("arppu", "1", "Average revenue for each paying user."),
    Word::new("total_revenue", "2", "All revenue.")
        .also(&["total", "totals", "revenue", "sum", "sums"]),
    Word::new("paying_users", "3", "Users who paid.")
        .distinct()
        .also(&["uniques", "users", "payers", "buyers"]),
];
