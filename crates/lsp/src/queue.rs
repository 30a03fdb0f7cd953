//! The jobs of one document, run in the order in which their messages came, one at a time.
//!
//! That is what gives each request the text as it was when the request came, without a copy of the
//! text: an edit that came later waits behind it. A place in the queue is taken when a message
//! arrives; what is done there may be told later, and until then the queue waits for it.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{runtime::Handle, sync::oneshot};

/// Something to do with a state.
type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// A state, and what is to be done with it.
pub(crate) struct Queue<S> {
    state: Mutex<S>,
    waiting: Mutex<Waiting<S>>,
    /// How many jobs were added of which only the last counts.
    latest: AtomicU64,
    runtime: Handle,
}

struct Waiting<S> {
    slots: VecDeque<(u64, Slot<S>)>,
    next: u64,
    running: bool,
}

enum Slot<S> {
    /// Not told yet.
    Open,
    Job(Job<S>),
    /// Nobody wants it any more.
    Dropped,
}

impl<S: Send + 'static> Queue<S> {
    pub(crate) fn new(state: S, runtime: Handle) -> Arc<Self> {
        let waiting = Waiting { slots: VecDeque::new(), next: 0, running: false };
        Arc::new(Self {
            state: Mutex::new(state),
            waiting: Mutex::new(waiting),
            latest: AtomicU64::new(0),
            runtime,
        })
    }

    /// Adds a job.
    pub(crate) fn push(self: &Arc<Self>, job: impl FnOnce(&mut S) + Send + 'static) {
        self.waiting().push(Slot::Job(Box::new(job)));
        self.kick();
    }

    /// Takes a place.
    pub(crate) fn ticket(self: &Arc<Self>) -> Ticket<S> {
        let place = self.waiting().push(Slot::Open);
        Ticket { queue: Arc::clone(self), place }
    }

    /// Whether nothing is done, nor waits to be.
    pub(crate) fn is_idle(&self) -> bool {
        let waiting = self.waiting();
        waiting.slots.is_empty() && !waiting.running
    }

    /// Adds a job that is in vain once a later one of its kind was added.
    pub(crate) fn push_latest(self: &Arc<Self>, job: impl FnOnce(&mut S) + Send + 'static) {
        let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        let queue = Arc::downgrade(self);
        self.push(move |state| {
            if queue.upgrade().is_none_or(|it| it.latest.load(Ordering::Relaxed) == number) {
                job(state);
            }
        });
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<S>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(self: &Arc<Self>, place: u64, with: Slot<S>) {
        let mut waiting = self.waiting();
        let slot = waiting.slots.iter_mut().find(|it| it.0 == place);
        if let Some((_, slot @ Slot::Open)) = slot {
            *slot = with;
        }
        drop(waiting);
        self.kick();
    }

    /// Has the jobs run on another thread, unless they are.
    fn kick(self: &Arc<Self>) {
        let mut waiting = self.waiting();
        let ready = waiting.slots.front().is_some_and(|it| !matches!(it.1, Slot::Open));
        if waiting.running || !ready {
            return;
        }
        waiting.running = true;
        drop(waiting);
        let queue = Arc::clone(self);
        self.runtime.spawn_blocking(move || queue.run());
    }

    fn run(&self) {
        while let Some(job) = self.next() {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            // What a job was to answer with is dropped with it, and so answered as an error.
            let _ = catch_unwind(AssertUnwindSafe(|| job(&mut state)));
        }
    }

    fn next(&self) -> Option<Job<S>> {
        let mut waiting = self.waiting();
        loop {
            match waiting.slots.front() {
                None | Some((_, Slot::Open)) => {
                    waiting.running = false;
                    return None;
                }
                Some(_) => {
                    if let Some((_, Slot::Job(job))) = waiting.slots.pop_front() {
                        return Some(job);
                    }
                }
            }
        }
    }
}

impl<S> Waiting<S> {
    fn push(&mut self, slot: Slot<S>) -> u64 {
        self.next += 1;
        self.slots.push_back((self.next, slot));
        self.next
    }
}

/// A place in a queue. Dropped, it is given up.
pub(crate) struct Ticket<S: Send + 'static> {
    queue: Arc<Queue<S>>,
    place: u64,
}

impl<S: Send + 'static> Ticket<S> {
    /// Does something in its turn; `None` if that panics.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Option<T> {
        let (sender, receiver) = oneshot::channel();
        let job = move |state: &mut S| {
            // The client may have cancelled it.
            if !sender.is_closed() {
                let _ = sender.send(work(state));
            }
        };
        self.queue.fill(self.place, Slot::Job(Box::new(job)));
        receiver.await.ok()
    }
}

impl<S: Send + 'static> Drop for Ticket<S> {
    fn drop(&mut self) {
        self.queue.fill(self.place, Slot::Dropped);
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Handle};

    use super::Queue;

    #[test]
    fn jobs_run_in_the_order_in_which_their_places_were_taken() {
        let runtime = Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(async {
            let queue = Queue::new(Vec::new(), Handle::current());
            let mut seen = Vec::new();
            for number in 0..200 {
                let ticket = queue.ticket();
                queue.push(move |state| state.push(number));
                seen.push(tokio::spawn(async move {
                    tokio::task::yield_now().await;
                    ticket.run(|state| state.len()).await
                }));
            }
            for (number, seen) in seen.into_iter().enumerate() {
                assert_eq!(seen.await.unwrap(), Some(number));
            }
        });
    }

    #[test]
    fn a_panic_or_a_place_given_up_stops_nothing() {
        let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let queue = Queue::new(0, Handle::current());
            let (first, second, third) = (queue.ticket(), queue.ticket(), queue.ticket());
            drop(first);
            assert_eq!(second.run(|_| -> u8 { panic!("on purpose") }).await, None);
            assert_eq!(third.run(|state| *state).await, Some(0));
        });
    }
}
