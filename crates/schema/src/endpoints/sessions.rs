use super::shared::{END, START};
use crate::{
    Clause, Cost, Effect, Endpoint, Param, Parts, Pool, Rule, Shape, Subject, Ty, Unit, Word,
};

pub(super) static LENGTH: Endpoint = Endpoint {
    name: "sessions length",
    verb: "sessions",
    phrase: &["length"],
    path: "/api/2/sessions/length",
    doc: "How many sessions were how long.",
    source: "dashboard-rest#get-session-length-distribution, edition of 2024-05-21, read 2026-11-23",
    example: "sessions length bins 0..10 minutes step 1 last 30d",
    subject: Subject::None,
    params: &[
        START,
        END,
        Param::from("timeHistogramConfigBinTimeUnit", &[Clause::Bins], Ty::BinUnit(UNITS))
            .doc("Unit of the bins.")
            .example("bins 0..10 minutes"),
        Param::from("timeHistogramConfigBinMin", &[Clause::Bins], Ty::BinMin)
            .doc("Where the first bin starts.")
            .example("bins 0..10 minutes"),
        Param::from("timeHistogramConfigBinMax", &[Clause::Bins], Ty::BinMax)
            .doc("Where the last bin ends; a session counts for at most one day.")
            .example("bins 0..10 minutes"),
        Param::from("timeHistogramConfigBinSize", &[Clause::Bins], Ty::BinSize)
            .doc("How wide a bin is; the API chooses when it is left out.")
            .example("bins 0..10 minutes step 1"),
    ],
    cost: SESSIONS,
    answer: Shape::Bins,
    parts: Parts::Add,
    pool: Pool::Cost,
    rules: &[Rule::BinsWithin(86_400)],
};

pub(super) static AVERAGE: Endpoint = Endpoint {
    name: "sessions average",
    verb: "sessions",
    phrase: &["average"],
    path: "/api/2/sessions/average",
    doc: "The average length of a session, in seconds, for each day.",
    source: "dashboard-rest#get-average-session-length, edition of 2024-05-21, read 2026-11-23",
    example: "sessions average last 30d",
    subject: Subject::None,
    params: &[START, END],
    cost: SESSIONS,
    answer: Shape::Series(Unit::Seconds),
    parts: Parts::Follow,
    pool: Pool::Cost,
    rules: &[],
};

pub(super) static PER_USER: Endpoint = Endpoint {
    name: "sessions per user",
    verb: "sessions",
    phrase: &["per", "user"],
    path: "/api/2/sessions/peruser",
    doc: "The average number of sessions of a user, for each day.",
    source: "dashboard-rest#get-average-sessions-per-user, edition of 2024-05-21, read 2026-11-23",
    example: "sessions per user last 30d",
    subject: Subject::None,
    params: &[START, END],
    cost: SESSIONS,
    answer: Shape::Series(Unit::Number),
    parts: Parts::Follow,
    pool: Pool::Cost,
    rules: &[],
};

const SESSIONS: Cost = Cost::Fixed(4);

const UNITS: &[Word] = &[
    Word::new("hours", "hours", "Bins counted in hours.")
        .with(Effect::Seconds(3600))
        .also(&["h", "hr", "hrs"]),
    Word::new("minutes", "minutes", "Bins counted in minutes.")
        .with(Effect::Seconds(60))
        .also(&["m", "min", "mins"]),
    Word::new("seconds", "seconds", "Bins counted in seconds.")
        .with(Effect::Seconds(1))
        .also(&["s", "sec", "secs"]),
];
