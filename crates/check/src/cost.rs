//! What a query costs under the API's formula.

use amq_schema::{Cost as TypeCost, Endpoint};

use crate::query::{Event, Segment};

/// The cost of a query and the factors it is the product of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The days from start to end; 1 for a query without a range.
    pub days: u64,
    /// Segments, their conditions, and four for each property of `by`.
    pub conditions: u64,
    /// The cost of the query's type.
    pub query_type: u64,
}

impl Cost {
    /// The product of the factors.
    pub const fn total(self) -> u64 {
        self.days.saturating_mul(self.conditions).saturating_mul(self.query_type)
    }
}

/// How many conditions segments and groups count as.
pub(crate) fn conditions(segments: &[Segment], groups: usize) -> u64 {
    let inside: usize = segments.iter().map(|segment| segment.conditions.len()).sum();
    let segments = segments.len().max(1);
    (segments + inside + groups * TypeCost::SEGMENTS_PER_GROUP as usize) as u64
}

/// The cost of a query's type; `None` where it is not known.
pub(crate) fn query_type<'a>(
    endpoint: &Endpoint,
    events: impl Iterator<Item = &'a Event> + Clone,
) -> Option<u64> {
    match endpoint.cost {
        TypeCost::Unknown => None,
        TypeCost::Fixed(cost) => Some(u64::from(cost)),
        TypeCost::PerEvent { weight, per_group } => {
            let groups: usize = events.clone().map(|event| event.groups.len()).sum();
            Some(events.count() as u64 * u64::from(weight) + groups as u64 * u64::from(per_group))
        }
    }
}
