//! The state of checking one statement; what is checked stands in the files beside this one.

use std::cell::Cell;

use amq_schema::{Clause, Endpoint, Severity};
use amq_syntax::{
    Statement, TextRange, TextSize,
    ast::{self, Part},
    slice,
};
use smol_str::SmolStr;

use crate::{
    Context, Diagnostic, hidden::Hidden, limits::MOST_SAID, names::Scope, statement::plain_kind,
};

/// One statement being checked. Ranges count from its start.
pub(crate) struct Checker<'a> {
    /// The statement's text.
    pub(crate) text: &'a str,
    /// The statement's tree, where it has mistakes to speak of.
    pub(crate) statement: Option<&'a Statement>,
    /// The project.
    pub(crate) context: &'a Context,
    /// The names it can mention.
    pub(crate) scope: &'a Scope,
    /// The endpoint that the query asks, as far as that is known.
    pub(crate) endpoint: Option<&'static Endpoint>,
    /// The clauses that stand in the query.
    pub(crate) clauses: &'a [ast::Clause],
    /// The parts of the subject that are events, and what joins them.
    pub(crate) events: &'a [Part],
    /// What was found so far.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How many more values, conditions and filters names may stand for in this file.
    pub(crate) room: usize,
    /// Whether some name stood for more than that.
    pub(crate) overfull: bool,
    /// The names that were mentioned.
    pub(crate) mentions: Vec<SmolStr>,
    /// Whether there is text that may have been meant as any clause.
    pub(crate) has_stray: bool,
    /// Text that nothing took, behind words that can only have been meant as others.
    pub(crate) hidden: Vec<Hidden>,
    /// Text of which nothing more is to be said: its mistakes follow from one that was told.
    pub(crate) told: Vec<TextRange>,
    /// The last filter that stands behind its event without braces.
    pub(crate) bare_filter: TextRange,
    /// Where it was last asked whether an `and` stands, and the answer.
    pub(crate) and_in: Cell<Option<(TextRange, bool)>>,
    /// Whether some part could not be read, so that there is no query.
    pub(crate) broken: bool,
}

/// Where an event of the subject could take one more filter or group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventEnd {
    /// The end of its name.
    pub(crate) name_end: TextSize,
    /// Inside its braces: the end of the filters, and of the groups.
    pub(crate) body: Option<(TextSize, TextSize)>,
    /// How many filters and groups are there.
    pub(crate) has: (usize, usize),
}

impl<'a> Checker<'a> {
    pub(crate) fn new(text: &'a str, context: &'a Context, scope: &'a Scope, room: usize) -> Self {
        Self {
            text,
            statement: None,
            context,
            scope,
            endpoint: None,
            clauses: &[],
            events: &[],
            diagnostics: Vec::new(),
            room,
            overfull: false,
            mentions: Vec::new(),
            has_stray: false,
            hidden: Vec::new(),
            told: Vec::new(),
            bare_filter: TextRange::default(),
            and_in: Cell::new(None),
            broken: false,
        }
    }

    /// The text at a range.
    pub(crate) fn str(&self, range: TextRange) -> &'a str {
        slice(self.text, range)
    }

    /// Says something; past [`MOST_SAID`] only the first error, so that no query is lost silently.
    pub(crate) fn say(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() >= MOST_SAID {
            if diagnostic.code.severity != Severity::Error || self.has_said_enough() {
                return;
            }
            self.diagnostics.pop();
        }
        self.diagnostics.push(diagnostic);
    }

    /// Says something that leaves no query.
    pub(crate) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.broken = true;
        self.say(diagnostic);
        None
    }

    /// Reads something of which nothing is said: the names that it mentions are in use.
    pub(crate) fn unsaid(&mut self, read: impl FnOnce(&mut Self)) {
        let said = std::mem::take(&mut self.diagnostics);
        read(self);
        self.diagnostics = said;
    }

    /// Whether more was found in the statement than anybody reads. It stays a statement without a
    /// query, and the time for its answer does not grow with the square of its mistakes.
    pub(crate) fn has_said_enough(&self) -> bool {
        let is_error = |it: &Diagnostic| it.code.severity == Severity::Error;
        self.diagnostics.len() >= MOST_SAID && self.diagnostics.iter().any(is_error)
    }

    /// Whether a clause stands in the query.
    pub(crate) fn has(&self, clause: Clause) -> bool {
        self.clauses.iter().any(|it| plain_kind(&it.kind) == Some(clause))
    }

    /// A range without the blanks at its end. A clause whose argument is missing has some.
    pub(crate) fn without_gap(&self, range: TextRange) -> TextRange {
        let kept = self.str(range).trim_end_matches([' ', '\t', '\r', '\n']);
        TextRange::at(range.start(), TextSize::of(kept))
    }

    /// A range with the blanks and comments before it, so that deleting it leaves no gap.
    pub(crate) fn with_gap_before(&self, range: TextRange) -> TextRange {
        let range = self.without_gap(range);
        let before = self.text.get(..range.start().into()).unwrap_or_default();
        let kept = before.trim_end_matches([' ', '\t', '\r', '\n']);
        // A comment before it would swallow what follows.
        let start = if may_end_in_comment(kept) { range.start() } else { TextSize::of(kept) };
        TextRange::new(start, range.end())
    }
}

/// Whether a text may end in a comment: its last line has what begins one, in a string or not, or is
/// too long to be looked through.
pub(crate) fn may_end_in_comment(text: &str) -> bool {
    const LONGEST: usize = 1000;
    let last = text.bytes().rev().take(LONGEST).find(|it| [b'#', b'\n'].contains(it));
    last.map_or(text.len() > LONGEST, |it| it == b'#')
}
