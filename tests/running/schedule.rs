//! The time that a run would take if every delay were known beforehand, and nothing but the limits
//! cost time.

use std::time::Duration;

/// As many as fit, the longest first, while the cost in flight counts.
pub(crate) fn in_flight(costs: &[u64], delay: impl Fn(u64) -> Duration) -> Duration {
    let mut waiting = costs.to_vec();
    waiting.sort_unstable_by(|a, b| b.cmp(a));
    let (mut now, mut flights): (Duration, Vec<(Duration, u64)>) = (Duration::ZERO, Vec::new());
    loop {
        waiting.retain(|cost| {
            let used: u64 = flights.iter().map(|it| it.1).sum();
            let fits = flights.len() < 5 && used + cost <= 1000;
            if fits {
                flights.push((now + delay(*cost), *cost));
            }
            !fits
        });
        let Some(next) = flights.iter().map(|it| it.0).min() else { return now };
        now = next;
        flights.retain(|it| it.0 > now);
    }
}

/// The same while the cost of the last five minutes counts, from the start of each request.
pub(crate) fn five_minutes(costs: &[u64], delay: impl Fn(u64) -> Duration) -> Duration {
    const WINDOW: Duration = Duration::from_mins(5);
    let mut waiting = costs.to_vec();
    waiting.sort_unstable_by(|a, b| b.cmp(a));
    let (mut now, mut started): (Duration, Vec<(Duration, u64)>) = (Duration::ZERO, Vec::new());
    let mut end = Duration::ZERO;
    while !waiting.is_empty() {
        waiting.retain(|cost| {
            let recent = started.iter().filter(|it| it.0 + WINDOW > now);
            let flying = started.iter().filter(|it| it.0 + delay(it.1) > now).count();
            let fits = flying < 5 && recent.map(|it| it.1).sum::<u64>() + cost <= 1000;
            if fits {
                started.push((now, *cost));
                end = end.max(now + delay(*cost));
            }
            !fits
        });
        let times = started.iter().flat_map(|it| [it.0 + WINDOW, it.0 + delay(it.1)]);
        now = times.filter(|it| *it > now).min().unwrap_or(now);
    }
    end
}
