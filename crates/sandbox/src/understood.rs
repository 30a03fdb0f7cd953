//! What a request asks for, as plain values.

use jiff::civil::Date;
use serde::Serialize;

/// What the sandbox has read out of a request. A field holds what was said: where the API has a
/// default and the request says nothing, it is empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The chart, the user, or the text that is looked for.
    pub subject: Option<String>,
    /// The property whose composition is asked for.
    pub property: Option<String>,
    /// The events, in their order; for retention the start and the return.
    pub events: Vec<Event>,
    /// The segments.
    pub segments: Vec<Segment>,
    /// The properties that everything is grouped by.
    pub groups: Vec<String>,
    /// The first and the last day.
    pub days: Option<(Date, Date)>,
    /// `i`: days, or milliseconds below zero.
    pub interval: Option<i64>,
    /// `m`
    pub metric: Option<String>,
    /// `n`
    pub users: Option<String>,
    /// `mode` of a funnel, `rm` of a retention.
    pub mode: Option<String>,
    /// `rb`: first days, and the days after the last ones.
    pub brackets: Vec<(u32, u32)>,
    /// `cs`, in seconds.
    pub window: Option<u64>,
    /// `limit`, as sent.
    pub limit: Option<u32>,
    /// `offset`
    pub offset: Option<u64>,
    /// `direction`
    pub direction: Option<String>,
    /// `formula`
    pub formula: Option<String>,
    /// `rollingWindow`
    pub rolling_window: Option<u32>,
    /// `rollingAverage`
    pub rolling_average: Option<u32>,
    /// The bins that the four parameters together stand for.
    pub bins: Option<Bins>,
    /// What the request costs. `None` for a chart, whose definition the request does not tell.
    pub cost: Option<u64>,
}

/// The endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// Active and new users.
    Users,
    /// The distribution of session lengths.
    SessionsLength,
    /// The average session length.
    SessionsAverage,
    /// The average number of sessions per user.
    SessionsPerUser,
    /// User composition.
    Composition,
    /// The list of events.
    Events,
    /// Event segmentation.
    Segmentation,
    /// Funnel analysis.
    Funnel,
    /// Retention analysis.
    Retention,
    /// A user's events.
    Activity,
    /// Users by an identifier.
    Search,
    /// Active users now.
    Realtime,
    /// Revenue lifetime value.
    Ltv,
    /// A saved chart's results as JSON.
    Chart,
    /// A saved chart's results as CSV.
    ChartCsv,
}

/// An event with its filters and groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its type.
    pub event_type: String,
    /// What has to hold of it.
    pub filters: Vec<Filter>,
    /// What it is grouped by.
    pub groups: Vec<Property>,
}

/// A property, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Property {
    /// Whether it is a user's, and not the event's.
    pub of_user: bool,
    /// Its name.
    pub key: String,
}

/// A comparison of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// What is compared.
    pub property: Property,
    /// How, in the API's words.
    pub operator: String,
    /// With what.
    pub values: Vec<String>,
}

/// A segment: all its conditions hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The conditions; none is everyone.
    pub conditions: Vec<Condition>,
}

/// One condition of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// A user property compares so.
    Property(Filter),
    /// Being in one of some cohorts, or in none of them.
    Cohort {
        /// Whether users outside are meant.
        not: bool,
        /// The cohorts.
        ids: Vec<String>,
    },
    /// Having done an event so many times.
    Performed {
        /// The event, without groups.
        event: Event,
        /// `>=`, …
        compare: String,
        /// How many times.
        times: u64,
        /// Within what time.
        within: Within,
    },
}

/// The time in which something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// Ever.
    AllTime,
    /// In the interval that is looked at.
    CurrentInterval,
    /// In so many days up to the end of the interval that is looked at.
    EachInterval(u32),
    /// In so many days up to the day that is looked at.
    Rolling(u32),
}

/// The bins of a distribution of session lengths, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bins {
    /// Where the first begins.
    pub min: f64,
    /// Where the last ends.
    pub max: f64,
    /// How wide each is, if that was said.
    pub size: Option<f64>,
}

impl Understood {
    /// A request of an endpoint that says nothing more.
    pub(crate) fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            subject: None,
            property: None,
            events: Vec::new(),
            segments: Vec::new(),
            groups: Vec::new(),
            days: None,
            interval: None,
            metric: None,
            users: None,
            mode: None,
            brackets: Vec::new(),
            window: None,
            limit: None,
            offset: None,
            direction: None,
            formula: None,
            rolling_window: None,
            rolling_average: None,
            bins: None,
            cost: None,
        }
    }
}
