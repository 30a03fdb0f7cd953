//! Conditions and filters, and what joins them.

use amq_check::Kind;
use amq_schema::{Clause, Endpoint, Keyword, OPERATORS, Rule};

use super::{ItemKind, List};
use crate::docs;

/// What conditions begin with, beside properties.
const BEGINNINGS: [(Keyword, &str); 4] = [
    (Keyword::Performed, "performed"),
    (Keyword::NotPerformed, "not performed"),
    (Keyword::Cohort, "in cohort"),
    (Keyword::NotCohort, "not in cohort"),
];

impl List<'_, '_> {
    pub(super) fn conditions(&mut self) {
        if self.place.previous.is_some_and(|it| it.text == "not") {
            for (keyword, label) in BEGINNINGS {
                if let Some(label) = label.strip_prefix("not ") {
                    self.keyword(keyword, label, &format!("{label} "));
                }
            }
            return;
        }
        self.user_properties(2);
        for (keyword, label) in BEGINNINGS {
            self.keyword(keyword, label, &format!("{label} "));
        }
        if self.place.previous.is_none_or(|it| it.text != "and") {
            self.keyword(Keyword::Everyone, "everyone", "");
        }
        self.names(Some(Kind::Segment));
    }

    pub(super) fn operators(&mut self) {
        for (at, operator) in OPERATORS.iter().enumerate() {
            let item =
                self.add(operator.text, ItemKind::Operator, at as u8, docs::operator(operator));
            item.insert = format!("{} ", operator.text);
        }
    }

    pub(super) fn after_condition(&mut self) {
        self.joint(Keyword::And);
        self.after_segment();
    }

    pub(super) fn after_segment(&mut self) {
        if !self.walk.is_let {
            let one = |it: &Endpoint| it.has_rule(Rule::GroupNeedsOneSegment);
            let is_grouped = self.whole.clauses.contains(&Clause::By);
            if !(is_grouped && self.walk.endpoint.is_some_and(one)) {
                self.joint(Keyword::Vs);
            }
            self.clauses();
        }
    }

    pub(super) fn after_performed(&mut self) {
        self.joint(Keyword::Times);
        self.after_times();
    }

    pub(super) fn after_times(&mut self) {
        self.joint(Keyword::Within);
        self.after_condition();
    }

    pub(super) fn within(&mut self) {
        self.keyword(Keyword::Rolling, "rolling", "rolling ");
        self.spans();
    }

    /// Spans of days that something is done in.
    pub(super) fn spans(&mut self) {
        for (at, length) in ["1d", "7d", "30d", "12w"].into_iter().enumerate() {
            self.add(length, ItemKind::Value, at as u8, "");
        }
    }

    pub(super) fn after_filter(&mut self) {
        self.joint(Keyword::Filter);
        self.joint(Keyword::Group);
    }
}
