//! The shape of a row of the table: an endpoint, its parameters and its rules.

use crate::{Clause, Cost, Parts, Pool, Shape, Word};

/// One endpoint of the API and the query that becomes a request to it.
#[derive(Debug, PartialEq)]
pub struct Endpoint {
    /// The query's head as people write it: `sessions length`.
    pub name: &'static str,
    /// Its first word.
    pub verb: &'static str,
    /// The words after the verb that tell it from the verb's other endpoints.
    pub phrase: &'static [&'static str],
    /// Path of the request; `{id}` stands for the chart's identifier.
    pub path: &'static str,
    /// What it answers, one sentence.
    pub doc: &'static str,
    /// Where this row was read, and when.
    pub source: &'static str,
    /// A complete query that checks clean.
    pub example: &'static str,
    /// What stands between the verb and the first clause.
    pub subject: Subject,
    /// What the request carries, in the order it is sent.
    pub params: &'static [Param],
    /// What one request costs, before days and conditions.
    pub cost: Cost,
    /// What its answer looks like.
    pub answer: Shape,
    /// What answers to parts of its range are to that answer.
    pub parts: Parts,
    /// Which of the API's limits it counts against.
    pub pool: Pool,
    /// Rules across parameters.
    pub rules: &'static [Rule],
}

impl Endpoint {
    /// Whether a clause may stand in this endpoint's query.
    pub fn takes(&self, clause: Clause) -> bool {
        clause == Clause::With || self.param_of(clause).is_some()
    }

    /// The first parameter that a clause fills.
    pub fn param_of(&self, clause: Clause) -> Option<&'static Param> {
        self.params.iter().find(|param| param.fills_from(clause))
    }

    /// Whether the request carries dates.
    pub fn has_range(&self) -> bool {
        self.takes(Clause::Range)
    }

    /// How many properties the query's `by` takes.
    pub fn groups(&self) -> usize {
        self.params.iter().filter(|param| matches!(param.ty, Ty::Group(_))).count()
    }

    /// The rule of a kind, if the endpoint has it.
    pub fn has_rule(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }
}

/// What stands between a verb and the first clause.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Subject {
    /// Nothing.
    None,
    /// At most one of these words, as in `users new`.
    Word(&'static [Word]),
    /// A user property.
    Property,
    /// Events, joined by `->` or by `,`.
    Events {
        /// Fewest events.
        min: usize,
        /// Most events, if there is a bound.
        max: Option<usize>,
        /// Joined by `->` (order matters) rather than `,`.
        arrow: bool,
    },
    /// The number that Amplitude gives to a user.
    AmplitudeId,
    /// Any identifier of a user, or the beginning of one.
    Identifier,
    /// A chart's identifier, and optionally a word for the form of the answer.
    Chart(&'static [Word]),
}

impl Subject {
    /// Whether events are joined by `->`.
    pub fn is_arrow(self) -> bool {
        matches!(self, Self::Events { arrow: true, .. })
    }

    /// What it is, one sentence.
    pub const fn doc(self) -> &'static str {
        match self {
            Self::None => "Nothing: clauses follow.",
            Self::Word(_) => "Whom the query is about.",
            Self::Property => "The user property whose values are counted.",
            Self::Events { arrow: true, .. } => "The events, in the order in which they are done.",
            Self::Events { .. } => "The events that are counted.",
            Self::AmplitudeId => "The number that Amplitude gives to a user.",
            Self::Identifier => "An identifier of a user, or the beginning of one.",
            Self::Chart(_) => {
                "The identifier of a saved chart, which ends its address in Amplitude; a part of the path."
            }
        }
    }

    /// Whether a name of the project stands there.
    pub fn takes_name(self) -> bool {
        matches!(self, Self::Events { .. } | Self::Property)
    }
}

/// One parameter of a request.
#[derive(Debug, PartialEq)]
pub struct Param {
    /// Its name in the URL.
    pub wire: &'static str,
    /// The clauses that fill it; none means the subject does.
    pub clauses: &'static [Clause],
    /// What kind of thing it holds, and with that how it is checked and encoded.
    pub ty: Ty,
    /// Whether the API refuses a request without it.
    pub required: bool,
    /// What the API assumes when it is left out.
    pub default: Option<&'static str>,
    /// What it means, one sentence.
    pub doc: &'static str,
    /// A clause that fills it, as written in a query.
    pub example: &'static str,
    /// A clause whose presence sends this parameter with a fixed value (`formula`: `m=formula`).
    pub implied: Option<(Clause, &'static str)>,
}

impl Param {
    /// A parameter filled by the query's subject.
    pub const fn subject(wire: &'static str, ty: Ty) -> Self {
        Self::from(wire, &[], ty)
    }

    /// A parameter filled by one of some clauses.
    pub const fn from(wire: &'static str, clauses: &'static [Clause], ty: Ty) -> Self {
        Self {
            wire,
            clauses,
            ty,
            required: false,
            default: None,
            doc: "",
            example: "",
            implied: None,
        }
    }

    /// The API refuses a request without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What the API assumes when it is left out.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// What it means.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// A clause that fills it.
    #[must_use]
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    /// Sent with a fixed value when that clause stands in the query.
    #[must_use]
    pub const fn implied(mut self, clause: Clause, value: &'static str) -> Self {
        self.implied = Some((clause, value));
        self
    }

    /// Whether a clause fills this parameter.
    pub fn fills_from(&self, clause: Clause) -> bool {
        self.clauses.contains(&clause)
    }
}

/// What kind of value a parameter holds.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Ty {
    /// The event at this place of the subject.
    Event(usize, Role),
    /// Every event of the subject, one parameter each.
    Events(Role),
    /// A user property named by the subject.
    Property,
    /// An identifier named by the subject.
    Id,
    /// The same text in every request.
    Fixed(&'static str),
    /// First day of the range.
    Start,
    /// Last day of the range.
    End,
    /// The length of a bucket: one of these words, or a number of days.
    Interval(&'static [Word]),
    /// One of these words.
    Words(&'static [Word]),
    /// Segments, one parameter each.
    Segments,
    /// The property at this place of `by`.
    Group(usize),
    /// A whole number; `sent_less` is taken off before it is sent.
    Int {
        /// Smallest number that may be written.
        min: u32,
        /// Largest number that may be written.
        max: u32,
        /// What is taken off before it is sent, where the API counts from 0.
        sent_less: u32,
    },
    /// An arithmetic expression over the events.
    Formula,
    /// A duration, sent in seconds.
    Seconds,
    /// Brackets of days, sent half-open.
    Brackets,
    /// Unit of the bins.
    BinUnit(&'static [Word]),
    /// Where the first bin starts.
    BinMin,
    /// Where the last bin ends.
    BinMax,
    /// How wide a bin is.
    BinSize,
    /// Which end of a user's history.
    Direction(&'static [Word]),
}

/// The part an event plays in its query; special events are allowed by it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Role {
    /// It is counted.
    Counted,
    /// It is a step of a funnel.
    Step,
    /// It puts a user into the cohort.
    Start,
    /// It brings a user back.
    Return,
}

/// A rule across the parameters of one endpoint.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Rule {
    /// These two clauses may not stand in one query.
    Excludes(Clause, Clause),
    /// These two clauses may not both give a number.
    OneNumber(Clause, Clause),
    /// The clause has no effect unless something is grouped.
    NeedsGroup(Clause),
    /// Grouping needs a single segment.
    GroupNeedsOneSegment,
    /// The bins may not go past this many seconds.
    BinsWithin(u32),
    /// The range may not be longer than this many days without a coarser interval.
    ShownDaysByDefault(u32),
}
