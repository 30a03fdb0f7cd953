use super::shared::{END, FINE_INTERVAL, GROUP, GROUP_LIMIT, SEGMENTS, START};
use crate::{
    Clause, Cost, Effect, Endpoint, Param, Parts, Pool, Role, Rule, Shape, Subject, Ty, Word,
};

pub(super) static FUNNEL: Endpoint = Endpoint {
    name: "funnel",
    verb: "funnel",
    phrase: &[],
    path: "/api/2/funnels",
    doc: "How many users went from each step to the next.",
    source: "dashboard-rest#funnel-analysis, edition of 2024-05-21, read 2026-11-23",
    example: "funnel Signup -> Purchase by platform window 3d last 30d",
    subject: Subject::Events { min: 2, max: None, arrow: true },
    params: &[
        Param::subject("e", Ty::Events(Role::Step))
            .required()
            .doc("The steps, one parameter each.")
            .example("funnel Signup -> Purchase"),
        START,
        END,
        Param::from("mode", &[Clause::Mode], Ty::Words(MODES))
            .default("ordered")
            .doc("Whether the order of the steps matters.")
            .example("mode unordered"),
        Param::from("n", &[Clause::For], Ty::Words(USERS))
            .default("active")
            .doc("Which users are considered.")
            .example("for new users"),
        FINE_INTERVAL,
        SEGMENTS,
        GROUP,
        Param::from("cs", &[Clause::Window], Ty::Seconds)
            .default("2592000 (30 days)")
            .doc("How long a user may take from the first step to the last, sent in seconds.")
            .example("window 3d"),
        GROUP_LIMIT,
    ],
    cost: Cost::PerEvent { weight: 2, per_group: 4 },
    answer: Shape::Funnel,
    parts: Parts::Whole(
        "who begins in one part may go on in another, and counts once in the range",
    ),
    pool: Pool::Cost,
    rules: &[
        Rule::NeedsGroup(Clause::Limit),
        Rule::GroupNeedsOneSegment,
        Rule::ShownDaysByDefault(365),
    ],
};

const MODES: &[Word] = &[
    Word::new("ordered", "ordered", "Steps in the given order, others may come between.")
        .also(&["this", "in", "loose"]),
    Word::new("unordered", "unordered", "Steps in any order.")
        .with(Effect::WholeDayWindow)
        .also(&["any"]),
    Word::new("sequential", "sequential", "Steps in the given order with no event between.")
        .also(&["exact", "strict", "immediate"]),
];

const USERS: &[Word] = &[
    Word::new("new", "new", "Users seen for the first time."),
    Word::new("active", "active", "Users who did any active event."),
];
