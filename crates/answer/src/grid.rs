//! Aligned columns of text.

use crate::{Style, text};

/// The narrowest that a column of text is made.
const NARROWEST: usize = 8;
const GAP: &str = "  ";

/// Rows of cells as lines with aligned columns. The first row is the head.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Which columns are written towards the right.
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid below a head; each column says whether it is written towards the right.
    ///
    /// ```
    /// let mut grid = amq_answer::Grid::new([("query", false), ("cost", true)]);
    /// grid.row(["signup", "720"]);
    /// assert_eq!(grid.drawn(amq_answer::Style::default()), "query   cost\nsignup   720\n");
    /// ```
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = (T, bool)>) -> Self {
        let (head, right) = head.into_iter().map(|(title, right)| (title.into(), right)).unzip();
        Self { right, rows: vec![head] }
    }

    /// Adds a row.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The columns a line takes where nothing is shortened.
    pub(crate) fn width(&self) -> usize {
        let gaps = GAP.len() * self.right.len().saturating_sub(1);
        self.widths().iter().sum::<usize>() + gaps
    }

    /// The lines. Where they are wider than there is room, texts lose their middles; where that
    /// does not do, each row becomes lines of its own.
    pub fn drawn(&self, style: Style) -> String {
        let Some(widths) = self.fitted(style.width) else { return self.records(style) };
        let line = |(at, row): (usize, &Vec<String>)| {
            let line = self.line(row, &widths);
            let line = line.trim_end();
            if at == 0 { style.bold(line) + "\n" } else { format!("{line}\n") }
        };
        self.rows.iter().enumerate().map(line).collect()
    }

    fn widths(&self) -> Vec<usize> {
        let width = |row: &Vec<String>, at: usize| row.get(at).map_or(0, |cell| text::width(cell));
        let widest = |at| self.rows.iter().map(|row| width(row, at)).max().unwrap_or(0);
        (0..self.right.len()).map(widest).collect()
    }

    /// The widths of columns in so much room, if they can be made to fit.
    fn fitted(&self, room: usize) -> Option<Vec<usize>> {
        let room = room.checked_sub(GAP.len() * self.right.len().saturating_sub(1))?;
        let mut widths = self.widths();
        let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
        while excess > 0 {
            let texts = widths.iter_mut().zip(&self.right).filter(|(_, right)| !**right);
            let widest = texts.map(|(width, _)| width).max()?;
            let less = excess.min(widest.saturating_sub(NARROWEST));
            // Not all at once from one column: down to half, then the next widest.
            let less = less.min((*widest / 4).max(1));
            if less == 0 {
                return None;
            }
            *widest -= less;
            excess -= less;
        }
        Some(widths)
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells = row.iter().zip(widths).zip(&self.right).map(|((cell, width), right)| {
            text::padded(&text::shortened(cell, *width), *width, *right)
        });
        cells.collect::<Vec<_>>().join(GAP)
    }

    /// A line for each cell, with the head beside it.
    fn records(&self, style: Style) -> String {
        let Some((head, rows)) = self.rows.split_first() else { return String::new() };
        let widest = head.iter().map(|title| text::width(title)).max().unwrap_or(0);
        let widest = widest.min(style.width / 2);
        let room = style.width.saturating_sub(widest + GAP.len()).max(1);
        let mut lines = String::new();
        for (at, row) in rows.iter().enumerate() {
            lines.push_str(if at > 0 { "\n" } else { "" });
            for (title, cell) in head.iter().zip(row) {
                let title = text::padded(&text::shortened(title, widest), widest, false);
                let line = format!("{title}{GAP}{}", text::shortened(cell, room));
                lines.push_str(line.trim_end());
                lines.push('\n');
            }
        }
        lines
    }
}
