//! The events that a request is about: those of a file, or those that are made up for its days.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::{Span, ToSpan, civil::Date};

use crate::{
    buckets::MONTHLY, calendar::day, generate::generate, store::Store, understood::Understood,
};

/// How many stores of earlier years are kept beside that of the last one.
const KEPT: usize = 2;

/// Days, both ends included.
type Days = (Date, Date);

/// A store of some days, which the first who asks makes.
type Made = Arc<OnceLock<Store>>;

/// The stores of a project.
pub(crate) enum Stores {
    /// One of events that were read.
    Read(Box<Store>),
    /// Those that are made up from a seed, for about so many users a year.
    Up { seed: u64, users: u32, made: Mutex<Vec<(Days, Made)>> },
}

impl Stores {
    /// Does something with the events that a request is about, as of a time. The first who asks
    /// waits until they are made.
    pub(crate) fn with<T>(&self, request: &Understood, now: i64, go: impl Fn(&Store) -> T) -> T {
        match self {
            Self::Read(store) => go(store),
            Self::Up { seed, users, made } => {
                let days = asked(request, day(now));
                let (days, store) = kept(made, days, day(now));
                go(store.get_or_init(|| generate(*seed, *users, days, now)))
            }
        }
    }
}

/// The last year, and the days before it in its first month.
fn recent(today: Date) -> Days {
    let first = today.first_of_month();
    (first.checked_sub(1.year()).unwrap_or(first), today)
}

/// The days that a request is about: the last year if they lie in that, or if it says none; or else
/// a whole year, or whole months of several.
fn asked(request: &Understood, today: Date) -> Days {
    let recent = recent(today);
    let Some((start, end)) = request.days else { return recent };
    let from = before(start, earlier(request)).first_of_month();
    let whole = if from.year() == end.year() {
        (from.first_of_year(), end.last_of_year())
    } else {
        (from, end.last_of_month())
    };
    if from >= recent.0 { recent } else { (whole.0, whole.1.min(today)) }
}

fn holds(one: Days, other: Days) -> bool {
    one.0 <= other.0 && other.1 <= one.1
}

/// How many days before its first one a request counts, too.
fn earlier(request: &Understood) -> i64 {
    let rolled = |it: Option<u32>| i64::from(it.unwrap_or(1)) - 1;
    let intervals = rolled(request.rolling_window) + rolled(request.rolling_average);
    let length = match request.interval.unwrap_or(1) {
        MONTHLY => 31,
        days if days > 0 => days,
        _ => 1,
    };
    // Weeks and months before the range are counted in full.
    if intervals == 0 { 0 } else { intervals.saturating_mul(length).saturating_add(31) }
}

fn before(day: Date, days: i64) -> Date {
    let span = Span::new().try_days(days).ok();
    span.and_then(|span| day.checked_sub(span).ok()).unwrap_or(Date::MIN)
}

/// A store that holds some days: one that is there, or a new one in the place of those that it holds
/// and of the oldest.
fn kept(made: &Mutex<Vec<(Days, Made)>>, days: Days, today: Date) -> (Days, Made) {
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at) = made.iter().position(|it| holds(it.0, days)) {
        let found = made.remove(at);
        made.push(found.clone());
        return found;
    }
    made.retain(|it| !holds(days, it.0));
    made.push((days, Made::default()));
    let is_old = |it: &(Days, Made)| it.0.1 < today;
    if made.iter().filter(|it| is_old(it)).count() > KEPT
        && let Some(at) = made.iter().position(is_old)
    {
        made.remove(at);
    }
    (days, made.last().map(|it| Arc::clone(&it.1)).unwrap_or_default())
}
