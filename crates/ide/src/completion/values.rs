//! Values of a property.

use amq_check::Kind;
use amq_schema::OPERATORS;
use amq_syntax::quote;

use super::{ItemKind, List};
use crate::docs;

/// Values that are written without quotes.
const CONSTANTS: [(&str, &str); 3] = [
    ("true", "Sent as \"true\"."),
    ("false", "Sent as \"false\"."),
    ("none", "Has no value; sent as \"(none)\"."),
];

impl List<'_, '_> {
    /// What an operator goes on with, and values once it can be whole.
    pub(super) fn values(&mut self) {
        let begun = self.walk.operator_words.join(" ");
        let longer: Vec<_> = OPERATORS
            .iter()
            .filter_map(|it| Some((it, it.text.strip_prefix(&begun)?.strip_prefix(' ')?)))
            .collect();
        if !begun.is_empty() && !self.walk.in_list {
            for (operator, rest) in &longer {
                let item = self.add(*rest, ItemKind::Operator, 2, docs::operator(operator));
                item.insert = format!("{rest} ");
            }
        }
        let whole = OPERATORS.iter().any(|it| it.text == begun);
        if whole || longer.is_empty() {
            self.values_of_property();
        }
    }

    fn values_of_property(&mut self) {
        let property = self.walk.property.unwrap_or_default();
        let known = self.known;
        let seen = known.counts(|it| it.values.get(property));
        for (value, count) in self.likely(&seen) {
            let doc = format!("Used {} for `{property}`.", docs::count(count.into(), "time"));
            self.add(value.as_str(), ItemKind::Value, 1, doc);
        }
        let bare = property.trim_matches('"');
        let listed =
            self.context().taxonomy.values.get(bare).into_iter().flat_map(amq_check::Names::iter);
        for value in listed.map(quote).collect::<Vec<_>>() {
            self.add(
                value,
                ItemKind::Value,
                2,
                format!("A value of `{property}` in the taxonomy."),
            );
        }
        self.names(Some(Kind::Values));
        for (value, doc) in CONSTANTS {
            self.add(value, ItemKind::Value, 3, doc);
        }
    }

    pub(super) fn cohorts(&mut self) {
        if self.place.previous.is_some_and(|it| it.text == "in") {
            return self.word("cohort", "The identifier of a cohort follows.", "cohort ");
        }
        self.names(Some(Kind::Values));
    }
}
