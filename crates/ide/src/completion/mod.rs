//! What could be typed at a place.

mod cost;
mod names;
mod segment;
mod values;
mod words;

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use amq_check::{Context, Cost, Edit};
use amq_schema::Keyword;
use amq_syntax::{TextRange, TextSize, ast::Scope, quote};

use cost::Adds;

use crate::{
    Elsewhere, File, Known, docs,
    lex::{Token, TokenKind},
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

impl Item {
    /// Puts a sentence beside the item, and not into what it means a second time.
    fn say(&mut self, sentence: &str, effect: Option<String>) {
        self.doc = docs::without(&self.doc, sentence);
        self.detail = Some(match effect {
            Some(effect) => format!("{effect} · {sentence}"),
            None => sentence.to_owned(),
        });
    }

    /// Puts something before what stands beside the item.
    fn say_first(&mut self, said: &str) {
        let more = self.detail.take().map_or_else(String::new, |it| format!(" · {it}"));
        self.detail = Some(format!("{said}{more}"));
    }
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
    let range = typed.map_or(TextRange::empty(at), |token| replaced(token, at));
    let before = place.token.is_some_and(|it| typed.is_some() || it.range.start() >= at);
    let walk = if before { &place.before } else { &place.after };
    let whole = &place.without(file, typed);
    let typed = typed.map_or("", |it| it.text);
    let (cost, items) = (OnceCell::new(), Vec::new());
    let mut list = List {
        file,
        known,
        place: &place,
        walk,
        whole,
        typed,
        range,
        snippets,
        cost,
        elsewhere: HashMap::new(),
        items,
        cut: false,
    };
    list.fill();
    list.costs();
    let (mut items, cut) = (list.items, list.cut);
    items.sort_by(|one, other| (one.rank, &one.label).cmp(&(other.rank, &other.label)));
    if typed.starts_with('"') {
        items.retain(may_be_quoted);
        items.iter_mut().for_each(in_quotes);
    } else if let Some(scope) = scope(typed) {
        items.retain(|it| it.kind == ItemKind::Property);
        for item in &mut items {
            scoped(item, scope);
        }
    }
    let mut shown = HashSet::new();
    items.retain(|it| shown.insert((it.label.clone(), it.kind)));
    Completion { items, cut }
}

/// What an item replaces: of a text whose quote is never closed only what is before the cursor.
fn replaced(token: Token<'_>, at: TextSize) -> TextRange {
    let is_open =
        token.text.starts_with('"') && (token.text.len() < 2 || !token.text.ends_with('"'));
    if is_open { TextRange::new(token.range.start(), at) } else { token.range }
}

/// Whether an item can stand where a quote is typed.
fn may_be_quoted(item: &Item) -> bool {
    match item.kind {
        ItemKind::Event | ItemKind::Property => !item.label.ends_with(':'),
        ItemKind::Value => item.label.starts_with('"'),
        kind => kind == ItemKind::File,
    }
}

/// The `user.` or `event.` that a word begins with.
fn scope(typed: &str) -> Option<&'static str> {
    [Scope::User, Scope::Event].map(Scope::text).into_iter().find(|scope| typed.starts_with(scope))
}

fn scoped(item: &mut Item, scope: &str) {
    if !item.label.starts_with(scope) {
        item.label.insert_str(0, scope);
        item.insert.clone_from(&item.label);
    }
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
    /// The end of the statement without what is typed: it knows all that is given.
    whole: &'a Walk<'f>,
    /// The word that is typed already, and what of it is replaced.
    typed: &'a str,
    range: TextRange,
    snippets: bool,
    /// What the query costs, once it is asked for.
    cost: OnceCell<Option<Cost>>,
    /// The names of other files that are among the items, as those show them.
    elsewhere: HashMap<String, Elsewhere>,
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
            Expect::TimesWord => self.keyword(Keyword::Times, "times", ""),
            Expect::Within => self.within(),
            Expect::WithinLength => self.spans(),
            Expect::Group if self.walk.item > 0 && !self.takes_group() => {}
            Expect::Group => self.user_properties(1),
            Expect::Word(clause) => self.words(clause),
            Expect::Brackets => self.text("0-4, 5-9", "Days, first and last included."),
            Expect::AfterBracket => {
                self.more("The next days follow.", None);
                self.clauses();
            }
            Expect::RollingWord => self.rolling(),
            Expect::Interval => self.intervals(),
            Expect::Length(clause) => self.lengths(clause),
            Expect::Day(_) => self.days(),
            Expect::RangeTo => self.joint(Keyword::To),
            Expect::OptionalTo => {
                self.joint(Keyword::To);
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

    /// Adds what each item would do to the cost, where a query can be whole with it.
    fn costs(&mut self) {
        match self.walk.expect {
            Expect::Group => self.cost_of_properties(Adds::Group),
            Expect::BodyGroup => self.cost_of_properties(Adds::EventGroup),
            Expect::Subject
            | Expect::Event
            | Expect::Condition
            | Expect::Word(_)
            | Expect::Interval
            | Expect::Length(_)
            | Expect::Day(_)
            | Expect::Period
            | Expect::RangeName => self.cost_of_items(),
            _ => {}
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
    fn keyword(&mut self, keyword: Keyword, label: &str, insert: &str) {
        let effect = Adds::of_keyword(keyword).and_then(|adds| self.effect(adds));
        let doc = docs::keyword(keyword, self.walk.endpoint);
        let item = self.add(label, ItemKind::Keyword, 2, doc);
        item.say(keyword.row().doc, effect);
        if !insert.is_empty() {
            insert.clone_into(&mut item.insert);
        }
    }

    /// A word that more follows, as its table has it.
    fn joint(&mut self, keyword: Keyword) {
        let label = keyword.row().form.split(' ').next().unwrap_or_default();
        self.keyword(keyword, label, &format!("{label} "));
    }

    /// A sign behind which more of the same follows.
    fn more(&mut self, doc: &str, effect: Option<String>) {
        let item = self.add(",", ItemKind::Keyword, 2, "");
        item.say(doc, effect);
        item.insert.push(' ');
    }

    fn text(&mut self, label: &str, doc: &str) {
        self.add(label, ItemKind::Word, 2, doc);
    }

    fn context(&self) -> &Context {
        self.file.context
    }
}
