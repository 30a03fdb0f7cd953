//! The steps of a funnel, for each group.

use amq_schema::Shape;
use smol_str::SmolStr;

use super::{
    labels::{Keys, Label, Values, named},
    series::group_cap,
};
use crate::{
    Answer, Cell, Column, Kind, Note, Part, PartName, Table, Unreadable,
    asked::Asked,
    columns::{
        AVERAGE, DATE, EVENT, MEDIAN, OF_FIRST, OF_PREVIOUS, STEP, USERS, axis, key, measure,
    },
    dates,
    json::Json,
};

/// `data` is a list with one object for each group [O]; `groupValue` names the group [L].
pub(super) fn answer(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    let asked = asked.merged();
    let groups = match data {
        Json::Object(_) => std::slice::from_ref(data),
        _ => data.items()?,
    };
    let read = |(at, group)| Group::read(group, &asked).map_err(|error| error.item(at));
    let groups: Vec<_> = groups.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let keys = named(groups.iter().map(|group| group.label.clone()).collect(), &asked);
    let mut answer = Answer::new(Shape::Funnel, steps(&groups, &keys));
    answer.say(keys.notes.iter().cloned());
    answer.say(groups.iter().flat_map(|group| group.notes.clone()));
    group_cap(groups.len(), &keys, &asked, &mut answer);
    let days = days(&groups, &keys);
    if !days.is_empty() {
        answer.parts.push(Part { name: PartName::Days, table: days });
    }
    Ok(answer)
}

/// The numbers of one group.
struct Group {
    label: Label,
    events: Vec<SmolStr>,
    users: Vec<Cell>,
    of_previous: Vec<Cell>,
    of_first: Vec<Cell>,
    medians: Vec<Cell>,
    averages: Vec<Cell>,
    dates: Vec<Cell>,
    day_users: Vec<Vec<Cell>>,
    day_medians: Vec<Vec<Cell>>,
    day_averages: Vec<Vec<Cell>>,
    notes: Vec<Note>,
}

impl Group {
    fn read(group: &Json<'_>, asked: &Asked) -> Result<Self, Unreadable> {
        group.members()?;
        let users = numbers(group, "cumulativeRaw", same)?;
        let (dates, day_users) = by_day(group, "dayFunnels", same)?;
        let mut read = Self {
            label: label(group, asked)?,
            events: events(group, asked)?,
            of_previous: numbers(group, "stepByStep", share)?,
            of_first: numbers(group, "cumulative", share)?,
            medians: numbers(group, "medianTransTimes", seconds)?,
            averages: numbers(group, "avgTransTimes", seconds)?,
            day_medians: by_day(group, "dayMedianTransTimes", seconds)?.1,
            day_averages: by_day(group, "dayAvgTransTimes", seconds)?.1,
            dates,
            users,
            day_users,
            notes: Vec::new(),
        };
        if read.users.is_empty() && read.of_first.is_empty() && !read.events.is_empty() {
            return Err(Unreadable::absent().under("cumulativeRaw"));
        }
        read.compare_lengths();
        Ok(read)
    }

    /// How many steps it has: as many as were measured.
    fn steps(&self) -> usize {
        self.users.len().max(self.of_first.len())
    }

    fn compare_lengths(&mut self) {
        let steps = ("events", self.events.len(), "`cumulativeRaw`", self.steps());
        let days = ("dayFunnels.series", self.day_users.len(), "its `xValues`", self.dates.len());
        for (path, found, to, expected) in [steps, days] {
            if found != expected {
                self.notes.push(Note::Lengths { path: path.into(), found, to, expected });
            }
        }
    }

    fn event(&self, step: usize) -> Cell {
        self.events.get(step).cloned().map_or(Cell::Null, Cell::Text)
    }
}

fn label(group: &Json<'_>, asked: &Asked) -> Result<Label, Unreadable> {
    let mut label = Label::default();
    if let Some(meta) = group.get("meta") {
        label.read_meta(meta).map_err(|error| error.under("meta"))?;
    }
    // A query that groups by nothing has a value there all the same.
    let is_told = asked.is_grouped() || asked.events.is_empty();
    if let Some(value) = group.get("groupValue").filter(|_| is_told) {
        let text = value.text().map_err(|error| error.under("groupValue"))?;
        let text = Some(text).filter(|text| asked.is_grouped() || !text.is_empty());
        label.group = text.map(Values::Together);
    }
    Ok(label)
}

fn events(group: &Json<'_>, asked: &Asked) -> Result<Vec<SmolStr>, Unreadable> {
    let text = |(at, event): (usize, &Json<'_>)| {
        event.text().map_err(|error| error.item(at).under("events"))
    };
    match group.list_or_none("events")? {
        [] => Ok(asked.events.clone()),
        events => events.iter().enumerate().map(text).collect(),
    }
}

fn numbers(group: &Json<'_>, member: &str, unit: Made) -> Result<Vec<Cell>, Unreadable> {
    let items = group.list_or_none(member)?;
    cells(items, unit).map_err(|error| error.under(member))
}

