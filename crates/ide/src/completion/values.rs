//! Values of a property.

use amq_check::Kind;
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
    pub(super) fn values(&mut self) {
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
        if self.place.previous.is_some_and(|it| it.text == "in") && self.range.is_empty() {
            self.word("cohort", "The identifier of a cohort follows.", "cohort ");
        }
        self.names(Some(Kind::Values));
    }
}
