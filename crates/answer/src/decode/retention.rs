//! Users who came back, for each day they began.

use std::collections::HashMap;

use amq_schema::Shape;
use smol_str::format_smolstr;

use super::{
    labels::{Keys, keys},
    series::{SERIES, group_cap},
};
use crate::{
    Answer, Cell, Column, Kind, Note, Part, PartName, Table, Unreadable,
    asked::Asked,
    columns::{BRACKET, COHORT, INCOMPLETE, RETAINED, USERS, axis, mark, measure},
    dates,
    json::Json,
};

/// `series` holds `dates`, `values` by date, and `combined`: all of them, everybody counted once
/// [O]. It is a list in the example and an object in the text; both are read.
pub(super) fn answer(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let asked = asked.merged();
    let series = match data.need(SERIES)? {
        object @ Json::Object(_) => std::slice::from_ref(object),
        list => list.items().map_err(|error| error.under(SERIES))?,
    };
    let keys = keys(data, series.len(), &asked)?;
    let (mut rows, mut totals) = (Vec::new(), Vec::new());
    let mut answer = Answer::new(Shape::Retention, Table::default());
    let first = sizes(series, &asked);
    for (at, one) in series.iter().enumerate() {
        let mut read = || {
            for (cohort, text, cells) in by_date(one, &asked)? {
                let start = || std::iter::once(cohort.clone()).chain(keys.of(at)).collect();
                let pushed = cells.items().and_then(|it| push(it, first, &asked, start, &mut rows));
                pushed.map_err(|error| error.under(text).under("values"))?;
            }
            let combined = one.list_or_none("combined")?;
            push(combined, first, &asked, || keys.of(at).collect(), &mut totals)
                .map_err(|error| error.under("combined"))
        };
        read().map_err(|error| error.item(at).under(SERIES))?;
    }
    answer.table = table(&keys, Some(axis(COHORT, Kind::Date)), &asked, rows);
    answer.say(keys.notes.iter().cloned());
    unknown_dates(&mut answer);
    cut_cohorts(&mut answer, &asked);
    let total = table(&keys, None, &asked, totals);
    if !total.is_empty() {
        answer.parts.push(Part { name: PartName::Total, table: total });
    }
    let tables = std::iter::once(&answer.table).chain(answer.part(PartName::Total));
    let is_open = tables.flat_map(Table::rows).any(|row| row.last() == Some(&Cell::Flag(true)));
    if is_open {
        answer.note(Note::OpenCohorts);
    }
    group_cap(series.len(), &keys, &asked, &mut answer);
    Ok(answer)
}

/// What `values` holds for each of `dates`, earliest first; then what `dates` does not list.
pub(super) fn by_date<'j, 'a>(
    one: &'j Json<'a>,
    asked: &Asked,
) -> Result<Vec<(Cell, &'j str, &'j Json<'a>)>, Unreadable> {
    let values = one.need("values")?.members().map_err(|error| error.under("values"))?;
    let mut left: HashMap<&str, &Json<'_>> =
        values.iter().map(|(date, value)| (date.as_ref(), value)).collect();
    let mut found = Vec::new();
    for (at, date) in one.list_or_none("dates")?.iter().enumerate() {
        let Json::Text(date) = date else {
            return Err(date.wrong("a date as text").item(at).under("dates"));
        };
        found.extend(left.remove_entry(date.as_ref()));
    }
    let rest = values.iter().filter_map(|(date, _)| left.remove_entry(date.as_ref()));
    found.extend(rest.collect::<Vec<_>>());
    let texts: Vec<_> = found.iter().map(|(date, _)| *date).collect();
    let cells = dates::of_cohorts(&texts, asked);
    let mut cohorts: Vec<_> =
        cells.into_iter().zip(found).map(|(cell, (text, value))| (cell, text, value)).collect();
    cohorts.reverse();
    let day = |cell: &Cell| if let Cell::Date(date) = cell { Some(*date) } else { None };
    if cohorts.iter().all(|cohort| day(&cohort.0).is_some()) {
        cohorts.sort_by_key(|cohort| day(&cohort.0));
    }
    Ok(cohorts)
}

