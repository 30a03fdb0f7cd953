//! `let` names: what they stand for, and where they may stand.

use std::collections::HashMap;

use amq_schema::codes;
use amq_syntax::TextRange;
use smol_str::SmolStr;

use crate::{
    Days, Diagnostic, Edit, Fix,
    checker::Checker,
    limits::MOST_COMPARED,
    near::{near, one_of},
    query::{Event, Segment},
};

/// The kinds of definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `where …`
    Segment,
    /// `event …`
    Event,
    /// `from …`
    Range,
    /// A value or several.
    Values,
}

impl Kind {
    /// What it is called in messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Segment => "a segment",
            Self::Event => "an event",
            Self::Range => "a range",
            Self::Values => "a value",
        }
    }

    /// The word that such a name stands behind, in a definition; values have none.
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Segment => Some("where"),
            Self::Event => Some("event"),
            Self::Range => Some("during"),
            Self::Values => None,
        }
    }

    /// Where such a name stands.
    pub(crate) const fn place(self) -> &'static str {
        match self {
            Self::Segment => "after `where`",
            Self::Event => "in the subject of a query and after `performed`",
            Self::Range => "after `during`",
            Self::Values => "after an operator and after `in cohort`",
        }
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A segment.
    Segment(Segment),
    /// An event.
    Event(Event),
    /// A range.
    Range(Days),
    /// Values.
    Values(Vec<SmolStr>),
}

impl Meaning {
    /// How many values, conditions and filters it holds.
    fn size(&self) -> usize {
        match self {
            Self::Segment(segment) => segment.size(),
            Self::Event(event) => event.size(),
            Self::Range(_) => 0,
            Self::Values(values) => values.len(),
        }
    }

    pub(crate) fn segment(self) -> Option<Segment> {
        if let Self::Segment(segment) = self { Some(segment) } else { None }
    }

    pub(crate) fn event(self) -> Option<Event> {
        if let Self::Event(event) = self { Some(event) } else { None }
    }

    pub(crate) fn days(self) -> Option<Days> {
        if let Self::Range(days) = self { Some(days) } else { None }
    }

    pub(crate) fn values(self) -> Option<Vec<SmolStr>> {
        if let Self::Values(values) = self { Some(values) } else { None }
    }
}

/// A name that can be mentioned.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Its kind, if its first word told.
    pub kind: Option<Kind>,
    /// What it stands for, unless its definition has a mistake.
    pub meaning: Option<Meaning>,
}

/// The names that a file's statements can mention, without their `$`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    pub(crate) names: HashMap<SmolStr, Definition>,
    /// The same names in order, for suggestions.
    sorted: Vec<SmolStr>,
    /// Whether some `use` could not be read, so that an unknown name may well exist.
    pub(crate) open: bool,
}

impl Scope {
    /// Some names, and what they stand for.
    pub(crate) fn of<'a>(names: impl Iterator<Item = (&'a SmolStr, &'a Definition)>) -> Self {
        let names = names.map(|(name, definition)| (name.clone(), definition.clone())).collect();
        let mut scope = Self { names, ..Self::default() };
        scope.sort();
        scope
    }

    /// What a name stands for, without its `$`.
    pub fn get(&self, name: &str) -> Option<&Definition> {
        self.names.get(name)
    }

    /// Every name, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&SmolStr, &Definition)> {
        self.sorted.iter().filter_map(|name| self.names.get_key_value(name))
    }

    /// Has to be called once all names are known.
    pub(crate) fn sort(&mut self) {
        self.sorted = self.names.keys().cloned().collect();
        self.sorted.sort_unstable();
    }

    /// The names that a misspelt one is compared with: all, or where there are very many those
    /// that begin most like it.
    fn candidates(&self, name: &str) -> impl Iterator<Item = (&SmolStr, &Definition)> {
        let place = self.sorted.partition_point(|other| other.as_str() < name);
        let from = place.saturating_sub(MOST_COMPARED / 2);
        let sorted = self.sorted.iter().skip(from).take(MOST_COMPARED);
        sorted.filter_map(|name| self.names.get_key_value(name))
    }
}

