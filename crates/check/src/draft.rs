//! What a query's parts say, gathered before it is known whether they make a query.

use amq_schema::{Clause, Word};
use amq_syntax::TextRange;
use smol_str::SmolStr;

use crate::{
    Days,
    query::{Event, Segment},
};

/// The parts of a query, each with its place where a rule may want to point at it.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) events: Vec<(Event, TextRange)>,
    /// The property or identifier of the subject.
    pub(crate) subject: Option<SmolStr>,
    pub(crate) subject_word: Option<&'static Word>,
    pub(crate) places: Vec<(Clause, TextRange)>,
    pub(crate) days: Option<Days>,
    pub(crate) interval: Option<Interval>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) groups: Vec<SmolStr>,
    pub(crate) words: Vec<(Clause, &'static Word, TextRange)>,
    pub(crate) numbers: Vec<(Clause, u32, TextRange)>,
    pub(crate) formula: Option<SmolStr>,
    pub(crate) window: Option<u64>,
    pub(crate) brackets: Vec<(u32, u32)>,
    pub(crate) bins: Option<Bins>,
    pub(crate) extra: Vec<(SmolStr, SmolStr)>,
}

/// The length of a bucket.
#[derive(Debug, Clone)]
pub(crate) struct Interval {
    pub(crate) sent: SmolStr,
    pub(crate) shown_days: Option<u32>,
}

/// Bins of session lengths, as they are sent.
#[derive(Debug, Clone)]
pub(crate) struct Bins {
    pub(crate) unit: &'static Word,
    pub(crate) min: SmolStr,
    pub(crate) max: SmolStr,
    pub(crate) step: Option<SmolStr>,
}

impl Draft {
    /// Where a clause stands.
    pub(crate) fn place(&self, clause: Clause) -> Option<TextRange> {
        self.places.iter().find(|it| it.0 == clause).map(|it| it.1)
    }

    /// Keeps the word of a clause; of a clause given twice the first one counts.
    pub(crate) fn keep_word(&mut self, clause: Clause, word: &'static Word, range: TextRange) {
        if self.word(&[clause]).is_none() {
            self.words.push((clause, word, range));
        }
    }

    /// Keeps the number of a clause; of a clause given twice the first one counts.
    pub(crate) fn keep_number(&mut self, clause: Clause, number: u32, range: TextRange) {
        if self.number(&[clause]).is_none() {
            self.numbers.push((clause, number, range));
        }
    }

    pub(crate) fn word(&self, clauses: &[Clause]) -> Option<&'static Word> {
        self.words.iter().find(|it| clauses.contains(&it.0)).map(|it| it.1)
    }

    pub(crate) fn number(&self, clauses: &[Clause]) -> Option<u32> {
        self.numbers.iter().find(|it| clauses.contains(&it.0)).map(|it| it.1)
    }
}
