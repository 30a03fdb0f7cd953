//! The answer of a saved chart: whatever the chart is, or CSV text.

use std::collections::{HashMap, HashSet};

use amq_check::Query;
use amq_schema::{Bucket, Shape, Unit};
use jiff::civil::Date;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::{distribution, funnel, lifetime, retention, series};
use crate::{
    Answer, Cell, Column, Kind, Note, Part, PartName, Table, Unreadable,
    asked::Asked,
    columns::{DATE, VALUE, axis, key, measure},
    dates,
    json::{Json, MOST_VALUES},
};

/// "Responses vary based on the chart's type" [O]: the kind is told from what is there.
pub(super) fn answer(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let of_values = || {
        let first = data.get(series::SERIES)?;
        let first = if let Json::List(items) = first { items.first()? } else { first };
        Some(first.get("values")?.members().ok()?.first().map(|member| &member.1))
    };
    match data {
        Json::Text(text) => csv(text),
        Json::List(_) => funnel::answer(data, asked),
        Json::Object(_) if data.get("cumulativeRaw").is_some() => funnel::answer(data, asked),
        Json::Object(_) => match of_values() {
            Some(Some(Json::Object(_))) => lifetime::answer(data, asked),
            Some(_) => retention::answer(data, asked),
            None => of_x_values(data, asked),
        },
        _ => Err(data.wrong("an object, a list or CSV text")),
    }
}

fn of_x_values(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let x = data.list(series::X_VALUES)?;
    let starts = x.first().is_some_and(|first| matches!(first, Json::Text(text) if is_span(text)));
    if starts {
        return distribution::bins(data);
    }
    let day = |at: usize| match x.get(at) {
        Some(Json::Text(text)) => text.parse::<Date>().ok(),
        _ => None,
    };
    let mut asked = asked.clone();
    if let (Some(first), Some(second)) = (day(0), day(1)) {
        // Months are 28 to 31 days apart.
        let days = (second - first).get_days();
        asked.bucket = match days {
            28..=31 => Bucket::Month,
            days => Bucket::sent(&days.to_string()).unwrap_or_default(),
        };
    }
    series::answer(Unit::Number, data, &asked)
}

/// Whether a text is a span of session lengths: `60s-120s`.
fn is_span(text: &str) -> bool {
    text.ends_with('s')
        && text.contains("s-")
        && text.starts_with(|next: char| next.is_ascii_digit())
}

/// A body that is CSV text as such. `/csv` answers JSON with the text inside [L]; code was also seen
/// that takes the body for the text [C].
pub(super) fn plain_csv<'b>(query: &Query, body: &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(body).ok()?;
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    (query.path != query.endpoint.path && !is_json).then_some(text)
}

/// A chart's CSV as a tidy table.
///
/// Cells begin with a tab [L], against spreadsheets that take them for formulas. What the text
/// looks like is not documented: the header is taken to be the first of the longest lines, what is
/// above it a heading, and where headers are dates each of them becomes rows of its own.
pub(super) fn csv(text: &str) -> Result<Answer, Unreadable> {
    let lines = lines(text)?;
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let start = lines.iter().position(|line| line.len() == width).unwrap_or(0);
    let (heading, lines) = lines.split_at(start);
    let Some((head, lines)) = lines.split_first() else {
        let mut answer = Answer::new(Shape::Chart, Table::default());
        answer.note(Note::Empty);
        return Ok(answer);
    };
    let dates = head.iter().filter(|cell| !dates::is_unknown(cell)).count();
    let is_dated = dates > 1 && head.len() - dates <= MOST_KEYS;
    let table = if is_dated { melted(head, lines) } else { plain(head, lines) };
    let shape = if is_dated { Shape::Series(Unit::Number) } else { Shape::Chart };
    let mut answer = Answer::new(shape, table);
    if answer.table.is_empty() {
        answer.note(Note::Empty);
    }
    let heading: Vec<_> = heading
        .iter()
        .map(|line| line.join(" ").trim().to_smolstr())
        .filter(|line| !line.is_empty())
        .map(|line| vec![Cell::Text(line)])
        .collect();
    if !heading.is_empty() {
        let table = Table::new(vec![key("text")], heading);
        answer.parts.push(Part { name: PartName::Heading, table });
    }
    Ok(answer)
}

/// More columns beside dates than this are not repeated for each date.
const MOST_KEYS: usize = 20;

