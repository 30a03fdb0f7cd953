//! Sends requests to one host, and hands on what becomes of each.

use amq_client::{Event, Job, Journal, Outcome};
use amq_project::Problem;

use super::{host::Host, progress::Progress, watch};
use crate::args::{Asking, Common};

/// What takes what becomes of requests, which go by their number.
pub(crate) trait Taker {
    /// How a request is called.
    fn name(&self, job: usize) -> &str;
    /// Takes that a request goes.
    fn goes(&mut self, _job: usize) {}
    /// Takes what became of a request.
    fn take(&mut self, job: usize, outcome: &Outcome);
}

/// Sends requests, as the limits allow.
pub(crate) fn ask(
    args: &Asking,
    host: &Host,
    common: &Common,
    base: &str,
    jobs: &[Job],
    journal: Option<&Journal>,
    taker: &mut impl Taker,
) -> Result<(), Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(format!("cannot prepare for requests: {error}")))?;
    let _guard = runtime.enter();
    let stop = watch::stop();
    let client = host.client(args, base, host.credentials(args)?)?;
    let mut progress = Progress::new(common, jobs.len());
    progress.notes(client.notes());
    let mut tell = |event: Event<'_>| progress.event(&event, taker);
    let outcomes = runtime.block_on(client.run(jobs, journal, stop, &mut tell));
    for (job, outcome) in outcomes.iter().enumerate() {
        if matches!(outcome, Outcome::Stopped) {
            taker.take(job, outcome);
        }
    }
    progress.end();
    Ok(())
}
