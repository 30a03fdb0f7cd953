//! A user and what the user did.

use amq_schema::Shape;
use smol_str::{SmolStr, format_smolstr};

use crate::{
    Answer, Cell, Column, Kind, Part, PartName, Role, Table, Unreadable,
    columns::{EVENT, PROPERTIES, SESSION, axis, key},
    dates,
    json::Json,
};

/// `events` and `userData` [O]. What an event holds is not documented there: the names of the
/// export format are read, `event_time` as text or in milliseconds [C], and its properties are kept
/// as JSON.
pub(super) fn answer(body: &Json<'_>) -> Result<Answer, Unreadable> {
    if let (None, Some(error)) = (body.get("userData"), body.get("error")) {
        return Err(super::refused(error));
    }
    let columns = vec![
        axis("time", Kind::Time),
        key(EVENT),
        Column::new(SESSION, Kind::Int, Role::Key),
        key(PROPERTIES),
    ];
    let events = body.list("events")?;
    let rows = events
        .iter()
        .enumerate()
        .map(|(at, event)| row(event).map_err(|error| error.item(at).under("events")));
    let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    let mut answer = Answer::new(Shape::Activity, Table::new(columns, rows));
    if let Some(user) = body.get("userData") {
        let user = user_table(user).map_err(|error| error.under("userData"))?;
        answer.parts.push(Part { name: PartName::User, table: user });
    }
    Ok(answer)
}

fn row(event: &Json<'_>) -> Result<Vec<Cell>, Unreadable> {
    let event_type = event.need("event_type")?.text();
    let time = match event.get("event_time") {
        None => Cell::Null,
        Some(Json::Int(milliseconds)) => dates::of_milliseconds(*milliseconds),
        Some(time) => dates::cell(&time.text().map_err(|error| error.under("event_time"))?),
    };
    let session = event.get("session_id").map_or(Ok(Cell::Null), Json::number);
    let properties = event.get("event_properties").map(Json::written);
    Ok(vec![
        time,
        Cell::Text(event_type.map_err(|error| error.under("event_type"))?),
        session.map_err(|error| error.under("session_id"))?,
        properties.map_or(Cell::Null, |text| Cell::Text(text.into())),
    ])
}

fn user_table(user: &Json<'_>) -> Result<Table, Unreadable> {
    let mut rows = Vec::new();
    fields(user, "", &mut rows)?;
    Ok(Table::new(vec![key("field"), key("value")], rows))
}

/// A row for each field; those of an object inside go by both names, lists stand in one cell.
fn fields(object: &Json<'_>, of: &str, rows: &mut Vec<Vec<Cell>>) -> Result<(), Unreadable> {
    for (name, value) in object.members()? {
        let name = if of.is_empty() {
            SmolStr::from(name.as_ref())
        } else {
            format_smolstr!("{of}.{name}")
        };
        let cell = match value {
            Json::Object(_) if of.is_empty() => {
                fields(value, &name, rows)?;
                continue;
            }
            Json::Null => Cell::Null,
            Json::List(items) if items.is_empty() => Cell::Null,
            Json::List(items) => Cell::Text(list(items)),
            Json::Object(_) => Cell::Text(value.written().into()),
            value => Cell::Text(value.text()?),
        };
        rows.push(vec![Cell::Text(name), cell]);
    }
    Ok(())
}

fn list(items: &[Json<'_>]) -> SmolStr {
    let texts = items.iter().map(|item| item.text().map_or_else(|_| item.written(), Into::into));
    texts.collect::<Vec<String>>().join(", ").into()
}
