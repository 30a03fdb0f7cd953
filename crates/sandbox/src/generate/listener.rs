//! One listener: who it is, and the days on which it listens.

use super::{
    Making,
    behaviour::{Session, listen},
    catalogue::{
        COUNTRIES, Country, DEVICES, Device, FESTIVALS, Familiar, GENDERS, GENRES, HOURS, METHODS,
    },
};
use crate::{
    calendar::{DAY, HOUR, MINUTE},
    random::Random,
    store::{DEVICE, USER},
};

/// Nobody stays longer than a year: who is there on a day signed up within the year before it.
pub(super) const LONGEST: i64 = 365;

/// A version of the app comes out every three weeks.
const RELEASES: i64 = 21;

/// Who somebody is, as events tell it.
pub(super) struct Listener {
    pub(super) person: u32,
    country: &'static Country,
    /// Its place in the country, unless that is not known.
    city: Option<usize>,
    device: &'static Device,
    name: Option<String>,
    device_id: String,
    pub(super) genres: Vec<&'static str>,
    /// Days after a release until it is installed; `None`: never.
    lag: Option<i64>,
    /// What it signed up with.
    first_release: i64,
    /// Whether it gets what is not released yet.
    beta: bool,
    begin: i64,
    festival: Option<&'static str>,
    gender: Option<&'static str>,
    pub(super) method: &'static str,
    pub(super) plan: &'static str,
    pub(super) paying: bool,
    pub(super) trial_ends: Option<i64>,
    /// When its plan has to be paid for again.
    pub(super) renews: Option<i64>,
    /// What its properties are now, and the version they are of.
    known: Option<(i64, u32)>,
}

/// How somebody listens: the chance of a day at first and later, and after how many days it ends.
struct Habit {
    first: f64,
    later: f64,
    days: i64,
}

/// Who lives: somebody new on a day, by number, or somebody everybody knows.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Numbered(u64),
    Known(&'static Familiar),
}

/// Lets somebody sign up on a day, and live until now, if that life touches the days that are made.
pub(super) fn live(making: &mut Making, mut random: Random, begin: i64, name: Name) {
    let habit = match name {
        Name::Numbered(_) => Habit::new(&mut random),
        Name::Known(_) => Habit { first: 0.5, later: 0.25, days: i64::MAX / DAY / 2 },
    };
    // The last session may go on for some time.
    if begin + habit.days.saturating_add(2) * DAY <= making.from {
        return;
    }
    let mut listener = Listener::new(making, &mut random, begin, name);
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
                let number = 100_000_000_000 + random.below(900_000_000_000);
                let id = if let Name::Known(it) = name { it.amplitude_id } else { number };
                making.ids.push((id, Some(time)));
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
            ((0.7, 0.3, 180.0), 2.0),
        ]);
        Self { first, later, days: (random.wait(days) as i64).min(LONGEST) }
    }
}

impl Listener {
    fn new(making: &Making, random: &mut Random, begin: i64, name: Name) -> Self {
        let country = random.weighted(&COUNTRIES);
        let lag = random.wait(6.0) as i64;
        let count = 1 + random.below(3);
        let mut genres: Vec<&str> = (0..count).map(|_| *random.weighted(&GENRES)).collect();
        genres.sort_unstable();
        genres.dedup();
        let named = random.chance(0.85);
        let (user, device) = match name {
            Name::Numbered(index) => {
                let user = format!("listener-{}-{index}@example.com", begin / DAY);
                (named.then_some(user), format!("{:016x}", random.any()))
            }
            Name::Known(it) => (Some(it.user_id.to_owned()), it.device_id.to_owned()),
        };
        let city = random.below(country.cities.len() as u64) as usize;
        Self {
            person: making.ids.len() as u32,
            country,
            city: random.chance(0.94).then_some(city),
            device: random.weighted(&DEVICES),
            name: user,
            device_id: device,
            genres,
            lag: random.chance(0.85).then_some(lag),
            first_release: release(begin, lag),
            beta: random.chance(0.04),
            begin,
            festival: *random.weighted(&FESTIVALS),
            gender: *random.weighted(&GENDERS),
            method: *random.weighted(&METHODS),
            plan: "free",
            paying: false,
            trial_ends: None,
            renews: None,
            known: None,
        }
    }

    /// The release that it has at a time.
    fn release(&self, time: i64) -> i64 {
        self.lag.map_or(self.first_release, |lag| release(time, lag))
    }

    /// The bag of its properties at a time.
    pub(super) fn properties(&mut self, making: &mut Making, time: i64) -> u32 {
        let release = self.release(time);
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
        let place = self.city.and_then(|city| self.country.cities.get(city));
        let [platform, os, device, device_type, library] = *self.device;
        let version = |release| version(release, self.beta);
        let (version, start_version) = (version(release), version(self.first_release));
        let signed_up = crate::calendar::day(self.begin).to_string();
        let paying = if self.paying { "true" } else { "false" };
        let mut texts = vec![
            ("country", self.country.name),
            ("language", self.country.language),
            ("platform", platform),
            ("os", os),
            ("device", device),
            ("device_type", device_type),
            ("library", library),
            ("version", &version),
            ("start_version", &start_version),
            ("paying", paying),
            ("gp:plan", self.plan),
            ("gp:SignUpDate", &signed_up),
            (DEVICE, &self.device_id),
        ];
        texts.extend(place.iter().flat_map(|it| [("city", it.0), ("region", it.1)]));
        texts.extend(place.and_then(|it| it.2).map(|market| ("DMA", market)));
        texts.extend(self.festival.map(|festival| ("gp:event", festival)));
        texts.extend(self.gender.map(|gender| ("gp:gender", gender)));
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

fn version(release: i64, beta: bool) -> String {
    let beta = if beta { "-beta" } else { "" };
    format!("{}.{}.{}{beta}", release / 60, release / 4 % 15, release % 4)
}
