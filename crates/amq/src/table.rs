//! Tables: the first column is text, the others are numbers.

use std::fmt::Write as _;

/// Rows of cells, drawn with aligned columns.
pub(crate) struct Table<const N: usize> {
    rows: Vec<[String; N]>,
    sum: Option<String>,
}

impl<const N: usize> Table<N> {
    pub(crate) fn new(head: [&str; N]) -> Self {
        Self { rows: vec![head.map(ToOwned::to_owned)], sum: None }
    }

    pub(crate) fn row(&mut self, cells: [String; N]) {
        self.rows.push(cells);
    }

    /// A last row with a number in the last column.
    pub(crate) fn sum(&mut self, sum: String) {
        self.sum = Some(sum);
    }

    pub(crate) fn drawn(mut self) -> String {
        if let Some(sum) = self.sum.take() {
            let mut cells = [const { String::new() }; N];
            if let [first, .., last] = cells.as_mut_slice() {
                "sum".clone_into(first);
                *last = sum;
            }
            self.rows.push(cells);
        }
        let widths: Vec<usize> = (0..N)
            .map(|at| self.rows.iter().map(|row| width(row, at)).max().unwrap_or(0))
            .collect();
        self.rows.iter().map(|row| line(row, &widths)).collect()
    }
}

fn width<const N: usize>(row: &[String; N], at: usize) -> usize {
    row.get(at).map_or(0, |cell| cell.chars().count())
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
        if at == 0 {
            let _ = write!(line, "{cell:<width$}");
        } else {
            let _ = write!(line, "  {cell:>width$}");
        }
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}
