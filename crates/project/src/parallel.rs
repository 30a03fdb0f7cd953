//! Work on many files, on all cores.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::Input;

/// What each thread made of its share of the files, which it takes one by one.
pub(crate) fn shares<'i, S: Default + Send>(
    inputs: &'i [Input],
    work: impl Fn(&mut S, usize, &'i Input) + Sync,
) -> Vec<S> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut share = S::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return share };
            work(&mut share, at, input);
        }
    };
    let threads = threads(inputs.len());
    if threads == 1 {
        return vec![share()];
    }
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(share)).collect();
        let mut shares = vec![share()];
        for other in others {
            match other.join() {
                Ok(share) => shares.push(share),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        shares
    })
}

/// Makes something of each file; the results are in the order of the files.
pub fn each<'i, T: Send>(
    inputs: &'i [Input],
    make: impl Fn(&'i Input) -> Option<T> + Sync,
) -> Vec<T> {
    let shares = shares(inputs, |share: &mut Vec<(usize, T)>, at, input| {
        share.extend(make(input).map(|made| (at, made)));
    });
    let mut all: Vec<(usize, T)> = shares.into_iter().flatten().collect();
    all.sort_by_key(|it| it.0);
    all.into_iter().map(|it| it.1).collect()
}

/// How many threads are worth their start.
fn threads(files: usize) -> usize {
    /// Starting a thread takes about as long as checking so many files.
    const FILES_PER_THREAD: usize = 8;
    if files <= FILES_PER_THREAD {
        return 1;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.min(files / FILES_PER_THREAD)
}
