//! How long a run will take, told before anything is sent.

use std::{cmp::Reverse, collections::BinaryHeap};

use amq_schema::Limit;

use crate::{
    clock::Millis,
    job::Job,
    ledger::{Admission, Reading, State, Verdict},
};

/// The time that the last of some jobs is answered, if every answer takes so long, nobody else asks
/// anything, and the API counts as given.
pub(crate) fn last_answer(
    jobs: &[&Job],
    mut state: State,
    reading: Reading,
    answer: Millis,
    start: Millis,
) -> Millis {
    let mut waiting: Vec<&Job> = jobs.to_vec();
    waiting.sort_by_key(|job| Reverse(job.ask().cost));
    let mut flights: BinaryHeap<Reverse<(Millis, u64)>> = BinaryHeap::new();
    let mut now = start;
    loop {
        let mut next: Option<Millis> = None;
        let mut held = false;
        waiting.retain(|job| {
            if held {
                return true;
            }
            match state.admit(job.ask(), "", Some(reading), now) {
                Admission::Go(claim) => {
                    flights.push(Reverse((now + answer, claim)));
                    false
                }
                Admission::Wait(_, until) => {
                    held = job.ask().cost > u64::from(Limit::cost_at_a_time());
                    next = next.min(until).or(next).or(until);
                    true
                }
            }
        });
        let landing = flights.peek().map(|it| it.0.0);
        let Some(later) = [landing, next].into_iter().flatten().min() else { return now };
        now = later.max(now + u64::from(landing != Some(later)));
        while flights.peek().is_some_and(|it| it.0.0 <= now) {
            if let Some(Reverse((_, claim))) = flights.pop() {
                state.settle(claim, Verdict::Answered, now);
            }
        }
    }
}
