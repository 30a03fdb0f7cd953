//! What can be done at a place: mend mistakes, and rewrite without a change of meaning.

mod dates;
mod extract;
mod inline;
mod pull;
mod split;

use amq_check::{Diagnostic, Edit};
use amq_syntax::TextRange;

pub use inline::written;

use crate::File;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in a few words.
    pub title: String,
    /// What kind of thing it is.
    pub kind: ActionKind,
    /// What it does.
    pub act: Act,
    /// What it mends.
    pub mends: Option<Diagnostic>,
    /// Whether it is the one to choose where there are several.
    pub preferred: bool,
}

/// What an action does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Changes the text.
    Edit(Vec<Edit>),
    /// Has the client ask the API for the names of events, and for the values of user properties.
    Pull {
        /// Whose values.
        values: Vec<String>,
    },
}

/// Kinds of action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Mends a mistake.
    Fix,
    /// Mends all that can be mended safely.
    FixAll,
    /// Makes a part a definition.
    Extract,
    /// Puts a definition where it is mentioned.
    Inline,
    /// Writes the same otherwise.
    Rewrite,
}

/// What is known of other files where something may be done in this one.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Whether a name would be taken in a file that uses this one.
    pub taken: &'a dyn Fn(&str) -> bool,
    /// What a name of a used file stands for, as it is [`written`] there.
    pub written: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the client can ask the API; it is told where that may help.
    pub asks: bool,
}

/// What can be done in a range; `said` is what is wrong with the file.
pub fn actions(
    file: &File<'_>,
    range: TextRange,
    said: &[Diagnostic],
    around: &Around<'_>,
) -> Vec<Action> {
    let mut actions = fixes(range, said);
    if around.asks {
        actions.extend(pull::pulls(file, range, said));
    }
    actions.extend(fix_all(said));
    actions.extend(extract::extract(file, range, around.taken));
    actions.extend(inline::inline(file, range.start(), around.written));
    actions.extend(dates::to_fixed(file, range.start()));
    actions.extend(dates::to_relative(file, range.start()));
    actions.extend(split::split(file, range.start()));
    actions
}

fn fixes(range: TextRange, said: &[Diagnostic]) -> Vec<Action> {
    let mut fixes = Vec::new();
    let is_here = |place: TextRange| place.intersect(range).is_some();
    // What is costly is said of the first word and mended by the last: it is offered at each place
    // that it speaks of.
    let concerns =
        |it: &&Diagnostic| is_here(it.range) || it.labels.iter().any(|label| is_here(label.range));
    for diagnostic in said.iter().filter(concerns) {
        for (at, fix) in diagnostic.fixes.iter().enumerate() {
            fixes.push(Action {
                title: fix.title.clone(),
                kind: ActionKind::Fix,
                act: Act::Edit(fix.edits.clone()),
                mends: Some(diagnostic.clone()),
                preferred: at == 0 && fix.safe && is_here(diagnostic.range),
            });
        }
    }
    fixes
}

/// The first safe fix of everything that has one, as far as they do not overlap.
pub fn fix_all(said: &[Diagnostic]) -> Option<Action> {
    let mut edits: Vec<Edit> = Vec::new();
    for diagnostic in said {
        let Some(fix) = diagnostic.fixes.first().filter(|fix| fix.safe) else { continue };
        let clear = fix.edits.iter().all(|edit| {
            edits.iter().all(|other| {
                edit.range
                    .intersect(other.range)
                    .is_none_or(|both| both.is_empty() && edit.range.start() != other.range.start())
            })
        });
        if clear {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort_by_key(|edit| edit.range.start());
    let title = "fix everything that has one safe fix".to_owned();
    (!edits.is_empty()).then_some(Action {
        title,
        kind: ActionKind::FixAll,
        act: Act::Edit(edits),
        mends: None,
        preferred: false,
    })
}

/// An action that mends nothing.
fn action(title: impl Into<String>, kind: ActionKind, edits: Vec<Edit>) -> Action {
    Action { title: title.into(), kind, act: Act::Edit(edits), mends: None, preferred: false }
}
