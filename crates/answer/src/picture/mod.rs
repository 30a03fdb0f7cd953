//! Pictures of characters, one file for each kind.

mod axis;
mod bars;
mod canvas;
mod chart;
mod funnel;
mod line;
mod sparkline;
mod triangle;

use amq_schema::Shape;

use crate::{Answer, Role, Style};
use chart::Chart;

/// Narrower than this a line has no axes.
const NARROW: usize = 40;

/// A picture of an answer, where one says more than its table: a line for a series, bars for one
/// bucket of several groups, for a composition and for lengths of sessions, a funnel, a triangle for
/// retention.
///
/// Colours repeat what is there without them. Where there is none for what an answer holds, such as
/// a single number, there is no picture.
pub fn picture(answer: &Answer, style: Style) -> Option<String> {
    match answer.shape {
        Shape::Series(_) | Shape::Realtime => series(answer, style),
        Shape::Lifetime => lifetime(answer, style),
        Shape::Bins | Shape::Composition => bars::of_rows(&answer.table, style),
        Shape::Funnel => funnel::drawn(&answer.table, style),
        Shape::Retention => triangle::drawn(answer, style),
        Shape::Events | Shape::Activity | Shape::Search | Shape::Chart => None,
    }
}

fn series(answer: &Answer, style: Style) -> Option<String> {
    let table = &answer.table;
    let keys = table.of_role(Role::Key);
    let axis = *table.of_role(Role::Axis).first()?;
    let chart = Chart::new(table, axis, &keys)?;
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

fn lines(chart: &Chart, style: Style) -> Option<String> {
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
