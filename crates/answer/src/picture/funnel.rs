//! A funnel: how many get to each step, and how many are lost between.

use std::fmt::Write as _;

use super::bars;
use crate::{
    Cell, Role, Style, Table,
    columns::{EVENT, MEDIAN, OF_FIRST, OF_PREVIOUS, STEP, USERS},
    human, text,
};

/// A funnel; of several groups, how many of each get to the last step.
pub(super) fn drawn(table: &Table, style: Style) -> Option<String> {
    let columns = Columns::of(table)?;
    let starts = |row: &&[Cell]| row.get(columns.step) == Some(&Cell::Int(1));
    match table.rows().filter(starts).count() {
        0 => None,
        1 => steps(table, &columns, style),
        _ => groups(table, &columns, style),
    }
}

struct Columns {
    step: usize,
    event: usize,
    users: usize,
    previous: usize,
    first: usize,
    median: usize,
}

impl Columns {
    fn of(table: &Table) -> Option<Self> {
        Some(Self {
            step: table.find(STEP)?,
            event: table.find(EVENT)?,
            users: table.find(USERS)?,
            previous: table.find(OF_PREVIOUS)?,
            first: table.find(OF_FIRST)?,
            median: table.find(MEDIAN)?,
        })
    }
}

fn number(row: &[Cell], at: usize) -> Option<f64> {
    row.get(at).and_then(Cell::number)
}

fn steps(table: &Table, columns: &Columns, style: Style) -> Option<String> {
    let rows: Vec<_> = table.rows().collect();
    let most = rows.iter().filter_map(|row| number(row, columns.users)).fold(0.0, f64::max);
    if rows.len() < 2 || most <= 0.0 {
        return None;
    }
    let name = |row: &[Cell]| {
        let text = |at| row.get(at).map(human::cell).unwrap_or_default();
        format!("{} {}", text(columns.step), text(columns.event))
    };
    let names = rows.iter().map(|row| text::width(&name(row))).max().unwrap_or(0);
    let names = names.min(style.width / 3);
    let users =
        |row: &[Cell]| row.get(columns.users).map(human::cell).unwrap_or_default().into_owned();
    let widest = rows.iter().map(|row| text::width(&users(row))).max().unwrap_or(0);
    let room = style.width.saturating_sub(names + widest + 2 + OVERALL).max(4);
    let mut lines = String::new();
    let mut before: Option<f64> = None;
    for row in rows {
        let here = number(row, columns.users);
        if let (Some(before), Some(here)) = (before, here) {
            let blanks = " ".repeat(names + 1);
            let _ = writeln!(lines, "{blanks}{}", between(row, columns, before - here, style));
        }
        let title = text::padded(&text::shortened(&name(row), names), names, false);
        let bar = bars::bar(here.unwrap_or(0.0) / most, room, style);
        let overall = number(row, columns.first).map(human::percent).unwrap_or_default();
        let line = format!(
            "{title} {bar} {}{}",
            text::padded(&users(row), widest, true),
            text::padded(&overall, OVERALL, true)
        );
        lines.push_str(line.trim_end());
        lines.push('\n');
        before = here.or(before);
    }
    Some(lines)
}

/// The columns that a percentage takes.
const OVERALL: usize = 8;

/// What happens on the way to a step.
fn between(row: &[Cell], columns: &Columns, lost: f64, style: Style) -> String {
    let arrow = if style.unicode { "↓" } else { "|" };
    let share =
        number(row, columns.previous).map(|share| format!(" {} go on", human::percent(share)));
    let lost = if lost > 0.0 {
        format!(", {} do not", human::grouped(lost as i64))
    } else {
        String::new()
    };
    let median = number(row, columns.median);
    let median = median.map(|it| format!("; half within {}", human::duration(it)));
    format!("{arrow}{}{lost}{}", share.unwrap_or_default(), median.unwrap_or_default())
}

/// How many of each group get to the last step.
fn groups(table: &Table, columns: &Columns, style: Style) -> Option<String> {
    let keys: Vec<_> =
        table.of_role(Role::Key).into_iter().filter(|at| *at != columns.event).collect();
    let last = table.rows().filter_map(|row| number(row, columns.step)).fold(0.0, f64::max);
    let ends = table.rows().filter(|row| number(row, columns.step) == Some(last));
    let bar = |row: &[Cell]| {
        let name: Vec<_> = keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
        Some((name.join(", "), Cell::Percent(number(row, columns.first)?)))
    };
    let event = |step: f64| {
        let row = table.rows().find(|row| number(row, columns.step) == Some(step));
        row.and_then(|row| row.get(columns.event)).map(human::cell).unwrap_or_default()
    };
    let arrow = if style.unicode { "→" } else { "->" };
    let title = format!("{} {arrow} {}", event(1.0), event(last));
    let share = table.columns().get(columns.first)?;
    let bars = bars::drawn(ends.filter_map(bar).collect(), share, style)?;
    Some(format!("{}\n{bars}", text::shortened(&title, style.width)))
}
