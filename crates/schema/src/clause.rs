//! The clauses of the language: the words each begins with, what it says, what fills it.

/// A kind of clause. The order is the one the formatter writes clauses in.
#[derive(Debug, PartialEq, Eq, Clone, Copy, Hash, PartialOrd, Ord)]
pub enum Clause {
    /// `metric M`
    Metric,
    /// `formula EXPRESSION`
    Formula,
    /// `rolling window N`
    RollingWindow,
    /// `rolling average N`
    RollingAverage,
    /// `bins 0..10 minutes`
    Bins,
    /// `latest N`, `earliest N`
    Direction,
    /// `offset N`
    Offset,
    /// `for new users`
    For,
    /// `where SEGMENT vs SEGMENT`
    Where,
    /// `by PROPERTY, PROPERTY`
    By,
    /// `limit N`
    Limit,
    /// `mode M`
    Mode,
    /// `window 3d`
    Window,
    /// `every week`
    Every,
    /// `from D to D`, `last 30d`, …
    Range,
    /// `with NAME "VALUE"`
    With,
}

/// What is known of a kind of clause.
#[derive(Debug)]
pub struct ClauseRow {
    /// Which kind.
    pub clause: Clause,
    /// The words it may begin with.
    pub words: &'static [&'static str],
    /// Its forms, as the reference writes them.
    pub forms: &'static [&'static str],
    /// What it says, one sentence.
    pub doc: &'static str,
}

impl Clause {
    /// The row of this kind.
    pub fn row(self) -> &'static ClauseRow {
        &CLAUSES[self as usize]
    }

    /// The word that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Range => "from",
            Self::RollingWindow => "rolling window",
            Self::RollingAverage => "rolling average",
            other => other.row().words[0],
        }
    }
}

/// Every clause, in the order the formatter writes them.
pub static CLAUSES: &[ClauseRow] = &[
    ClauseRow {
        clause: Clause::Metric,
        words: &["metric"],
        forms: &["metric M"],
        doc: "What is computed for every event.",
    },
    ClauseRow {
        clause: Clause::Formula,
        words: &["formula"],
        forms: &["formula EXPRESSION"],
        doc: "Computes with the events: `A` is the first, `B` the second, `A1` the first in segment 1.",
    },
    ClauseRow {
        clause: Clause::RollingWindow,
        words: &["rolling"],
        forms: &["rolling window N"],
        doc: "Counts over the last N intervals instead of one.",
    },
    ClauseRow {
        clause: Clause::RollingAverage,
        words: &["rolling"],
        forms: &["rolling average N"],
        doc: "Averages over the last N intervals.",
    },
    ClauseRow {
        clause: Clause::Bins,
        words: &["bins"],
        forms: &["bins 0..10 minutes", "bins 0..10 minutes step 1"],
        doc: "The lengths of session to tell apart.",
    },
    ClauseRow {
        clause: Clause::Direction,
        words: &["latest", "earliest"],
        forms: &["latest N", "earliest N", "latest", "earliest"],
        doc: "Which end of the user's history, and how many events of it.",
    },
    ClauseRow {
        clause: Clause::Offset,
        words: &["offset"],
        forms: &["offset N"],
        doc: "How many of the most recent events to skip.",
    },
    ClauseRow {
        clause: Clause::For,
        words: &["for"],
        forms: &["for new users", "for active users", "for any users"],
        doc: "Which users are considered.",
    },
    ClauseRow {
        clause: Clause::Where,
        words: &["where"],
        forms: &["where SEGMENT", "where SEGMENT vs SEGMENT"],
        doc: "Keeps the users of a segment, or compares several segments.",
    },
    ClauseRow {
        clause: Clause::By,
        words: &["by"],
        forms: &["by PROPERTY", "by PROPERTY, PROPERTY"],
        doc: "One series for every value of a user property; each counts as four segments.",
    },
    ClauseRow {
        clause: Clause::Limit,
        words: &["limit"],
        forms: &["limit N"],
        doc: "How many groups, or events of a user, to return.",
    },
    ClauseRow {
        clause: Clause::Mode,
        words: &["mode"],
        forms: &["mode M", "mode bracket 0-4, 5-9"],
        doc: "How steps of a funnel, or returns of a user, are counted.",
    },
    ClauseRow {
        clause: Clause::Window,
        words: &["window"],
        forms: &["window 3d"],
        doc: "How long a user may take from the first step to the last.",
    },
    ClauseRow {
        clause: Clause::Every,
        words: &["every"],
        forms: &["every day", "every week", "every month", "every hour", "every 5min", "every 14d"],
        doc: "The length of one bucket of the answer.",
    },
    ClauseRow {
        clause: Clause::Range,
        words: &["from", "on", "last", "today", "yesterday", "this", "previous", "during"],
        forms: &[
            "from D to D",
            "on D",
            "last 30d",
            "last 30d to D",
            "today",
            "yesterday",
            "this week",
            "previous month",
            "during $range",
        ],
        doc: "The days that the query covers, first and last included.",
    },
    ClauseRow {
        clause: Clause::With,
        words: &["with"],
        forms: &["with NAME \"VALUE\", …"],
        doc: "Sends a parameter amq does not know, after all others.",
    },
];
