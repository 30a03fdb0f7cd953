//! What an item would do to the cost of the query.

use amq_check::Cost;
use amq_schema::{Clause, Cost as TypeCost, Endpoint, Keyword};
use amq_syntax::{TextRange, TextSize, slice};

use super::{ItemKind, List};

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
            let more = item.detail.take().map_or_else(String::new, |it| format!(" · {it}"));
            item.detail = Some(format!("{effect}{more}"));
        }
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
        let placed = self.place.placed(self.file)?;
        let own = slice(self.file.text, placed.range());
        let typed = match placed.range().intersect(self.range) {
            Some(typed) => typed - placed.start,
            // Behind the statement's last word.
            None => TextRange::empty(TextSize::of(own)),
        };
        let (before, after) = (own.get(..typed.start().into())?, own.get(typed.end().into()..)?);
        let space = if typed.start() == TextSize::of(own) { " " } else { "" };
        self.file.checks.query_of(&format!("{before}{space}{text}{after}"), self.context())?.cost
    }
}

fn shown(before: Cost, after: Cost) -> Option<String> {
    let (before, after) = (before.total(), after.total());
    (before != after).then(|| format!("cost {before} → {after}"))
}
