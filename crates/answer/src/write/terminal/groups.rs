//! A funnel of several groups: a line for each, a column for each step.

use smol_str::SmolStr;

use crate::{
    Cell, Grid, Role, Style, Table,
    columns::{EVENT, OF_FIRST, STEP, USERS},
    human, text,
};

/// The widest that the name of a step or a group is drawn on a screen.
const WIDEST_STEP: usize = 20;

/// How many of each group get to each step, and which share of those who began; `None` where there
/// is but one group.
pub(super) fn drawn(table: &Table, style: Style) -> Option<String> {
    let (step, event, users, first) =
        (table.find(STEP)?, table.find(EVENT)?, table.find(USERS)?, table.find(OF_FIRST)?);
    let keys: Vec<usize> = table.of_role(Role::Key).into_iter().filter(|at| *at != event).collect();
    let groups = groups(table, &keys);
    let longest = groups.iter().max_by_key(|(_, rows)| rows.len())?;
    if groups.len() < 2 || keys.is_empty() {
        return None;
    }
    let widest = style.room(WIDEST_STEP);
    let text =
        |row: &[Cell], at: usize| row.get(at).map(human::cell).unwrap_or_default().into_owned();
    let mut head: Vec<(String, bool)> = keys
        .iter()
        .filter_map(|at| table.columns().get(*at))
        .map(|it| (text::shown(&it.title).into_owned(), false))
        .collect();
    for (at, row) in longest.1.iter().enumerate() {
        let name = format!("{} {}", text(row, step), text(row, event));
        head.push((text::shortened(&name, widest).into_owned(), true));
        head.extend((at > 0).then(|| ("%".to_owned(), true)));
    }
    let mut grid = Grid::new(head);
    for (names, rows) in &groups {
        let mut line: Vec<String> =
            names.iter().map(|it| text::shortened(it, widest).into_owned()).collect();
        for (at, row) in rows.iter().enumerate() {
            line.push(text(row, users));
            line.extend((at > 0).then(|| text(row, first)));
        }
        grid.row(line);
    }
    (grid.width() <= style.width).then(|| grid.drawn(style))
}

/// The rows of each group, in the order of the table.
fn groups<'t>(table: &'t Table, keys: &[usize]) -> Vec<(Vec<SmolStr>, Vec<&'t [Cell]>)> {
    let mut groups: Vec<(Vec<SmolStr>, Vec<&[Cell]>)> = Vec::new();
    for row in table.rows() {
        let names: Vec<SmolStr> = keys
            .iter()
            .filter_map(|at| row.get(*at))
            .map(|cell| human::cell(cell).into())
            .collect();
        match groups.last_mut() {
            Some((last, rows)) if *last == names => rows.push(row),
            _ => groups.push((names, vec![row])),
        }
    }
    groups
}
