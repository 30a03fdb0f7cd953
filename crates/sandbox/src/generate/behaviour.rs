//! What a listener does in a session.

use super::{
    Making,
    catalogue::{DISCOUNTS, GENRES, MESSENGERS, PRODUCTS, REASONS, SOURCES, TOUR, beside},
    listener::Listener,
};
use crate::{
    calendar::{DAY, SECOND},
    random::Random,
    store::{Event, RECEIPT, REVENUE},
};

/// A session that begins at a time; perhaps somebody's first, perhaps of its last day.
pub(super) struct Session {
    pub(super) time: i64,
    pub(super) begins: bool,
    pub(super) last: bool,
}

/// Writes down what happens in a session.
struct Writer<'m> {
    making: &'m mut Making,
    person: u32,
    session: i64,
    time: i64,
}

impl Writer<'_> {
    /// Something happens, and then nothing for some seconds on average. Under `genres` stand two.
    fn write(
        &mut self,
        random: &mut Random,
        listener: &mut Listener,
        name: &str,
        properties: &[(&str, &str)],
        wait: f64,
    ) {
        if self.time > self.making.now {
            return;
        }
        let texts = &mut self.making.texts;
        let mut pair = |(key, value): &(&str, &str)| {
            let list = || value.split(',').map(str::to_owned).collect::<Vec<_>>();
            let value = if *key == "genres" { texts.add_list(&list()) } else { texts.add(value) };
            (texts.add(key), value)
        };
        let pairs: Vec<(u32, u32)> = properties.iter().map(&mut pair).collect();
        let event = Event {
            time: self.time,
            session: self.session,
            person: self.person,
            kind: texts.add(name),
            own: self.making.bags.add(pairs),
            of_user: listener.properties(self.making, self.time),
        };
        self.making.events.push(event);
        self.time += SECOND + (random.wait(wait) * SECOND as f64) as i64;
    }
}

/// Lets a session happen, and tells when it ended.
pub(super) fn listen(
    making: &mut Making,
    random: &mut Random,
    listener: &mut Listener,
    session: &Session,
) -> i64 {
    let time = session.time;
    let mut writer = Writer { making, person: listener.person, session: time, time };
    let it = &mut writer;
    it.write(random, listener, "session_start", &[], 0.5);
    it.write(random, listener, "Open App", &[], 8.0);
    if session.begins {
        welcome(it, random, listener);
    } else if random.chance(0.015) {
        it.write(random, listener, "watch_tutorial", &[("source", "help")], 60.0);
    }
    let songs = random.wait(1.3) as u64;
    for _ in 0..=songs {
        a_song(it, random, listener);
    }
    business(it, random, listener, session);
    if random.chance(0.01) {
        it.write(random, listener, "Crash Reported", &[("reason", "out of memory")], 1.0);
    }
    it.write(random, listener, "session_end", &[], 1.0);
    writer.time
}

/// Signing up, and what comes right after it.
fn welcome(it: &mut Writer<'_>, random: &mut Random, listener: &mut Listener) {
    let method = listener.method;
    if random.chance(0.9) {
        it.write(random, listener, "Sign Up", &[("method", method)], 20.0);
        if random.chance(0.04) {
            start_trial(it, random, listener, "welcome");
        }
    }
    if random.chance(0.6) {
        it.write(random, listener, "watch_tutorial", &[("source", "welcome")], 60.0);
    }
    if random.chance(0.5) {
        let verified = if method != "Email" || random.chance(0.7) { "true" } else { "false" };
        it.write(random, listener, "CompletedProfile", &[("EmailVerified", verified)], 30.0);
    }
    let seen = TOUR.iter().take_while(|_| random.chance(0.7)).count();
    for step in TOUR.iter().take(seen) {
        it.write(random, listener, step, &[], 4.0);
    }
}

fn a_song(it: &mut Writer<'_>, random: &mut Random, listener: &mut Listener) {
    let liked = listener.genres[random.below(listener.genres.len() as u64) as usize];
    let genre = if random.chance(0.7) { liked } else { *random.weighted(&GENRES) };
    let source = *random.weighted(&SOURCES);
    if source == "search" {
        it.write(random, listener, "Search Song", &[("category", genre)], 12.0);
    }
    let seconds = (15 * (1 + random.below(18))).to_string();
    let wait = seconds.parse().unwrap_or(60.0);
    let mut song = vec![("genre", genre), ("source", source), ("seconds", seconds.as_str())];
    let both = format!("{genre},{}", beside(genre));
    if random.chance(0.08) {
        song.push(("genres", &both));
    }
    it.write(random, listener, "Play Song", &song, wait);
    match random.below(25) {
        0 | 1 => {
            let to = random.weighted(&MESSENGERS);
            it.write(random, listener, "Share Song", &[("platform", to), ("genre", genre)], 15.0);
        }
        2..=4 => it.write(random, listener, "Follow Artist", &[("genre", genre)], 5.0),
        5 => it.write(random, listener, "Create Playlist", &[("genre", genre)], 30.0),
        _ => {}
    }
}

/// Trials, payments and farewells.
fn business(it: &mut Writer<'_>, random: &mut Random, listener: &mut Listener, session: &Session) {
    let free = listener.plan == "free";
    if free && listener.trial_ends.is_none() && random.chance(0.03) {
        start_trial(it, random, listener, "banner");
    }
    if random.chance(0.03) {
        it.write(random, listener, "My Custom Event", &[], 5.0);
    }
    let tried = listener.trial_ends.is_some();
    let chance = match (free, tried) {
        (true, true) => 0.05,
        (true, false) => 0.004,
        _ => 0.02,
    };
    let is_due = listener.renews.is_some_and(|day| day <= it.time);
    let renewed = PRODUCTS.iter().find(|(product, _)| is_due && product.0 == listener.plan);
    if let Some((product, _)) = renewed {
        purchase(it, random, listener, product);
    } else if random.chance(chance) {
        let product = random.weighted(&PRODUCTS);
        purchase(it, random, listener, product);
    }
    if !free && (session.last || random.chance(0.005)) {
        let reason = random.weighted(&REASONS);
        it.write(random, listener, "Cancel Subscription", &[("reason", reason)], 5.0);
        listener.plan = "free";
        listener.renews = None;
        listener.changed();
    }
}

fn start_trial(
    it: &mut Writer<'_>,
    random: &mut Random,
    listener: &mut Listener,
    source: &'static str,
) {
    listener.trial_ends = Some(it.time + 14 * DAY);
    listener.changed();
    it.write(random, listener, "Start Trial", &[("source", source)], 10.0);
}

fn purchase(
    it: &mut Writer<'_>,
    random: &mut Random,
    listener: &mut Listener,
    product: &(&'static str, &str, &str),
) {
    let (plan, category, price) = *product;
    let discount = *random.weighted(&DISCOUNTS);
    let mut properties =
        vec![("category", category), ("price", price), ("discount", discount), (REVENUE, price)];
    if random.chance(0.8) {
        properties.push((RECEIPT, "receipt"));
    }
    it.write(random, listener, "Purchase", &properties, 2.0);
    it.write(random, listener, "transaction", &[("category", category)], 10.0);
    listener.paying = true;
    if !plan.is_empty() {
        listener.plan = plan;
        listener.renews = Some(it.time + 30 * DAY);
    }
    listener.changed();
}
