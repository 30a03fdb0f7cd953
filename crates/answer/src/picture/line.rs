//! Lines along an axis.

use super::{
    axis::{self, Ticks},
    canvas::{Canvas, Ink, colour},
    chart::{Chart, Series},
    rounded,
};
use crate::{Style, text};

/// The fewest lines of text that a picture of this kind takes.
pub(super) const LOWEST: usize = 8;
/// More lines than this cannot be told apart.
const MOST_SERIES: usize = 6;
/// A picture that is wider says no more.
const WIDEST: usize = 160;

/// A line for each series. Without colours each of several lines is made of its own letter.
pub(super) fn drawn(chart: &Chart, style: Style) -> Option<String> {
    let (series, left_out) = chart.largest(MOST_SERIES);
    let legend = legend(&series, left_out, style);
    let height = style.height.min(40).saturating_sub(legend.len() + 2).max(4);
    let values = || series.iter().flat_map(|one| &one.points).map(|point| point.1);
    let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    let ticks = Ticks::around(low, high, (height / 3).clamp(2, 5))?;
    let numbers = ticks.labels(&chart.measure);
    let margin = numbers.iter().map(|(_, text)| text::width(text)).max().unwrap_or(0);
    let width = style.width.min(WIDEST).saturating_sub(margin + 2).max(8);
    let ink =
        if style.unicode && (series.len() == 1 || style.color) { Ink::Dots } else { Ink::Marks };
    let mut canvas = Canvas::new(width, height, ink);
    let (across, down) = canvas.points();
    let last = chart.x.len().saturating_sub(1).max(1);
    let x = |place: usize| place * (across - 1) / last;
    let y = |value: f64| rounded((1.0 - ticks.share(value)) * (down - 1) as f64);
    for (at, one) in series.iter().enumerate() {
        let mark = mark(at, series.len());
        for (from, to) in steps(one, chart.bridged) {
            canvas.line((x(from.0), y(from.1)), (x(to.0), y(to.1)), at, mark);
        }
    }
    let rows = canvas.lines(style).into_iter().enumerate().map(|(line, drawn)| {
        let on_line =
            |value: f64| rounded((1.0 - ticks.share(value)) * (height - 1) as f64) == line;
        let number =
            numbers.iter().find(|(value, _)| on_line(*value)).map(|(_, text)| text.as_str());
        let edge = match (style.unicode, number.is_some()) {
            (true, true) => "┤",
            (true, false) => "│",
            (false, true) => "+",
            (false, false) => "|",
        };
        let number = text::padded(number.unwrap_or_default(), margin, true);
        format!("{number} {edge}{drawn}").trim_end().to_owned()
    });
    let mut lines: Vec<String> = rows.collect();
    lines.extend(below(chart, width, margin, |place| canvas.column(x(place)), style));
    lines.extend(legend);
    Some(lines.join("\n") + "\n")
}

/// Pairs of neighbours; a point without one is a pair with itself, so that it is seen.
fn steps(series: &Series, bridged: bool) -> impl Iterator<Item = ((usize, f64), (usize, f64))> {
    let points = &series.points;
    let next = points.iter().skip(1).map(Some).chain([None]);
    points.iter().zip(next).map(move |(point, next)| match next {
        Some(next) if bridged || next.0 == point.0 + 1 => (*point, *next),
        _ => (*point, *point),
    })
}

/// The axis below: a rule with marks, and the labels under them.
fn below(
    chart: &Chart,
    width: usize,
    margin: usize,
    column: impl Fn(usize) -> usize,
    style: Style,
) -> [String; 2] {
    let labels = axis::labels(&chart.x, width, column);
    let (corner, rule, tick) = if style.unicode { ('└', '─', '┬') } else { ('+', '-', '+') };
    let is_tick = |at: usize| labels.iter().any(|label| label.place == at);
    let rule: String = (0..width).map(|at| if is_tick(at) { tick } else { rule }).collect();
    let mut line = String::new();
    for label in &labels {
        let blanks = label.place.saturating_sub(text::width(&line));
        line.push_str(&" ".repeat(blanks));
        line.push_str(&label.text);
    }
    let blanks = " ".repeat(margin + 1);
    [format!("{blanks}{corner}{rule}"), format!("{blanks} {line}")]
}

/// The character of a series.
fn mark(series: usize, of: usize) -> char {
    const MARKS: [char; MOST_SERIES] = ['a', 'b', 'c', 'd', 'e', 'f'];
    if of == 1 { '*' } else { MARKS.get(series).copied().unwrap_or('*') }
}

/// The names of the series, beside their characters, on as few lines as they need.
fn legend(series: &[&Series], left_out: usize, style: Style) -> Vec<String> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for (at, one) in series.iter().enumerate().filter(|(_, one)| !one.name.is_empty()) {
        let name = text::shortened(&one.name, style.width.saturating_sub(4).min(32)).into_owned();
        let mark = mark(at, series.len()).to_string();
        let sign = if style.color && style.unicode { "━".to_owned() } else { mark };
        // One line needs no sign.
        let sign = if series.len() == 1 { String::new() } else { sign + " " };
        let plain = format!("{sign}{name}");
        entries.push((format!("{}{name}", style.painted(&sign, &colour(at))), plain));
    }
    if left_out > 0 {
        let more = format!("and {left_out} more in the table");
        entries.push((more.clone(), more));
    }
    let mut lines: Vec<(String, usize)> = Vec::new();
    for (painted, plain) in entries {
        let width = text::width(&plain);
        match lines.last_mut() {
            Some((line, used)) if *used + 3 + width <= style.width => {
                line.push_str("   ");
                line.push_str(&painted);
                *used += 3 + width;
            }
            _ => lines.push((painted, width)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}
