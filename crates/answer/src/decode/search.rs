//! Users that were found.

use amq_schema::Shape;

use crate::{
    Answer, Cell, Column, Kind, Role, Table, Unreadable,
    columns::{key, mark},
    json::Json,
};

/// `matches` with the two identifiers of each user, and `type`: what matched [O].
pub(super) fn answer(body: &Json<'_>) -> Result<Answer, Unreadable> {
    if let (None, Some(error)) = (body.get("matches"), body.get("error")) {
        return Err(super::refused(error));
    }
    let matched = body.get("type").map_or(Ok(Cell::Null), |it| it.text().map(Cell::Text));
    let matched = matched.map_err(|error| error.under("type"))?;
    let columns = vec![
        Column::new("amplitude_id", Kind::Int, Role::Key),
        key("user_id"),
        mark("match", Kind::Text),
    ];
    let mut rows = Vec::new();
    for (at, user) in body.list("matches")?.iter().enumerate() {
        let row = || {
            let user_id =
                user.get("user_id").map_or(Ok(Cell::Null), |it| it.text().map(Cell::Text));
            Ok(vec![
                user.need("amplitude_id")?.number().map_err(|error| error.under("amplitude_id"))?,
                user_id.map_err(|error: Unreadable| error.under("user_id"))?,
                matched.clone(),
            ])
        };
        rows.push(row().map_err(|error: Unreadable| error.item(at).under("matches"))?);
    }
    Ok(Answer::new(Shape::Search, Table::new(columns, rows)))
}