impl Checker<'_> {
    /// `let $other = $paid`: a name for what has one, without the word that says its kind.
    pub(crate) fn alias(&mut self, name: TextRange) -> Option<Kind> {
        let kind = self.kind_of(name)?;
        let said = self.add_kind(kind.word()?, kind.noun(), name.start());
        self.mention(name);
        self.fail::<()>(said);
        Some(kind)
    }

    /// What a `$name` stands for, where a kind is expected.
    pub(crate) fn named(&mut self, range: TextRange, expected: Kind) -> Option<Meaning> {
        let name = self.str(range).trim_start_matches('$');
        if name.is_empty() {
            self.broken = true;
            return None;
        }
        self.mentions.push(SmolStr::new(name));
        let scope = self.scope;
        let Some(definition) = scope.names.get(name) else {
            return self.unknown_name(name, range, expected);
        };
        match definition.kind {
            Some(kind) if kind != expected => {
                let message =
                    format!("`${name}` is {}, and {} is needed here", kind.noun(), expected.noun());
                let help = format!("{} goes {}", kind.noun(), kind.place());
                self.fail(Diagnostic::new(&codes::WRONG_KIND, range, message).help(help))
            }
            _ => {
                self.broken |= definition.meaning.is_none();
                let meaning = definition.meaning.as_ref()?;
                self.make_room(meaning, name, range)?;
                Some(meaning.clone())
            }
        }
    }

    /// The kind of a `$name`, if it is known.
    pub(crate) fn kind_of(&self, name: TextRange) -> Option<Kind> {
        let name = self.str(self.whole_name(name)).trim_start_matches('$');
        self.scope.names.get(name)?.kind
    }

    /// `users $q3`, `by city $q3`: a name without the word that begins its clause.
    pub(crate) fn word_before_name(&self, head: TextRange) -> Option<Diagnostic> {
        let word = self.kind_of(head).filter(|_| self.str(head).starts_with('$'))?.word()?;
        if self.is_let() || !self.open_clause_words().any(|it| it == word) {
            return None;
        }
        let all = self.whole_name(head);
        let written = format!("{word} {}", self.str(all));
        let message = format!("`{word}` is missing before `{}`", self.str(all));
        let add = Edit::insert(all.start(), format!("{word} "));
        Some(
            Diagnostic::new(&codes::MISSING_PART, all, message)
                .help(format!("write `{written}`"))
                .fix(Fix::safe(format!("add `{word}`"), vec![add])),
        )
    }

    /// What is said of a `$name` where none can stand.
    pub(crate) fn stray_name(&self, head: TextRange) -> Diagnostic {
        let all = self.whole_name(head);
        let name = self.str(all);
        let message = format!("no `$name` can stand here, as `{name}` does");
        let help = match self.kind_of(all) {
            Some(kind) => format!("{} goes {}", kind.noun(), kind.place()),
            None => "leave it out, or write what it stands for".to_owned(),
        };
        Diagnostic::new(&codes::UNEXPECTED_TEXT, all, message).help(help)
    }

    /// `@dutch`: a name with the sign of another language.
    pub(crate) fn sign_of_name(&self, word: TextRange) -> Option<Diagnostic> {
        let name = self.str(word).strip_prefix('@').filter(|it| amq_syntax::is_word(it))?;
        let message = format!("a name of a definition begins with `$`, not `@`, as in `@{name}`");
        let fix = Fix::replace(format!("write `${name}`"), word, format!("${name}"));
        let known = self.scope.names.contains_key(name);
        Some(
            Diagnostic::new(&codes::BAD_NAME, word, message)
                .help(format!("write `${name}`"))
                .fix(if known { fix } else { fix.unsure() }),
        )
    }

    /// Notes that a `$name` is in use, wherever it stands.
    pub(crate) fn mention(&mut self, range: TextRange) {
        self.mentions.push(SmolStr::new(self.str(range).trim_start_matches('$')));
    }

    /// Counts what a name stands for against what the file may hold.
    fn make_room(&mut self, meaning: &Meaning, name: &str, range: TextRange) -> Option<()> {
        if let Some(room) = self.room.checked_sub(meaning.size()) {
            self.room = room;
            return Some(());
        }
        self.overfull = true;
        let message = format!("with `${name}` the names of this file expand to too many values");
        let note = "names with many values were used very often before";
        self.fail(Diagnostic::new(&codes::TOO_DEEP, range, message).note(note))
    }

    fn unknown_name<T>(&mut self, name: &str, range: TextRange, expected: Kind) -> Option<T> {
        self.broken = true;
        if self.scope.open {
            return None;
        }
        let fitting = |it: &(&SmolStr, &Definition)| it.1.kind.is_none_or(|kind| kind == expected);
        let candidates = self.scope.candidates(name).filter(fitting);
        let near = near(name, candidates.map(|it| it.0.as_str()));
        let message = format!("`${name}` is not defined in this file, nor in one that it uses");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_NAME, range, message);
        let written: Vec<String> = near.all().iter().map(|name| format!("`${name}`")).collect();
        diagnostic = match one_of(&written) {
            Some(list) => diagnostic.help(format!("there is {list}")),
            None => diagnostic.help(format!(
                "define it with `let ${name} = …`, or bring it in with `use \"file.amq\"`"
            )),
        };
        // What was most likely meant is in use.
        self.mentions.extend(near.first().map(SmolStr::new));
        for found in near.all() {
            let fix = Fix::replace(format!("write `${found}`"), range, format!("${found}"));
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        self.fail(diagnostic)
    }
}
