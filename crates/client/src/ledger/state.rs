//! Admission: whether a request may go now, and if not, when.
//!
//! Pure: the time is an argument.

use amq_schema::{Limit, Pool, Reading as Counted};
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

const HOUR: Millis = 3_600_000;
const WINDOW: Millis = Limit::LATER_WINDOW as Millis * 1000;
/// How long what was learned about the limits is believed.
const BELIEVED: Millis = 24 * HOUR;
/// What is finished longer ago is counted by minutes, the rest by seconds.
const RECENT: Millis = 600_000;
/// The first pauses after a refusal that others must have caused: too much at a time, and too much
/// within the hour.
const OTHERS_PAUSE: Millis = 5000;
const SPENT_PAUSE: Millis = 60_000;
/// The longest of these pauses.
const LONGEST_BLOCK: Millis = 15 * 60_000;
/// Answers without trouble, for each request at a time, until one more at a time is tried.
const PATIENCE: u32 = 4;
/// How long a request is taken to be worked on whose answer nobody receives, counted from when it was
/// sent: twice as long as answers lately took, within bounds, or so long where none was seen.
const KEPT_UNSEEN: Millis = 60_000;
const KEPT_LEAST: Millis = 5000;
const KEPT_MOST: Millis = 15 * 60_000;

/// How the API counts the 1,000 of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// The cost of the requests in flight, as the edition of 2024 says.
    InFlight,
    /// The cost of the last five minutes, as editions since April 2025 say.
    FiveMinutes,
}

/// Why a request waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// As many requests are in flight as the API takes at a time.
    Requests,
    /// The cost in flight leaves no room.
    CostInFlight,
    /// The cost of the last five minutes leaves no room.
    FiveMinutes,
    /// The hour's budget is spent.
    Hour,
    /// Another request finds out how the API counts.
    Probe,
    /// The API asked for patience.
    Blocked,
    /// The API may still work on requests whose answers nobody receives any more.
    Unanswered,
}

/// A request that would like to go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) pool: Pool,
    /// Its cost; one for a request of [`Pool::Lookup`].
    pub(crate) cost: u64,
}

/// When there is room in a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Now,
    At(Millis),
    /// After some request is finished.
    Later,
}

impl Room {
    /// The time, where it is known.
    fn time(self) -> Option<Millis> {
        match self {
            Self::At(time) => Some(time),
            Self::Now | Self::Later => None,
        }
    }
}

/// The answer to an [`Ask`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It goes; the number is its claim.
    Go(u64),
    /// It waits until a time, or where there is none until another request is finished.
    Wait(Why, Option<Millis>),
}

/// How a request ended, as far as the limits are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It was answered.
    Answered,
    /// The API did some work and gave no answer; `slow` where it is overloaded.
    Trouble { slow: bool },
    /// Nobody waits for its answer any more, and the API may still work on it; `late` where it had
    /// its time.
    Unanswered { late: bool },
    /// The API did nothing for it.
    Refused,
    /// Too much at a time; the time is how long the API wants to be left alone.
    TooManyAtATime(Option<Millis>),
    /// Too much within the hour.
    HourSpent(Option<Millis>),
}

/// The limits as this project has used them up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    next: u64,
    claims: Vec<Claim>,
    spent: Vec<Spent>,
    learned: Option<Learned>,
    cost: Adapted,
    lookup: Adapted,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claim {
    id: u64,
    owner: String,
    lookup: bool,
    cost: u64,
    /// Whether its verdict tells how the API counts.
    probe: bool,
    /// When it was sent.
    #[serde(default)]
    sent: Millis,
    /// Where nobody waits for its answer any more.
    #[serde(default)]
    lost: Option<Lost>,
}

/// A request whose answer nobody receives keeps its place, as the API may still work on it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Lost {
    at: Millis,
    until: Millis,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Spent {
    at: Millis,
    lookup: bool,
    cost: u64,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Learned {
    reading: Reading,
    until: Millis,
}

/// What is held back beyond the documented limits of a pool.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Adapted {
    blocked: Millis,
    /// How often in a row the API said that the hour is spent.
    refusals: u32,
    /// How many requests at a time; none means as many as documented.
    at_a_time: Option<u32>,
    streak: u32,
    /// How long answers take, at most and lately.
    longest: Option<Millis>,
}

