//! What lines and bars are drawn of: values along an axis, for several series.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::{Cell, Column, Role, Table, human};

/// Values along an axis.
pub(super) struct Chart {
    /// The places of the axis.
    pub(super) x: Vec<Cell>,
    /// The series, those with most first where there are too many.
    pub(super) series: Vec<Series>,
    /// The column of the values.
    pub(super) measure: Column,
    /// Whether a line goes on over places without a value: days that the API leaves out. Elsewhere
    /// a gap is a gap.
    pub(super) bridged: bool,
}

/// The values of one series.
pub(super) struct Series {
    pub(super) name: String,
    /// A value for each place of the axis that has one, in the order of the axis.
    pub(super) points: Vec<(usize, f64)>,
}

impl Chart {
    /// What a table says along one of its columns, with a series for each value of others.
    /// `None` where there is no value.
    pub(super) fn new(table: &Table, axis: usize, keys: &[usize]) -> Option<Self> {
        let measure = *table.of_role(Role::Measure).first()?;
        let column = table.columns().get(measure)?.clone();
        let mut x = Vec::new();
        let mut places: HashMap<SmolStr, usize> = HashMap::new();
        let mut series: Vec<Series> = Vec::new();
        let mut names: HashMap<String, usize> = HashMap::new();
        for row in table.rows() {
            let cell = row.get(axis)?;
            let place = *places.entry(cell.plain()).or_insert_with(|| {
                x.push(cell.clone());
                x.len() - 1
            });
            let Some(value) = row.get(measure).and_then(Cell::number) else { continue };
            let name: Vec<_> = keys.iter().filter_map(|at| row.get(*at)).map(human::cell).collect();
            let name = name.join(", ");
            let at = *names.entry(name.clone()).or_insert_with(|| {
                series.push(Series { name, points: Vec::new() });
                series.len() - 1
            });
            series.get_mut(at)?.points.push((place, value));
        }
        let bridged = to_scale(&mut x, &mut series);
        for one in &mut series {
            one.points.sort_by_key(|point| point.0);
        }
        (!series.is_empty()).then_some(Self { x, series, measure: column, bridged })
    }

    /// The series that are drawn where there is room for so many, and how many are left out.
    pub(super) fn largest(&self, most: usize) -> (Vec<&Series>, usize) {
        let mut places: Vec<_> = (0..self.series.len()).collect();
        let size = |at: &usize| self.series.get(*at).map_or(0.0, Series::size);
        if places.len() > most {
            places.sort_by(|one, other| size(other).total_cmp(&size(one)));
            places.truncate(most);
            places.sort_unstable();
        }
        let kept = places.iter().filter_map(|at| self.series.get(*at)).collect();
        (kept, self.series.len().saturating_sub(most))
    }
}

impl Series {
    fn size(&self) -> f64 {
        self.points.iter().map(|point| point.1.abs()).sum()
    }

    /// Its last value.
    pub(super) fn last(&self) -> Option<f64> {
        self.points.last().map(|point| point.1)
    }
}

/// Lets places that are numbers stand where they belong: later cohorts have fewer days, and days may
/// be left out. Numbers that are far apart keep their places.
fn to_scale(x: &mut Vec<Cell>, series: &mut [Series]) -> bool {
    const FURTHEST: i64 = 1000;
    let number = |cell: &Cell| if let Cell::Int(number) = cell { Some(*number) } else { None };
    let Some(numbers) = x.iter().map(number).collect::<Option<Vec<_>>>() else { return false };
    let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else {
        return false;
    };
    if last.checked_sub(*first).is_none_or(|span| span > FURTHEST) {
        return false;
    }
    let place = |number: i64| usize::try_from(number - first).unwrap_or(0);
    for point in series.iter_mut().flat_map(|one| &mut one.points) {
        point.0 = numbers.get(point.0).copied().map_or(0, place);
    }
    *x = (*first..=*last).map(Cell::Int).collect();
    true
}
