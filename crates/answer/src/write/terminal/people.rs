//! What a user did: events with their seconds, a blank line between sessions, and properties that are
//! cut where there is no room.

use crate::{
    Cell, Grid, Role, Style, Table,
    columns::{EVENT, PROPERTIES, SESSION},
    human,
    json::{Json, read},
    text,
};

/// The narrowest that properties are made; in less room the table is as others are.
const NARROWEST: usize = 16;

/// The events of an answer, by time.
pub(super) fn drawn(table: &Table, style: Style) -> Option<String> {
    let (time, event) = (*table.of_role(Role::Axis).first()?, table.find(EVENT)?);
    let (session, properties) = (table.find(SESSION)?, table.find(PROPERTIES)?);
    let rows: Vec<&[Cell]> = table.rows().collect();
    let start = |row: &[Cell]| [to_the_second(row.get(time)), named(row.get(event))];
    let widths = rows.iter().map(|row| start(row).iter().map(|it| text::width(it) + 2).sum());
    let widest: usize = widths.max()?;
    let room = style.width.checked_sub(widest).filter(|room| *room >= NARROWEST)?;
    let mut grid = Grid::new([("time", false), (EVENT, false), (PROPERTIES, false)]);
    for row in &rows {
        let [time, event] = start(row);
        grid.row([time, event, cut(&in_words(row.get(properties)), room)]);
    }
    let mut lines = String::new();
    let mut of = None;
    for (at, line) in grid.drawn(style).lines().enumerate() {
        let next = at.checked_sub(1).and_then(|at| rows.get(at)?.get(session));
        if of.is_some() && next != of {
            lines.push('\n');
        }
        of = next;
        lines.push_str(line);
        lines.push('\n');
    }
    Some(lines)
}

fn to_the_second(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Time(time)) => time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        cell => named(cell),
    }
}

fn named(cell: Option<&Cell>) -> String {
    cell.map(human::cell).unwrap_or_default().into_owned()
}

/// `genre: jazz, seconds: 75` for an object, and the text itself for anything else.
fn in_words(cell: Option<&Cell>) -> String {
    let Some(Cell::Text(written)) = cell else { return named(cell) };
    let object = read(written.as_bytes());
    let Some(members) = object.as_ref().ok().and_then(|it| it.members().ok()) else {
        return text::shown(written).into_owned();
    };
    let pair = |(name, value): &(_, Json<'_>)| {
        let value = value.text().map_or_else(|_| value.written(), |text| text.to_string());
        format!("{name}: {value}")
    };
    let pairs = members.iter().map(pair).collect::<Vec<_>>().join(", ");
    text::shown(&pairs).into_owned()
}

/// A text without its end where it is longer than there is room.
fn cut(whole: &str, room: usize) -> String {
    if text::width(whole) <= room {
        return whole.to_owned();
    }
    let mut kept = String::new();
    for letter in whole.chars() {
        kept.push(letter);
        if text::width(&kept) >= room {
            kept.pop();
            break;
        }
    }
    kept + "…"
}
