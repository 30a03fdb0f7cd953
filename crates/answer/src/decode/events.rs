//! The event types of a project.

use amq_schema::Shape;

use crate::{
    Answer, Cell, Kind, Table, Unreadable,
    columns::{DISPLAY, EVENT, key, mark, measure},
    json::Json,
};

/// `data` is a list of objects, one for each event type [O].
pub(super) fn answer(data: &Json<'_>) -> Result<Answer, Unreadable> {
    const FLAGS: [&str; 4] = ["hidden", "deleted", "non_active", "flow_hidden"];
    let mut columns = vec![key(EVENT), key(DISPLAY), measure("totals", Kind::Int)];
    columns.extend(FLAGS.map(|name| mark(name, Kind::Flag)));
    let mut rows = Vec::new();
    for (at, event) in data.items()?.iter().enumerate() {
        let row = || {
            let mut row = vec![
                Cell::Text(event.need("value")?.text().map_err(|error| error.under("value"))?),
                match event.get(DISPLAY) {
                    Some(name) => Cell::Text(name.text().map_err(|error| error.under(DISPLAY))?),
                    None => Cell::Null,
                },
                match event.get("totals") {
                    Some(number) => number.number().map_err(|error| error.under("totals"))?,
                    None => Cell::Null,
                },
            ];
            row.extend(FLAGS.map(|name| match event.get(name) {
                Some(Json::Bool(value)) => Cell::Flag(*value),
                _ => Cell::Null,
            }));
            Ok(row)
        };
        rows.push(row().map_err(|error: Unreadable| error.item(at))?);
    }
    Ok(Answer::new(Shape::Events, Table::new(columns, rows)))
}
