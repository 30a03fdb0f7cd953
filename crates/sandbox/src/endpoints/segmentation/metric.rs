//! Metrics of one event: a number for what happened in a span.

use std::collections::{HashMap, HashSet};

use super::{
    super::ratio,
    tally::{Seen, Tally},
};
use crate::store::Store;

/// A metric of one event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Metric {
    Uniques,
    Totals,
    Average,
    ActiveShare,
    PerActive,
    Sum,
    Mean,
    Largest,
    Smallest,
    Values,
    ValuesEach,
    Percentile(f64),
    FrequencyPercentile(f64),
    Revenue,
    Sessions,
}

/// The names of metrics in formulas. What `HIST` and `PROPHIST` are as a number, and what tells
/// `EVENTTOTALS` and `SEMANTICTOTALS` from `TOTALS`, the documentation does not say: here they are
/// the averages and the totals.
const NAMES: [(&str, Metric); 19] = [
    ("UNIQUES", Metric::Uniques),
    ("TOTALS", Metric::Totals),
    ("EVENTTOTALS", Metric::Totals),
    ("SEMANTICTOTALS", Metric::Totals),
    ("SESSIONTOTALS", Metric::Sessions),
    ("AVG", Metric::Average),
    ("HIST", Metric::Average),
    ("ACTIVE", Metric::ActiveShare),
    ("ARPAU", Metric::PerActive),
    ("PROPSUM", Metric::Sum),
    ("PROPAVG", Metric::Mean),
    ("PROPHIST", Metric::Mean),
    ("PROPMAX", Metric::Largest),
    ("PROPMIN", Metric::Smallest),
    ("PROPCOUNT", Metric::Values),
    ("PROPCOUNTAVG", Metric::ValuesEach),
    ("PERCENTILE", Metric::Percentile(0.0)),
    ("FREQPERCENTILE", Metric::FrequencyPercentile(0.0)),
    ("REVENUETOTAL", Metric::Revenue),
];

impl Metric {
    /// The metric of a name in formulas.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// The metric of a word of the parameter `m`.
    pub(super) fn of_word(word: &str) -> Self {
        match word {
            "totals" => Self::Totals,
            "average" => Self::Average,
            "pct_dau" => Self::ActiveShare,
            "sums" => Self::Sum,
            "value_avg" => Self::Mean,
            _ => Self::Uniques,
        }
    }

    /// Whether it is one of the property that the event is grouped by.
    pub(super) fn is_of_property(self) -> bool {
        use Metric::{Largest, Mean, PerActive, Percentile, Smallest, Sum, Values, ValuesEach};
        matches!(
            self,
            Sum | Mean | Largest | Smallest | Values | ValuesEach | Percentile(_) | PerActive
        )
    }

    /// Whether it takes a number behind the event.
    pub(super) fn takes_number(self) -> bool {
        matches!(self, Self::Percentile(_) | Self::FrequencyPercentile(_))
    }

    /// The same with another number.
    pub(super) fn with(self, number: f64) -> Self {
        match self {
            Self::Percentile(_) => Self::Percentile(number),
            Self::FrequencyPercentile(_) => Self::FrequencyPercentile(number),
            other => other,
        }
    }

    /// Whether it asks how many users were active.
    pub(super) fn needs_active(self) -> bool {
        matches!(self, Self::ActiveShare | Self::PerActive)
    }

    /// Its value for the events of a span, in which so many users were active.
    ///
    /// The share of active users is in per cent. Percentiles are values that occur: the first
    /// with so many per cent of all at or below it.
    pub(super) fn value(self, store: &Store, tally: &Tally, seen: &[Seen], active: f64) -> f64 {
        let numbers = || seen.iter().filter_map(|it| tally.number(store, it));
        let count = seen.len() as f64;
        match self {
            Self::Uniques => users(seen),
            Self::Totals => count,
            Self::Average => ratio(count, users(seen)),
            Self::ActiveShare => 100.0 * ratio(users(seen), active),
            Self::PerActive => ratio(numbers().sum(), active),
            Self::Sum => numbers().sum(),
            Self::Mean => ratio(numbers().sum(), numbers().count() as f64),
            Self::Largest => numbers().reduce(f64::max).unwrap_or(0.0),
            Self::Smallest => numbers().reduce(f64::min).unwrap_or(0.0),
            Self::Values => values(store, tally, seen).len() as f64,
            Self::ValuesEach => {
                let each = seen.iter().map(|it| (it.person, tally.value(store, it)));
                let each: HashSet<_> = each.collect();
                let each = each.iter().filter(|(_, value)| value.is_some()).count();
                ratio(each as f64, users(seen))
            }
            Self::Percentile(share) => percentile(numbers().collect(), share),
            Self::FrequencyPercentile(share) => percentile(frequencies(seen), share),
            Self::Revenue => seen.iter().filter_map(|it| tally.revenue(store, it)).sum(),
            Self::Sessions => {
                let sessions = seen.iter().map(|it| (it.person, it.session(store)));
                sessions.filter(|(_, session)| *session != -1).collect::<HashSet<_>>().len() as f64
            }
        }
    }
}

/// How many different users.
pub(super) fn users(seen: &[Seen]) -> f64 {
    let mut users: Vec<u32> = seen.iter().map(|it| it.person).collect();
    users.sort_unstable();
    users.dedup();
    users.len() as f64
}

fn values(store: &Store, tally: &Tally, seen: &[Seen]) -> HashSet<u32> {
    seen.iter().filter_map(|it| tally.value(store, it)).collect()
}

/// How often each user did it.
pub(super) fn frequencies(seen: &[Seen]) -> Vec<f64> {
    let mut times: HashMap<u32, f64> = HashMap::new();
    for it in seen {
        *times.entry(it.person).or_default() += 1.0;
    }
    times.into_values().collect()
}

fn percentile(mut numbers: Vec<f64>, share: f64) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let at = (share / 100.0 * numbers.len() as f64).ceil() as usize;
    let at = at.clamp(1, numbers.len().max(1)) - 1;
    numbers.get(at).copied().unwrap_or(0.0)
}
