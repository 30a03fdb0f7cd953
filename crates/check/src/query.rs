//! A checked query: what will be sent, still as values and not as text.

use amq_schema::{Bucket, Endpoint, Operator, Param, Ty};
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{Cost, Days};

/// A query that can be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The endpoint it asks.
    pub endpoint: &'static Endpoint,
    /// The path of the request; the endpoint's own, or that of the form that was asked for.
    pub path: &'static str,
    /// What stands for `{id}` in the path.
    pub id: SmolStr,
    /// The parameters, in the order they are sent.
    pub arguments: Vec<Argument>,
    /// The parameters of `with`, after all others.
    pub extra: Vec<(SmolStr, SmolStr)>,
    /// The days it covers.
    pub days: Option<Days>,
    /// What it costs; `None` where that is not known.
    pub cost: Option<Cost>,
}

impl Query {
    /// How long a bucket of its answer lasts; a day where it does not say.
    pub fn bucket(&self) -> Bucket {
        let sent = self.arguments.iter().find_map(|it| match (it.param.ty, &it.value) {
            (Ty::Interval(_), Value::Text(sent)) => Bucket::sent(sent),
            _ => None,
        });
        sent.unwrap_or_default()
    }
}

/// One parameter of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its row in the table.
    pub param: &'static Param,
    /// Its value.
    pub value: Value,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, sent as it stands.
    Text(SmolStr),
    /// A word of the table.
    Word(&'static str),
    /// A day, sent as `YYYYMMDD`.
    Date(Date),
    /// A whole number.
    Int(u64),
    /// An event, sent as a JSON object.
    Event(Event),
    /// A segment, sent as a JSON array.
    Segment(Segment),
    /// Brackets of days, last one excluded, sent as a JSON array of pairs.
    Brackets(Vec<(u32, u32)>),
}

/// An event with its filters and groups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event {
    /// Its type.
    pub event_type: SmolStr,
    /// Its filters.
    pub filters: Vec<Filter>,
    /// What it is grouped by.
    pub groups: Vec<Property>,
}

impl Event {
    /// How many filters and values it holds.
    pub(crate) fn size(&self) -> usize {
        self.filters.iter().map(|filter| 1 + filter.values.len()).sum()
    }
}

impl Segment {
    /// How many conditions and values it holds.
    pub(crate) fn size(&self) -> usize {
        let sizes = self.conditions.iter().map(|condition| match condition {
            Condition::Property { values, .. } => 1 + values.len(),
            Condition::Performed { event, .. } => 1 + event.size(),
        });
        sizes.sum()
    }
}

/// A property and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Whether it is a user's or an event's.
    pub of: Owner,
    /// Its name as it is sent.
    pub key: SmolStr,
}

/// Whose property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A user's.
    User,
    /// An event's.
    Event,
}

/// A filter in an event's braces.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// What is compared.
    pub property: Property,
    /// How.
    pub operator: &'static Operator,
    /// With what.
    pub values: Vec<SmolStr>,
}

/// A segment: conditions joined by `and`; none is everyone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Segment {
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// One condition of a segment.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A user property, or a cohort.
    Property {
        /// Its name as it is sent.
        prop: SmolStr,
        /// How it is compared.
        operator: &'static Operator,
        /// With what.
        values: Vec<SmolStr>,
    },
    /// Having done an event so many times.
    Performed {
        /// The event, without groups.
        event: Event,
        /// `>=`, …
        compare: &'static str,
        /// How many times.
        count: u32,
        /// Within what time.
        time: Time,
    },
}

/// The time in which a user has done something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Ever.
    Ever,
    /// Within so many days, for each interval.
    EachInterval(u32),
    /// Within a rolling span of so many days.
    Rolling(u32),
}
