//! What a request costs, after the documentation's formula.

use crate::understood::{Endpoint, Event, Understood};

/// Days × conditions × cost of the query type.
///
/// Days are those from start to end, both included, as the worked examples of the documentation
/// count them. Conditions are segments (no segment counts as one), the conditions inside of them,
/// and four for each group-by; filters of events do not count.
pub(crate) fn cost(request: &Understood) -> u64 {
    days(request) * conditions(request) * query_type(request)
}

fn days(request: &Understood) -> u64 {
    let days = request.days.map_or(1, |(start, end)| end.duration_since(start).as_hours() / 24 + 1);
    u64::try_from(days).unwrap_or(1)
}

fn conditions(request: &Understood) -> u64 {
    let inside: usize = request.segments.iter().map(|segment| segment.conditions.len()).sum();
    (request.segments.len().max(1) + inside + 4 * request.groups.len()) as u64
}

fn query_type(request: &Understood) -> u64 {
    let grouped = |events: &[Event]| events.iter().map(|it| 4 * it.groups.len()).sum::<usize>();
    let events = &request.events;
    let weight = match request.endpoint {
        Endpoint::Segmentation => events.len() + grouped(events),
        Endpoint::Funnel => 2 * events.len() + grouped(events),
        Endpoint::Retention => 8,
        Endpoint::SessionsLength | Endpoint::SessionsAverage | Endpoint::SessionsPerUser => 4,
        _ => 1,
    };
    weight as u64
}
