//! A rectangle of characters that lines are drawn on.

use crate::Style;

/// What is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Braille: two dots by four in each character.
    Dots,
    /// One character, the series' own.
    Marks,
}

/// Colours that are told apart on dark and on light ground, by the numbers of 256 colours.
const COLOURS: [u8; 6] = [33, 208, 35, 170, 178, 73];

/// The colour of a series.
pub(super) fn colour(series: usize) -> String {
    let colour = COLOURS.get(series % COLOURS.len()).copied().unwrap_or_default();
    format!("38;5;{colour}")
}

/// A rectangle of characters.
pub(super) struct Canvas {
    columns: usize,
    ink: Ink,
    cells: Vec<Drawn>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Drawn {
    dots: u8,
    mark: Option<char>,
    series: usize,
}

impl Canvas {
    pub(super) fn new(columns: usize, lines: usize, ink: Ink) -> Self {
        Self { columns, ink, cells: vec![Drawn::default(); columns * lines] }
    }

    /// How many points it has across and down.
    pub(super) fn points(&self) -> (usize, usize) {
        let lines = self.cells.len() / self.columns.max(1);
        match self.ink {
            Ink::Dots => (self.columns * 2, lines * 4),
            Ink::Marks => (self.columns, lines),
        }
    }

    /// The column of characters that a point lies in.
    pub(super) const fn column(&self, x: usize) -> usize {
        match self.ink {
            Ink::Dots => x / 2,
            Ink::Marks => x,
        }
    }

    /// A straight line between two points.
    pub(super) fn line(
        &mut self,
        from: (usize, usize),
        to: (usize, usize),
        series: usize,
        mark: char,
    ) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |from: usize, to: usize, step: usize| {
            let (from, to) = (from as f64, to as f64);
            super::rounded(from + (to - from) * step as f64 / steps as f64)
        };
        for step in 0..=steps {
            self.point(between(from.0, to.0, step), between(from.1, to.1, step), series, mark);
        }
    }

    fn point(&mut self, x: usize, y: usize, series: usize, mark: char) {
        /// The bits of a character's dots, by line and column.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let (column, line, bit) = match self.ink {
            Ink::Dots => {
                let bit = BITS.get(y % 4).and_then(|bits| bits.get(x % 2));
                (x / 2, y / 4, bit.copied().unwrap_or_default())
            }
            Ink::Marks => (x, y, 0),
        };
        let at = if column < self.columns { line * self.columns + column } else { usize::MAX };
        if let Some(cell) = self.cells.get_mut(at) {
            cell.dots |= bit;
            cell.mark = Some(mark);
            cell.series = series;
        }
    }

    /// The lines, from the top.
    pub(super) fn lines(&self, style: Style) -> Vec<String> {
        let lines = self.cells.chunks(self.columns.max(1));
        lines.map(|line| self.line_of(line, style)).collect()
    }

    /// One line; neighbours of one colour are painted together.
    fn line_of(&self, cells: &[Drawn], style: Style) -> String {
        let series = |cell: &Drawn| cell.mark.map(|_| cell.series);
        let runs = cells.chunk_by(|one, other| series(one) == series(other));
        let run = |run: &[Drawn]| {
            let text: String = run.iter().map(|cell| self.sign(cell)).collect();
            let series = run.first().and_then(series);
            series.map_or(text.clone(), |series| style.painted(&text, &colour(series)))
        };
        runs.map(run).collect()
    }

    fn sign(&self, cell: &Drawn) -> char {
        match (cell.mark, self.ink) {
            (None, _) => ' ',
            (Some(mark), Ink::Dots) => {
                char::from_u32(0x2800 + u32::from(cell.dots)).unwrap_or(mark)
            }
            (Some(mark), Ink::Marks) => mark,
        }
    }
}
