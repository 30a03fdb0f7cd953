//! Bins of session lengths.

use amq_schema::{Clause, Effect, Rule, Ty, Word, codes};
use amq_syntax::{TextRange, ast};
use smol_str::SmolStr;

use crate::{Diagnostic, Edit, Fix, checker::Checker, draft::Bins};

/// What the API does with bins that it cannot use.
const FALLS_BACK: &str = "the API falls back to its own bins without a word";

impl Checker<'_> {
    /// The bins of a `bins` clause.
    pub(crate) fn bins(&mut self, bins: &ast::Bins, clause: TextRange) -> Option<Bins> {
        let endpoint = self.endpoint.filter(|it| it.takes(Clause::Bins))?;
        let words = endpoint.params.iter().find_map(|param| match param.ty {
            Ty::BinUnit(words) => Some(words),
            _ => None,
        });
        let unit = match (bins.unit, words) {
            (Some(range), Some(words)) => self.bin_unit(range, words),
            _ => None,
        };
        let (Some(min), Some(max), Some(unit)) = (bins.min, bins.max, unit) else {
            self.broken = true;
            return None;
        };
        self.bin_edges(min, max, unit, clause)?;
        if let Some(step) = bins.step {
            self.bin_step(min, max, step)?;
        }
        let sent = |range| SmolStr::new(self.str(range));
        Some(Bins { unit, min: sent(min), max: sent(max), step: bins.step.map(sent) })
    }

    fn bin_unit(&mut self, range: TextRange, words: &'static [Word]) -> Option<&'static Word> {
        let text = self.str(range);
        let found = words.iter().find(|word| word.text == text);
        found.or_else(|| self.fail(self.unknown_word("bins", range, words, &[]).note(FALLS_BACK)))
    }

    fn bin_edges(
        &mut self,
        min: TextRange,
        max: TextRange,
        unit: &'static Word,
        clause: TextRange,
    ) -> Option<()> {
        let (from, to) = (self.decimal(min)?, self.decimal(max)?);
        if from < 0.0 || from >= to {
            let message = "bins go from a smaller number to a larger one, from 0 on";
            let (min_text, max_text) = (self.str(min), self.str(max));
            let mut diagnostic = Diagnostic::new(&codes::BAD_BINS, min.cover(max), message)
                .help("for example `bins 0..10 minutes`")
                .note(FALLS_BACK);
            if from > to && to >= 0.0 {
                let edits = vec![Edit::new(min, max_text), Edit::new(max, min_text)];
                diagnostic = diagnostic.fix(Fix::uncertain("swap the two numbers", edits));
            }
            return self.fail(diagnostic);
        }
        let Effect::Seconds(seconds) = unit.effect else { return Some(()) };
        let most = self.endpoint?.rules.iter().find_map(|rule| match rule {
            Rule::BinsWithin(seconds) => Some(*seconds),
            _ => None,
        })?;
        if to * f64::from(seconds) > f64::from(most) {
            let fits = most / seconds;
            let message =
                format!("a session counts for at most one day, which is {fits} {}", unit.text);
            let fix = Fix::replace(format!("write {fits}"), max, fits.to_string()).unsure();
            return self.fail(
                Diagnostic::new(&codes::BAD_BINS, max, message)
                    .also(clause, "these bins")
                    .help(format!("end the bins at {fits}, or earlier"))
                    .note(FALLS_BACK)
                    .fix(fix),
            );
        }
        Some(())
    }

    fn bin_step(&mut self, min: TextRange, max: TextRange, step: TextRange) -> Option<()> {
        let (from, to, width) = (self.decimal(min)?, self.decimal(max)?, self.decimal(step)?);
        if width <= 0.0 {
            let message = "a step is larger than 0";
            let fix = Fix::replace("write 1", step, "1").unsure();
            return self.fail(Diagnostic::new(&codes::BAD_BINS, step, message).fix(fix));
        }
        let steps = (to - from) / width;
        if (steps - steps.round()).abs() > 1e-9 || steps < 0.5 {
            let message = format!(
                "a step of {} does not divide {} to {}",
                self.str(step),
                self.str(min),
                self.str(max)
            );
            self.say(
                Diagnostic::new(&codes::BINS_STEP, step, message)
                    .help("choose a step that divides the bins evenly")
                    .note("the API may fall back to its own bins without a word"),
            );
        }
        Some(())
    }

    fn decimal(&mut self, range: TextRange) -> Option<f64> {
        let text = self.str(range);
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && text.len() < 16);
        if value.is_none() {
            let message = format!("`{text}` is too long a number");
            return self.fail(Diagnostic::new(&codes::NUMBER_OUT_OF_RANGE, range, message));
        }
        value
    }
}
