//! Tables for a terminal.

use std::collections::HashMap;

use amq_schema::Shape;
use smol_str::SmolStr;

use crate::{Answer, Cell, Grid, Role, Style, Table, columns::INCOMPLETE, human, text};

/// An answer below a title: its table, its totals, its notes.
pub(super) fn drawn(title: Option<&str>, answer: &Answer, style: Style) -> String {
    let mut lines = String::new();
    if let Some(title) = title {
        lines.push_str(&style.bold(&text::shortened(title, style.width)));
        lines.push('\n');
    }
    let wide = wide(answer).filter(|grid| grid.width() <= style.width);
    if !answer.table.is_empty() {
        lines.push_str(&wide.map_or_else(|| table(&answer.table, style), |grid| grid.drawn(style)));
    }
    for part in answer.parts.iter().filter(|part| part.name.is_shown()) {
        let part = format!("\n{}:\n{}", part.name.title(), table(&part.table, style));
        lines.push_str(&part);
    }
    let blank = if answer.notes.is_empty() || lines.is_empty() { "" } else { "\n" };
    lines.push_str(blank);
    for note in &answer.notes {
        lines.push_str(&wrapped(&format!("note: {note}"), style.width));
    }
    lines
}

/// A table as aligned columns.
pub(super) fn table(table: &Table, style: Style) -> String {
    let table = table.shown();
    let head =
        table.columns().iter().map(|it| (text::shown(&it.title).into_owned(), it.kind.is_number()));
    let mut grid = Grid::new(head);
    for row in table.rows() {
        let cells = row.iter().zip(table.columns());
        grid.row(cells.map(|(cell, column)| human::in_column(cell, column)));
    }
    grid.drawn(style)
}

/// A series with a column for each group, where there are several: what people compare stands side
/// by side.
fn wide(answer: &Answer) -> Option<Grid> {
    if !matches!(answer.shape, Shape::Series(_) | Shape::Realtime) {
        return None;
    }
    let table = &answer.table;
    let (axis, keys, measures) =
        (table.of_role(Role::Axis), table.of_role(Role::Key), table.of_role(Role::Measure));
    let ([axis], [_, ..], [measure]) = (axis.as_slice(), keys.as_slice(), measures.as_slice())
    else {
        return None;
    };
    let mark = table.find(INCOMPLETE);
    let mut names = Places::default();
    let mut lines = Places::default();
    let mut cells: HashMap<(usize, usize), &Cell> = HashMap::new();
    let mut is_open = false;
    for row in table.rows() {
        let name: Vec<_> = keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
        let open = mark.and_then(|at| row.get(at)) == Some(&Cell::Flag(true));
        is_open |= open;
        let line = lines.of(row.get(*axis)?.clone().plain(), row.get(*axis)?, open);
        cells.insert(
            (line, names.of(name.join(", ").into(), row.get(*axis)?, false)),
            row.get(*measure)?,
        );
    }
    // More columns than any terminal has are not worth drawing to find that they do not fit.
    if !(2..=40).contains(&names.order.len()) {
        return None;
    }
    let title = table.columns().get(*axis)?.title.to_string();
    let mut head = vec![(title, false)];
    head.extend(
        names.order.iter().map(|(name, ..)| (text::shortened(name, 24).into_owned(), true)),
    );
    head.extend(is_open.then(|| (INCOMPLETE.to_owned(), false)));
    let mut grid = Grid::new(head);
    for (at, (_, axis, open)) in lines.order.iter().enumerate() {
        let mut row = vec![human::cell(axis).into_owned()];
        let cell = |name| cells.get(&(at, name)).map_or("-".into(), |cell| human::cell(cell));
        row.extend((0..names.order.len()).map(|name| cell(name).into_owned()));
        row.extend(is_open.then(|| human::cell(&Cell::Flag(*open)).into_owned()));
        grid.row(row);
    }
    Some(grid)
}

/// Things in the order they were first met.
#[derive(Default)]
struct Places<'t> {
    order: Vec<(SmolStr, &'t Cell, bool)>,
    places: HashMap<SmolStr, usize>,
}

impl<'t> Places<'t> {
    fn of(&mut self, name: SmolStr, cell: &'t Cell, mark: bool) -> usize {
        let next = self.order.len();
        let place = *self.places.entry(name.clone()).or_insert(next);
        if place == next {
            self.order.push((name, cell, mark));
        }
        place
    }
}

/// A sentence on lines of at most so many columns, later ones indented.
fn wrapped(sentence: &str, columns: usize) -> String {
    const INDENT: &str = "      ";
    let mut lines = String::new();
    let mut line = String::new();
    for word in text::shown(sentence).split(' ') {
        if !line.trim().is_empty() && text::width(&line) + 1 + text::width(word) > columns {
            lines.push_str(&line);
            lines.push('\n');
            INDENT.clone_into(&mut line);
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines + &line + "\n"
}
