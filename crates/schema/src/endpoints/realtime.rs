use crate::{Cost, Endpoint, Param, Parts, Pool, Shape, Subject, Ty};

pub(super) static REALTIME: Endpoint = Endpoint {
    name: "realtime",
    verb: "realtime",
    phrase: &[],
    path: "/api/2/realtime",
    doc: "Active users in steps of five minutes, today and yesterday.",
    source: "dashboard-rest#real-time-active-users, edition of 2024-05-21, read 2026-11-23",
    example: "realtime",
    subject: Subject::None,
    params: &[Param::subject("i", Ty::Fixed("5"))
        .required()
        .doc("The length of a step in minutes; there is only one.")
        .example("realtime")],
    cost: Cost::Fixed(1),
    answer: Shape::Realtime,
    parts: Parts::Whole("it has no range"),
    pool: Pool::Cost,
    rules: &[],
};
