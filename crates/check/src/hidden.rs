//! Mistakes in text that nothing took because of the word before it, such as the conditions behind
//! `WHERE`. The word can only have been meant as one thing, so the text is read as if it stood
//! there, and what is wrong with it is said in the same run.

use amq_syntax::{Span, TextRange, TextSize, ast::Kind, parse_statement, slice};
use smol_str::SmolStr;

use crate::{
    Context, Diagnostic, Edit, Fix,
    checker::Checker,
    names::Scope,
    statement::{How, query},
};

/// How often a statement is read again; each time one more word has been put right.
const MOST_TIMES: usize = 8;

/// A shorter word is near too many others.
const SHORTEST: usize = 4;

/// A longer statement is not read again.
const LONGEST: usize = 4096;

/// Text that nothing took, and the word before it as it was meant.
#[derive(Debug)]
pub(crate) struct Hidden {
    word: Edit,
    range: TextRange,
}

impl Checker<'_> {
    /// Notes text that `said` leaves unread, where its first fix is certain of the word.
    pub(crate) fn note_hidden(&mut self, all: TextRange, said: &Diagnostic) {
        let Some(Fix { edits, safe: true, .. }) = said.fixes.first() else { return };
        if let [word] = edits.as_slice()
            && word.range.start() == said.range.start()
            && all.end() > word.range.end()
            && !word.text.trim().is_empty()
            && usize::from(word.range.len()) >= SHORTEST
        {
            let range = TextRange::new(word.range.end(), all.end());
            self.hidden.push(Hidden { word: word.clone(), range });
        }
    }
}

/// What is wrong with hidden text, and the names that it mentions.
pub(crate) fn mistakes(
    text: &str,
    hidden: &[Hidden],
    context: &Context,
    scope: &Scope,
    how: How,
) -> Option<(Vec<Diagnostic>, Vec<SmolStr>)> {
    if hidden.is_empty() || how.times >= MOST_TIMES || text.len() > LONGEST {
        return None;
    }
    let mended = Mended::new(text, hidden);
    let span = Span { range: TextRange::up_to(TextSize::of(&mended.text)), indented: false };
    let statement = parse_statement(&mended.text, &span);
    let Kind::Query(tree) = &statement.kind else { return None };
    let outcome = query(
        &mended.text,
        &statement,
        tree,
        context,
        scope,
        How { wanted: false, times: how.times + 1, ..how },
    );
    let said = outcome.diagnostics.into_iter().map(|it| mended.back(it));
    let is_hidden = |it: &Diagnostic| hidden.iter().any(|at| at.range.contains_range(it.range));
    Some((said.filter(is_hidden).collect(), outcome.mentions))
}

/// A statement with the words before hidden text as they were meant.
struct Mended {
    text: String,
    /// Where each word stands in the statement, and where it stands in the mended text.
    words: Vec<(TextRange, TextRange)>,
}

impl Mended {
    fn new(text: &str, hidden: &[Hidden]) -> Self {
        let mut edits: Vec<&Edit> = hidden.iter().map(|it| &it.word).collect();
        edits.sort_by_key(|it| it.range.start());
        edits.dedup_by(|next, before| before.range.end() > next.range.start());
        let mut mended = Self { text: String::with_capacity(text.len()), words: Vec::new() };
        let mut copied = TextSize::new(0);
        for Edit { range, text: word } in edits {
            mended.text.push_str(slice(text, TextRange::new(copied, range.start())));
            let start = TextSize::of(&mended.text);
            mended.text.push_str(word);
            mended.words.push((*range, TextRange::new(start, TextSize::of(&mended.text))));
            copied = range.end();
        }
        mended.text.push_str(slice(text, TextRange::new(copied, TextSize::of(text))));
        mended
    }

    /// What is said of the mended text, said of the statement itself. A fix that changes a mended
    /// word cannot be made yet.
    fn back(&self, mut said: Diagnostic) -> Diagnostic {
        said.range = self.range(said.range);
        for label in &mut said.labels {
            label.range = self.range(label.range);
        }
        said.fixes.retain(|fix| fix.edits.iter().all(|edit| !self.is_mended(edit.range)));
        for edit in said.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = self.range(edit.range);
        }
        said
    }

    fn is_mended(&self, range: TextRange) -> bool {
        self.words.iter().any(|(_, word)| range.start() < word.end() && word.start() < range.end())
    }

    fn range(&self, range: TextRange) -> TextRange {
        let start = self.place(range.start(), TextRange::start);
        let end = self.place(range.end(), TextRange::end);
        TextRange::new(start.min(end), end)
    }

    /// Where a place of the mended text is in the statement; inside a mended word, at one end of it.
    fn place(&self, at: TextSize, end_of: impl Fn(TextRange) -> TextSize) -> TextSize {
        match self.words.iter().rev().find(|(_, mended)| mended.start() < at) {
            Some((word, mended)) if mended.end() <= at => at - mended.end() + word.end(),
            Some((word, _)) => end_of(*word),
            None => at,
        }
    }
}
