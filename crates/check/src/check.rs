//! A whole file.

use amq_schema::{Severity, codes};
use amq_syntax::{Parse, Placed, TextSize, ast::Kind as Statement, slice};
use smol_str::SmolStr;

use crate::{
    Context, Diagnostic, Exports, allow,
    definitions::{Definitions, definitions},
    labels::Labels,
    limits::MOST_SAID,
    query::Query,
    statement,
};

/// What a file says, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Its queries, in order.
    pub queries: Vec<Checked>,
    /// What is wrong, in the order of places; ranges count from the start of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The names it defines.
    pub exports: Exports,
    /// The names that its statements mention, sorted.
    pub mentions: Vec<SmolStr>,
    /// Names that this file does not mention itself, with what is to be said if no other file does.
    pub unmentioned: Vec<(SmolStr, Diagnostic)>,
}

/// A query of a file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The number of its statement.
    pub statement: usize,
    /// Where its statement starts.
    pub start: TextSize,
    /// Its label.
    pub label: Option<SmolStr>,
    /// The query, unless a mistake leaves none.
    pub query: Option<Query>,
}

/// The names of a used file.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// The number of the `use` statement.
    pub statement: usize,
    /// Its names; `None` where it could not be read.
    pub exports: Option<&'a Exports>,
    /// Why it could not be read; ranges count from the start of the statement.
    pub problem: Option<Diagnostic>,
}

/// Checks a file against the table and its project.
pub fn check(text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) -> Analysis {
    let found = definitions(text, parse, context, imports);
    let mut file =
        File { text, parse, context, analysis: Analysis::default(), allows: allow::any(text) };
    file.statements(found);
    let mut analysis = file.analysis;
    analysis.diagnostics.sort_by_key(|it| (it.range.start(), it.code.id));
    analysis
}

struct File<'a> {
    text: &'a str,
    parse: &'a Parse,
    context: &'a Context,
    analysis: Analysis,
    allows: bool,
}

impl File<'_> {
    fn statements(&mut self, found: Definitions) {
        let Definitions { scope, exports, mut diagnostics, mut mentions, mut room } = found;
        diagnostics.sort_by_key(|it| it.0);
        let mut of_lets = diagnostics.into_iter().peekable();
        let mut labels = Labels::default();
        let parse = self.parse;
        for (number, placed) in parse.statements.iter().enumerate() {
            let text = slice(self.text, placed.range());
            let mut said = Vec::new();
            while let Some((_, diagnostic)) = of_lets.next_if(|it| it.0 == number) {
                said.push(diagnostic);
            }
            let mut query = None;
            let is_query = matches!(placed.statement.kind, Statement::Query(_));
            if let Statement::Query(tree) = &placed.statement.kind {
                let statement = &placed.statement;
                let outcome = statement::query(text, statement, tree, self.context, &scope, room);
                room = outcome.room;
                said.extend(outcome.diagnostics);
                mentions.extend(outcome.mentions);
                query = outcome.query;
            } else if !placed.statement.errors.is_empty() {
                said.extend(statement::syntax_only(text, &placed.statement, self.context, &scope));
            }
            let missing = is_query && query.is_none();
            self.report(placed, said, missing);
            if let Statement::Query(tree) = &placed.statement.kind {
                let label = tree.label.map(|range| SmolStr::new(slice(text, range)));
                if let (Some(label), Some(range)) = (&label, tree.label) {
                    self.report_at(placed, labels.check(label, range + placed.start));
                }
                let start = placed.start;
                self.analysis.queries.push(Checked { statement: number, start, label, query });
            }
        }
        mentions.sort_unstable();
        mentions.dedup();
        self.analysis.mentions = mentions;
        self.unmentioned(&exports);
        self.analysis.exports = exports;
    }

    /// Keeps what the project and the comments above the statement do not silence. A statement
    /// that leaves no query is never silent.
    fn report(&mut self, placed: &Placed, said: Vec<Diagnostic>, missing: bool) {
        let allowed = self.allowed(placed);
        if said.is_empty() {
            return;
        }
        let severity = |it: &Diagnostic| {
            let silenced = allowed.contains(&it.code);
            if silenced { Severity::Off } else { self.context.severity(it.code) }
        };
        let full = said.len() >= MOST_SAID;
        let loud = !missing || said.iter().any(|it| severity(it) == Severity::Error);
        let mut kept: Vec<Diagnostic> = said
            .into_iter()
            .filter_map(|mut it| {
                let own = it.code.severity;
                let heard = if loud || own != Severity::Error { severity(&it) } else { own };
                it.severity = heard;
                (heard != Severity::Off).then(|| it.shifted(placed.start))
            })
            .collect();
        if full {
            say_more_is_left_out(&mut kept);
        }
        self.analysis.diagnostics.extend(kept);
    }

    fn report_at(&mut self, placed: &Placed, said: Option<Diagnostic>) {
        let Some(said) = said else { return };
        let silenced =
            self.allows && allow::allowed(self.text, placed.start).0.contains(&said.code);
        if !silenced {
            let said = self.with_severity(said);
            self.analysis.diagnostics.extend(said);
        }
    }

    fn with_severity(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        diagnostic.severity = self.context.severity(diagnostic.code);
        (diagnostic.severity != Severity::Off).then_some(diagnostic)
    }

    fn allowed(&mut self, placed: &Placed) -> Vec<&'static amq_schema::Code> {
        if !self.allows {
            return Vec::new();
        }
        let (allowed, wrong) = allow::allowed(self.text, placed.start);
        for diagnostic in wrong {
            let diagnostic = self.with_severity(diagnostic);
            self.analysis.diagnostics.extend(diagnostic);
        }
        allowed
    }

    /// The names that the file defines and does not mention, if it has a query.
    fn unmentioned(&mut self, exports: &Exports) {
        if self.analysis.queries.is_empty() {
            return;
        }
        for (name, range, _) in &exports.names {
            if self.analysis.mentions.binary_search(name).is_ok() {
                continue;
            }
            let message = format!("nothing mentions `${name}`");
            let diagnostic = Diagnostic::new(&codes::UNUSED_NAME, *range, message)
                .help("mention it in a query, or delete the definition");
            let silenced = self.allows && {
                let statements = &self.parse.statements;
                let next = statements.partition_point(|it| it.start <= range.start());
                next.checked_sub(1).and_then(|at| statements.get(at)).is_some_and(|placed| {
                    allow::allowed(self.text, placed.start).0.contains(&&codes::UNUSED_NAME)
                })
            };
            if let (false, Some(diagnostic)) = (silenced, self.with_severity(diagnostic)) {
                self.analysis.unmentioned.push((name.clone(), diagnostic));
            }
        }
    }
}

/// The last of a statement's diagnostics tells that there would be more, in every format.
fn say_more_is_left_out(kept: &mut [Diagnostic]) {
    let shown = kept.len();
    if let Some(last) = kept.iter_mut().max_by_key(|it| (it.range.start(), it.code.id)) {
        let more = "; further mistakes of this statement are left out";
        last.message = format!("{}{more}, after {shown}", last.message);
    }
}
