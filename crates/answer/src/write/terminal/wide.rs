//! A series of several groups, so that what people compare stands side by side: a column for each
//! group, or a line for each where there are many.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use smol_str::SmolStr;

use super::Short;
use crate::{
    Answer, Cell, Column, Grid, PartName, Role, Style, Table,
    columns::{INCOMPLETE, NOT_BEGUN},
    human, text,
};

/// How wide names of groups are drawn above columns: the widest that fits.
const HEADS: [usize; 7] = [40, 32, 24, 20, 16, 12, 10];
/// More lines than this say less.
const MOST_LINES: usize = 40;
/// What stands above the figures of the whole range.
const WHOLE: &str = "whole range";

/// A series' groups beside or below each other; `None` where there is but one.
pub(super) fn drawn(answer: &Answer, style: Style) -> Option<Short> {
    let matrix = Matrix::of(&answer.table)?;
    if matrix.names.order.len() < 2 {
        return None;
    }
    if style.whole {
        return Some(matrix.whole(answer.part(PartName::Total), style));
    }
    // More columns than any terminal has are not worth drawing to find that they do not fit.
    let heads = HEADS.iter().filter(|_| matrix.names.order.len() <= MOST_LINES);
    let mut columns = heads.map(|room| matrix.columns(*room));
    if let Some(grid) = columns.find(|grid| grid.width() <= style.width) {
        return Some(Short { text: grid.drawn(style), told: None });
    }
    matrix.lines(answer.part(PartName::Total), style)
}

/// Values by interval and group.
struct Matrix<'t> {
    /// What is above the intervals, and above the names.
    titles: (String, String),
    names: Places<'t>,
    intervals: Places<'t>,
    cells: HashMap<(usize, usize), &'t Cell>,
    is_open: bool,
    measure: &'t Column,
}

impl<'t> Matrix<'t> {
    fn of(table: &'t Table) -> Option<Self> {
        let (axis, keys, measures) =
            (table.of_role(Role::Axis), table.of_role(Role::Key), table.of_role(Role::Measure));
        let ([axis], [_, ..], [measure]) = (axis.as_slice(), keys.as_slice(), measures.as_slice())
        else {
            return None;
        };
        let title = |at: &usize| table.columns().get(*at).map(|it| it.title.to_string());
        let of_keys: Vec<String> = keys.iter().filter_map(title).collect();
        let mut matrix = Self {
            titles: (title(axis)?, of_keys.join(", ")),
            names: Places::default(),
            intervals: Places::default(),
            cells: HashMap::new(),
            is_open: false,
            measure: table.columns().get(*measure)?,
        };
        let (mark, future) = (table.find(INCOMPLETE), table.find(NOT_BEGUN));
        for row in table.rows() {
            // Beside each other there is nothing to see where nothing has begun.
            if future.and_then(|at| row.get(at)) == Some(&Cell::Flag(true)) {
                continue;
            }
            let open = mark.and_then(|at| row.get(at)) == Some(&Cell::Flag(true));
            matrix.is_open |= open;
            let interval = row.get(*axis)?;
            let place = matrix.intervals.of(interval.plain(), interval, open);
            let name = matrix.names.of(name(row, &keys), interval, false);
            matrix.cells.insert((place, name), row.get(*measure)?);
        }
        Some(matrix)
    }

    fn cell(&self, interval: usize, name: usize) -> String {
        self.cells
            .get(&(interval, name))
            .map_or("-".into(), |cell| human::in_column(cell, self.measure))
            .into_owned()
    }

    /// A column for each group, below names of at most so many columns.
    fn columns(&self, room: usize) -> Grid {
        let groups = self.names.order.len();
        let mut head = vec![(self.titles.0.clone(), false)];
        head.extend(self.shortened(room).into_iter().map(|name| (name, true)));
        head.extend(self.is_open.then(|| (INCOMPLETE.to_owned(), false)));
        let mut grid = Grid::new(head);
        for (at, (_, interval, open)) in self.intervals.order.iter().enumerate() {
            let mut row = vec![human::cell(interval).into_owned()];
            row.extend((0..groups).map(|name| self.cell(at, name)));
            row.extend(self.is_open.then(|| human::cell(&Cell::Flag(*open)).into_owned()));
            grid.row(row);
        }
        grid
    }

