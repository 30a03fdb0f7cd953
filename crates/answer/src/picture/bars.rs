//! A bar for each value.

use std::fmt::Write as _;

use super::chart::Chart;
use crate::{Cell, Column, Kind, Role, Style, Table, human, text};

/// The widest that names are drawn.
const WIDEST_NAME: usize = 28;

/// A bar for each row of a table, named by its axis and keys.
pub(super) fn of_rows(table: &Table, style: Style) -> Option<String> {
    let measure = *table.of_role(Role::Measure).first()?;
    let (axes, keys) = (table.of_role(Role::Axis), table.of_role(Role::Key));
    let dash = if style.unicode { "–" } else { "-" };
    let bar = |row: &[Cell]| {
        let text = |at: &usize| row.get(*at).map(human::cell).unwrap_or_default();
        let place = axes.iter().map(text).collect::<Vec<_>>().join(dash);
        let key = keys.iter().map(text).collect::<Vec<_>>().join(", ");
        Some((place + &key, row.get(measure)?.clone()))
    };
    let bars = table.rows().filter_map(bar).collect();
    drawn(bars, table.columns().get(measure)?, style)
}

/// A bar for each series that has one value.
pub(super) fn of_groups(chart: &Chart, style: Style) -> Option<String> {
    let bars = chart.series.iter().filter_map(|one| {
        let value = one.last()?;
        let cell = match chart.measure.kind {
            Kind::Percent => Cell::Percent(value),
            Kind::Seconds => Cell::Seconds(value),
            Kind::Int => Cell::Int(value as i64),
            _ => Cell::Float(value),
        };
        Some((one.name.clone(), cell))
    });
    drawn(bars.collect(), &chart.measure, style)
}

/// Named bars of a column; none for a single one, or where values are below zero.
pub(super) fn drawn(bars: Vec<(String, Cell)>, of: &Column, style: Style) -> Option<String> {
    let number = |cell: &Cell| cell.number().unwrap_or(0.0);
    let most = bars.iter().map(|(_, cell)| number(cell)).fold(0.0, f64::max);
    if bars.len() < 2 || most <= 0.0 || bars.iter().any(|(_, cell)| number(cell) < 0.0) {
        return None;
    }
    let left_out = bars.len().saturating_sub(style.height.max(2));
    let shown = bars.len() - left_out;
    let names = bars.iter().take(shown).map(|(name, _)| text::width(name)).max().unwrap_or(0);
    let names = names.min(WIDEST_NAME).min(style.width / 3);
    let values = bars.iter().take(shown).map(|(_, cell)| text::width(&human::in_column(cell, of)));
    let values = values.max().unwrap_or(0);
    let room = style.width.saturating_sub(names + values + 2).max(4);
    let mut lines = String::new();
    for (name, cell) in bars.into_iter().take(shown) {
        let name = text::padded(&text::shortened(&name, names), names, false);
        let bar = bar(number(&cell) / most, room, style);
        let value = text::padded(&human::in_column(&cell, of), values, true);
        let _ = writeln!(lines, "{name} {bar} {value}");
    }
    if left_out > 0 {
        let _ = writeln!(lines, "and {left_out} more in the table");
    }
    Some(lines)
}

/// A bar for a share of so many columns, filled up with blanks.
pub(super) fn bar(share: f64, columns: usize, style: Style) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = super::rounded(share.clamp(0.0, 1.0) * columns as f64 * 8.0);
    // What is there is seen.
    let eighths = if share > 0.0 { eighths.max(1) } else { eighths };
    let bar = if style.unicode {
        "█".repeat(eighths / 8) + PARTS.get(eighths % 8).unwrap_or(&"")
    } else {
        "#".repeat(eighths.div_ceil(8))
    };
    let blanks = " ".repeat(columns.saturating_sub(text::width(&bar)));
    style.painted(&bar, &super::canvas::colour(0)) + &blanks
}
