//! One listener: who it is, and the days on which it listens.

use super::{
    Making,
    behaviour::{Session, listen},
    catalogue::{COUNTRIES, Country, DEVICES, Device, GENRES, HOURS, METHODS},
};
use crate::{
    calendar::{DAY, HOUR, MINUTE},
    random::Random,
    store::{DEVICE, USER},
};

/// A version of the app comes out every three weeks.
const RELEASES: i64 = 21;

/// Who somebody is, as events tell it.
pub(super) struct Listener {
    pub(super) person: u32,
    country: &'static Country,
    city: usize,
    device: &'static Device,
    name: Option<String>,
    device_id: String,
    pub(super) genres: Vec<&'static str>,
    start_version: String,
    /// Days after a release until it is installed.
    lag: i64,
    pub(super) method: &'static str,
    pub(super) plan: &'static str,
    pub(super) paying: bool,
    pub(super) trial_ends: Option<i64>,
    /// What its properties are now, and the version they are of.
    known: Option<(i64, u32)>,
}

/// How somebody listens: the chance of a day at first and later, and after how many days it ends.
struct Habit {
    first: f64,
    later: f64,
    days: i64,
}

/// Lets somebody sign up on a day, and live until now.
pub(super) fn live(making: &mut Making, mut random: Random, begin: i64, index: u64) {
    let mut listener = Listener::new(making, &mut random, begin, index);
    let habit = Habit::new(&mut random);
    let mut signed_up = false;
    for after in 0..=habit.days {
        let day = begin + after * DAY;
        if day > making.now {
            break;
        }
        // 1970-01-01 was a Thursday; people listen more at the end of a week.
        let weekday = [1.0, 1.1, 1.2, 1.1, 0.85, 0.9, 0.95][(day / DAY).rem_euclid(7) as usize];
        let fading = (1.0 + after as f64).powf(-0.5);
        let chance = (habit.later + (habit.first - habit.later) * fading) * weekday;
        if after > 0 && !random.chance(chance) {
            continue;
        }
        let mut from = day;
        for _ in 0..3 {
            let time = from.max(day + time_of_day(&mut random));
            if time >= day + DAY || time > making.now {
                break;
            }
            if !signed_up {
                making.ids.push((100_000_000_000 + random.below(900_000_000_000), Some(time)));
            }
            let session = Session { time, begins: !signed_up, last: after == habit.days };
            signed_up = true;
            from = listen(making, &mut random, &mut listener, &session) + 20 * MINUTE;
            if !random.chance(0.3) {
                break;
            }
        }
        if !signed_up {
            return;
        }
    }
}

fn time_of_day(random: &mut Random) -> i64 {
    let hour = i64::from(*random.weighted(&HOURS));
    hour * HOUR + random.below(HOUR as u64) as i64
}

impl Habit {
    /// Four in ten try it out and leave, four listen now and then, two a lot.
    fn new(random: &mut Random) -> Self {
        let (first, later, days) = *random.weighted(&[
            ((0.3, 0.05, 5.0), 4.0),
            ((0.4, 0.08, 70.0), 4.0),
            ((0.7, 0.4, 220.0), 2.0),
        ]);
        Self { first, later, days: random.wait(days) as i64 }
    }
}

impl Listener {
    fn new(making: &Making, random: &mut Random, begin: i64, index: u64) -> Self {
        let country = random.weighted(&COUNTRIES);
        let lag = random.wait(6.0) as i64;
        let count = 1 + random.below(3);
        let mut genres: Vec<&str> = (0..count).map(|_| *random.weighted(&GENRES)).collect();
        genres.sort_unstable();
        genres.dedup();
        let named = random.chance(0.85);
        Self {
            person: making.ids.len() as u32,
            country,
            city: random.below(country.cities.len() as u64) as usize,
            device: random.weighted(&DEVICES),
            name: named.then(|| format!("listener-{}-{index}@example.com", begin / DAY)),
            device_id: format!("{:016x}", random.any()),
            genres,
            start_version: version(release(begin, lag)),
            lag,
            method: *random.weighted(&METHODS),
            plan: "free",
            paying: false,
            trial_ends: None,
            known: None,
        }
    }

    /// The bag of its properties at a time.
    pub(super) fn properties(&mut self, making: &mut Making, time: i64) -> u32 {
        let release = release(time, self.lag);
        if let Some((_, bag)) = self.known.filter(|it| it.0 == release) {
            return bag;
        }
        let bag = self.bag(making, release);
        self.known = Some((release, bag));
        bag
    }

    /// Something about it is no longer as it was.
    pub(super) fn changed(&mut self) {
        self.known = None;
    }

    fn bag(&self, making: &mut Making, release: i64) -> u32 {
        let (city, region, market) = self.country.cities[self.city];
        let [platform, os, device, device_type, library] = *self.device;
        let version = version(release);
        let paying = if self.paying { "true" } else { "false" };
        let mut texts = vec![
            ("country", self.country.name),
            ("language", self.country.language),
            ("city", city),
            ("region", region),
            ("platform", platform),
            ("os", os),
            ("device", device),
            ("device_type", device_type),
            ("library", library),
            ("version", &version),
            ("start_version", &self.start_version),
            ("paying", paying),
            ("gp:plan", self.plan),
            (DEVICE, &self.device_id),
        ];
        texts.extend(market.map(|market| ("DMA", market)));
        texts.extend(self.name.as_deref().map(|name| (USER, name)));
        let ends = self.trial_ends.map(|it| crate::calendar::day(it).to_string());
        texts.extend(ends.as_deref().map(|ends| ("gp:Trial ends", ends)));
        let mut pairs: Vec<(u32, u32)> = texts
            .iter()
            .map(|(key, value)| (making.texts.add(key), making.texts.add(value)))
            .collect();
        let genres: Vec<String> = self.genres.iter().map(|&it| it.to_owned()).collect();
        pairs.push((making.texts.add("gp:genres"), making.texts.add_list(&genres)));
        making.bags.add(pairs)
    }
}

/// Which release somebody has who installs them so many days late.
fn release(time: i64, lag: i64) -> i64 {
    (time / DAY - lag).div_euclid(RELEASES)
}

fn version(release: i64) -> String {
    format!("{}.{}.{}", release / 60, release / 4 % 15, release % 4)
}
