//! What answers look like.

/// The shape of an endpoint's answer, as its documentation shows it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Shape {
    /// A value for each group and interval: `series`, `seriesLabels` or `seriesMeta`, `xValues`.
    Series(Unit),
    /// A number of sessions for each span of lengths.
    Bins,
    /// A number of users for each value of a property.
    Composition,
    /// The event types of a project.
    Events,
    /// The steps of a funnel, for each group.
    Funnel,
    /// Users who came back, for each day they began.
    Retention,
    /// A user and what the user did.
    Activity,
    /// Users that were found.
    Search,
    /// Users in steps of five minutes, for two days.
    Realtime,
    /// Revenue of new users, for each day they began.
    Lifetime,
    /// That of a saved chart: any of the others, or CSV text.
    Chart,
}

impl Shape {
    /// Its name in machine-readable output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Series(_) => "series",
            Self::Bins => "bins",
            Self::Composition => "composition",
            Self::Events => "events",
            Self::Funnel => "funnel",
            Self::Retention => "retention",
            Self::Activity => "activity",
            Self::Search => "search",
            Self::Realtime => "realtime",
            Self::Lifetime => "lifetime",
            Self::Chart => "chart",
        }
    }
}

/// What the values of a [`Shape::Series`] count.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Unit {
    /// Users, events, money: a plain number.
    Number,
    /// Seconds.
    Seconds,
}
