use crate::{Clause, Cost, Endpoint, Param, Parts, Pool, Rule, Shape, Subject, Ty, Word};

pub(super) static ACTIVITY: Endpoint = Endpoint {
    name: "activity",
    verb: "activity",
    phrase: &[],
    path: "/api/2/useractivity",
    doc: "A user's summary and most recent, or earliest, events.",
    source: "dashboard-rest#user-activity, edition of 2024-05-21, read 2026-11-23",
    example: "activity 12345 latest 10",
    subject: Subject::AmplitudeId,
    params: &[
        Param::subject("user", Ty::Id)
            .required()
            .doc("The Amplitude ID of the user.")
            .example("activity 12345"),
        Param::from("offset", &[Clause::Offset], Ty::Int { min: 0, max: u32::MAX, sent_less: 0 })
            .default("0")
            .doc("How many events to skip, counted from the most recent one.")
            .example("offset 10"),
        Param::from(
            "limit",
            &[Clause::Limit, Clause::Direction],
            Ty::Int { min: 1, max: 1001, sent_less: 1 },
        )
        .default("1000")
        .doc("How many events to return; the API counts from 0, and never cuts a session in two.")
        .example("limit 50"),
        Param::from("direction", &[Clause::Direction], Ty::Direction(DIRECTIONS))
            .default("latest")
            .doc("Which end of the user's history.")
            .example("earliest 10"),
    ],
    cost: Cost::Fixed(1),
    answer: Shape::Activity,
    parts: Parts::Whole("it has no range"),
    pool: Pool::Lookup,
    rules: &[Rule::OneNumber(Clause::Limit, Clause::Direction)],
};

const DIRECTIONS: &[Word] = &[
    Word::new("latest", "latest", "The most recent events."),
    Word::new("earliest", "earliest", "The first events."),
];
