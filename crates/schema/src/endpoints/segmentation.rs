use super::shared::{END, FINE_INTERVAL, GROUP, GROUP_2, GROUP_LIMIT, SEGMENTS, START};
use crate::{
    Clause, Cost, Effect, Endpoint, Param, Parts, Pool, Role, Rule, Shape, Subject, Ty, Unit, Word,
};

pub(super) static SEGMENTATION: Endpoint = Endpoint {
    name: "segmentation",
    verb: "segmentation",
    phrase: &[],
    path: "/api/2/events/segmentation",
    doc: "Counts one or two events over a span of days.",
    source: "dashboard-rest#event-segmentation, edition of 2024-05-21, read 2026-11-23",
    example: "segmentation Purchase metric totals by country every week last 30d",
    subject: Subject::Events { min: 1, max: Some(2), arrow: false },
    params: &[
        Param::subject("e", Ty::Event(0, Role::Counted))
            .required()
            .doc("The event to count.")
            .example("segmentation \"Play Song\""),
        Param::subject("e2", Ty::Event(1, Role::Counted))
            .doc("A second event to count beside it.")
            .example("segmentation Purchase, Refund"),
        Param::from("m", &[Clause::Metric], Ty::Words(METRICS))
            .default("uniques")
            .doc("What is computed for every event.")
            .example("metric totals")
            .implied(Clause::Formula, "formula"),
        Param::from("n", &[Clause::For], Ty::Words(USERS))
            .doc("Which users are considered.")
            .example("for active users"),
        START,
        END,
        FINE_INTERVAL,
        SEGMENTS,
        GROUP,
        GROUP_2,
        GROUP_LIMIT,
        Param::from("formula", &[Clause::Formula], Ty::Formula)
            .doc("Computes with the events instead of a metric.")
            .example("formula UNIQUES(A)/UNIQUES(B)"),
        Param::from(
            "rollingWindow",
            &[Clause::RollingWindow],
            Ty::Int { min: 1, max: u32::MAX, sent_less: 0 },
        )
        .doc("Counts over so many intervals instead of one.")
        .example("rolling window 7"),
        Param::from(
            "rollingAverage",
            &[Clause::RollingAverage],
            Ty::Int { min: 1, max: u32::MAX, sent_less: 0 },
        )
        .doc("Averages over so many intervals.")
        .example("rolling average 7"),
    ],
    cost: Cost::PerEvent { weight: 1, per_group: 4 },
    answer: Shape::Series(Unit::Number),
    parts: Parts::ByWord,
    pool: Pool::Cost,
    rules: &[
        Rule::Excludes(Clause::Formula, Clause::Metric),
        Rule::NeedsGroup(Clause::Limit),
        Rule::GroupNeedsOneSegment,
        Rule::ShownDaysByDefault(365),
    ],
};

const METRICS: &[Word] = &[
    Word::new("uniques", "uniques", "Users who did the event.").distinct().also(&[
        "users",
        "unique_users",
        "distinct",
        "count_distinct",
        "dau",
        "wau",
        "mau",
    ]),
    Word::new("totals", "totals", "Times the event was done.").additive().also(&[
        "count",
        "counts",
        "events",
        "event_totals",
        "rate",
        "increase",
    ]),
    Word::new("pct_dau", "pct_dau", "Share of active users who did the event.").also(&[
        "percent",
        "percentage",
        "pct",
        "share",
        "active",
        "active_%",
        "dau",
    ]),
    Word::new("average", "average", "Times the event was done, for each user who did it.").also(&[
        "avg",
        "mean",
        "frequency",
    ]),
    Word::new("histogram", "histogram", "Distribution of the property the event is grouped by.")
        .with(Effect::NeedsEventGroup)
        .also(&["distribution", "frequency", "hist", "buckets"]),
    Word::new("sums", "sums", "Sum of the property the event is grouped by.")
        .with(Effect::NeedsEventGroup)
        .additive()
        .also(&["property_sum", "propsum", "revenue", "total_value"]),
    Word::new("value_avg", "value_avg", "Average of the property the event is grouped by.")
        .with(Effect::NeedsEventGroup)
        .also(&["avg", "mean", "property_average", "propavg"]),
];

const USERS: &[Word] = &[
    Word::new("any", "any", "Every user.").also(&["all", "everyone", "every"]),
    Word::new("active", "active", "Users who did any active event."),
];