impl State {
    /// Whether a request may go.
    pub(crate) fn admit(
        &mut self,
        ask: Ask,
        owner: &str,
        forced: Option<Reading>,
        now: Millis,
    ) -> Admission {
        self.forget(now);
        let wait = |why, until| Admission::Wait(why, until);
        let adapted = self.adapted(ask.pool);
        if adapted.blocked > now {
            return wait(Why::Blocked, Some(adapted.blocked));
        }
        let in_flight = self.in_flight(ask.pool);
        if in_flight.0 >= u64::from(self.at_a_time(ask.pool)) {
            return self.wait_for_places(ask.pool, Why::Requests);
        }
        let hourly = match ask.pool {
            Pool::Cost => Counted::CostPerHour,
            Pool::Lookup => Counted::QueriesPerHour,
        };
        let most = u64::from(Limit::amount(ask.pool, hourly));
        let room = self.room(ask, most, HOUR, now);
        if room == Room::Later {
            return self.wait_for_places(ask.pool, Why::Hour);
        } else if room != Room::Now {
            return wait(Why::Hour, room.time());
        }
        let mut probe = false;
        if ask.pool == Pool::Cost {
            let most = u64::from(Limit::cost_at_a_time());
            if in_flight.0 > 0 && in_flight.1 + ask.cost > most {
                return self.wait_for_places(ask.pool, Why::CostInFlight);
            }
            let reading = forced.or(self.reading(now));
            let room = self.room(ask, most, WINDOW, now);
            // What the other reading allows, too, tells nothing; nor what is refused while places may
            // be taken by requests that nobody waits for.
            let is_clear = room != Room::Now && !self.has_lost(ask.pool);
            match reading {
                _ if room == Room::Now => {}
                Some(Reading::InFlight) => probe = is_clear,
                Some(Reading::FiveMinutes) if room == Room::Later => {
                    return self.wait_for_places(ask.pool, Why::FiveMinutes);
                }
                Some(Reading::FiveMinutes) => return wait(Why::FiveMinutes, room.time()),
                None if self.claims.iter().any(|it| it.probe) => return wait(Why::Probe, None),
                None if !is_clear => return self.wait_for_places(ask.pool, Why::Probe),
                None => probe = true,
            }
        }
        Admission::Go(self.claim(ask, owner, probe, now))
    }

    /// Ends a claim, unless the API may still work on it.
    pub(crate) fn settle(&mut self, id: u64, verdict: Verdict, now: Millis) {
        self.free_places(now);
        let Some(at) = self.claims.iter().position(|it| it.id == id) else { return };
        if let Verdict::Unanswered { late } = verdict {
            return self.lose(at, late, now);
        }
        let claim = self.claims.swap_remove(at);
        let pool = claim.pool();
        if matches!(verdict, Verdict::Answered | Verdict::Trouble { .. }) {
            self.spent.push(Spent { at: now, lookup: claim.lookup, cost: claim.cost });
        }
        let most = Limit::amount(pool, Counted::RequestsInFlight);
        match verdict {
            Verdict::Answered => {
                if claim.probe && self.learned.is_none() {
                    self.learn(Reading::InFlight, now);
                }
                self.adapted_mut(pool).went_well(most);
                self.adapted_mut(pool).took(now.saturating_sub(claim.sent));
            }
            Verdict::Trouble { slow: true } => self.adapted_mut(pool).slow_down(most),
            Verdict::TooManyAtATime(pause) => {
                let is_known = self.reading(now) == Some(Reading::FiveMinutes);
                if claim.probe && !is_known && !self.has_lost(pool) {
                    self.learn(Reading::FiveMinutes, now);
                    self.adapted_mut(pool).block(now + pause.unwrap_or(0));
                } else {
                    self.adapted_mut(pool).slow_down(most);
                    self.adapted_mut(pool).back_off(OTHERS_PAUSE, pause, now);
                }
            }
            Verdict::HourSpent(pause) => {
                self.adapted_mut(pool).back_off(SPENT_PAUSE, pause, now);
            }
            Verdict::Trouble { slow: false } | Verdict::Unanswered { .. } | Verdict::Refused => {}
        }
    }

