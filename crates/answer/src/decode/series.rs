//! A value for each group and interval: users, segmentation, sessions a day, most saved charts.

use std::collections::HashSet;

use amq_schema::{Shape, Unit};

use super::labels::{Keys, keys};
use crate::{
    Answer, Cell, Column, Kind, Note, Part, PartName, Table, Unreadable,
    asked::{Asked, Progress},
    columns::{BUCKET, DATE, INCOMPLETE, NOT_BEGUN, VALUE, axis, mark, measure},
    dates,
    json::Json,
};

pub(super) fn answer(unit: Unit, data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let x = x_values(data)?;
    let series = data.list(SERIES)?;
    let keys = keys(data, series.len(), asked)?;
    let values = values(series, unit, asked)?;
    let mut answer = Answer::new(Shape::Series(unit), table(&x, &values, &keys, unit, asked));
    answer.notes.clone_from(&keys.notes);
    if let Some(found) = values.iter().map(Vec::len).find(|length| *length != x.len()) {
        let to = "`xValues`";
        answer.note(Note::Lengths { path: "series".into(), found, to, expected: x.len() });
    }
    if !values.is_empty() {
        say_of_buckets(&x, asked, &mut answer);
    }
    group_cap(series.len(), &keys, asked, &mut answer);
    totals(data, &values, &keys, unit, asked, &mut answer)?;
    Ok(answer)
}

pub(super) const SERIES: &str = "series";
pub(super) const X_VALUES: &str = "xValues";

/// Dates, times, or the buckets of a histogram.
fn x_values(data: &Json<'_>) -> Result<Vec<Cell>, Unreadable> {
    let cell = |(at, value): (usize, &Json<'_>)| {
        let text = value.text().map_err(|error| error.item(at).under(X_VALUES))?;
        Ok(dates::cell(&text))
    };
    data.list(X_VALUES)?.iter().enumerate().map(cell).collect()
}

fn values(series: &[Json<'_>], unit: Unit, asked: &Asked) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let one = |(at, values): (usize, &Json<'_>)| {
        let cells = values.items()?.iter().enumerate().map(|(place, value)| {
            let cell = value.number().map(|cell| in_unit(cell, unit, asked));
            cell.map_err(|error| error.item(place))
        });
        cells.collect::<Result<Vec<_>, _>>().map_err(|error| error.item(at))
    };
    let one = |(at, values): (usize, &Json<'_>)| match values {
        Json::List(_) => one((at, values)),
        _ => Err(values.wrong("a list").item(at)),
    };
    let all: Result<_, _> = series.iter().enumerate().map(one).collect();
    all.map_err(|error: Unreadable| error.under(SERIES))
}

fn in_unit(cell: Cell, unit: Unit, asked: &Asked) -> Cell {
    match (unit, cell.number()) {
        (Unit::Seconds, Some(seconds)) => Cell::Seconds(seconds),
        (Unit::Number, Some(share)) if asked.is_percent => Cell::Percent(share),
        _ => cell,
    }
}

const fn kind(unit: Unit, asked: &Asked) -> Kind {
    match unit {
        Unit::Number if asked.is_percent => Kind::Percent,
        Unit::Number => Kind::Int,
        Unit::Seconds => Kind::Seconds,
    }
}

fn value(unit: Unit, asked: &Asked) -> Column {
    Column { is_money: asked.is_money, ..measure(VALUE, kind(unit, asked)) }
}

fn table(x: &[Cell], values: &[Vec<Cell>], keys: &Keys, unit: Unit, asked: &Asked) -> Table {
    let is_dated = x.iter().all(|cell| matches!(cell, Cell::Date(_) | Cell::Time(_)));
    let mut columns =
        vec![if is_dated { axis(DATE, Kind::Date) } else { axis(BUCKET, Kind::Text) }];
    columns.extend(keys.columns.iter().cloned());
    columns.push(value(unit, asked));
    if is_dated {
        columns.push(mark(INCOMPLETE, Kind::Flag));
        columns.extend(asked.is_of_moments().then(|| mark(NOT_BEGUN, Kind::Flag)));
    }
    let rows = values.iter().enumerate().flat_map(|(at, values)| {
        x.iter().zip(values).map(move |(x, value)| {
            let mut row = vec![x.clone()];
            row.extend(keys.of(at));
            row.push(value.clone());
            if is_dated {
                let progress = asked.progress(x).unwrap_or(Progress::Over);
                row.push(Cell::Flag(progress != Progress::Over || asked.is_cut(x)));
                row.push(Cell::Flag(progress == Progress::NotBegun));
            }
            row
        })
    });
    Table::new(columns, rows)
}

