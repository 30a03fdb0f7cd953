//! A decoded answer.

use amq_schema::Shape;

use crate::{Note, Table};

/// What the API answered, as tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What kind of answer it is; for a saved chart the kind that was found.
    pub shape: Shape,
    /// The answer itself.
    pub table: Table,
    /// What belongs to it without being more of its rows: totals, a funnel's days, a user's data.
    pub parts: Vec<Part>,
    /// What has to be said of it.
    pub notes: Vec<Note>,
}

/// A table beside the one of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it holds.
    pub name: PartName,
    /// The table.
    pub table: Table,
}

/// What a [`Part`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartName {
    /// The whole range in one figure for each series, everybody counted once.
    Total,
    /// The same by day.
    Days,
    /// For each cohort, how many it has and what they paid.
    Cohorts,
    /// What is known of a user.
    User,
    /// The lines above the table of a chart's CSV.
    Heading,
}

impl PartName {
    /// Its name in machine-readable output, and in names of files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Days => "days",
            Self::Cohorts => "cohorts",
            Self::User => "user",
            Self::Heading => "heading",
        }
    }
}

impl PartName {
    /// What people read above it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Total => "the whole range",
            Self::Days => "by day",
            Self::Cohorts => "the cohorts",
            Self::User => "the user",
            Self::Heading => "above the table",
        }
    }

    /// Whether it is shown to people beside the table. A funnel's days are as long as the table is
    /// short: they are for files.
    pub(crate) const fn is_shown(self) -> bool {
        !matches!(self, Self::Days)
    }
}

impl Answer {
    /// An answer of one table, without notes.
    pub(crate) const fn new(shape: Shape, table: Table) -> Self {
        Self { shape, table, parts: Vec::new(), notes: Vec::new() }
    }

    /// The part of a name.
    pub fn part(&self, name: PartName) -> Option<&Table> {
        self.parts.iter().find(|part| part.name == name).map(|part| &part.table)
    }

    /// Adds notes.
    pub(crate) fn say(&mut self, notes: impl IntoIterator<Item = Note>) {
        for note in notes {
            self.note(note);
        }
    }

    /// Adds a note, unless it is there.
    pub(crate) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