/// How many cells stand before those of intervals: the first is the size of the cohort, the second
/// day 0 [O]; brackets are taken to have one cell more than there are brackets as well, unless no
/// list of the answer is longer than they are [I]. A young cohort's list may be short, so that it
/// says nothing alone.
fn sizes(series: &[Json<'_>], asked: &Asked) -> usize {
    if asked.brackets.is_empty() {
        return 1;
    }
    let length = |list: &Json<'_>| list.items().map_or(0, <[_]>::len);
    let of = |one: &Json<'_>| {
        let combined = one.list_or_none("combined").map_or(0, <[_]>::len);
        let cohorts = one.need("values").and_then(|it| it.members());
        let longest = cohorts.ok().and_then(|all| all.iter().map(|it| length(&it.1)).max());
        combined.max(longest.unwrap_or(0))
    };
    let longest = series.iter().map(of).max().unwrap_or(0);
    usize::from(longest != asked.brackets.len())
}

/// Adds a row for each interval, which begin behind the first so many cells.
fn push(
    cells: &[Json<'_>],
    first: usize,
    asked: &Asked,
    start: impl Fn() -> Vec<Cell>,
    rows: &mut Vec<Vec<Cell>>,
) -> Result<(), Unreadable> {
    for (at, cell) in cells.iter().enumerate() {
        let number =
            |member: &str| cell.need(member)?.number().map_err(|error| error.under(member));
        let read = || Ok((number("count")?, number("outof")?));
        let (count, of) = read().map_err(|error: Unreadable| error.item(at))?;
        let Some(interval) = at.checked_sub(first) else { continue };
        let share = match (count.number(), of.number()) {
            (Some(count), Some(of)) if of > 0.0 => Cell::Percent(count / of),
            _ => Cell::Null,
        };
        let is_open = cell.get(INCOMPLETE) == Some(&Json::Bool(true));
        let mut row = start();
        row.extend([interval_cell(interval, asked), count, of, share, Cell::Flag(is_open)]);
        rows.push(row);
    }
    Ok(())
}

fn interval_cell(interval: usize, asked: &Asked) -> Cell {
    let number = || Cell::Int(i64::try_from(interval).unwrap_or(i64::MAX));
    if asked.brackets.is_empty() {
        return number();
    }
    match asked.brackets.get(interval) {
        Some((first, end)) => Cell::Text(format_smolstr!("{first}-{}", end.saturating_sub(1))),
        None => number(),
    }
}

fn table(keys: &Keys, cohort: Option<Column>, asked: &Asked, rows: Vec<Vec<Cell>>) -> Table {
    let mut columns: Vec<_> = cohort.into_iter().chain(keys.columns.iter().cloned()).collect();
    let interval = if asked.brackets.is_empty() {
        axis(asked.bucket.name().unwrap_or("interval"), Kind::Int)
    } else {
        axis(BRACKET, Kind::Text)
    };
    columns.extend([
        interval,
        measure(USERS, Kind::Int),
        measure("of", Kind::Int),
        measure(RETAINED, Kind::Percent),
        mark(INCOMPLETE, Kind::Flag),
    ]);
    Table::new(columns, rows)
}

/// Says which cohorts the range cuts: the first one, the last one.
pub(super) fn cut_cohorts(answer: &mut Answer, asked: &Asked) {
    let cohorts = || answer.table.rows().filter_map(|row| row.first());
    let cut = |it: &&Cell| asked.is_cut_cohort(it);
    let (first, last) = (cohorts().find(cut), cohorts().rfind(cut));
    let last = last.filter(|last| Some(*last) != first);
    let notes: Vec<_> =
        first.into_iter().chain(last).map(|it| Note::CutCohort(it.plain())).collect();
    answer.say(notes);
}

/// Says that cohorts are kept as text where their dates could not be read.
pub(super) fn unknown_dates(answer: &mut Answer) {
    let unknown = answer.table.rows().find_map(|row| match row.first() {
        Some(Cell::Text(text)) => dates::is_unknown(text).then(|| text.clone()),
        _ => None,
    });
    if let Some(text) = unknown {
        answer.note(Note::UnknownDate(text));
    }
}