    /// Keeps the place of a request whose answer nobody receives any more.
    fn lose(&mut self, at: usize, late: bool, now: Millis) {
        let Some(claim) = self.claims.get(at) else { return };
        let (pool, sent) = (claim.pool(), claim.sent);
        let adapted = self.adapted_mut(pool);
        let kept = adapted.kept(late.then_some(now.saturating_sub(sent)));
        if late {
            adapted.slow_down(Limit::amount(pool, Counted::RequestsInFlight));
        }
        if let Some(claim) = self.claims.get_mut(at) {
            claim.lost = Some(Lost { at: now, until: sent.saturating_add(kept) });
            claim.probe = false;
        }
        self.free_places(now);
    }

    /// How the API was seen to count, lately.
    pub(crate) fn reading(&self, now: Millis) -> Option<Reading> {
        self.learned.filter(|it| it.until > now).map(|it| it.reading)
    }

    /// Takes note of processes that are gone: nobody waits for the answers of their requests.
    pub(crate) fn bury(&mut self, is_alive: impl Fn(&str) -> bool, now: Millis) {
        for at in (0..self.claims.len()).rev() {
            let is_gone =
                self.claims.get(at).is_some_and(|it| it.lost.is_none() && !is_alive(&it.owner));
            if is_gone {
                self.lose(at, false, now);
            }
        }
    }

    /// Puts together what was spent at about the same time, as if all of it were the latest.
    pub(crate) fn condense(&mut self, now: Millis) {
        let key = |it: &Spent| {
            let step = if it.at + RECENT < now { 60_000 } else { 1000 };
            (it.lookup, step, it.at / step)
        };
        self.spent.sort_by_key(|it| (it.lookup, it.at));
        self.spent.dedup_by(|later, kept| {
            let same = key(later) == key(kept) && later.at + 1000 < now;
            if same {
                kept.cost += later.cost;
                kept.at = later.at;
            }
            same
        });
    }

    fn claim(&mut self, ask: Ask, owner: &str, probe: bool, now: Millis) -> u64 {
        let id = self.next;
        self.next += 1;
        let (lookup, owner) = (ask.pool == Pool::Lookup, owner.to_owned());
        let claim = Claim { id, owner, lookup, cost: ask.cost, probe, sent: now, lost: None };
        self.claims.push(claim);
        id
    }

    /// Forgets what no limit counts any more. A time to come is a clock that was set back.
    fn forget(&mut self, now: Millis) {
        self.spent.retain_mut(|it| {
            it.at = it.at.min(now);
            it.at + HOUR > now
        });
        self.free_places(now);
    }

    /// Frees the places of requests that the API can no longer be working on; they may have been
    /// answered.
    fn free_places(&mut self, now: Millis) {
        let over = |it: &mut Claim| {
            let until = it.lost?.until.min(now.saturating_add(KEPT_MOST));
            (until <= now).then_some(())
        };
        for claim in self.claims.extract_if(.., |it| over(it).is_some()) {
            let at = claim.lost.map_or(now, |it| it.at.min(now));
            self.spent.push(Spent { at, lookup: claim.lookup, cost: claim.cost });
        }
    }

    /// Whether places of a pool may be taken by requests that nobody waits for.
    fn has_lost(&self, pool: Pool) -> bool {
        self.claims.iter().any(|it| it.pool() == pool && it.lost.is_some())
    }

    /// A wait for what is in flight. Where that is nothing but what nobody waits for, it ends by time.
    fn wait_for_places(&self, pool: Pool, why: Why) -> Admission {
        let of_pool = self.claims.iter().filter(|it| it.pool() == pool);
        let lost: Option<Vec<Millis>> = of_pool.map(|it| it.lost.map(|it| it.until)).collect();
        match lost.and_then(|times| times.into_iter().min()) {
            Some(until) => Admission::Wait(Why::Unanswered, Some(until)),
            None => Admission::Wait(why, None),
        }
    }

