//! Segments and their conditions.

use super::{
    build::Builder,
    name::{Place, name},
};
use crate::ast::{Cohort, Comparison, Condition, Performed, Segment};

impl Builder<'_> {
    /// Segments with `vs` between them; where there are several, their conditions are indented.
    pub(super) fn segments(&mut self, segments: &[Segment]) -> Option<()> {
        let deeper = if segments.len() > 1 { 2 } else { 0 };
        for (at, segment) in segments.iter().enumerate() {
            if at > 0 {
                self.line();
                self.word("vs")?;
                self.space();
            }
            self.open();
            self.indent(deeper);
            self.segment(segment)?;
            self.indent(-deeper);
            self.close();
        }
        Some(())
    }

    fn segment(&mut self, segment: &Segment) -> Option<()> {
        for (at, condition) in segment.conditions.iter().enumerate() {
            if at > 0 {
                self.line();
                self.word("and")?;
                self.space();
            }
            match condition {
                Condition::Dollar(range) | Condition::Everyone(range) => self.copy(*range)?,
                Condition::Performed(it) => self.performed(it)?,
                Condition::Cohort(it) => self.cohort(it)?,
                Condition::Comparison(it) => self.comparison(it, Place::Outside)?,
            }
        }
        Some(())
    }

    /// `property operator values`
    pub(super) fn comparison(&mut self, it: &Comparison, place: Place) -> Option<()> {
        self.put(it.property.range, name(self.text, &it.property, place))?;
        self.space();
        self.put_words(it.operator_range, it.operator?.text())?;
        self.space();
        self.values(it.values.as_ref()?)
    }

    fn cohort(&mut self, cohort: &Cohort) -> Option<()> {
        if cohort.not {
            self.word("not")?;
            self.space();
        }
        self.word("in")?;
        self.space();
        self.word("cohort")?;
        self.space();
        self.values(cohort.values.as_ref()?)
    }

    fn performed(&mut self, it: &Performed) -> Option<()> {
        if it.not.is_some() {
            self.word("not")?;
            self.space();
        }
        self.word("performed")?;
        self.space();
        self.event(it.event.as_ref()?, 0)?;
        if let Some(times) = &it.times {
            self.space();
            self.copy(times.compare)?;
            self.space();
            self.copy(times.count?)?;
            self.space();
            self.word("times")?;
        }
        if let Some(within) = &it.within {
            self.space();
            self.word("within")?;
            self.space();
            if within.rolling {
                self.word("rolling")?;
                self.space();
            }
            self.copy(within.length?.range)?;
        }
        Some(())
    }
}
