use crate::{Cost, Endpoint, Parts, Pool, Shape, Subject, Word};

pub(super) static CHART: Endpoint = Endpoint {
    name: "chart",
    verb: "chart",
    phrase: &[],
    path: "/api/3/chart/{id}/query",
    doc: "The answer of a saved chart.",
    source: "dashboard-rest#get-results-from-an-existing-chart, edition of 2024-05-21, read 2026-11-23",
    example: "chart abc123",
    subject: Subject::Chart(FORMS),
    params: &[],
    cost: Cost::Unknown,
    answer: Shape::Chart,
    parts: Parts::Whole("it has no range"),
    pool: Pool::Cost,
    rules: &[],
};

/// The forms of the answer; `wire` is the path that replaces the row's own.
const FORMS: &[Word] =
    &[Word::new("csv", "/api/3/chart/{id}/csv", "The answer as CSV text instead of JSON.")];
