//! Numbers for each length of session, and for each value of a property.

use amq_schema::Shape;
use smol_str::SmolStr;

use super::series::{SERIES, X_VALUES};
use crate::{
    Answer, Cell, Kind, Note, Table, Unreadable,
    asked::Asked,
    columns::{BUCKET, USERS, axis, group, measure},
    json::Json,
};

/// `sessions length`: `series[0]` beside `xValues` such as `60s-120s` [O].
pub(super) fn bins(data: &Json<'_>) -> Result<Answer, Unreadable> {
    let (x, counts, note) = read(data)?;
    let spans: Option<Vec<_>> = x.iter().map(|text| span(text)).collect();
    let count = measure("sessions", Kind::Int);
    let table = if let Some(spans) = spans {
        let bound = |name: &str, title: &str| axis(name, Kind::Seconds).titled(title);
        let columns = vec![bound("from_seconds", "from"), bound("to_seconds", "to"), count];
        let row = |((from, to), count)| vec![Cell::Seconds(from), Cell::Seconds(to), count];
        Table::new(columns, spans.into_iter().zip(counts).map(row))
    } else {
        let rows = x.into_iter().zip(counts).map(|(x, count)| vec![Cell::Text(x), count]);
        Table::new(vec![axis(BUCKET, Kind::Text), count], rows)
    };
    Ok(with(Answer::new(Shape::Bins, table), note))
}

/// `composition`: a one-element `series` beside the values of the property in `xValues` [O].
pub(super) fn composition(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let (x, counts, note) = read(data)?;
    let columns = vec![group(0).titled(asked.property.clone()), measure(USERS, Kind::Int)];
    let rows = x.into_iter().zip(counts).map(|(x, count)| vec![Cell::Text(x), count]);
    Ok(with(Answer::new(Shape::Composition, Table::new(columns, rows)), note))
}

fn with(mut answer: Answer, note: Option<Note>) -> Answer {
    answer.notes.extend(note);
    answer
}

type Read = (Vec<SmolStr>, Vec<Cell>, Option<Note>);

fn read(data: &Json<'_>) -> Result<Read, Unreadable> {
    let texts = data.list(X_VALUES)?.iter().enumerate();
    let texts =
        texts.map(|(at, value)| value.text().map_err(|error| error.item(at).under(X_VALUES)));
    let x: Vec<_> = texts.collect::<Result<_, _>>()?;
    let items = match data.list(SERIES)?.first() {
        None => &[],
        Some(first) => first.items().map_err(|error| error.item(0).under(SERIES))?,
    };
    let counts = items
        .iter()
        .enumerate()
        .map(|(at, value)| value.number().map_err(|error| error.item(at).item(0).under(SERIES)));
    let counts: Vec<_> = counts.collect::<Result<_, _>>()?;
    let (path, found, to) = ("series[0]".into(), counts.len(), "`xValues`");
    let note = Note::Lengths { path, found, to, expected: x.len() };
    // An empty project has `xValues` and nothing beside them [L].
    let differ = counts.len() != x.len() && !counts.is_empty();
    Ok((x, counts, differ.then_some(note)))
}

/// `60s-120s` in seconds.
fn span(text: &str) -> Option<(f64, f64)> {
    let (from, to) = text.split_once('-')?;
    let seconds = |text: &str| text.trim().strip_suffix('s')?.parse::<f64>().ok();
    Some((seconds(from)?, seconds(to)?))
}
