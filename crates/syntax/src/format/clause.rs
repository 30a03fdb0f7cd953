//! Clauses, and the order they are written in.

use text_size::TextRange;

use super::{
    build::Builder,
    name::{Place, word},
};
use crate::{
    ast::{Bins, Clause, ClauseKind, Day, Every, Mode, Parameter, Range},
    text::slice,
};

/// The place of a clause among the others.
pub(super) fn rank(text: &str, kind: &ClauseKind) -> u8 {
    match kind {
        ClauseKind::Metric(_) => 0,
        ClauseKind::Formula(_) => 1,
        ClauseKind::Rolling(Some(word), _) if slice(text, *word) == "window" => 2,
        ClauseKind::Rolling(..) => 3,
        ClauseKind::Bins(_) => 4,
        ClauseKind::Direction(..) => 5,
        ClauseKind::Offset(_) => 6,
        ClauseKind::For(_) => 7,
        ClauseKind::Where(_) => 8,
        ClauseKind::By(_) => 9,
        ClauseKind::Limit(_) => 10,
        ClauseKind::Mode(_) => 11,
        ClauseKind::Window(_) => 12,
        ClauseKind::Every(_) => 13,
        ClauseKind::Range(_) => 14,
        ClauseKind::With(_) => 15,
    }
}

impl Builder<'_> {
    /// A clause; what follows its first word is indented.
    pub(super) fn clause(&mut self, clause: &Clause) -> Option<()> {
        match &clause.kind {
            ClauseKind::Where(segments) => {
                self.first("where")?;
                self.segments(segments)
            }
            ClauseKind::By(names) => {
                self.first("by")?;
                self.names(names, Place::Outside)
            }
            ClauseKind::Range(range) => self.range(range),
            ClauseKind::Every(every) => self.two("every", every_range(every.as_ref()?)),
            ClauseKind::Window(length) => self.two("window", length.as_ref()?.range),
            ClauseKind::Metric(metric) => self.two("metric", (*metric)?),
            ClauseKind::For(users) => {
                let users = (*users)?;
                self.two("for", users)?;
                let end = clause.range.end();
                // `for users` alone does not say which.
                let is_said = slice(self.text, users) == "users" && self.position() >= end;
                if is_said { Some(()) } else { self.implied("users", end) }
            }
            ClauseKind::Formula(formula) => {
                self.first("formula")?;
                self.formula(formula)
            }
            ClauseKind::Rolling(word, amount) => {
                self.two("rolling", (*word)?)?;
                self.next_word((*amount)?)
            }
            ClauseKind::Limit(amount) => self.two("limit", (*amount)?),
            ClauseKind::Offset(amount) => self.two("offset", (*amount)?),
            ClauseKind::Direction(word, amount) => {
                self.copy(*word)?;
                self.indent(2);
                amount.map_or(Some(()), |amount| self.next_word(amount))
            }
            ClauseKind::Mode(mode) => self.mode(mode),
            ClauseKind::Bins(bins) => self.bins(bins),
            ClauseKind::With(parameters) => self.with(parameters),
        }?;
        self.indent(-2);
        Some(())
    }

    fn first(&mut self, word: &'static str) -> Option<()> {
        self.word(word)?;
        self.indent(2);
        self.space();
        Some(())
    }

    fn two(&mut self, word: &'static str, second: TextRange) -> Option<()> {
        self.first(word)?;
        self.copy(second)
    }

    fn next_word(&mut self, range: TextRange) -> Option<()> {
        self.space();
        self.copy(range)
    }

    fn range(&mut self, range: &Range) -> Option<()> {
        match range {
            Range::From(start, end) => {
                self.two("from", start.as_ref()?.range())?;
                self.to((*end)?)
            }
            Range::On(day) => {
                let day = day.as_ref()?.range();
                if self.position() < day.start() {
                    return self.two("on", day);
                }
                self.copy(day)?;
                self.indent(2);
                Some(())
            }
            Range::Last(length, end) => {
                self.two("last", length.as_ref()?.range)?;
                end.map_or(Some(()), |end| self.to(end))
            }
            Range::This(word) => self.two("this", (*word)?),
            Range::Previous(word) => self.two("previous", (*word)?),
            Range::During(name) => self.two("during", (*name)?),
        }
    }

    fn to(&mut self, end: Day) -> Option<()> {
        self.space();
        self.word("to")?;
        self.next_word(end.range())
    }

    fn mode(&mut self, mode: &Mode) -> Option<()> {
        self.two("mode", mode.word?)?;
        for (at, bracket) in mode.brackets.iter().enumerate() {
            if at > 0 {
                self.comma()?;
                self.fill();
            } else {
                self.space();
            }
            let (first, last) = (slice(self.text, bracket.first), slice(self.text, bracket.last));
            self.put(bracket.range, format!("{first}-{last}"))?;
        }
        Some(())
    }

    fn bins(&mut self, bins: &Bins) -> Option<()> {
        self.two("bins", bins.min?)?;
        self.word("..")?;
        self.copy(bins.max?)?;
        self.next_word(bins.unit?)?;
        let Some(step) = bins.step else { return Some(()) };
        self.space();
        self.word("step")?;
        self.next_word(step)
    }

    fn with(&mut self, parameters: &[Parameter]) -> Option<()> {
        self.first("with")?;
        for (at, parameter) in parameters.iter().enumerate() {
            if at > 0 {
                self.comma()?;
                self.fill();
            }
            let name = parameter.name?;
            self.put(name, word(self.text, name, Place::Parameter))?;
            self.skip("=");
            self.space();
            self.string(parameter.value?.range)?;
        }
        Some(())
    }
}

fn every_range(every: &Every) -> TextRange {
    match every {
        Every::Word(range) => *range,
        Every::Duration(duration) => duration.range,
    }
}
