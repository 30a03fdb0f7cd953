//! What an item would do to the cost of the query.

use std::cell::OnceCell;

use amq_check::Cost;
use amq_schema::{CLAUSES, Clause, Cost as TypeCost, Endpoint, Keyword};
use amq_syntax::{CONNECTIVES, TextRange, TextSize, slice};

use super::{Item, ItemKind, List};
use crate::{lex::tokens, walk::Expect};

/// What makes a query cost more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Adds {
    /// One more condition.
    Condition,
    /// One more segment, with a condition.
    Segment,
    /// One more property of the query's `by`.
    Group,
    /// One more event.
    Event,
    /// One more property of an event's `by`.
    EventGroup,
}

impl Adds {
    pub(super) fn of_clause(clause: Clause) -> Option<Self> {
        match clause {
            Clause::Where => Some(Self::Condition),
            Clause::By => Some(Self::Group),
            _ => None,
        }
    }

    pub(super) fn of_keyword(keyword: Keyword) -> Option<Self> {
        match keyword {
            Keyword::And => Some(Self::Condition),
            Keyword::Vs => Some(Self::Segment),
            Keyword::Arrow | Keyword::Comma => Some(Self::Event),
            Keyword::Group => Some(Self::EventGroup),
            _ => None,
        }
    }

    /// By how much conditions and the cost of the query's type grow.
    fn factors(self, endpoint: &Endpoint) -> (u64, u64) {
        let of_type = match endpoint.cost {
            TypeCost::PerEvent { weight, per_group } => (weight.into(), per_group.into()),
            TypeCost::Fixed(_) | TypeCost::Unknown => (0, 0),
        };
        match self {
            Self::Condition => (1, 0),
            Self::Segment => (2, 0),
            Self::Group => (TypeCost::SEGMENTS_PER_GROUP.into(), 0),
            Self::Event => (0, of_type.0),
            Self::EventGroup => (0, of_type.1),
        }
    }
}

impl List<'_, '_> {
    /// What something more would do to the cost of the query, without the word that is typed.
    pub(super) fn effect(&self, adds: Adds) -> Option<String> {
        let before = (*self.cost.get_or_init(|| self.cost_without_typed()))?;
        let (conditions, query_type) = adds.factors(self.walk.endpoint?);
        let after = Cost {
            conditions: before.conditions + conditions,
            query_type: before.query_type + query_type,
            ..before
        };
        shown(before, after)
    }

    /// Adds to the properties what each would do to the cost of the query.
    pub(super) fn cost_of_properties(&mut self, adds: Adds) {
        let Some(effect) = self.effect_of_name(adds) else { return };
        for item in self.items.iter_mut().filter(|it| it.kind == ItemKind::Property) {
            item.say_first(&effect);
        }
    }

    /// Adds to the items that a query is whole with what each would do to its cost.
    pub(super) fn cost_of_items(&mut self) {
        let Some(placed) = self.place.placed(self.file) else { return };
        let length = usize::from(placed.range().len()).max(LEAST_READ);
        let (mut left, mut of_event) = (MOST_READ / length, None);
        let before = OnceCell::new();
        let mut items = std::mem::take(&mut self.items);
        // Clauses have theirs.
        let is_clause =
            |it: &Item| self.walk.expect == Expect::Subject && it.kind == ItemKind::Keyword;
        for item in items.iter_mut().filter(|it| is_whole(it) && !is_clause(it)) {
            let effect = match (item.kind, &of_event) {
                // Whichever event it is, it costs the same.
                (ItemKind::Event, Some(known)) => Option::clone(known),
                _ if left == 0 => break,
                _ => {
                    left -= 1;
                    self.effect_of(item, &before)
                }
            };
            if item.kind == ItemKind::Event && of_event.is_none() {
                of_event = Some(effect.clone());
            }
            if let Some(effect) = effect {
                item.say_first(&effect);
            }
        }
        self.items = items;
    }

