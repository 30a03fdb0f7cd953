//! Made-up events: a service for music, its listeners, and what they did since it opened.
//!
//! Everything hangs on the seed and on the calendar: who signed up on a day, and what they did on
//! another, is the same tomorrow, when there is a day more of it. There are too many years of it to
//! keep: what is made are all the events of those who may have been there in a span of days.

mod behaviour;
mod catalogue;
mod listener;

use jiff::civil::{Date, date};

use self::{
    catalogue::FAMILIARS,
    listener::{LONGEST, Name, live},
};
use crate::{
    calendar::{DAY, midnight},
    random::Random,
    store::{Bags, Event, Store, Texts},
};

/// The first day on which anybody signed up.
pub(crate) const OPENED: Date = date(2019, 1, 1);

/// What is made so far.
struct Making {
    texts: Texts,
    bags: Bags,
    events: Vec<Event>,
    ids: Vec<(u64, Option<i64>)>,
    /// The first moment of the days that are made.
    from: i64,
    now: i64,
}

/// Makes everything up to now that was ever done by those who may have been there on some day from
/// one to another. What is asked of these days has the same answer as it would have of everybody.
pub(crate) fn generate(seed: u64, users: u32, (first, last): (Date, Date), now: i64) -> Store {
    let opened = midnight(OPENED);
    let from = midnight(first).max(opened);
    let mut making = Making {
        texts: Texts::default(),
        bags: Bags::default(),
        events: Vec::new(),
        ids: Vec::new(),
        from,
        now,
    };
    for it in &FAMILIARS {
        let random = Random::new(seed ^ it.amplitude_id);
        live(&mut making, random, midnight(it.since), Name::Known(it));
    }
    let earliest = (from - (LONGEST + 2) * DAY).max(opened);
    for begin in (earliest..=midnight(last).min(now)).step_by(DAY as usize) {
        let number = begin / DAY;
        let mut random = Random::new(seed ^ (number as u64).wrapping_mul(0x0001_0000_01b3));
        for index in 0..newcomers(&mut random, users, number) {
            let random = Random::new(random.any());
            live(&mut making, random, begin, Name::Numbered(index));
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
