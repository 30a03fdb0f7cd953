//! A model of the language that shares nothing with the program but its description: what a query
//! says, as a value; how it may be written (`spell`); and the request and cost it has to have
//! (`request`). Its tables are its own, on purpose.

pub(crate) mod calendar;
pub(crate) mod generate;
pub(crate) mod request;
pub(crate) mod spell;

/// A file: definitions and queries.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) lets: Vec<Let>,
    pub(crate) queries: Vec<Query>,
}

/// What `$n0`, `$n1`, … stand for; each mentions only those before it.
#[derive(Debug, Clone)]
pub(crate) enum Let {
    Values(Vec<Value>),
    Segment(Vec<Condition>),
    Event(Event),
    Range(Range),
}

#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) verb: Verb,
    pub(crate) range: Option<Range>,
    pub(crate) every: Option<Every>,
    pub(crate) segments: Vec<Vec<Condition>>,
    pub(crate) by: Vec<Property>,
    pub(crate) users: Option<&'static str>,
    pub(crate) metric: Option<&'static str>,
    pub(crate) formula: Option<Vec<String>>,
    pub(crate) rolling_window: Option<u32>,
    pub(crate) rolling_average: Option<u32>,
    pub(crate) limit: Option<u32>,
    pub(crate) mode: Option<Mode>,
    pub(crate) window: Option<(u32, &'static str)>,
    pub(crate) bins: Option<Bins>,
    pub(crate) direction: Option<(&'static str, Option<u32>)>,
    pub(crate) offset: Option<u32>,
    pub(crate) with: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Verb {
    Users(Option<&'static str>),
    SessionsLength,
    SessionsAverage,
    SessionsPerUser,
    Composition(Property),
    Events,
    Segmentation(Vec<Event>),
    Funnel(Vec<Event>),
    Retention(Vec<Event>),
    Activity(String),
    Search(String),
    Realtime,
    Ltv,
    Chart(String, bool),
}

#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: EventName,
    pub(crate) filters: Vec<Filter>,
    pub(crate) by: Vec<Property>,
}

#[derive(Debug, Clone)]
pub(crate) enum EventName {
    Own(String),
    Let(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) property: Property,
    pub(crate) operator: usize,
    pub(crate) values: Vec<Value>,
}

/// A property as it is sent, whose it is, and whether only `user.` or `event.` says so.
#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) key: String,
    pub(crate) of_user: bool,
    pub(crate) scoped: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    /// A number or a date, as written.
    Bare(String),
    /// `true`, `false`, `none`
    Word(&'static str),
    Let(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Compare(Filter),
    Cohort(bool, Vec<Value>),
    Performed {
        not: bool,
        event: Event,
        times: Option<(&'static str, u32)>,
        within: Option<(bool, u32, &'static str)>,
    },
    Let(usize),
}

#[derive(Debug, Clone)]
pub(crate) enum Range {
    FromTo(Day, Day),
    On(Day),
    Last(u32, &'static str, Option<Day>),
    This(&'static str),
    Previous(&'static str),
    Today,
    Yesterday,
    Let(usize),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Day {
    Date(i64),
    Today,
    Yesterday,
}

#[derive(Debug, Clone)]
pub(crate) enum Every {
    Word(&'static str),
    Days(u32),
}

#[derive(Debug, Clone)]
pub(crate) enum Mode {
    Word(&'static str),
    Brackets(Vec<(u32, u32)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Bins {
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) unit: &'static str,
    pub(crate) step: Option<u32>,
}

/// The operators: each with the ways to write it, word by word, and the API's word.
pub(crate) const OPERATORS: &[(&[&str], &str)] = &[
    (&["is", "="], "is"),
    (&["is not", "!="], "is not"),
    (&["contains"], "contains"),
    (&["does not contain"], "does not contain"),
    (&["set is"], "set is"),
    (&["set is not"], "set is not"),
    // From here on by order, so with a single value.
    (&["<", "less"], "less"),
    (&["<=", "less or equal"], "less or equal"),
    (&[">", "greater"], "greater"),
    (&[">=", "greater or equal"], "greater or equal"),
];

/// The first operator that compares by order.
pub(crate) const BY_ORDER: usize = 6;

pub(crate) const BUILT_IN: &[&str] = &[
    "version",
    "country",
    "city",
    "region",
    "DMA",
    "language",
    "platform",
    "os",
    "device",
    "device_type",
    "start_version",
    "paying",
];
