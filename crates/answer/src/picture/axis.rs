//! Ticks: round numbers beside a picture, dates below it.

use std::collections::HashSet;

use jiff::civil::DateTime;

use crate::{Cell, Column, Kind, human, text};

/// Round numbers that hold all values between them.
#[derive(Debug, Clone)]
pub(super) struct Ticks {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
}

impl Ticks {
    /// About so many steps around values. An axis begins at 0 unless the values keep far from it
    /// and still differ by something to be seen.
    pub(super) fn around(low: f64, high: f64, steps: usize) -> Option<Self> {
        if !(low.is_finite() && high.is_finite() && (high - low).is_finite()) {
            return None;
        }
        let is_flat = high - low < 0.05 * high.abs().max(low.abs());
        let low = if low > 0.0 && (is_flat || low <= high * 0.7) { 0.0 } else { low };
        let high = if high < 0.0 && (is_flat || high >= low * 0.7) { 0.0 } else { high };
        let span = if high > low { high - low } else { high.abs().max(1.0) };
        let step = round_up(span / steps.max(1) as f64);
        let low = (low / step).floor() * step;
        let top = (high / step).ceil() * step;
        let high = if top > low { top } else { low + step };
        (step > 0.0 && high.is_finite()).then_some(Self { low, high, step })
    }

    /// Where a value stands between the lowest, 0, and the highest, 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The round numbers, each with as many decimals as tell it from the others.
    pub(super) fn labels(&self, of: &Column) -> Vec<(f64, String)> {
        let with = |decimals| -> Vec<(f64, String)> {
            self.values().map(|value| (value, number(value, of, decimals))).collect()
        };
        let differ = |labels: &[(f64, String)]| {
            labels.iter().map(|label| &label.1).collect::<HashSet<_>>().len() == labels.len()
        };
        (2..6).map(with).find(|labels| differ(labels)).unwrap_or_else(|| with(6))
    }

    /// The round numbers.
    fn values(&self) -> impl Iterator<Item = f64> {
        let steps = super::rounded((self.high - self.low) / self.step).clamp(1, 100);
        (0..=steps).map(|at| self.low + self.step * at as f64)
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let round = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|round| round * power >= step * 0.999);
    round.unwrap_or(10.0) * power
}

/// A number of a column beside a picture.
pub(super) fn number(value: f64, of: &Column, decimals: usize) -> String {
    match of.kind {
        Kind::Percent => human::percent(value),
        Kind::Seconds => human::duration(value),
        _ if of.is_money => human::money(&human::compact(value, decimals)),
        _ => human::compact(value, decimals),
    }
}

/// A label below a picture, and the place where it begins.
pub(super) struct Label {
    pub(super) place: usize,
    pub(super) text: String,
}

/// Labels for the places of an axis, as many as there is room for; `column` tells where a place
/// stands.
pub(super) fn labels(x: &[Cell], room: usize, column: impl Fn(usize) -> usize) -> Vec<Label> {
    let texts = texts(x);
    let widest = texts.iter().map(|text| text::width(text)).max().unwrap_or(0).max(1);
    let most = (room / (widest + 3)).max(1);
    let step = texts.len().div_ceil(most).max(1);
    // Weeks read better than steps of six or eight days.
    let step = if (5..=8).contains(&step) && most * 7 >= texts.len() { 7 } else { step };
    let mut labels = Vec::new();
    for (at, text) in texts.into_iter().enumerate().step_by(step) {
        let place = column(at);
        if place + text::width(&text) <= room {
            labels.push(Label { place, text });
        } else if labels.is_empty() || step == 1 {
            let place = room.saturating_sub(text::width(&text));
            let is_free = labels
                .last()
                .is_none_or(|last: &Label| last.place + text::width(&last.text) < place);
            labels.extend(is_free.then_some(Label { place, text }));
        }
    }
    labels
}

fn texts(x: &[Cell]) -> Vec<String> {
    let format = format(x);
    let text = |cell: &Cell| match (cell, format) {
        (Cell::Date(date), Some(format)) => date.strftime(format).to_string(),
        (Cell::Time(time), Some(format)) => time.strftime(format).to_string(),
        (cell, _) => text::shortened(&human::cell(cell), 12).into_owned(),
    };
    x.iter().map(text).collect()
}

/// The shortest form of dates that tells those of an axis apart.
fn format(x: &[Cell]) -> Option<&'static str> {
    let time = |cell: &Cell| match cell {
        Cell::Date(date) => Some((DateTime::from(*date), false)),
        Cell::Time(time) => Some((*time, true)),
        _ => None,
    };
    let ((first, has_clock), (last, _)) = (time(x.first()?)?, time(x.last()?)?);
    let days = (last.date() - first.date()).get_days().abs();
    Some(match (has_clock, days) {
        (true, 0) => "%H:%M",
        (true, _) => "%b %-d %H:%M",
        (false, days) if days > 400 => "%b %Y",
        (false, _) => "%b %-d",
    })
}
