//! Everything that is wrong in a file, gathered from its statements.

use std::sync::Arc;

use amq_schema::{Severity, codes};
use amq_syntax::{
    Parse,
    ast::{self, Kind as Statement},
};
use smol_str::SmolStr;

use super::Checks;
use crate::{Context, Diagnostic, Edit, Fix, astray::astray, labels, piece::Piece};

impl Checks {
    /// Everything that is wrong, in the order of places; ranges count from the start of the file.
    /// Names that the file does not mention are left to [`Self::unmentioned`].
    pub fn diagnostics(&self, text: &str, parse: &Parse, context: &Context) -> Vec<Diagnostic> {
        let mut all = Vec::with_capacity(self.loud.len());
        for number in &self.loud {
            let found = self.pieces.get(*number).zip(parse.statements.get(*number));
            let Some((piece, placed)) = found else { continue };
            all.extend(piece.diagnostics(placed.start));
        }
        self.whole(all, text, parse, context)
    }

    /// The same, taken out of what is kept of the statements.
    pub(super) fn take_diagnostics(
        &mut self,
        text: &str,
        parse: &Parse,
        context: &Context,
    ) -> Vec<Diagnostic> {
        let mut all = Vec::with_capacity(self.loud.len());
        for number in &self.loud {
            let found = self.pieces.get_mut(*number).zip(parse.statements.get(*number));
            let Some((piece, placed)) = found else { continue };
            all.extend(Arc::make_mut(piece).take_diagnostics(placed.start));
        }
        self.whole(all, text, parse, context)
    }

    /// What is wrong with statements, with what is wrong between them, in order.
    fn whole(
        &self,
        mut all: Vec<Diagnostic>,
        text: &str,
        parse: &Parse,
        context: &Context,
    ) -> Vec<Diagnostic> {
        all.extend(self.duplicate_names(text, parse, context));
        all.extend(self.idle_uses(text, parse, context));
        all.extend(self.duplicate_labels(parse, context));
        all.extend(astray(text, parse, context));
        all.sort_by_key(|it| (it.range.start(), it.code.id));
        let edits = all.iter_mut().flat_map(|it| &mut it.fixes).flat_map(|it| &mut it.edits);
        let mut newline = None;
        for edit in edits.filter(|it| it.text.contains('\n')) {
            let newline = *newline.get_or_insert_with(|| amq_syntax::newline(text));
            edit.text = edit.text.replace('\n', newline);
        }
        all
    }

    /// Names that the file does not mention itself, with what is to be said if no other file does.
    pub fn unmentioned(&self, parse: &Parse, context: &Context) -> Vec<(SmolStr, Diagnostic)> {
        if self.queries == 0 {
            return Vec::new();
        }
        let mut said = Vec::new();
        for it in &self.definitions.lets {
            if self.mentions(&it.name) > 0 {
                continue;
            }
            let place = self.pieces.get(it.statement).zip(parse.statements.get(it.statement));
            let Some((piece, placed)) = place else { continue };
            let message = format!("`${}` is never used", it.name);
            let unused =
                Diagnostic::new(&codes::UNUSED_NAME, it.name_range + placed.start, message)
                    .help("use it in a query, or delete the definition");
            said.extend(
                with_severity(unused, context, piece).map(|unused| (it.name.clone(), unused)),
            );
        }
        said
    }

    fn duplicate_names(&self, text: &str, parse: &Parse, context: &Context) -> Vec<Diagnostic> {
        let said = self.definitions.duplicates.iter().filter_map(|it| {
            let place = |number| self.pieces.get(number).zip(parse.statements.get(number));
            let ((piece, placed), (_, first)) = (place(it.statement)?, place(it.first)?);
            let before = text.get(..first.start.into()).unwrap_or_default();
            let line = before.matches('\n').count() + it.first_line;
            with_severity(it.diagnostic(line).shifted(placed.start), context, piece)
        });
        said.collect()
    }

    /// `use` of files with no name that this one mentions.
    fn idle_uses(&self, text: &str, parse: &Parse, context: &Context) -> Vec<Diagnostic> {
        // A name that is not known may be what the file was meant to bring.
        let unknown = |name: &SmolStr| self.scope().get(name).is_none();
        let brings = !self.definitions.brought.is_empty();
        if !brings || self.queries == 0 || self.mentioned().any(unknown) {
            return Vec::new();
        }
        let idle = self
            .definitions
            .brought
            .iter()
            .filter(|(_, names)| !names.iter().any(|name| self.mentions(name) > 0));
        let said = idle.filter_map(|(number, names)| {
            let (piece, placed) = self.pieces.get(*number).zip(parse.statements.get(*number))?;
            let Statement::Use(ast::Use { path: Some(path) }) = &placed.statement.kind else {
                return None;
            };
            let message = if names.is_empty() {
                "this file defines no names"
            } else {
                "no name of this file is used here"
            };
            let line = amq_syntax::whole_line(text, placed.range()).unwrap_or(placed.range());
            let fix = Fix::safe("leave the `use` out", vec![Edit::delete(line)]);
            // What is said above it would be said of the next statement.
            let described = amq_syntax::description(text, placed.start).is_some();
            let unused = Diagnostic::new(&codes::UNUSED_NAME, *path + placed.start, message)
                .help("use a name of it in a query, or leave the `use` out")
                .fix(if described { fix.unsure() } else { fix });
            with_severity(unused, context, piece)
        });
        said.collect()
    }

    fn duplicate_labels(&self, parse: &Parse, context: &Context) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        if self.doubled == 0 {
            return said;
        }
        let mut seen = labels::Labels::default();
        for (piece, placed) in self.pieces.iter().zip(&parse.statements) {
            let Statement::Query(tree) = &placed.statement.kind else { continue };
            let (Some(range), Some(label)) = (tree.label, piece.own_label()) else { continue };
            let twice = seen.check(label, range + placed.start);
            said.extend(twice.and_then(|twice| with_severity(twice, context, piece)));
        }
        said
    }
}

fn with_severity(mut said: Diagnostic, context: &Context, piece: &Piece) -> Option<Diagnostic> {
    said.severity = context.severity(said.code);
    let heard = said.severity != Severity::Off && !piece.silences(said.code);
    heard.then_some(said)
}
