//! Values of a property.

use amq_check::Kind;
use amq_schema::{Keyword, OPERATORS};
use amq_syntax::quote;

use super::{ItemKind, List};
use crate::docs;

/// Values that are written without quotes.
const CONSTANTS: [Keyword; 3] = [Keyword::True, Keyword::False, Keyword::None];

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
        for row in CONSTANTS.map(Keyword::row) {
            let doc = docs::keyword(row.keyword, self.walk.endpoint);
            self.add(row.form, ItemKind::Value, 3, doc).say(row.doc, None);
        }
    }

    pub(super) fn cohorts(&mut self) {
        if self.place.previous.is_some_and(|it| it.text == "in") {
            return self.keyword(Keyword::Cohort, "cohort", "cohort ");
        }
        self.names(Some(Kind::Values));
    }
}
