//! `mode`, and the brackets of one of them.

use amq_schema::{Clause, Effect, codes};
use amq_syntax::ast;

use crate::{Diagnostic, Edit, Fix, checker::Checker, draft::Draft};

impl Checker<'_> {
    pub(crate) fn mode(&mut self, mode: &ast::Mode, draft: &mut Draft) {
        self.word_clause(Clause::Mode, mode.word, draft);
        let word = draft.words.iter().find(|it| it.0 == Clause::Mode);
        let Some(&(_, word, range)) = word else { return };
        let takes = word.effect == Effect::NeedsBrackets;
        match mode.brackets.first() {
            None if takes && !self.broken => {
                self.fail::<()>(
                    Diagnostic::new(
                        &codes::BAD_BRACKETS,
                        range,
                        "`mode bracket` needs its brackets",
                    )
                    .help("write the first and the last day of each: `mode bracket 0-4, 5-9`")
                    .fix(
                        Fix::safe("add brackets", vec![Edit::insert(range.end(), " 0-4, 5-9")])
                            .unsure(),
                    ),
                );
            }
            Some(first) if !takes => {
                let last = mode.brackets.last().unwrap_or(first);
                let all = first.range.cover(last.range);
                let message = format!("`mode {}` takes no brackets", word.text);
                let removed = self.with_gap_before(all);
                self.fail::<()>(
                    Diagnostic::new(&codes::BAD_BRACKETS, all, message)
                        .help("leave them out, or write `mode bracket`")
                        .fix(Fix::safe("leave them out", vec![Edit::delete(removed)]).unsure()),
                );
            }
            _ => draft.brackets = self.brackets(&mode.brackets).unwrap_or_default(),
        }
    }

    fn brackets(&mut self, brackets: &[ast::Bracket]) -> Option<Vec<(u32, u32)>> {
        let mut read: Vec<(u32, u32)> = Vec::with_capacity(brackets.len());
        for bracket in brackets {
            let most = u32::MAX - 1;
            let first = self.whole_number(bracket.first, 0, most, "the first day of a bracket")?;
            let last = self.whole_number(bracket.last, 0, most, "the last day of a bracket")?;
            let text = self.str(bracket.range);
            if first > last {
                let message = format!("the bracket `{text}` ends before it starts");
                let fix = Fix::replace("turn it round", bracket.range, format!("{last}-{first}"));
                return self.fail(
                    Diagnostic::new(&codes::BAD_BRACKETS, bracket.range, message)
                        .help(format!("write `{last}-{first}`"))
                        .fix(fix.unsure()),
                );
            }
            if let Some(&(_, end)) = read.last()
                && first < end
            {
                let message = format!("the bracket `{text}` starts before the one in front ends");
                let help = "brackets ascend and do not overlap: `0-4, 5-9`";
                let mut diagnostic =
                    Diagnostic::new(&codes::BAD_BRACKETS, bracket.range, message).help(help);
                if end <= last {
                    let fixed = format!("{end}-{last}");
                    let fix = Fix::replace(format!("write `{fixed}`"), bracket.range, fixed);
                    diagnostic = diagnostic.fix(fix.unsure());
                }
                return self.fail(diagnostic);
            }
            read.push((first, last + 1));
        }
        Some(read)
    }
}
