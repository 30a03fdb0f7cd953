//! Tidy tables: a row for each value, a column for each thing it depends on.

use smol_str::SmolStr;

use crate::{Cell, Kind};

/// A table. Every cell is empty or of its column's kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    columns: Vec<Column>,
    cells: Vec<Cell>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in files; the same for every query of an endpoint, whatever it groups by.
    pub name: SmolStr,
    /// What people read above it, such as the property that was grouped by.
    pub title: SmolStr,
    /// What its values are.
    pub kind: Kind,
    /// The part it plays.
    pub role: Role,
    /// Whether people see its numbers as money; files hold plain numbers.
    pub is_money: bool,
}

/// The part a column plays in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What pictures run along: the date, the day after, the step.
    Axis,
    /// What tells series from each other: group, segment, event.
    Key,
    /// What was measured.
    Measure,
    /// Something to know of a row, such as that its bucket is not complete.
    Mark,
}

impl Role {
    /// Its name in machine-readable output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Axis => "axis",
            Self::Key => "key",
            Self::Measure => "measure",
            Self::Mark => "mark",
        }
    }
}

impl Column {
    /// A column whose title is its name.
    pub fn new(name: impl Into<SmolStr>, kind: Kind, role: Role) -> Self {
        let name = name.into();
        Self { title: name.clone(), name, kind, role, is_money: false }
    }

    /// The same with another title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<SmolStr>) -> Self {
        self.title = title.into();
        self
    }
}

impl Table {
    /// A table of rows. Short rows are filled up, long ones cut; a column whose values are of
    /// another kind than it says becomes one that holds them all.
    ///
    /// ```
    /// use amq_answer::{Cell, Column, Kind, Role, Table};
    /// let columns = vec![Column::new("users", Kind::Int, Role::Measure)];
    /// let table = Table::new(columns, [vec![Cell::Int(1)], vec![Cell::Float(1.5)]]);
    /// assert_eq!(table.columns()[0].kind, Kind::Float);
    /// assert_eq!(table.row(0), [Cell::Float(1.0)]);
    /// ```
    pub fn new(columns: Vec<Column>, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        let mut cells = Vec::new();
        for mut row in rows {
            row.resize(columns.len(), Cell::Null);
            cells.append(&mut row);
        }
        let mut table = Self { columns, cells };
        table.settle();
        table
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, Cell> {
        self.cells.chunks_exact(self.columns.len().max(1))
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A row; empty where there is none.
    pub fn row(&self, at: usize) -> &[Cell] {
        self.rows().nth(at).unwrap_or_default()
    }

    /// The place of a column.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The places of the columns that play a part.
    pub(crate) fn of_role(&self, role: Role) -> Vec<usize> {
        let has = |(at, column): (usize, &Column)| (column.role == role).then_some(at);
        self.columns.iter().enumerate().filter_map(has).collect()
    }

    /// The same without the columns of some places.
    pub(crate) fn without(&self, left_out: &[usize]) -> Self {
        let kept = |at: &usize| !left_out.contains(at);
        let columns = self.columns.iter().enumerate().filter(|(at, _)| kept(at));
        let cells = self
            .rows()
            .flat_map(|row| row.iter().enumerate().filter(|(at, _)| kept(at)).map(|(_, it)| it));
        Self {
            columns: columns.map(|(_, column)| column.clone()).collect(),
            cells: cells.cloned().collect(),
        }
    }

    /// The same without the rows that a mark marks.
    pub(crate) fn without_marked(&self, mark: &str) -> Self {
        let Some(at) = self.find(mark) else { return self.clone() };
        let rows = self.rows().filter(|row| row.get(at) != Some(&Cell::Flag(true)));
        Self { columns: self.columns.clone(), cells: rows.flatten().cloned().collect() }
    }

    /// The same without marks that mark nothing.
    pub(crate) fn shown(&self) -> Self {
        let says_nothing = |at: &usize| {
            self.rows().all(|row| matches!(row.get(*at), Some(Cell::Null | Cell::Flag(false))))
        };
        let marks = self.of_role(Role::Mark).into_iter();
        self.without(&marks.filter(says_nothing).collect::<Vec<_>>())
    }

    /// Makes every cell one of its column's kind.
    fn settle(&mut self) {
        let width = self.columns.len().max(1);
        for (at, column) in self.columns.iter_mut().enumerate() {
            let kinds = self.cells.iter().skip(at).step_by(width).filter_map(Cell::kind);
            column.kind = kinds.fold(column.kind, Kind::joined);
            for cell in self.cells.iter_mut().skip(at).step_by(width) {
                *cell = std::mem::replace(cell, Cell::Null).widened(column.kind);
            }
        }
    }
}
