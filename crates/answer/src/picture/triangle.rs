//! Retention: a line for each cohort, a column for each interval.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use smol_str::SmolStr;

use crate::{
    Answer, Cell, PartName, Role, Style, Table,
    columns::{COHORT, INCOMPLETE, RETAINED},
    human, text,
};

/// The columns that a share takes, the blank before it included.
const SHARE: usize = 6;

/// A triangle of cohorts below the line of all of them; of several groups, the lines of the groups.
pub(super) fn drawn(answer: &Answer, style: Style) -> Option<String> {
    let keys = answer.table.of_role(Role::Key);
    let mut lines = Lines::default();
    if keys.is_empty() {
        if let Some(total) = answer.part(PartName::Total) {
            lines.read(total, "all", &[]);
        }
        let cohort = answer.table.find(COHORT)?;
        lines.read(&answer.table, "", &[cohort]);
    } else {
        let total = answer.part(PartName::Total)?;
        lines.read(total, "", &total.of_role(Role::Key));
    }
    let axis = answer.table.of_role(Role::Axis);
    let interval = answer.table.columns().get(*axis.last()?)?;
    lines.drawn(&interval.title, style)
}

/// Lines by name, in the order they were met.
#[derive(Default)]
struct Lines {
    order: Vec<Line>,
    places: HashMap<String, usize>,
    intervals: Vec<SmolStr>,
}

struct Line {
    name: String,
    size: String,
    /// The share and whether it can still grow, by interval.
    cells: BTreeMap<usize, (f64, bool)>,
}

impl Lines {
    /// Adds the rows of a table; each belongs to the line that the columns at `keys` name.
    fn read(&mut self, table: &Table, name: &str, keys: &[usize]) {
        let axis = table.of_role(Role::Axis).last().copied();
        let (of, retained, open) = (table.find("of"), table.find(RETAINED), table.find(INCOMPLETE));
        let mut intervals: HashMap<SmolStr, usize> =
            self.intervals.iter().cloned().zip(0..).collect();
        for row in table.rows() {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
            let texts: Vec<_> =
                keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
            let name = if keys.is_empty() { name.to_owned() } else { texts.join(", ") };
            let interval = cell(axis).map(Cell::plain).unwrap_or_default();
            let interval = *intervals.entry(interval.clone()).or_insert_with(|| {
                self.intervals.push(interval);
                self.intervals.len() - 1
            });
            let next = self.order.len();
            let place = *self.places.entry(name.clone()).or_insert(next);
            if place == next {
                let size = cell(of).map(human::cell).unwrap_or_default().into_owned();
                self.order.push(Line { name, size, cells: BTreeMap::new() });
            }
            let open = cell(open) == Some(&Cell::Flag(true));
            if let (Some(line), Some(share)) =
                (self.order.get_mut(place), cell(retained).and_then(Cell::number))
            {
                line.cells.insert(interval, (share, open));
            }
        }
    }

    fn drawn(&self, interval: &str, style: Style) -> Option<String> {
        if self.order.len() < 2 || self.intervals.len() < 2 {
            return None;
        }
        let widest = |of: fn(&Line) -> &str| self.order.iter().map(|it| text::width(of(it))).max();
        let names = widest(|line| &line.name)?.max(text::width(interval)).min(style.width / 3);
        let sizes = widest(|line| &line.size)?.max("users".len());
        let room = style.width.saturating_sub(names + sizes + 2);
        let shown = (room / SHARE).clamp(1, self.intervals.len());
        let head = self
            .intervals
            .iter()
            .take(shown)
            .map(|it| text::padded(&text::shortened(it, SHARE - 1), SHARE, true));
        let head = format!(
            "{} {}{}",
            text::padded(interval, names, true),
            text::padded("users", sizes, true),
            head.collect::<String>()
        );
        let mut lines = style.bold(&head) + "\n";
        let left_out = self.order.len().saturating_sub(style.height.max(2));
        for line in self.order.iter().take(self.order.len() - left_out) {
            let name = text::padded(&text::shortened(&line.name, names), names, false);
            let cells: String = (0..shown).map(|at| cell(line.cells.get(&at), style)).collect();
            let text = format!("{name} {}{cells}", text::padded(&line.size, sizes, true));
            lines.push_str(text.trim_end());
            lines.push('\n');
        }
        if left_out > 0 {
            let _ = writeln!(lines, "and {left_out} more in the table");
        }
        let hidden = self.intervals.len() - shown;
        if hidden > 0 {
            let _ = writeln!(lines, "{interval}s after the first {shown} are in the table");
        }
        let is_open = self.order.iter().flat_map(|line| line.cells.values()).any(|cell| cell.1);
        if is_open {
            lines.push_str("* users still have time to return\n");
        }
        Some(lines)
    }
}

/// A share, on stronger ground the more it is; one that can still grow has a star.
fn cell(cell: Option<&(f64, bool)>, style: Style) -> String {
    /// Backgrounds from none to all, by the numbers of 256 colours, that black text is read on.
    const SHADES: [u8; 6] = [255, 195, 159, 123, 87, 51];
    let Some((share, is_open)) = cell else { return " ".repeat(SHARE) };
    let star = if *is_open { "*" } else { " " };
    let percent = format!("{:.0}%{star}", share * 100.0);
    let text = text::padded(&percent, SHARE - 1, true);
    if !style.color {
        return format!(" {}", text::shortened(&text, SHARE - 1));
    }
    let level = super::rounded(share.clamp(0.0, 1.0) * 5.0);
    let ground = SHADES.get(level).copied().unwrap_or(255);
    format!(" {}", style.painted(&text, &format!("30;48;5;{ground}")))
}