/// The cells of each line, if all of them in a rectangle are not too many.
fn lines(text: &str) -> Result<Vec<Vec<SmolStr>>, Unreadable> {
    let mut reader = ::csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines: Vec<Vec<SmolStr>> = Vec::new();
    let mut width = 0;
    // One record for all lines: the reader's own iterator copies as much for each line as the
    // longest before it needed.
    let mut record = ::csv::StringRecord::new();
    let no_csv = |error: ::csv::Error| Unreadable::said(format!("found no CSV: {error}"));
    while reader.read_record(&mut record).map_err(no_csv)? {
        width = width.max(record.len());
        if (lines.len() + 1).saturating_mul(width) > MOST_VALUES {
            let found = format_args!("a line {} of {} cells", lines.len() + 1, record.len());
            return Err(Unreadable::wrong(found, &format!("at most {MOST_VALUES} cells")));
        }
        lines.push(record.iter().map(|cell| cell.trim().into()).collect());
    }
    Ok(lines)
}

/// A row for each cell below a date.
fn melted(head: &[SmolStr], lines: &[Vec<SmolStr>]) -> Table {
    let head_cells: Vec<_> = head.iter().map(|title| dates::cell(title)).collect();
    let keys: Vec<_> =
        (0..head.len()).filter(|at| !matches!(head_cells.get(*at), Some(Cell::Date(_)))).collect();
    let taken = HashSet::from([SmolStr::new_static(DATE), SmolStr::new_static(VALUE)]);
    let mut columns = vec![axis(DATE, Kind::Date)];
    let names = names(keys.iter().filter_map(|at| head.get(*at)), taken);
    columns.extend(names.iter().map(|name| key(name)));
    columns.push(measure(VALUE, Kind::Int));
    let mut rows = Vec::new();
    for line in lines {
        let of_line: Vec<_> =
            keys.iter().map(|at| line.get(*at).cloned().map_or(Cell::Null, Cell::Text)).collect();
        for (date, value) in head_cells.iter().zip(line) {
            if let Cell::Date(_) = date {
                let row = std::iter::once(date.clone()).chain(of_line.iter().cloned());
                rows.push(row.chain([typed(value)]).collect());
            }
        }
    }
    Table::new(columns, rows)
}

/// The rows as they are, each column of the kind that all its cells have.
fn plain(head: &[SmolStr], lines: &[Vec<SmolStr>]) -> Table {
    let names = names(head.iter(), HashSet::new());
    let columns = names.iter().enumerate().map(|(at, name)| {
        let mut kinds =
            lines.iter().filter_map(|line| line.get(at).and_then(|it| typed(it).kind()));
        let first = kinds.next().unwrap_or(Kind::Text);
        match kinds.fold(first, Kind::joined) {
            kind if kind.is_number() => measure(name, kind),
            kind => Column { kind, ..key(name) },
        }
    });
    let columns: Vec<_> = columns.collect();
    let rows = lines.iter().map(|line| {
        let cell = |(cell, column): (&SmolStr, &Column)| match column.kind {
            Kind::Text => Cell::Text(cell.clone()),
            _ => typed(cell),
        };
        line.iter().zip(&columns).map(cell).collect()
    });
    Table::new(columns.clone(), rows.collect::<Vec<_>>())
}

/// A cell by its looks: a number, a percentage, a day, or text.
fn typed(text: &str) -> Cell {
    let is_numeric = text.starts_with(|next: char| next.is_ascii_digit() || "-+.".contains(next));
    if text.is_empty() {
        return Cell::Null;
    }
    if let Some(percent) = text.strip_suffix('%').and_then(|it| it.trim().parse::<f64>().ok()) {
        return Cell::Percent(percent / 100.0);
    }
    if let Ok(number) = text.parse() {
        return Cell::Int(number);
    }
    match text.parse::<f64>() {
        Ok(number) if is_numeric && number.is_finite() => Cell::Float(number),
        _ => dates::cell(text),
    }
}

/// Names for columns: none empty, none twice.
fn names<'h>(head: impl Iterator<Item = &'h SmolStr>, mut taken: HashSet<SmolStr>) -> Vec<SmolStr> {
    let mut numbers: HashMap<SmolStr, usize> = HashMap::new();
    let mut names = Vec::new();
    for (at, title) in head.enumerate() {
        let title =
            if title.is_empty() { format_smolstr!("column {}", at + 1) } else { title.clone() };
        let number = numbers.entry(title.clone()).or_insert(1);
        let mut name = title.clone();
        while !taken.insert(name.clone()) {
            *number += 1;
            name = format_smolstr!("{title} {number}");
        }
        names.push(name);
    }
    names
}
