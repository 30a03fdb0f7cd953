use super::shared::{END, GROUP, INTERVAL, SEGMENTS, START};
use crate::{
    Clause, Cost, Effect, Endpoint, Param, Parts, Pool, Role, Rule, Shape, Subject, Ty, Word,
};

pub(super) static RETENTION: Endpoint = Endpoint {
    name: "retention",
    verb: "retention",
    phrase: &[],
    path: "/api/2/retention",
    doc: "How many users came back, and after how long.",
    source: "dashboard-rest#retention-analysis, edition of 2024-05-21, read 2026-11-23",
    example: "retention _new -> _active every week last 30d",
    subject: Subject::Events { min: 2, max: Some(2), arrow: true },
    params: &[
        Param::subject("se", Ty::Event(0, Role::Start))
            .required()
            .doc("The event that puts a user into the cohort.")
            .example("retention _new -> _active"),
        Param::subject("re", Ty::Event(1, Role::Return))
            .required()
            .doc("The event that brings a user back.")
            .example("retention _new -> _active"),
        START,
        END,
        Param::from("rm", &[Clause::Mode], Ty::Words(MODES))
            .default("n-day")
            .doc("What counts as coming back.")
            .example("mode rolling"),
        Param::from("rb", &[Clause::Mode], Ty::Brackets)
            .doc("The brackets of days, sent with the end excluded.")
            .example("mode bracket 0-4, 5-9"),
        INTERVAL,
        SEGMENTS,
        GROUP,
    ],
    cost: Cost::Fixed(8),
    answer: Shape::Retention,
    parts: Parts::Whole("who begins in several parts counts once in the range"),
    pool: Pool::Cost,
    rules: &[Rule::GroupNeedsOneSegment],
};

const MODES: &[Word] = &[
    Word::silent(
        "n-day",
        "Back on exactly that day; the default, which the live API refuses to be told.",
    )
    .also(&["exact", "classic", "daily", "bounded", "on"]),
    Word::new("rolling", "rolling", "Back on that day or any later one.").also(&[
        "unbounded",
        "after",
        "on-or-after",
    ]),
    Word::new("bracket", "bracket", "Back within a bracket of days.")
        .with(Effect::NeedsBrackets)
        .also(&["custom", "range", "interval"]),
];
