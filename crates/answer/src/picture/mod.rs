//! Pictures of characters, one file for each kind.

mod axis;
mod bars;
mod canvas;
mod chart;
mod funnel;
mod line;
mod sparkline;

use amq_schema::Shape;

use crate::{
    Answer, PartName, Role, Style,
    columns::{BUCKET, NOT_BEGUN, RETAINED},
};
use chart::Chart;

/// Narrower than this a line has no axes.
const NARROW: usize = 40;

/// A picture of an answer, where one says more than its table: a line for a series, bars for one
/// bucket of several groups, for a composition and for lengths of sessions, a funnel, the curve of
/// retention. The triangle of its cohorts is its table.
///
/// Colours repeat what is there without them. Where there is none for what an answer holds, such as
/// a single number or nothing but zeros, there is no picture.
pub fn picture(answer: &Answer, style: Style) -> Option<String> {
    match answer.shape {
        Shape::Series(_) | Shape::Realtime => series(answer, style),
        Shape::Lifetime => lifetime(answer, style),
        Shape::Bins | Shape::Composition => bars::of_rows(&answer.table, style),
        Shape::Funnel => funnel::drawn(&answer.table, style),
        Shape::Retention => retention(answer, style),
        Shape::Events | Shape::Activity | Shape::Search | Shape::Chart => None,
    }
}

fn series(answer: &Answer, style: Style) -> Option<String> {
    // What has not begun is no fall to nothing.
    let table = &answer.table.without_marked(NOT_BEGUN);
    let keys = table.of_role(Role::Key);
    let axis = *table.of_role(Role::Axis).first()?;
    let chart = Chart::new(table, axis, &keys)?;
    // Buckets of a histogram, and values of a property, do not lie on a line.
    if chart.series.len() == 1 && table.columns().get(axis)?.name == BUCKET {
        return bars::of_rows(&table.without(&keys), style);
    }
    if chart.x.len() == 1 {
        return bars::of_groups(&chart, style);
    }
    lines(&chart, style)
}

/// A line for each cohort along the days since it began.
fn lifetime(answer: &Answer, style: Style) -> Option<String> {
    let table = &answer.table;
    let axes = table.of_role(Role::Axis);
    let ([cohort], [day]) = axes.split_at_checked(1)? else { return None };
    let mut keys = vec![*cohort];
    keys.extend(table.of_role(Role::Key));
    let chart = Chart::new(table, *day, &keys)?;
    (chart.x.len() > 1).then(|| lines(&chart, style)).flatten()
}

/// The share that comes back along the intervals, a line for each group.
fn retention(answer: &Answer, style: Style) -> Option<String> {
    let total = answer.part(PartName::Total)?;
    let counts =
        total.of_role(Role::Measure).into_iter().filter(|at| Some(*at) != total.find(RETAINED));
    let total = total.without(&counts.collect::<Vec<_>>());
    let chart = Chart::new(&total, *total.of_role(Role::Axis).last()?, &total.of_role(Role::Key))?;
    (chart.x.len() > 1).then(|| lines(&chart, style)).flatten()
}

fn lines(chart: &Chart, style: Style) -> Option<String> {
    let values = || chart.series.iter().flat_map(|one| &one.points).map(|point| point.1);
    if values().all(|value| value == 0.0) {
        return None;
    }
    if style.width < NARROW || style.height < line::LOWEST {
        return sparkline::drawn(chart, style);
    }
    line::drawn(chart, style)
}

/// The nearest whole number; 0 below zero and for what is no number.
#[allow(clippy::cast_sign_loss, reason = "the cast gives 0 there")]
const fn rounded(number: f64) -> usize {
    number.round() as usize
}
