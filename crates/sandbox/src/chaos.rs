//! What goes wrong on purpose.

use std::time::Duration;

use crate::random::Random;

/// A way in which a request goes wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// The answer takes long.
    Late(Duration),
    /// A server's error instead of the answer.
    Status(u16),
    /// The connection ends before the answer.
    Dropped,
    /// The connection ends within the answer.
    Cut,
}

/// The fault of the request of a number, if it has one. At a rate of 1 every request has.
pub(crate) fn fault(seed: u64, number: u64, rate: f64) -> Option<Fault> {
    let mut random = Random::new(seed ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
    if !random.chance(rate) {
        return None;
    }
    Some(match random.below(7) {
        0 => Fault::Late(Duration::from_millis(500 + random.below(4500))),
        1 => Fault::Status(500),
        2 => Fault::Status(502),
        3 => Fault::Status(503),
        4 => Fault::Status(504),
        5 => Fault::Dropped,
        _ => Fault::Cut,
    })
}