    /// All of it: columns where they fit a screen, or as many as are fewer than lines would be.
    fn whole(&self, total: Option<&Table>, style: Style) -> Short {
        let columns = self.columns(style.room(0));
        if columns.width() <= style.width || self.names.order.len() <= self.intervals.order.len() {
            return Short { text: columns.drawn(style.of_tables()), told: None };
        }
        let totals = total.map(of_groups).unwrap_or_default();
        let names = self.shortened(style.room(0));
        let intervals: Vec<usize> = (0..self.intervals.order.len()).collect();
        let grid = self.grid_of_lines(&names, &intervals, &totals);
        let told = (!totals.is_empty()).then_some(PartName::Total);
        Short { text: grid.drawn(style.of_tables()), told }
    }

    /// The names of the groups in so much room, each told from the others.
    fn shortened(&self, room: usize) -> Vec<String> {
        let names = || self.names.order.iter().map(|it| it.0.as_str());
        let heads: Vec<String> = names().map(|it| text::shortened(it, room).into_owned()).collect();
        if heads.iter().collect::<HashSet<_>>().len() == heads.len() {
            return heads;
        }
        let numbered = names().enumerate().map(|(at, name)| format!("{} {name}", at + 1));
        numbered.map(|it| text::shortened(&it, room).into_owned()).collect()
    }

    /// A line for each group, with the last intervals that fit.
    fn lines(&self, total: Option<&Table>, style: Style) -> Option<Short> {
        let totals = total.map(of_groups).unwrap_or_default();
        let kept = self.names.order.len().min(MOST_LINES);
        let mut names = self.shortened(style.width * 2 / 5);
        names.truncate(kept);
        let mut intervals: Vec<usize> = (0..self.intervals.order.len()).collect();
        let grid = loop {
            let grid = self.grid_of_lines(&names, &intervals, &totals);
            if grid.width() <= style.width {
                break grid;
            }
            // There may be thousands; no more than the columns of the terminal are tried.
            let drop = intervals.len().saturating_sub(style.width).clamp(1, intervals.len().max(1));
            if intervals.is_empty() {
                return None;
            }
            intervals.drain(..drop);
        };
        let mut text = grid.drawn(style);
        if kept < self.names.order.len() {
            let _ =
                writeln!(text, "and {} more: see `--format csv`", self.names.order.len() - kept);
        }
        if intervals.len() < self.intervals.order.len() {
            text += "earlier dates: see `--format csv`\n";
        }
        let told = (!totals.is_empty()).then_some(PartName::Total);
        Some(Short { text, told })
    }

    fn grid_of_lines(
        &self,
        names: &[String],
        intervals: &[usize],
        totals: &HashMap<SmolStr, &Cell>,
    ) -> Grid {
        let mut head = vec![(self.titles.1.clone(), false)];
        head.extend((!totals.is_empty()).then(|| (WHOLE.to_owned(), true)));
        let shown = intervals.iter().filter_map(|at| self.intervals.order.get(*at));
        head.extend(shown.map(|(_, interval, open)| (short_interval(interval, *open), true)));
        let mut grid = Grid::new(head);
        for (at, name) in names.iter().enumerate() {
            let mut row = vec![name.clone()];
            let total = self.names.order.get(at).and_then(|it| totals.get(&it.0));
            let total =
                total.map_or("-".into(), |cell| human::in_column(cell, self.measure)).into_owned();
            row.extend((!totals.is_empty()).then_some(total));
            row.extend(intervals.iter().map(|interval| self.cell(*interval, at)));
            grid.row(row);
        }
        grid
    }
}

/// An interval in a few characters; one that is not over has a star.
fn short_interval(interval: &Cell, open: bool) -> String {
    let text = match interval {
        Cell::Date(date) => date.strftime("%b %-d").to_string(),
        Cell::Time(time) => time.strftime("%b %-d %H:%M").to_string(),
        other => text::shortened(&human::cell(other), 16).into_owned(),
    };
    if open { text + "*" } else { text }
}

fn name(row: &[Cell], keys: &[usize]) -> SmolStr {
    let texts: Vec<_> = keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
    texts.join(", ").into()
}

/// The one value of each group.
fn of_groups(table: &Table) -> HashMap<SmolStr, &Cell> {
    let keys = table.of_role(Role::Key);
    let measure = table.of_role(Role::Measure).first().copied();
    table.rows().filter_map(|row| Some((name(row, &keys), row.get(measure?)?))).collect()
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
