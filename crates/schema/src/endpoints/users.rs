use super::shared::{END, GROUP, GROUP_2, INTERVAL, SEGMENTS, START};
use crate::{Cost, Endpoint, Param, Parts, Pool, Rule, Shape, Subject, Ty, Unit, Word};

pub(super) static USERS: Endpoint = Endpoint {
    name: "users",
    verb: "users",
    phrase: &[],
    path: "/api/2/users",
    doc: "How many users were active, or new, in each interval.",
    source: "dashboard-rest#get-active-and-new-user-counts, edition of 2024-05-21, read 2026-11-23",
    example: "users new by country last 30d",
    subject: Subject::Word(METRICS),
    params: &[
        START,
        END,
        Param::subject("m", Ty::Words(METRICS))
            .default("active")
            .doc("Whether active or new users are counted.")
            .example("users new"),
        INTERVAL,
        SEGMENTS,
        GROUP,
        GROUP_2,
    ],
    cost: Cost::Fixed(1),
    answer: Shape::Series(Unit::Number),
    parts: Parts::ByWord,
    pool: Pool::Cost,
    rules: &[Rule::GroupNeedsOneSegment],
};

const METRICS: &[Word] = &[
    Word::new("active", "active", "Users who did any active event.").distinct(),
    Word::new("new", "new", "Users seen for the first time.").additive(),
];
