//! Tables for a terminal, as people read them: a column for each group of a series, a line for each
//! group of a funnel and for each cohort. Files hold the long tables.

mod cohorts;
mod groups;
mod people;
mod wide;

use std::fmt::Write as _;

use amq_schema::Shape;

use crate::{
    Answer, Grid, Note, Part, PartName, Style, Table,
    columns::{DISPLAY, EVENT},
    human, text,
};

/// An answer below a title: its table, its totals, its notes.
pub(super) fn drawn(title: Option<&str>, answer: &Answer, style: Style) -> String {
    let mut lines = String::new();
    if let Some(title) = title {
        lines.push_str(&style.bold(&text::shortened(title, style.width)));
        lines.push('\n');
    }
    let tables = style.of_tables();
    let short = short(answer, style);
    let told = short.as_ref().and_then(|it| it.told);
    let has_stars = short.as_ref().is_some_and(|it| it.told.is_some());
    if !answer.table.is_empty() {
        let long = || table(&answer.table, tables);
        lines.push_str(&capped(short.map_or_else(long, |it| it.text), style));
    }
    let is_zero = |part: &Part| answer.table.is_empty() && crate::decode::is_zero(&part.table);
    let parts = answer.parts.iter().filter(|it| it.name.is_shown() && Some(it.name) != told);
    for part in parts.filter(|it| !is_zero(it)) {
        let drawn = capped(table(&part.table, tables), style);
        let _ = write!(lines, "\n{}:\n{drawn}", part.name.title());
    }
    // Stars say the same in the triangle of cohorts.
    let notes = || answer.notes.iter().filter(|it| !has_stars || **it != Note::OpenCohorts);
    let blank = if notes().next().is_none() || lines.is_empty() { "" } else { "\n" };
    lines.push_str(blank);
    for note in notes() {
        lines.push_str(&wrapped(&format!("note: {note}"), style.width));
    }
    lines
}

/// A table in the form that says most on a screen.
struct Short {
    text: String,
    /// The part of the answer that it holds, too.
    told: Option<PartName>,
}

/// The short form of a table, if it has one that fits.
fn short(answer: &Answer, style: Style) -> Option<Short> {
    let told = |part: Option<PartName>| move |text: String| Short { text, told: part };
    let tables = style.of_tables();
    match answer.shape {
        Shape::Series(_) | Shape::Realtime => wide::drawn(answer, style),
        Shape::Funnel => groups::drawn(&answer.table, tables).map(told(None)),
        Shape::Retention => cohorts::retention(answer, tables).map(told(Some(PartName::Total))),
        Shape::Lifetime => cohorts::lifetime(answer, tables).map(told(Some(PartName::Cohorts))),
        Shape::Activity => people::drawn(&answer.table, tables).map(told(None)),
        Shape::Events => Some(events(&answer.table, tables)).map(told(None)),
        _ => None,
    }
}

/// The list of events, without names that say the same again.
fn events(events: &Table, style: Style) -> String {
    let places = events.find(EVENT).zip(events.find(DISPLAY));
    let says_the_same =
        |it: &(usize, usize)| events.rows().all(|row| row.get(it.0) == row.get(it.1));
    let left_out: Vec<usize> = places.filter(says_the_same).map(|it| it.1).into_iter().collect();
    table(&events.without(&left_out), style)
}

/// Lines without those in the middle, where there are more than anybody reads.
fn capped(lines: String, style: Style) -> String {
    const MOST: usize = 100;
    const FIRST: usize = 40;
    const LAST: usize = 10;
    let all: Vec<&str> = lines.lines().collect();
    if all.len() <= style.room(MOST) {
        return lines;
    }
    let first = all.iter().take(FIRST).copied();
    let last = all.iter().skip(all.len() - LAST).copied();
    let between = format!("… {} more lines: `--format csv` …", all.len() - FIRST - LAST);
    first.chain([between.as_str()]).chain(last).flat_map(|line| [line, "\n"]).collect()
}

/// A table as aligned columns.
pub(super) fn table(table: &Table, style: Style) -> String {
    let table = table.shown();
    let head =
        table.columns().iter().map(|it| (text::shown(&it.title).into_owned(), it.kind.is_number()));
    let mut grid = Grid::new(head);
    for row in table.rows() {
        let cells = row.iter().zip(table.columns());
        grid.row(cells.map(|(cell, column)| human::in_column(cell, column)));
    }
    grid.drawn(style)
}

/// A sentence on lines of at most so many columns, later ones indented.
fn wrapped(sentence: &str, columns: usize) -> String {
    const INDENT: &str = "      ";
    let mut lines = String::new();
    let mut line = String::new();
    for word in text::shown(sentence).split(' ') {
        if !line.trim().is_empty() && text::width(&line) + 1 + text::width(word) > columns {
            lines.push_str(&line);
            lines.push('\n');
            INDENT.clone_into(&mut line);
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines + &line + "\n"
}