fn say_of_buckets(x: &[Cell], asked: &Asked, answer: &mut Answer) {
    if let Some(cell) = x.first().filter(|cell| asked.is_cut(cell)) {
        answer.note(Note::CutBucket(cell.plain()));
    }
    let is = |cell: &&Cell, of| asked.progress(cell) == Some(of);
    if let Some(next) = x.iter().find(|cell| is(cell, Progress::NotBegun)) {
        let running = x.iter().rfind(|cell| is(cell, Progress::Open)).map(Cell::plain);
        answer.note(Note::NotBegun { running: running.unwrap_or_default(), next: next.plain() });
    } else if let Some(cell) = x.last().filter(|cell| is(cell, Progress::Open)) {
        answer.note(Note::OpenBucket(cell.plain()));
    }
}

/// Says that there are as many groups as the API returns at most.
pub(super) fn group_cap(series: usize, keys: &Keys, asked: &Asked, answer: &mut Answer) {
    let Some(limit) = asked.limit.filter(|limit| series >= *limit && asked.is_grouped()) else {
        return;
    };
    let groups: HashSet<_> = (0..series).map(|at| keys.group(at)).collect();
    if groups.len() >= limit {
        answer.note(Note::GroupCap(groups.len()));
    }
}

/// `seriesCollapsed`: one figure for the whole range, users counted once [O].
///
/// Answers of `users` were seen with zeros there; zeros beside values are left out.
fn totals(
    data: &Json<'_>,
    values: &[Vec<Cell>],
    keys: &Keys,
    unit: Unit,
    asked: &Asked,
    answer: &mut Answer,
) -> Result<(), Unreadable> {
    const COLLAPSED: &str = "seriesCollapsed";
    let collapsed = data.list_or_none(COLLAPSED)?;
    let cell = |(at, value): (usize, &Json<'_>)| {
        let cell = match value {
            Json::List(items) => {
                items.first().map_or(Ok(Cell::Null), |it| it.number().map_err(|e| e.item(0)))
            }
            value => value.number(),
        };
        cell.map(|cell| in_unit(cell, unit, asked)).map_err(|error| error.item(at).under(COLLAPSED))
    };
    let totals: Vec<Cell> = collapsed.iter().enumerate().map(cell).collect::<Result<_, _>>()?;
    let is_zero = |cell: &Cell| cell.number().is_none_or(|number| number == 0.0);
    if totals.is_empty() || totals.iter().all(is_zero) && !values.iter().flatten().all(is_zero) {
        return Ok(());
    }
    if totals.len() != values.len() {
        let (path, found, to) = (COLLAPSED.into(), totals.len(), "`series`");
        answer.note(Note::Lengths { path, found, to, expected: values.len() });
    }
    let mut columns: Vec<Column> = keys.columns.clone();
    columns.push(value(unit, asked));
    if asked.is_distinct {
        answer.say(not_a_sum(values, &totals, keys));
    }
    let rows = totals.into_iter().take(values.len()).enumerate().map(|(at, total)| {
        let mut row: Vec<_> = keys.of(at).collect();
        row.push(total);
        row
    });
    let table = Table::new(columns, rows);
    if !table.is_empty() {
        answer.parts.push(Part { name: PartName::Total, table });
    }
    Ok(())
}

/// The series whose buckets add up to something that is furthest above its total.
fn not_a_sum(values: &[Vec<Cell>], totals: &[Cell], keys: &Keys) -> Option<Note> {
    let differ = values.iter().zip(totals).enumerate().filter_map(|(at, (values, total))| {
        let whole = total.number()?;
        let sum: f64 = values.iter().filter_map(Cell::number).sum();
        let is_other = values.len() > 1 && sum - whole > 1e-9 * sum.abs();
        is_other.then_some((at, sum, whole))
    });
    let (at, sum, whole) = differ.max_by(|one, other| {
        let size = |it: &(usize, f64, f64)| (it.1 - it.2).abs();
        size(one).total_cmp(&size(other))
    })?;
    Some(Note::NotASum { series: keys.name(at), sum, whole })
}