    /// How many requests of a pool are in flight, and what they cost.
    fn in_flight(&self, pool: Pool) -> (u64, u64) {
        let of_pool = self.claims.iter().filter(|it| it.lookup == (pool == Pool::Lookup));
        of_pool.fold((0, 0), |(count, cost), it| (count + 1, cost + it.cost))
    }

    /// When there is room within a window. What asks for more than the whole window gets one to
    /// itself.
    fn room(&self, ask: Ask, most: u64, window: Millis, now: Millis) -> Room {
        let lookup = ask.pool == Pool::Lookup;
        let (_, in_flight) = self.in_flight(ask.pool);
        let mut recent: Vec<&Spent> =
            self.spent.iter().filter(|it| it.lookup == lookup && it.at + window > now).collect();
        recent.sort_by_key(|it| it.at);
        let mut used = in_flight + recent.iter().map(|it| it.cost).sum::<u64>();
        if used == 0 || used + ask.cost <= most {
            return Room::Now;
        }
        for it in recent {
            used -= it.cost;
            if used == 0 || used + ask.cost <= most {
                return Room::At(it.at + window);
            }
        }
        Room::Later
    }

    fn at_a_time(&self, pool: Pool) -> u32 {
        let most = Limit::amount(pool, Counted::RequestsInFlight);
        self.adapted(pool).at_a_time.map_or(most, |it| it.clamp(1, most))
    }

    fn learn(&mut self, reading: Reading, now: Millis) {
        self.learned = Some(Learned { reading, until: now + BELIEVED });
    }

    fn adapted(&self, pool: Pool) -> &Adapted {
        match pool {
            Pool::Cost => &self.cost,
            Pool::Lookup => &self.lookup,
        }
    }

    fn adapted_mut(&mut self, pool: Pool) -> &mut Adapted {
        match pool {
            Pool::Cost => &mut self.cost,
            Pool::Lookup => &mut self.lookup,
        }
    }
}

impl Claim {
    fn pool(&self) -> Pool {
        if self.lookup { Pool::Lookup } else { Pool::Cost }
    }
}

impl Adapted {
    /// Notes how long an answer took; what was long ago counts less and less.
    fn took(&mut self, time: Millis) {
        let before = self.longest.map_or(0, |it| it - it / 16);
        self.longest = Some(time.max(before));
    }

    /// How long a request keeps its place that nobody waits for; one that had its time may need as
    /// much again.
    fn kept(&self, late: Option<Millis>) -> Millis {
        let seen = self.longest.map(|it| it.saturating_mul(2));
        let kept = match late {
            Some(took) => took.saturating_mul(2).max(seen.unwrap_or(0)),
            None => seen.unwrap_or(KEPT_UNSEEN),
        };
        kept.clamp(KEPT_LEAST, KEPT_MOST)
    }

    fn went_well(&mut self, most: u32) {
        self.refusals = 0;
        let Some(at_a_time) = self.at_a_time else { return };
        self.streak += 1;
        if self.streak >= at_a_time * PATIENCE {
            self.streak = 0;
            self.at_a_time = Some(at_a_time + 1).filter(|it| *it < most);
        }
    }

    fn slow_down(&mut self, most: u32) {
        self.streak = 0;
        self.at_a_time = Some((self.at_a_time.unwrap_or(most) / 2).max(1));
    }

    fn block(&mut self, until: Millis) {
        self.blocked = self.blocked.max(until);
    }

    /// Others use the budget, too: the time until it is asked again doubles.
    fn back_off(&mut self, first: Millis, pause: Option<Millis>, now: Millis) {
        // Those that were in flight together are refused together.
        if self.blocked <= now {
            let own = first.saturating_mul(1 << self.refusals.min(8)).min(LONGEST_BLOCK);
            self.refusals += 1;
            self.block(now + pause.unwrap_or(own));
        }
    }
}

#[cfg(test)]
mod tests;
