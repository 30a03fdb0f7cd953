//! Runs requests under the limits of the API.
//!
//! Admission is by cost, from a ledger that all processes of a machine share; what gets no answer is
//! tried again; answers are kept for a while, and those of a run that was stopped until it is
//! resumed. This crate alone keeps files in the user's cache folder, and it alone knows HTTP.

mod clock;
mod cores;
mod credentials;
mod digest;
mod explain;
mod folder;
mod job;
mod journal;
#[cfg(feature = "keyring")]
pub mod keyring;
mod ledger;
mod plan;
mod run;
mod send;
mod store;
mod target;

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::sync::watch;

pub use clock::{Clock, Millis};
pub use cores::no_core;
pub use credentials::Credentials;
pub use digest::Digest;
pub use explain::Explained;
pub use folder::cache as cache_folder;
pub use job::{Event, From, Job, Outcome};
pub use journal::Journal;
pub use ledger::{Reading, Why};
pub use run::Stop;
pub use send::Refusal;
pub use target::Target;

use crate::{ledger::Ledger, run::Tools, send::Sender, store::Store};

/// How long an answer is kept that can still change.
const UNSETTLED: Duration = Duration::from_mins(2);
/// How long one answer may take, unless that is said.
pub const TIMEOUT: Duration = Duration::from_mins(3);

/// Where and how requests are sent.
#[derive(Debug)]
pub struct Setup {
    /// Where to.
    pub target: Target,
    /// As whom.
    pub credentials: Credentials,
    /// The folder of ledgers and answers, such as [`cache_folder`]; without one nothing is kept.
    pub folder: Option<PathBuf>,
    /// How long answers are used again; not at all if it is zero.
    pub cache_for: Duration,
    /// How the API counts the 1,000, where it is not left to be found out.
    pub reading: Option<Reading>,
    /// How long one answer may take.
    pub timeout: Duration,
    /// The time.
    pub clock: Clock,
}

/// Runs requests to one project.
#[derive(Debug)]
pub struct Client {
    sender: Sender,
    ledger: Ledger,
    cache: Option<Store>,
    /// Whose answers are kept.
    owner: Digest,
    setup: Kept,
    notes: Vec<String>,
}

#[derive(Debug)]
struct Kept {
    cache_for: Duration,
    reading: Option<Reading>,
    clock: Clock,
}

/// What a run will be, if it is started now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many requests an earlier run has answered.
    pub known: usize,
    /// How many go to the API.
    pub sent: usize,
    /// What those cost, as far as it is known.
    pub cost: u64,
    /// How many of those have a cost that is not known.
    pub unknown: usize,
    /// How the 1,000 are counted, as far as this machine knows.
    pub reading: Option<Reading>,
    /// How long it takes if the cost in flight counts, and every answer takes so long as was asked.
    pub in_flight: Duration,
    /// The same if the cost of the last five minutes counts.
    pub five_minutes: Duration,
}

impl Client {
    /// Prepares; nothing is sent yet.
    pub fn new(setup: Setup) -> Result<Self, String> {
        let Setup { target, credentials, folder, cache_for, reading, timeout, clock } = setup;
        let project = credentials.project(&target.host());
        let owner = credentials.owner(&target.host());
        let mut notes = Vec::new();
        let (ledger, error) = Ledger::open(folder.as_deref(), &project, clock);
        if let Some(error) = error {
            notes.push(format!(
                "the limits are not shared with other runs of this machine: {error}"
            ));
        }
        let wanted = folder.filter(|_| !cache_for.is_zero()).map(|it| it.join("answers"));
        let cache = match wanted.map(|it| Store::open(it, clock)).transpose() {
            Ok(cache) => cache,
            Err(error) => {
                notes.push(format!("answers are not kept for other runs: {error}"));
                None
            }
        };
        let sender = Sender::new(target, credentials, timeout)?;
        let setup = Kept { cache_for, reading, clock };
        Ok(Self { sender, ledger, cache, owner, setup, notes })
    }

    /// What is worth knowing before a run, and is no error.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What running some jobs would be; every answer is taken to need so much time.
    pub fn plan(&self, jobs: &[Job], journal: Option<&Journal>, answer: Duration) -> Plan {
        let names = self.names(jobs);
        let known = self.known(jobs, &names, journal);
        let mut seen = std::collections::HashSet::new();
        let left: Vec<&Job> = jobs
            .iter()
            .zip(&names)
            .zip(&known)
            .filter(|((_, name), known)| known.is_none() && seen.insert(*name))
            .map(|((job, _), _)| job)
            .collect();
        let answer = millis(answer);
        let last = |reading| {
            let (state, start) = self.ledger.with(|state, now| (state.clone(), now));
            let end = plan::last_answer(&left, state, reading, answer, start);
            Duration::from_millis(end.saturating_sub(start))
        };
        Plan {
            known: known.iter().flatten().count(),
            sent: left.len(),
            cost: left.iter().filter_map(|job| job.cost).fold(0, u64::saturating_add),
            unknown: left.iter().filter(|job| job.cost.is_none()).count(),
            reading: self.setup.reading.or(self.ledger.with(|state, now| state.reading(now))),
            in_flight: last(Reading::InFlight),
            five_minutes: last(Reading::FiveMinutes),
        }
    }

    /// Runs jobs, and gives back what became of each, in their order.
    pub async fn run(
        &self,
        jobs: &[Job],
        journal: Option<&Journal>,
        mut stop: watch::Receiver<Stop>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Vec<Outcome> {
        if let Some(cache) = &self.cache {
            cache.sweep();
        }
        let names = self.names(jobs);
        let known = self.known(jobs, &names, journal);
        for (number, outcome) in known.iter().enumerate() {
            if let Some(outcome) = outcome {
                tell(Event::Done(number, outcome));
            }
        }
        let tools = Tools {
            clock: self.setup.clock,
            ledger: &self.ledger,
            sender: &self.sender,
            forced: self.setup.reading,
            cache: self.cache.as_ref(),
            journal: journal.map(|it| &it.answers),
        };
        run::run(jobs, &names, known, &tools, &mut stop, tell).await
    }

    fn names(&self, jobs: &[Job]) -> Vec<Digest> {
        jobs.iter().map(|job| job.digest(&self.owner)).collect()
    }

    /// What needs no request: the answers of the run that is resumed, and of earlier ones.
    fn known(
        &self,
        jobs: &[Job],
        names: &[Digest],
        journal: Option<&Journal>,
    ) -> Vec<Option<Outcome>> {
        let known = jobs.iter().zip(names).map(|(job, name)| {
            if let Some((body, _)) = journal.and_then(|it| it.answers.get(name, Millis::MAX)) {
                return Some(Outcome::Answered { body: Arc::from(body), from: From::Resumed });
            }
            let longest = self.setup.cache_for;
            let longest = if job.settled { longest } else { longest.min(UNSETTLED) };
            let (body, age) = self.cache.as_ref()?.get(name, millis(longest))?;
            Some(Outcome::Answered { body: Arc::from(body), from: From::Cache(age) })
        });
        known.collect()
    }
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
