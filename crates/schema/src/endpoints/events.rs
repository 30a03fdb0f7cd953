use crate::{Cost, Endpoint, Parts, Pool, Shape, Subject};

pub(super) static EVENTS: Endpoint = Endpoint {
    name: "events",
    verb: "events",
    phrase: &[],
    path: "/api/2/events/list",
    doc: "Every event type of the project, with this week's totals.",
    source: "dashboard-rest#get-events-list, edition of 2024-05-21, read 2026-11-23",
    example: "events",
    subject: Subject::None,
    params: &[],
    cost: Cost::Fixed(1),
    answer: Shape::Events,
    parts: Parts::Whole("it has no range"),
    pool: Pool::Cost,
    rules: &[],
};
