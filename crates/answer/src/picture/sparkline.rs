//! A line of a few characters for each series, where there is no room for axes.

use std::fmt::Write as _;

use super::{
    axis,
    chart::{Chart, Series},
};
use crate::{Style, text};

/// The most series that are drawn.
const MOST_SERIES: usize = 10;

/// A name, a line of bars and the last value for each series.
pub(super) fn drawn(chart: &Chart, style: Style) -> Option<String> {
    let (series, left_out) = chart.largest(MOST_SERIES);
    let widest = series.iter().map(|one| text::width(&one.name)).max().unwrap_or(0);
    let name = widest.min(style.width / 3);
    let last = |one: &Series| axis::number(one.last().unwrap_or(0.0), &chart.measure, 2);
    let number = series.iter().map(|one| text::width(&last(one))).max().unwrap_or(0);
    let gaps = usize::from(name > 0) + 1;
    let room = style.width.checked_sub(name + number + gaps).filter(|room| *room >= 3)?;
    let mut lines = String::new();
    for one in series {
        let title = text::padded(&text::shortened(&one.name, name), name, false);
        let blank = if name > 0 { " " } else { "" };
        let bars = bars(one, chart.x.len(), room, style);
        let _ = writeln!(lines, "{title}{blank}{bars} {}", text::padded(&last(one), number, true));
    }
    if left_out > 0 {
        let _ = writeln!(lines, "and {left_out} more");
    }
    Some(lines)
}

/// A character for each place, or for the average of several where there are more than fit.
fn bars(series: &Series, places: usize, room: usize, style: Style) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const SIGNS: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];
    let signs = if style.unicode { BLOCKS } else { SIGNS };
    let count = places.min(room);
    let mut sums = vec![(0.0, 0.0); count];
    for (place, value) in &series.points {
        if let Some(sum) = sums.get_mut(place * count / places.max(1)) {
            *sum = (sum.0 + value, sum.1 + 1.0);
        }
    }
    let values = sums.iter().map(|(sum, number)| (*number > 0.0).then(|| sum / number));
    let known = || values.clone().flatten();
    let (low, high) = (known().fold(0.0, f64::min), known().fold(0.0, f64::max));
    let sign = |value: Option<f64>| {
        let share = |value: f64| if high > low { (value - low) / (high - low) } else { 0.0 };
        let level = value.map(|value| super::rounded(share(value) * 7.0));
        level.and_then(|level| signs.get(level).copied()).unwrap_or(' ')
    };
    let bars: String = values.clone().map(sign).collect();
    text::padded(&bars, room.min(count), false)
}
