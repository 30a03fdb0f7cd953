//! A draft to a query: the endpoint's parameters, in their order, each with its value.

use amq_schema::{Param, Ty};
use smol_str::SmolStr;

use crate::{
    checker::Checker,
    draft::Draft,
    query::{Argument, Query, Value},
    statement::Read,
};

impl Checker<'_> {
    /// The query that a draft makes.
    pub(crate) fn assemble(&self, read: Read) -> Query {
        let Read { endpoint, mut draft, cost } = read;
        let days = self.covered(&draft);
        let mut arguments = Vec::with_capacity(endpoint.params.len());
        for param in endpoint.params {
            let implied = param.implied.filter(|(clause, _)| self.has(*clause));
            if let Some((_, value)) = implied {
                arguments.push(Argument { param, value: Value::Word(value) });
                continue;
            }
            match param.ty {
                Ty::Events(_) => {
                    let events = draft.events.drain(..).map(|it| Value::Event(it.0));
                    arguments.extend(events.map(|value| Argument { param, value }));
                }
                Ty::Segments => {
                    let segments = draft.segments.drain(..).map(Value::Segment);
                    arguments.extend(segments.map(|value| Argument { param, value }));
                }
                _ => {
                    let value = single(param, &mut draft, days);
                    arguments.extend(value.map(|value| Argument { param, value }));
                }
            }
        }
        // Queries are kept for as long as their file is open, by the thousand.
        arguments.shrink_to_fit();
        let path = draft.subject_word.filter(|_| endpoint.params.is_empty());
        Query {
            endpoint,
            path: path.and_then(|word| word.wire).unwrap_or(endpoint.path),
            id: if endpoint.params.is_empty() {
                draft.subject.unwrap_or_default()
            } else {
                SmolStr::default()
            },
            arguments,
            extra: draft.extra,
            days,
            cost,
        }
    }
}

/// The value of a parameter that is sent at most once.
fn single(param: &Param, draft: &mut Draft, days: Option<crate::Days>) -> Option<Value> {
    let text = |text: &SmolStr| Value::Text(text.clone());
    match param.ty {
        Ty::Event(at, _) => {
            draft.events.get_mut(at).map(|it| Value::Event(std::mem::take(&mut it.0)))
        }
        Ty::Property | Ty::Id => draft.subject.as_ref().map(text),
        Ty::Fixed(fixed) => Some(Value::Word(fixed)),
        Ty::Start => days.map(|days| Value::Date(days.start)),
        Ty::End => days.map(|days| Value::Date(days.end)),
        Ty::Interval(_) => draft.interval.as_ref().map(|interval| text(&interval.sent)),
        Ty::Words(_) | Ty::Direction(_) => {
            let word = if param.clauses.is_empty() {
                draft.subject_word
            } else {
                draft.word(param.clauses)
            };
            word.and_then(|word| word.wire).map(Value::Word)
        }
        Ty::Group(at) => draft.groups.get(at).map(text),
        Ty::Int { .. } => draft.number(param.clauses).map(|number| Value::Int(number.into())),
        Ty::Formula => draft.formula.as_ref().map(text),
        Ty::Seconds => draft.window.map(Value::Int),
        Ty::Brackets if draft.brackets.is_empty() => None,
        Ty::Brackets => Some(Value::Brackets(draft.brackets.clone())),
        Ty::BinUnit(_) => draft.bins.as_ref().and_then(|bins| bins.unit.wire).map(Value::Word),
        Ty::BinMin => draft.bins.as_ref().map(|bins| text(&bins.min)),
        Ty::BinMax => draft.bins.as_ref().map(|bins| text(&bins.max)),
        Ty::BinSize => draft.bins.as_ref().and_then(|bins| bins.step.as_ref()).map(text),
        Ty::Events(_) | Ty::Segments => None,
    }
}
