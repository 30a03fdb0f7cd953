//! Made-up events: a service for music, its listeners, and what they did for a year.
//!
//! Everything hangs on the seed and on the calendar: who signed up on a day, and what they did on
//! another, is the same tomorrow, when there is a day more of it.

mod behaviour;
mod catalogue;
mod listener;

use jiff::ToSpan;

use crate::{
    calendar::{DAY, day, midnight},
    random::Random,
    store::{Bags, Event, Store, Texts},
};

/// What is made so far.
struct Making {
    texts: Texts,
    bags: Bags,
    events: Vec<Event>,
    ids: Vec<(u64, Option<i64>)>,
    now: i64,
}

/// Makes the events of a year and of the days before it in its first month, up to now.
pub(crate) fn generate(seed: u64, users: u32, now: i64) -> Store {
    let today = day(now);
    let first = today.first_of_month();
    let first = midnight(first.checked_sub(1.year()).unwrap_or(first));
    let mut making = Making {
        texts: Texts::default(),
        bags: Bags::default(),
        events: Vec::new(),
        ids: Vec::new(),
        now,
    };
    for begin in (first..=now).step_by(DAY as usize) {
        let number = begin / DAY;
        let mut random = Random::new(seed ^ (number as u64).wrapping_mul(0x0001_0000_01b3));
        for index in 0..newcomers(&mut random, users, number) {
            let random = Random::new(random.any());
            listener::live(&mut making, random, begin, index);
        }
    }
    let mut store = Store::new(making.texts, making.bags, making.events, &making.ids);
    store.now = now;
    store
}

/// How many sign up on a day: more on Fridays and Saturdays, more in winter.
fn newcomers(random: &mut Random, users: u32, day: i64) -> u64 {
    // 1970-01-01 was a Thursday.
    let weekday = [1.0, 1.2, 1.25, 1.05, 0.85, 0.8, 0.85][day.rem_euclid(7) as usize];
    let season = 1.0 + 0.2 * (day as f64 / 365.25 * std::f64::consts::TAU).cos();
    let mean = f64::from(users) / 380.0 * weekday * season;
    (mean * (0.8 + 0.4 * random.share()) + random.share()) as u64
}
