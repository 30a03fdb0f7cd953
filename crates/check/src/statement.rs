//! One query: its verb, its subject, its clauses, the rules across them, and its cost.

use amq_schema::Endpoint;
use amq_syntax::{Statement, ast};
use smol_str::SmolStr;

use crate::{
    Context, Cost, Diagnostic, checker::Checker, draft::Draft, hidden::mistakes, names::Scope,
    query::Query,
};

/// What came of checking one statement; ranges count from its start.
pub(crate) struct Outcome {
    /// The query, where it was asked for.
    pub(crate) query: Option<Query>,
    /// Whether some mistake leaves no query.
    pub(crate) broken: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) mentions: Vec<SmolStr>,
    /// How many more values names may stand for in the file.
    pub(crate) room: usize,
    /// Whether they stood for more than there was room for.
    pub(crate) overfull: bool,
}

/// A query without a mistake that leaves none.
pub(crate) struct Read {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) draft: Draft,
    pub(crate) cost: Option<Cost>,
}

/// How a query is checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    /// How many more values names may stand for in the file.
    pub(crate) room: usize,
    /// Whether the query is to be put together.
    pub(crate) wanted: bool,
    /// How often words of it were put right to read on behind them.
    pub(crate) times: usize,
}

/// Checks a query.
pub(crate) fn query(
    text: &str,
    statement: &Statement,
    query: &ast::Query,
    context: &Context,
    scope: &Scope,
    how: How,
) -> Outcome {
    let mut checker = Checker::new(text, context, scope, how.room);
    let read = checker.query(statement, query);
    let broken = read.is_none();
    let query = read.filter(|_| how.wanted).map(|read| checker.assemble(read));
    let Checker { mut diagnostics, mut mentions, room, overfull, hidden, .. } = checker;
    if let Some((said, mentioned)) = mistakes(text, &hidden, context, scope, how) {
        let known = |it: &Diagnostic| diagnostics.iter().any(|at| at.range == it.range);
        let new: Vec<_> = said.into_iter().filter(|it| !known(it)).collect();
        diagnostics.extend(new);
        mentions.extend(mentioned);
    }
    Outcome { query, broken, diagnostics, mentions, room, overfull }
}

/// Says what is wrong with the text of a statement that is no query.
pub(crate) fn syntax_only(
    text: &str,
    statement: &Statement,
    context: &Context,
    scope: &Scope,
) -> Vec<Diagnostic> {
    let mut checker = Checker::new(text, context, scope, 0);
    checker.statement = Some(statement);
    checker.syntax_errors(statement);
    checker.diagnostics
}

impl<'a> Checker<'a> {
    fn query(&mut self, statement: &'a Statement, query: &'a ast::Query) -> Option<Read> {
        let places = Vec::with_capacity(query.clauses.len());
        let mut draft = Draft { places, ..Draft::default() };
        self.statement = Some(statement);
        self.endpoint = self.find_endpoint(query);
        self.clauses = &query.clauses;
        if let Some(endpoint) = self.endpoint {
            self.subject(endpoint, query, &mut draft);
        }
        self.syntax_errors(statement);
        for clause in &query.clauses {
            if self.has_said_enough() {
                self.broken = true;
                break;
            }
            if self.is_told(clause.range) {
                self.unsaid(|it| it.clause(clause, &mut Draft::default()));
            } else {
                self.clause(clause, &mut draft);
            }
        }
        let endpoint = self.endpoint?;
        self.rules(endpoint, query, &draft);
        if self.broken {
            return None;
        }
        let cost = self.cost(endpoint, &draft);
        if let Some(cost) = cost {
            self.too_dear(cost, query, &draft);
        }
        Some(Read { endpoint, draft, cost })
    }
}

/// The kind of a clause, where its first word alone tells.
pub(crate) fn plain_kind(kind: &ast::ClauseKind) -> Option<amq_schema::Clause> {
    use amq_schema::Clause;
    use ast::ClauseKind;
    Some(match kind {
        ClauseKind::Where(_) => Clause::Where,
        ClauseKind::By(_) => Clause::By,
        ClauseKind::Range(_) => Clause::Range,
        ClauseKind::Every(_) => Clause::Every,
        ClauseKind::Window(_) => Clause::Window,
        ClauseKind::Metric(_) => Clause::Metric,
        ClauseKind::For(_) => Clause::For,
        ClauseKind::Formula(_) => Clause::Formula,
        ClauseKind::Limit(_) => Clause::Limit,
        ClauseKind::Offset(_) => Clause::Offset,
        ClauseKind::Direction(..) => Clause::Direction,
        ClauseKind::Mode(_) => Clause::Mode,
        ClauseKind::Bins(_) => Clause::Bins,
        ClauseKind::With(_) => Clause::With,
        ClauseKind::Rolling(..) => return None,
    })
}
