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
            return wait(Why::Requests, None);
        }
        let hourly = match ask.pool {
            Pool::Cost => Counted::CostPerHour,
            Pool::Lookup => Counted::QueriesPerHour,
        };
        let most = u64::from(Limit::amount(ask.pool, hourly));
        let room = self.room(ask, most, HOUR, now);
        if room != Room::Now {
            return wait(Why::Hour, room.time());
        }
        let mut probe = false;
        if ask.pool == Pool::Cost {
            let most = u64::from(Limit::cost_at_a_time());
            if in_flight.0 > 0 && in_flight.1 + ask.cost > most {
                return wait(Why::CostInFlight, None);
            }
            let reading = forced.or(self.reading(now));
            let room = self.room(ask, most, WINDOW, now);
            match reading {
                _ if room == Room::Now => {}
                Some(Reading::InFlight) => {}
                Some(Reading::FiveMinutes) => return wait(Why::FiveMinutes, room.time()),
                None if self.claims.iter().any(|it| it.probe) => return wait(Why::Probe, None),
                None => probe = true,
            }
        }
        Admission::Go(self.claim(ask, owner, probe))
    }

    /// Ends a claim.
    pub(crate) fn settle(&mut self, id: u64, verdict: Verdict, now: Millis) {
        let Some(at) = self.claims.iter().position(|it| it.id == id) else { return };
        let claim = self.claims.swap_remove(at);
        let pool = if claim.lookup { Pool::Lookup } else { Pool::Cost };
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
            }
            Verdict::Trouble { slow: true } => self.adapted_mut(pool).slow_down(most),
            Verdict::TooManyAtATime(pause) => {
                let news = pool == Pool::Cost && self.reading(now) != Some(Reading::FiveMinutes);
                if news {
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
            Verdict::Trouble { slow: false } | Verdict::Refused => {}
        }
    }

    /// How the API was seen to count, lately.
    pub(crate) fn reading(&self, now: Millis) -> Option<Reading> {
        self.learned.filter(|it| it.until > now).map(|it| it.reading)
    }

    /// Ends the claims of processes that are gone; their requests may have been answered.
    pub(crate) fn bury(&mut self, is_alive: impl Fn(&str) -> bool, now: Millis) {
        let (alive, gone) = std::mem::take(&mut self.claims)
            .into_iter()
            .partition::<Vec<_>, _>(|it| is_alive(&it.owner));
        self.claims = alive;
        let spent = |it: Claim| Spent { at: now, lookup: it.lookup, cost: it.cost };
        self.spent.extend(gone.into_iter().map(spent));
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

    fn claim(&mut self, ask: Ask, owner: &str, probe: bool) -> u64 {
        let id = self.next;
        self.next += 1;
        let (lookup, owner) = (ask.pool == Pool::Lookup, owner.to_owned());
        self.claims.push(Claim { id, owner, lookup, cost: ask.cost, probe });
        id
    }

    /// Forgets what no limit counts any more. A time to come is a clock that was set back.
    fn forget(&mut self, now: Millis) {
        self.spent.retain_mut(|it| {
            it.at = it.at.min(now);
            it.at + HOUR > now
        });
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

impl Adapted {
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
mod tests {
    use super::*;

    fn cost(cost: u64) -> Ask {
        Ask { pool: Pool::Cost, cost }
    }

    /// Claims, which must be given.
    fn go(state: &mut State, ask: Ask, reading: Option<Reading>, now: Millis) -> u64 {
        match state.admit(ask, "", reading, now) {
            Admission::Go(claim) => claim,
            Admission::Wait(why, until) => panic!("waits: {why:?} until {until:?}"),
        }
    }

    fn waits(
        state: &mut State,
        ask: Ask,
        reading: Option<Reading>,
        now: Millis,
    ) -> (Why, Option<Millis>) {
        match state.admit(ask, "", reading, now) {
            Admission::Go(_) => panic!("goes"),
            Admission::Wait(why, until) => (why, until),
        }
    }

    #[test]
    fn five_requests_and_a_thousand_of_cost_at_a_time() {
        let mut state = State::default();
        let first = go(&mut state, cost(600), None, 0);
        assert_eq!(waits(&mut state, cost(401), None, 0), (Why::CostInFlight, None));
        for _ in 0..4 {
            go(&mut state, cost(100), None, 0);
        }
        assert_eq!(waits(&mut state, cost(0), None, 0), (Why::Requests, None));
        state.settle(first, Verdict::Answered, 10);
        go(&mut state, cost(0), None, 10);
    }

    #[test]
    fn one_request_finds_out_how_the_api_counts() {
        let mut state = State::default();
        let first = go(&mut state, cost(900), None, 0);
        state.settle(first, Verdict::Answered, 1000);
        let probe = go(&mut state, cost(200), None, 1000);
        assert_eq!(waits(&mut state, cost(200), None, 1000), (Why::Probe, None));
        let mut other = state.clone();
        state.settle(probe, Verdict::Answered, 2000);
        assert_eq!(state.reading(2000), Some(Reading::InFlight));
        go(&mut state, cost(900), None, 2000);
        other.settle(probe, Verdict::TooManyAtATime(None), 2000);
        assert_eq!(other.reading(2000), Some(Reading::FiveMinutes));
        assert_eq!(waits(&mut other, cost(200), None, 2000), (Why::FiveMinutes, Some(301_000)));
        go(&mut other, cost(200), None, 301_000);
    }

    #[test]
    fn a_dear_one_runs_alone() {
        let mut state = State::default();
        let small = go(&mut state, cost(1), None, 0);
        assert_eq!(waits(&mut state, cost(1800), None, 0), (Why::CostInFlight, None));
        state.settle(small, Verdict::Answered, 5);
        let reading = Some(Reading::FiveMinutes);
        assert_eq!(waits(&mut state, cost(1800), reading, 5), (Why::FiveMinutes, Some(300_005)));
        go(&mut state, cost(1800), reading, 300_005);
        assert_eq!(waits(&mut state, cost(1), reading, 300_005), (Why::CostInFlight, None));
    }

    #[test]
    fn the_hour_has_a_budget() {
        let mut state = State::default();
        for at in 0..108 {
            let claim = go(&mut state, cost(1000), Some(Reading::InFlight), at * 1000);
            state.settle(claim, Verdict::Answered, at * 1000);
        }
        let reading = Some(Reading::InFlight);
        assert_eq!(waits(&mut state, cost(1500), reading, 108_000), (Why::Hour, Some(HOUR + 1000)));
        go(&mut state, cost(1000), reading, HOUR);
        let lookup = Ask { pool: Pool::Lookup, cost: 1 };
        for _ in 0..10 {
            go(&mut state, lookup, None, HOUR);
        }
        assert_eq!(waits(&mut state, lookup, None, HOUR), (Why::Requests, None));
    }

    #[test]
    fn what_was_spent_long_ago_is_kept_in_few_entries_and_never_too_little() {
        let mut state = State::default();
        for at in 0..30_000 {
            let claim = go(&mut state, cost(1), Some(Reading::InFlight), at * 100);
            state.settle(claim, Verdict::Answered, at * 100);
            state.condense(at * 100);
        }
        assert!(state.spent.len() < 700, "{}", state.spent.len());
        assert_eq!(state.spent.iter().map(|it| it.cost).sum::<u64>(), 30_000);
    }

    #[test]
    fn claims_of_the_dead_are_taken_for_spent() {
        let mut state = State::default();
        let Admission::Go(_) = state.admit(cost(1000), "gone", None, 0) else { panic!("waits") };
        state.bury(|owner| owner != "gone", 50);
        let reading = Some(Reading::FiveMinutes);
        assert_eq!(waits(&mut state, cost(1), reading, 50), (Why::FiveMinutes, Some(300_050)));
    }

    #[test]
    fn pauses_double_while_others_use_the_budget() {
        let mut state = State::default();
        let mut now = 0;
        for minutes in [1, 2, 4, 8, 15, 15] {
            let claim = go(&mut state, cost(1), None, now);
            state.settle(claim, Verdict::HourSpent(None), now);
            let until = now + minutes * 60_000;
            assert_eq!(waits(&mut state, cost(1), None, now), (Why::Blocked, Some(until)));
            now = until;
        }
    }

    #[test]
    fn a_slow_api_is_asked_less_at_a_time_until_it_answers_again() {
        let mut state = State::default();
        for _ in 0..3 {
            let claim = go(&mut state, cost(1), None, 0);
            state.settle(claim, Verdict::Trouble { slow: true }, 0);
        }
        assert_eq!(state.at_a_time(Pool::Cost), 1);
        for _ in 0..(1 + 2 + 3 + 4) * PATIENCE {
            let claim = go(&mut state, cost(1), None, 0);
            state.settle(claim, Verdict::Answered, 0);
        }
        assert_eq!(state.at_a_time(Pool::Cost), 5);
    }
}