/// What a number becomes in its unit.
type Made = fn(&Cell) -> Cell;

fn cells(items: &[Json<'_>], made: Made) -> Result<Vec<Cell>, Unreadable> {
    let cell = |(at, item): (usize, &Json<'_>)| {
        item.number().map(|cell| made(&cell)).map_err(|e| e.item(at))
    };
    items.iter().enumerate().map(cell).collect()
}

fn same(cell: &Cell) -> Cell {
    cell.clone()
}

/// A fraction of 1 [O].
fn share(cell: &Cell) -> Cell {
    cell.number().map_or(Cell::Null, Cell::Percent)
}

/// Milliseconds [O] as seconds.
fn seconds(cell: &Cell) -> Cell {
    cell.number().map_or(Cell::Null, |milliseconds| Cell::Seconds(milliseconds / 1000.0))
}

type ByDay = (Vec<Cell>, Vec<Vec<Cell>>);

/// A member with a list of steps for each of its `xValues`.
fn by_day(group: &Json<'_>, member: &str, made: Made) -> Result<ByDay, Unreadable> {
    let Some(days) = group.get(member) else { return Ok(ByDay::default()) };
    let read = || {
        let date = |(at, x): (usize, &Json<'_>)| {
            x.text().map(|text| dates::cell(&text)).map_err(|e| e.item(at).under("xValues"))
        };
        let dates: Vec<_> =
            days.list_or_none("xValues")?.iter().enumerate().map(date).collect::<Result<_, _>>()?;
        let steps = |(at, steps): (usize, &Json<'_>)| {
            let steps = steps.items().and_then(|steps| cells(steps, made));
            steps.map_err(|error| error.item(at).under("series"))
        };
        let series = days.list_or_none("series")?.iter().enumerate().map(steps);
        Ok((dates, series.collect::<Result<_, _>>()?))
    };
    read().map_err(|error: Unreadable| error.under(member))
}

fn at(cells: &[Cell], at: usize) -> Cell {
    cells.get(at).cloned().unwrap_or(Cell::Null)
}

/// A time to get to a step; there is none to the first, nor to one that nobody reached, where the
/// API has a zero.
fn time_to(cells: &[Cell], step: usize, users: &Cell) -> Cell {
    match at(cells, step) {
        Cell::Seconds(0.0) if step == 0 || users.number() == Some(0.0) => Cell::Null,
        cell => cell,
    }
}

fn number(step: usize) -> Cell {
    Cell::Int(i64::try_from(step).unwrap_or(i64::MAX).saturating_add(1))
}

fn titled(name: &str, kind: Kind, title: &str) -> Column {
    measure(name, kind).titled(title)
}

fn steps(groups: &[Group], keys: &Keys) -> Table {
    let mut columns = keys.columns.clone();
    columns.extend([
        axis(STEP, Kind::Int),
        key(EVENT),
        measure(USERS, Kind::Int),
        titled(OF_PREVIOUS, Kind::Percent, "of previous"),
        titled(OF_FIRST, Kind::Percent, "of first"),
        titled(MEDIAN, Kind::Seconds, "median time"),
        titled(AVERAGE, Kind::Seconds, "average time"),
    ]);
    let rows = groups.iter().enumerate().flat_map(|(place, group)| {
        (0..group.steps()).map(move |step| {
            let mut row: Vec<_> = keys.of(place).collect();
            row.extend([
                number(step),
                group.event(step),
                at(&group.users, step),
                at(&group.of_previous, step),
                at(&group.of_first, step),
                time_to(&group.medians, step, &at(&group.users, step)),
                time_to(&group.averages, step, &at(&group.users, step)),
            ]);
            row
        })
    });
    Table::new(columns, rows)
}

fn days(groups: &[Group], keys: &Keys) -> Table {
    let mut columns = vec![axis(DATE, Kind::Date)];
    columns.extend(keys.columns.iter().cloned());
    columns.extend([
        axis(STEP, Kind::Int),
        key(EVENT),
        measure(USERS, Kind::Int),
        titled(MEDIAN, Kind::Seconds, "median time"),
        titled(AVERAGE, Kind::Seconds, "average time"),
    ]);
    let mut rows = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        for (day, (date, users)) in group.dates.iter().zip(&group.day_users).enumerate() {
            let on_day = |of: &[Vec<Cell>], step, users: &Cell| {
                of.get(day).map_or(Cell::Null, |it| time_to(it, step, users))
            };
            for (step, users) in users.iter().enumerate() {
                let mut row = vec![date.clone()];
                row.extend(keys.of(place));
                row.extend([
                    number(step),
                    group.event(step),
                    users.clone(),
                    on_day(&group.day_medians, step, users),
                    on_day(&group.day_averages, step, users),
                ]);
                rows.push(row);
            }
        }
    }
    Table::new(columns, rows)
}
