//! Users in steps of five minutes, today and yesterday.

use amq_schema::Shape;

use super::series::{SERIES, X_VALUES};
use crate::{
    Answer, Cell, Kind, Note, Table, Unreadable,
    columns::{USERS, axis, key, measure},
    json::Json,
};

/// `xValues` are times of day that begin at the present one, `seriesLabels` are `Today` and
/// `Yesterday` [O]. On which side of midnight a time falls is not documented: times stay as they
/// are.
pub(super) fn answer(data: &Json<'_>) -> Result<Answer, Unreadable> {
    let x = texts(data, X_VALUES)?;
    let labels = texts(data, "seriesLabels")?;
    let series = data.list(SERIES)?;
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (at, values) in series.iter().enumerate() {
        let values = values.items().map_err(|error| error.item(at).under(SERIES))?;
        if values.len() != x.len() {
            let (path, found, to) = (SERIES.into(), values.len(), "`xValues`");
            notes.push(Note::Lengths { path, found, to, expected: x.len() });
        }
        for (place, (x, value)) in x.iter().zip(values).enumerate() {
            let label = labels.get(at).cloned().unwrap_or(Cell::Null);
            let number =
                value.number().map_err(|error| error.item(place).item(at).under(SERIES))?;
            rows.push(vec![x.clone(), label, number]);
        }
    }
    let columns = vec![axis("time", Kind::Text), key("day"), measure(USERS, Kind::Int)];
    let mut answer = Answer::new(Shape::Realtime, Table::new(columns, rows));
    answer.say(notes);
    Ok(answer)
}

fn texts(data: &Json<'_>, member: &str) -> Result<Vec<Cell>, Unreadable> {
    let text = |(at, value): (usize, &Json<'_>)| {
        value.text().map(Cell::Text).map_err(|error| error.item(at).under(member))
    };
    data.list(member)?.iter().enumerate().map(text).collect()
}
