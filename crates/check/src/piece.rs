//! What was found of one statement; ranges count from its start, so that it holds wherever the
//! statement moves.

use std::mem;

use amq_schema::{Code, Severity};
use amq_syntax::{TextRange, TextSize};
use smol_str::SmolStr;

use crate::{Context, Diagnostic, limits::MOST_SAID, query::Query};

/// What was found of one statement.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Its label.
    pub label: Option<SmolStr>,
    /// The query, if it is one and has no mistake that leaves none, and was asked for.
    pub query: Option<Query>,
    /// The names that it mentions, without their `$`.
    pub mentions: Vec<SmolStr>,
    /// What it is.
    pub(crate) kind: PieceKind,
    /// What is wrong with it, after `[lints]` and comments that allow it.
    said: Vec<Diagnostic>,
    /// What is wrong with the comments above it; ranges count from so far before it.
    above: Vec<(TextSize, Diagnostic)>,
    /// The codes that comments above it silence.
    pub(crate) silenced: Vec<&'static Code>,
    /// What is wrong with its label alone.
    pub(crate) reserved: Option<Box<Diagnostic>>,
    /// Whether its text has mistakes, so that what is said of it may depend on names it has not.
    pub(crate) dubious: bool,
    /// Whether it has a mistake that leaves no query, or no names for queries.
    pub(crate) broken: bool,
    /// How many values the names in it stand for.
    pub(crate) expanded: usize,
    /// Whether those were more than there was room for.
    pub(crate) overfull: bool,
}

/// What a statement is, as far as that matters for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PieceKind {
    Query,
    /// A `let` or a `use`.
    Names,
    /// A query by its first word, that was most likely meant as a `let`.
    MisspeltLet,
    #[default]
    Unread,
}

impl Piece {
    /// Whether it is a query.
    pub fn is_query(&self) -> bool {
        matches!(self.kind, PieceKind::Query | PieceKind::MisspeltLet)
    }

    /// Whether names may come from it.
    pub(crate) fn is_names(&self) -> bool {
        matches!(self.kind, PieceKind::Names | PieceKind::MisspeltLet)
    }

    /// What is wrong with the statement, in a file where it starts at a place.
    pub fn diagnostics(&self, start: TextSize) -> impl Iterator<Item = Diagnostic> {
        let above = self.above.iter().map(move |(back, it)| it.clone().shifted(start - *back));
        above.chain(self.said.iter().map(move |it| it.clone().shifted(start)))
    }

    /// The same, taken out.
    pub(crate) fn take_diagnostics(
        &mut self,
        start: TextSize,
    ) -> impl Iterator<Item = Diagnostic> + use<> {
        let (above, said) = (mem::take(&mut self.above), mem::take(&mut self.said));
        let above = above.into_iter().map(move |(back, it)| it.shifted(start - back));
        above.chain(said.into_iter().map(move |it| it.shifted(start)))
    }

    /// What is wrong with the statement itself; ranges count from its start.
    pub fn said(&self) -> &[Diagnostic] {
        &self.said
    }

    /// Whether anything is wrong with it.
    pub(crate) fn is_loud(&self) -> bool {
        !self.said.is_empty() || !self.above.is_empty()
    }

    /// Whether a comment above the statement silences a code.
    pub(crate) fn silences(&self, code: &'static Code) -> bool {
        self.silenced.contains(&code)
    }

    /// The label, unless it is a word of the language.
    pub(crate) fn own_label(&self) -> Option<&SmolStr> {
        self.label.as_ref().filter(|_| self.reserved.is_none())
    }

    /// Keeps what the project and the comments above the statement do not silence. A statement
    /// that leaves no query, or nothing for queries that need it, is never silent.
    pub(crate) fn say(&mut self, said: Vec<Diagnostic>, context: &Context) {
        let severity = |it: &Diagnostic| {
            if self.silences(it.code) { Severity::Off } else { context.severity(it.code) }
        };
        let loud = !self.broken || said.iter().any(|it| severity(it) == Severity::Error);
        let full = said.len() >= MOST_SAID;
        let mut kept = Vec::with_capacity(said.len());
        for mut it in said {
            let own = it.code.severity;
            it.severity = if loud || own != Severity::Error { severity(&it) } else { own };
            kept.extend((it.severity != Severity::Off).then_some(it));
        }
        if full {
            say_more_is_left_out(&mut kept);
        }
        if let Some(mut it) = self.reserved.as_deref().cloned() {
            it.severity = severity(&it);
            kept.extend((it.severity != Severity::Off).then_some(it));
        }
        self.said = kept;
    }

    /// Keeps what is wrong with the comments above the statement.
    pub(crate) fn say_above(&mut self, above: Vec<Diagnostic>, start: TextSize, context: &Context) {
        for mut it in above {
            if self.silences(it.code) {
                continue;
            }
            it.severity = context.severity(it.code);
            if it.severity == Severity::Off {
                continue;
            }
            let edits = it.fixes.iter().flat_map(|fix| &fix.edits);
            let place = edits.map(|edit| edit.range).fold(it.range, TextRange::cover).start();
            let back = start - place;
            it.range -= place;
            for edit in it.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
                edit.range -= place;
            }
            self.above.push((back, it));
        }
    }
}

/// The last of a statement's diagnostics tells that there would be more, in every format.
fn say_more_is_left_out(kept: &mut [Diagnostic]) {
    let shown = kept.len();
    if let Some(last) = kept.iter_mut().max_by_key(|it| (it.range.start(), it.code.id)) {
        let more = "; further mistakes of this statement are left out";
        last.message = format!("{}{more}, after {shown}", last.message);
    }
}
