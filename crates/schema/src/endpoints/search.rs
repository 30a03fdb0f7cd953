use crate::{Cost, Endpoint, Param, Parts, Pool, Shape, Subject, Ty};

pub(super) static SEARCH: Endpoint = Endpoint {
    name: "search",
    verb: "search",
    phrase: &[],
    path: "/api/2/usersearch",
    doc: "Finds users by Amplitude ID, device ID, user ID or the beginning of one.",
    source: "dashboard-rest#user-search, edition of 2024-05-21, read 2026-11-23",
    example: "search \"someone@example.com\"",
    subject: Subject::Identifier,
    params: &[Param::subject("user", Ty::Id)
        .required()
        .doc("Amplitude ID, device ID, user ID, or the beginning of a user ID.")
        .example("search \"someone@example.com\"")],
    cost: Cost::Fixed(1),
    answer: Shape::Search,
    parts: Parts::Whole("it has no range"),
    pool: Pool::Lookup,
    rules: &[],
};