    /// What an item would do to the cost of the query.
    fn effect_of(&self, item: &Item, before: &OnceCell<Option<Cost>>) -> Option<String> {
        let text = self.with(&item.insert)?;
        let checks = self.file.checks;
        let query = match self.elsewhere.get(&item.label) {
            Some(other) => checks.query_with(&text, self.context(), &other.name, &other.definition),
            None => checks.query_of(&text, self.context()),
        };
        let after = query?.cost?;
        match before.get_or_init(|| self.cost_before_part()) {
            Some(before) => shown(*before, after),
            None => Some(format!("cost {}", after.total())),
        }
    }

    /// What the query costs without the part that an item is put into: what a clause says is put in
    /// the place of what it says now, and an event or a condition is one more.
    fn cost_before_part(&self) -> Option<Cost> {
        let is_one_more = self.walk.clause.is_none_or(|it| it == Clause::Where);
        let now = self.place.piece(self.file)?.query.as_ref().filter(|_| !is_one_more);
        if let Some(now) = now {
            return now.cost;
        }
        let (before, after) = self.around()?;
        let joint = tokens(before).filter(|it| joins(it.text)).last();
        let kept = joint.map_or(before, |it| slice(before, TextRange::up_to(it.range.start())));
        self.file.checks.query_of(&format!("{kept}{after}"), self.context())?.cost
    }

    /// What a word of days that is a clause of its own does to the cost.
    pub(super) fn effect_of_day(&self, word: &str) -> Option<String> {
        let before = (*self.cost.get_or_init(|| self.cost_without_typed()))?;
        shown(before, self.cost_with(word)?)
    }

    /// What a name in the place of what is typed does to the cost.
    fn effect_of_name(&self, adds: Adds) -> Option<String> {
        let after = self.cost_with("x")?;
        let (conditions, query_type) = adds.factors(self.walk.endpoint?);
        let before = Cost {
            conditions: after.conditions.checked_sub(conditions)?,
            query_type: after.query_type.checked_sub(query_type)?,
            ..after
        };
        shown(before, after)
    }

    fn cost_without_typed(&self) -> Option<Cost> {
        match &self.place.piece(self.file)?.query {
            Some(query) => query.cost,
            None => self.cost_with(""),
        }
    }

    /// What the query costs with a text in the place of what is typed.
    fn cost_with(&self, text: &str) -> Option<Cost> {
        self.file.checks.query_of(&self.with(text)?, self.context())?.cost
    }

    /// The statement with a text in the place of what is typed.
    fn with(&self, text: &str) -> Option<String> {
        let (before, after) = self.around()?;
        let space = if after.is_empty() { " " } else { "" };
        Some(format!("{before}{space}{text}{after}"))
    }

    /// What stands before and behind what is typed, in its statement.
    fn around(&self) -> Option<(&str, &str)> {
        let placed = self.place.placed(self.file)?;
        let own = slice(self.file.text, placed.range());
        let typed = match placed.range().intersect(self.range) {
            Some(typed) => typed - placed.start,
            // Behind the statement's last word.
            None => TextRange::empty(TextSize::of(own)),
        };
        Some((own.get(..typed.start().into())?, own.get(typed.end().into()..)?))
    }
}

/// How much is read at most for the costs of all items, and as how much the least statement counts:
/// of very many names only the first have theirs.
const MOST_READ: usize = 8 * 1024;
const LEAST_READ: usize = 128;

/// Whether nothing has to follow an item.
fn is_whole(item: &Item) -> bool {
    use ItemKind::{Event, Keyword, Name, Value, Word};
    let kinds = [Event, Keyword, Name, Value, Word];
    kinds.contains(&item.kind) && !item.insert.ends_with(' ')
}

/// Whether a word or a sign begins an event, a condition, a segment or a clause.
fn joins(text: &str) -> bool {
    ["->", ","].contains(&text)
        || CONNECTIVES.contains(&text)
        || CLAUSES.iter().any(|row| row.words.contains(&text))
}

fn shown(before: Cost, after: Cost) -> Option<String> {
    let (before, after) = (before.total(), after.total());
    (before != after).then(|| format!("cost {before} → {after}"))
}
