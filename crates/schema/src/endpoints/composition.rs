use super::shared::{END, START};
use crate::{Cost, Endpoint, Param, Parts, Pool, Shape, Subject, Ty};

pub(super) static COMPOSITION: Endpoint = Endpoint {
    name: "composition",
    verb: "composition",
    phrase: &[],
    path: "/api/2/composition",
    doc: "How many users had each value of a user property.",
    source: "dashboard-rest#user-composition, edition of 2024-05-21, read 2026-11-23",
    example: "composition platform last 30d",
    subject: Subject::Property,
    params: &[
        START,
        END,
        Param::subject("p", Ty::Property)
            .required()
            .doc("The user property to take apart.")
            .example("composition platform"),
    ],
    cost: Cost::Fixed(1),
    answer: Shape::Composition,
    parts: Parts::Whole("who is in several parts counts once in the range"),
    pool: Pool::Cost,
    rules: &[],
};
