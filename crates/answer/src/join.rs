//! Answers to parts of one query, put together.

use std::collections::HashMap;

use amq_schema::Shape;
use smol_str::SmolStr;

use crate::{Answer, Cell, Note, Part, PartName, Role, Table};

/// The answer to a whole query from those to its parts by date, in their order.
///
/// It is for what adds up: the rows follow each other, series by series, and figures of the whole
/// range, as of bins, are summed up. A group that a part does not have has no rows there.
pub fn joined(answers: &[Answer]) -> Option<Answer> {
    let count = answers.len();
    let shape = answers.first()?.shape;
    let tables: Vec<&Table> = answers.iter().map(|it| &it.table).collect();
    // Bins of lengths are the same in each part; days and cohorts are not.
    let whole = if shape == Shape::Bins { summed(&tables) } else { None };
    let mut answer = Answer::new(shape, whole.unwrap_or_else(|| in_sequence(&tables)));
    let of_name = |name| answers.iter().filter_map(move |it| it.part(name)).collect::<Vec<_>>();
    if let Some(table) = summed(&of_name(PartName::Total)) {
        answer.parts.push(Part { name: PartName::Total, table });
    }
    let cohorts = of_name(PartName::Cohorts);
    if !cohorts.is_empty() {
        answer.parts.push(Part { name: PartName::Cohorts, table: in_sequence(&cohorts) });
    }
    let notes = answers.iter().flat_map(|it| it.notes.iter().cloned());
    answer
        .say(notes.filter(|it| !matches!(it, Note::Empty | Note::Zero(_) | Note::NotASum { .. })));
    let is_cut = |it: &Note| matches!(it, Note::GroupCap(_) | Note::Incomplete(_));
    let is_cut = answer.notes.iter().any(is_cut);
    answer.note(Note::Parts { count, is_cut });
    if answer.table.is_empty() {
        answer.note(Note::Empty);
    }
    Some(answer)
}

/// The rows of tables with the same columns, those of a series together.
fn in_sequence(tables: &[&Table]) -> Table {
    let Some(first) = tables.iter().find(|it| !it.is_empty()).or(tables.first()) else {
        return Table::default();
    };
    let keys = first.of_role(Role::Key);
    let mut places: HashMap<Vec<SmolStr>, usize> = HashMap::new();
    let mut series: Vec<Vec<Vec<Cell>>> = Vec::new();
    for row in tables.iter().flat_map(|table| rows(first, table)) {
        let name = keys.iter().filter_map(|at| row.get(*at)).map(Cell::plain).collect();
        let place = *places.entry(name).or_insert_with(|| {
            series.push(Vec::new());
            series.len() - 1
        });
        if let Some(of_series) = series.get_mut(place) {
            of_series.push(row);
        }
    }
    Table::new(first.columns().to_vec(), series.into_iter().flatten())
}

/// The rows of a table, with the columns of another one.
fn rows<'t>(like: &Table, table: &'t Table) -> impl Iterator<Item = Vec<Cell>> + 't {
    let places: Vec<_> = like.columns().iter().map(|column| table.find(&column.name)).collect();
    table.rows().map(move |row| {
        let cell = |at: &Option<usize>| at.and_then(|at| row.get(at)).cloned();
        places.iter().map(|at| cell(at).unwrap_or(Cell::Null)).collect()
    })
}

/// The sums of the rows of the same keys; `None` without any.
fn summed(tables: &[&Table]) -> Option<Table> {
    let first = tables.first()?;
    let whole = in_sequence(tables);
    let (mut keys, measures) = (whole.of_role(Role::Key), whole.of_role(Role::Measure));
    keys.extend(whole.of_role(Role::Axis));
    let mut sums: Vec<Vec<Cell>> = Vec::new();
    let mut places: HashMap<Vec<SmolStr>, usize> = HashMap::new();
    for row in whole.rows() {
        let name = keys.iter().filter_map(|at| row.get(*at)).map(Cell::plain).collect();
        let place = *places.entry(name).or_insert(sums.len());
        let Some(sum) = sums.get_mut(place) else {
            sums.push(row.to_vec());
            continue;
        };
        for at in &measures {
            if let (Some(sum), Some(cell)) = (sum.get_mut(*at), row.get(*at)) {
                *sum = added(sum, cell);
            }
        }
    }
    Some(Table::new(first.columns().to_vec(), sums))
}

/// A sum of decimal fractions without the last digits that their binary forms leave behind.
fn without_remains(sum: f64) -> f64 {
    format!("{sum:.14e}").parse().unwrap_or(sum)
}

fn added(one: &Cell, other: &Cell) -> Cell {
    match (one, other) {
        (Cell::Int(one), Cell::Int(other)) => Cell::Int(one.saturating_add(*other)),
        (cell, Cell::Null) | (Cell::Null, cell) => cell.clone(),
        _ => match (one.number(), other.number()) {
            (Some(one), Some(other)) => Cell::Float(without_remains(one + other)),
            _ => Cell::Null,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_money_have_the_digits_of_what_was_added() {
        let sum = |cells: &[f64]| {
            cells.iter().fold(Cell::Null, |sum, it| added(&sum, &Cell::Float(*it))).plain()
        };
        assert_eq!(sum(&[0.1, 0.2]), "0.3");
        assert_eq!(sum(&[9.99, 4.99, 1.3]), "16.28");
        assert_eq!(sum(&[1_234_567.89, 0.01]), "1234567.9");
        assert_eq!(sum(&[f64::INFINITY, 1.0]), "inf");
    }
}
