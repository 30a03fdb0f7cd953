//! What could be typed at a place.

mod names;
mod values;
mod words;

use std::collections::HashSet;

use amq_check::{Context, Edit};
use amq_syntax::{TextRange, TextSize, quote};

use crate::{
    File, Known,
    lex::TokenKind,
    place::{Place, place},
    walk::{Expect, Walk},
};

/// Something that could be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is shown of it.
    pub label: String,
    /// What kind of thing it is.
    pub kind: ItemKind,
    /// What stands beside it.
    pub detail: Option<String>,
    /// What it means, in Markdown.
    pub doc: String,
    /// What it replaces.
    pub range: TextRange,
    /// By what; with places to fill in where `snippet` is set.
    pub insert: String,
    /// Whether `insert` has places to fill in.
    pub snippet: bool,
    /// The lower, the further up.
    pub rank: u8,
    /// What is changed elsewhere.
    pub also: Vec<Edit>,
}

/// Kinds of things that could be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A word of the language.
    Keyword,
    /// A word that a clause takes.
    Word,
    /// A verb.
    Verb,
    /// An event.
    Event,
    /// A property.
    Property,
    /// A value.
    Value,
    /// An operator.
    Operator,
    /// A function.
    Function,
    /// A `$name`.
    Name,
    /// A file.
    File,
    /// A whole query.
    Snippet,
}

/// What could be typed at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// Best first.
    pub items: Vec<Item>,
    /// Whether there would be more, so that it has to be asked again once more is typed.
    pub cut: bool,
}

/// What could be typed at a place.
pub fn completion(file: &File<'_>, at: TextSize, known: &Known<'_>, snippets: bool) -> Completion {
    let place = place(file, at);
    let typed = place.typed(at);
    if is_in_comment(file, &place, at) {
        return Completion::default();
    }
    let range = typed.map_or(TextRange::empty(at), |token| token.range);
    let before = place.token.is_some_and(|it| typed.is_some() || it.range.start() >= at);
    let walk = if before { &place.before } else { &place.after };
    let mut list =
        List { file, known, place: &place, walk, range, snippets, items: Vec::new(), cut: false };
    list.fill();
    let (mut items, cut) = (list.items, list.cut);
    items.sort_by(|one, other| (one.rank, &one.label).cmp(&(other.rank, &other.label)));
    if typed.is_some_and(|it| it.text.starts_with('"')) {
        items.retain(|it| !it.label.ends_with(':'));
        items.iter_mut().for_each(in_quotes);
    }
    let mut shown = HashSet::new();
    items.retain(|it| shown.insert((it.label.clone(), it.kind)));
    Completion { items, cut }
}

/// Editors compare what is typed with the label, so one has its quote where the other has.
fn in_quotes(item: &mut Item) {
    let is_name = matches!(item.kind, ItemKind::Event | ItemKind::Property);
    if is_name && !item.label.contains('"') {
        item.label = quote(&item.label);
        item.insert.clone_from(&item.label);
    }
}

/// Whether a place is in a comment, the blanks behind its last word included.
fn is_in_comment(file: &File<'_>, place: &Place<'_>, at: TextSize) -> bool {
    let before = [place.token, place.previous].into_iter().flatten();
    let last = before.filter(|it| it.range.start() < at).max_by_key(|it| it.range.start());
    last.is_some_and(|it| {
        let rest = file.text.get(it.range.start().into()..at.into()).unwrap_or_default();
        it.kind == TokenKind::Comment && !rest.contains('\n')
    })
}

/// Items being gathered.
struct List<'a, 'f> {
    file: &'a File<'f>,
    known: &'a Known<'a>,
    place: &'a Place<'f>,
    walk: &'a Walk<'f>,
    /// What is typed already.
    range: TextRange,
    snippets: bool,
    items: Vec<Item>,
    cut: bool,
}

impl List<'_, '_> {
    fn fill(&mut self) {
        match self.walk.expect {
            Expect::Statement => {
                self.statements();
                self.continued();
            }
            Expect::Verb => self.verbs(),
            Expect::Subject => self.subject(),
            Expect::AfterEvent => self.after_event(),
            Expect::UsePath => self.paths(),
            Expect::Definition => self.definitions(),
            Expect::Event => self.events(None),
            Expect::Condition => self.conditions(),
            Expect::Operator => self.operators(),
            Expect::Value => self.values(),
            Expect::Cohort => self.cohorts(),
            Expect::AfterCondition => self.after_condition(),
            Expect::AfterEveryone => self.after_segment(),
            Expect::AfterPerformed => self.after_performed(),
            Expect::AfterTimes => self.after_times(),
            Expect::TimesWord => self.word("times", "How often is counted.", ""),
            Expect::Within => self.within(),
            Expect::WithinLength => self.spans(),
            Expect::Group if self.walk.item > 0 && !self.takes_group() => {}
            Expect::Group => self.user_properties(1),
            Expect::Word(clause) => self.words(clause),
            Expect::Brackets => self.text("0-4, 5-9", "Days, first and last included."),
            Expect::AfterBracket => {
                self.word(",", "The next days follow.", ", ");
                self.clauses();
            }
            Expect::RollingWord => self.rolling(),
            Expect::Interval => self.intervals(),
            Expect::Length(clause) => self.lengths(clause),
            Expect::Day(_) => self.days(),
            Expect::RangeTo => self.word("to", "The last day follows.", "to "),
            Expect::OptionalTo => {
                self.word("to", "The last day follows; today if it is left out.", "to ");
                self.clauses();
            }
            Expect::Period => self.periods(),
            Expect::RangeName => self.names(Some(amq_check::Kind::Range)),
            Expect::Formula => self.formula(),
            Expect::Bins(step) => self.bins(step),
            Expect::ParameterValue => self.names(Some(amq_check::Kind::Values)),
            Expect::Filter => self.filters(),
            Expect::AfterFilter => self.after_filter(),
            Expect::BodyGroup => self.body_properties(1),
            Expect::AfterGroup => self.after_group(),
            Expect::AfterBodyGroup => self.after_body_group(),
            Expect::Clause | Expect::AfterParameter | Expect::OptionalNumber(_) => self.clauses(),
            Expect::LetName
            | Expect::LetEquals
            | Expect::Number(_)
            | Expect::Times
            | Expect::ParameterName
            | Expect::End => {}
        }
    }

    /// Adds an item that is typed as it is shown.
    fn add(
        &mut self,
        label: impl Into<String>,
        kind: ItemKind,
        rank: u8,
        doc: impl Into<String>,
    ) -> &mut Item {
        let label = label.into();
        let insert = label.clone();
        let item = Item {
            label,
            kind,
            detail: None,
            doc: doc.into(),
            range: self.range,
            insert,
            snippet: false,
            rank,
            also: Vec::new(),
        };
        self.items.push(item);
        let last = self.items.len() - 1;
        // It was pushed just now.
        &mut self.items[last]
    }

    /// A word of the language, with what is typed along with it.
    fn word(&mut self, label: &str, doc: &str, insert: &str) {
        let item = self.add(label, ItemKind::Keyword, 2, doc);
        if !insert.is_empty() {
            insert.clone_into(&mut item.insert);
        }
    }

    fn text(&mut self, label: &str, doc: &str) {
        self.add(label, ItemKind::Word, 2, doc);
    }

    fn context(&self) -> &Context {
        self.file.context
    }
}
