//! Runs many requests at once, as many as the limits allow.

use std::{collections::HashMap, sync::Arc};

use amq_schema::Limit;
use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
};

use crate::{
    clock::{Clock, Millis},
    digest::Digest,
    job::{Event, From, Job, Outcome},
    ledger::{Admission, Ledger, Reading, Verdict, Why},
    send::{Fate, Reply, Sender},
    store::Store,
};

/// How often a request is tried that gets no answer.
const ATTEMPTS: u32 = 7;
/// How often one is tried that the API has no room for.
const REFUSED_ATTEMPTS: u32 = 40;
/// The pause before the second attempt; it doubles with each.
const FIRST_PAUSE: Millis = 1000;
const LONGEST_PAUSE: Millis = 60_000;
/// How often the ledger is looked at while other processes use up the limits.
const POLL: Millis = 250;

/// How far a run was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Not at all.
    No,
    /// Nothing new is sent; what was sent is waited for.
    Soon,
    /// Nothing is waited for.
    Now,
}

/// What a run needs.
pub(crate) struct Tools<'a> {
    pub(crate) clock: Clock,
    pub(crate) ledger: &'a Ledger,
    pub(crate) sender: &'a Sender,
    pub(crate) forced: Option<Reading>,
    pub(crate) cache: Option<&'a Store>,
    pub(crate) journal: Option<&'a Store>,
}

struct Run<'a, 'b> {
    jobs: &'a [Job],
    names: &'a [Digest],
    tools: &'a Tools<'a>,
    tell: &'a mut (dyn FnMut(Event<'_>) + 'b),
    /// What waits, dearest first, each with the time before which it is not tried.
    pending: Vec<(usize, Millis)>,
    /// Other jobs with the same request.
    doubles: HashMap<usize, Vec<usize>>,
    attempts: Vec<u32>,
    outcomes: Vec<Option<Outcome>>,
    flights: JoinSet<(usize, u64, Reply)>,
    /// What is in flight: the task and its job and claim.
    airborne: HashMap<tokio::task::Id, (usize, u64)>,
    reading: Option<Reading>,
}

