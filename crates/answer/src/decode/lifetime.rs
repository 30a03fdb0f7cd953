//! Revenue of new users, for each day they began.

use std::collections::BTreeMap;

use amq_schema::Shape;

use super::{
    labels::keys,
    retention::{by_date, cut_cohorts, unknown_dates},
    series::{SERIES, group_cap},
};
use crate::{
    Answer, Cell, Kind, Part, PartName, Table, Unreadable,
    asked::Asked,
    columns::{COHORT, USERS, VALUE, axis, measure},
    json::Json,
};

/// `series` holds `dates` and `values`: for each date `r1d`, `r2d`, …, the metric after so many
/// days, and `count`, `paid` and `total_amount` of the whole cohort [O]; also `r1new`, … [L], which
/// no document explains: they stand in a column of their own. The dates of the documentation's
/// own example are not those of its values, so values without a date in `dates` are kept.
pub(super) fn answer(data: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    const OF_COHORT: [(&str, &str, Kind); 3] = [
        ("count", USERS, Kind::Int),
        ("paid", "paid", Kind::Int),
        ("total_amount", "total_amount", Kind::Float),
    ];
    let series = match data.need(SERIES)? {
        object @ Json::Object(_) => std::slice::from_ref(object),
        list => list.items().map_err(|error| error.under(SERIES))?,
    };
    let keys = keys(data, series.len(), asked)?;
    let (mut rows, mut cohorts) = (Vec::new(), Vec::new());
    for (at, one) in series.iter().enumerate() {
        let in_series = |error: Unreadable| error.item(at).under(SERIES);
        for (cohort, text, values) in by_date(one, asked).map_err(in_series)? {
            let in_cohort = |error: Unreadable| in_series(error.under(text).under("values"));
            let start: Vec<_> = std::iter::once(cohort).chain(keys.of(at)).collect();
            for (day, [value, new]) in by_day(values).map_err(in_cohort)? {
                let (value, new) =
                    if asked.is_distinct { (whole(value), whole(new)) } else { (value, new) };
                let row = start.iter().cloned().chain([Cell::Int(day), value, new]);
                rows.push(row.collect());
            }
            let mut row = start;
            for (member, ..) in OF_COHORT {
                let number = values.get(member).map_or(Ok(Cell::Null), Json::number);
                row.push(number.map_err(|error| in_cohort(error.under(member)))?);
            }
            cohorts.push(row);
        }
    }
    let mut columns = vec![axis(COHORT, Kind::Date)];
    columns.extend(keys.columns.iter().cloned());
    let mut of_cohort = columns.clone();
    of_cohort.extend(OF_COHORT.map(|(_, name, kind)| measure(name, kind)));
    // Users are whole, revenue is not.
    let kind = if asked.is_distinct { Kind::Int } else { Kind::Float };
    columns.extend([axis("day", Kind::Int), measure(VALUE, kind), measure(NEW, kind)]);
    let mut answer = Answer::new(Shape::Lifetime, without_empty_new(Table::new(columns, rows)));
    let table = Table::new(of_cohort, cohorts);
    answer.parts.push(Part { name: PartName::Cohorts, table });
    answer.say(keys.notes.iter().cloned());
    unknown_dates(&mut answer);
    cut_cohorts(&mut answer, asked);
    group_cap(series.len(), &keys, asked, &mut answer);
    Ok(answer)
}

/// A number of users, which the API may write with a point.
fn whole(cell: Cell) -> Cell {
    match cell {
        Cell::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Cell::Int(number as i64)
        }
        cell => cell,
    }
}

const NEW: &str = "new";

/// The values of `r1d`, `r1new`, … by day.
fn by_day(values: &Json<'_>) -> Result<BTreeMap<i64, [Cell; 2]>, Unreadable> {
    let mut days: BTreeMap<i64, [Cell; 2]> = BTreeMap::new();
    for (key, value) in values.members()? {
        let Some(rest) = key.strip_prefix('r') else { continue };
        let (digits, is_new) = match (rest.strip_suffix('d'), rest.strip_suffix(NEW)) {
            (Some(digits), _) => (digits, false),
            (_, Some(digits)) => (digits, true),
            _ => continue,
        };
        let Some(day) = digits.parse().ok().filter(|day| *day >= 0) else { continue };
        let number = value.number().map_err(|error| error.under(key))?;
        let [plain, new] = days.entry(day).or_insert([Cell::Null, Cell::Null]);
        *(if is_new { new } else { plain }) = number;
    }
    Ok(days)
}

/// The table without the column of an undocumented member, where no answer has it.
fn without_empty_new(table: Table) -> Table {
    let Some(at) = table.find(NEW) else { return table };
    let is_empty = table.rows().all(|row| row.get(at) == Some(&Cell::Null));
    if is_empty { table.without(&[at]) } else { table }
}