/// Sends every job that has no outcome yet.
pub(crate) async fn run(
    jobs: &[Job],
    names: &[Digest],
    known: Vec<Option<Outcome>>,
    tools: &Tools<'_>,
    stop: &mut watch::Receiver<Stop>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Vec<Outcome> {
    let mut run = Run {
        jobs,
        names,
        tools,
        tell,
        pending: Vec::new(),
        doubles: HashMap::new(),
        attempts: vec![0; jobs.len()],
        outcomes: known,
        flights: JoinSet::new(),
        airborne: HashMap::new(),
        reading: tools.ledger.with(|state, now| state.reading(now)),
    };
    run.line_up();
    run.go(stop).await;
    run.outcomes.into_iter().map(|it| it.unwrap_or(Outcome::Stopped)).collect()
}

impl Run<'_, '_> {
    fn line_up(&mut self) {
        let mut first: HashMap<&Digest, usize> = HashMap::new();
        for (number, name) in self.names.iter().enumerate() {
            if self.outcomes.get(number).is_none_or(Option::is_some) {
                continue;
            }
            if let Some(same) = first.get(name) {
                self.doubles.entry(*same).or_default().push(number);
            } else {
                first.insert(name, number);
                self.pending.push((number, 0));
            }
        }
        let cost = |number: usize| self.jobs.get(number).map_or(0, |job| job.ask().cost);
        // Small ones fill what room the large ones leave.
        self.pending.sort_by_key(|it| (std::cmp::Reverse(cost(it.0)), it.0));
    }

    async fn go(&mut self, stop: &mut watch::Receiver<Stop>) {
        let mut told = None;
        loop {
            let stopped = *stop.borrow();
            if stopped == Stop::Now {
                self.abandon();
                return;
            }
            if stopped == Stop::Soon {
                self.pending.clear();
            }
            let wait = self.send_what_may_go();
            if self.pending.is_empty() && self.flights.is_empty() {
                return;
            }
            let pause = wait.map(|(why, pause)| {
                if told != Some(why) {
                    (self.tell)(Event::Waiting(why, pause));
                }
                told = Some(why);
                pause.unwrap_or(POLL)
            });
            let clock = self.tools.clock;
            let tick = async move {
                match pause {
                    Some(pause) => clock.sleep(pause.clamp(1, 60_000)).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(landed) = self.flights.join_next_with_id(), if !self.flights.is_empty() => {
                    told = None;
                    self.land(landed);
                }
                () = tick => {}
                changed = stop.changed(), if stop.has_changed().is_ok() => { let _ = changed; }
            }
        }
    }

    /// Sends all that the limits allow now. What is given back says why the rest waits, and for how
    /// many milliseconds if that is known.
    fn send_what_may_go(&mut self) -> Option<(Why, Option<Millis>)> {
        if self.pending.is_empty() {
            return None;
        }
        let (jobs, tools) = (self.jobs, self.tools);
        let owner = tools.ledger.owner();
        let pending = &mut self.pending;
        let own = self.airborne.len();
        let (sent, wait) = tools.ledger.with(|state, now| {
            let (mut sent, mut wait) = (Vec::new(), None);
            let mut soonest: Option<Millis> = None;
            let mut held = false;
            pending.retain(|(number, not_before)| {
                let Some(job) = jobs.get(*number) else { return false };
                if *not_before > now {
                    soonest = Some(soonest.map_or(*not_before, |it| it.min(*not_before)));
                    return true;
                }
                if held {
                    return true;
                }
                match state.admit(job.ask(), owner, tools.forced, now) {
                    Admission::Go(claim) => {
                        sent.push((*number, claim));
                        false
                    }
                    Admission::Wait(why, until) => {
                        soonest = match (soonest, until) {
                            (Some(a), Some(b)) => Some(a.min(b)),
                            (a, b) => a.or(b),
                        };
                        wait = wait.or(Some(why));
                        // One that needs everything to itself would wait forever if smaller ones
                        // passed it.
                        held = job.ask().cost > u64::from(Limit::cost_at_a_time())
                            && (own > 0 || !sent.is_empty());
                        true
                    }
                }
            });
            let wait = wait.or(soonest.map(|_| Why::Blocked));
            (sent, wait.map(|why| (why, soonest.map(|it| it.saturating_sub(now)))))
        });
        for (number, claim) in sent {
            self.take_off(number, claim);
        }
        wait
    }

    fn take_off(&mut self, number: usize, claim: u64) {
        let Some(job) = self.jobs.get(number) else { return };
        if let Some(attempts) = self.attempts.get_mut(number) {
            *attempts += 1;
        }
        (self.tell)(Event::Sent(number));
        let (sender, url) = (self.tools.sender.clone(), job.url.clone());
        let flight = self.flights.spawn(async move { (number, claim, sender.send(&url).await) });
        self.airborne.insert(flight.id(), (number, claim));
    }

    fn land(&mut self, landed: Result<(tokio::task::Id, (usize, u64, Reply)), JoinError>) {
        let (number, claim, reply) = match landed {
            Ok((id, landed)) => {
                self.airborne.remove(&id);
                landed
            }
            Err(error) => {
                let Some((number, claim)) = self.airborne.remove(&error.id()) else { return };
                let why = "amq lost the answer".to_owned();
                (number, claim, Reply::Trouble { why, slow: false, fate: Fate::Open, pause: None })
            }
        };
        let verdict = verdict(&reply);
        let reading = self.tools.ledger.with(|state, now| {
            state.settle(claim, verdict, now);
            state.reading(now)
        });
        if let Some(reading) = reading.filter(|_| reading != self.reading) {
            (self.tell)(Event::Learned(reading));
        }
        self.reading = reading;
        self.take(number, reply);
    }

    fn take(&mut self, number: usize, reply: Reply) {
        let attempts = self.attempts.get(number).copied().unwrap_or(0);
        let (why, most, pause) = match reply {
            Reply::Answer(body) => {
                let from = From::Api(attempts);
                return self.finish(number, &Outcome::Answered { body: Arc::from(body), from });
            }
            Reply::Refused(refusal) => {
                let hopeless = refusal.is_of_credentials();
                let outcome = Outcome::Refused(refusal);
                self.finish(number, &outcome);
                // What the API says to one it says to all, with these credentials.
                if hopeless {
                    for (number, _) in std::mem::take(&mut self.pending) {
                        self.finish(number, &outcome);
                    }
                }
                return;
            }
            Reply::Trouble { why, pause, .. } => (why, ATTEMPTS, pause),
            Reply::TooMany { said, pause, .. } => (said, REFUSED_ATTEMPTS, pause),
        };
        if attempts >= most {
            return self.finish(number, &Outcome::Failed { why, attempts });
        }
        let pause = pause.unwrap_or_else(|| jittered(attempts));
        (self.tell)(Event::Again(number, &why, pause));
        let cost = |number: usize| self.jobs.get(number).map_or(0, |job| job.ask().cost);
        let place = self.pending.partition_point(|it| cost(it.0) > cost(number));
        self.pending.insert(place, (number, self.tools.clock.now() + pause));
    }

    fn finish(&mut self, number: usize, outcome: &Outcome) {
        if let (Outcome::Answered { body, .. }, Some(name)) = (outcome, self.names.get(number)) {
            for store in [self.tools.journal, self.tools.cache].into_iter().flatten() {
                if let Err(error) = store.put(name, body) {
                    let folder = store.folder().display();
                    (self.tell)(Event::Note(format!(
                        "cannot keep an answer in `{folder}`: {error}"
                    )));
                }
            }
        }
        let doubles = self.doubles.remove(&number).unwrap_or_default();
        for number in std::iter::once(number).chain(doubles) {
            if let Some(slot) = self.outcomes.get_mut(number) {
                *slot = Some(outcome.clone());
            }
            (self.tell)(Event::Done(number, outcome));
        }
    }

    /// Leaves everything as it is. The API may go on working on what was sent.
    fn abandon(&mut self) {
        self.flights.abort_all();
        let verdict = Verdict::Unanswered { late: false };
        let claims: Vec<u64> = self.airborne.values().map(|it| it.1).collect();
        self.tools.ledger.with(|state, now| {
            for claim in claims {
                state.settle(claim, verdict, now);
            }
        });
    }
}

fn verdict(reply: &Reply) -> Verdict {
    match reply {
        Reply::Answer(_) => Verdict::Answered,
        Reply::Refused(_) | Reply::Trouble { fate: Fate::Unsent, .. } => Verdict::Refused,
        Reply::Trouble { fate: Fate::Open, slow, .. } => Verdict::Unanswered { late: *slow },
        Reply::TooMany { hour: true, pause, .. } => Verdict::HourSpent(*pause),
        Reply::TooMany { hour: false, pause, .. } => Verdict::TooManyAtATime(*pause),
        Reply::Trouble { fate: Fate::Done, slow, .. } => Verdict::Trouble { slow: *slow },
    }
}

/// The pause after so many attempts: twice as long each time, and never the same for two.
fn jittered(attempts: u32) -> Millis {
    let longest = FIRST_PAUSE.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    let longest = longest.min(LONGEST_PAUSE);
    longest / 2 + fastrand::u64(..=longest / 2)
}
