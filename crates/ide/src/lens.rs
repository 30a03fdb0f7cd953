//! Lines above queries: to run them, their requests to copy, and their cost.

use amq_syntax::{Placed, TextRange, TextSize, ast};

use crate::{File, docs, place::statement_at};

/// A line above a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lens {
    /// The query's number among the statements.
    pub statement: usize,
    /// The query's head.
    pub range: TextRange,
    /// What it does.
    pub does: Does,
}

/// What a lens does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// Runs the query. That is the client's: nothing here sends anything.
    Run,
    /// Gives the URL.
    Url,
    /// Gives a curl command.
    Curl,
    /// Shows the cost.
    Cost,
}

impl Does {
    /// Everything, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Run, Self::Url, Self::Curl, Self::Cost];
}

/// The lines above queries. Clients that can run them have one for that. One with mistakes keeps
/// that of its cost, so that the lines below stay where they are while it is typed.
pub fn lenses(file: &File<'_>, runs: bool) -> Vec<Lens> {
    let all = file.parse.statements.iter().enumerate();
    all.flat_map(|(number, placed)| of_statement(file, number, placed, runs)).collect()
}

/// The line of a query whose head starts at a place.
pub fn lens_at(file: &File<'_>, at: TextSize, does: Does) -> Option<Lens> {
    let number = statement_at(file, at)?;
    let placed = file.parse.statements.get(number)?;
    of_statement(file, number, placed, true).find(|it| it.range.start() == at && it.does == does)
}

fn of_statement(
    file: &File<'_>,
    statement: usize,
    placed: &Placed,
    runs: bool,
) -> impl Iterator<Item = Lens> + use<> {
    let head = match &placed.statement.kind {
        ast::Kind::Query(tree) => Some(tree.label.or(tree.verb).unwrap_or_default() + placed.start),
        _ => None,
    };
    let is_whole = file.checks.piece(statement).is_some_and(|piece| piece.query.is_some());
    let offered = Does::ALL.into_iter().filter(move |does| match does {
        Does::Run => runs && is_whole,
        Does::Url | Does::Curl => is_whole,
        Does::Cost => true,
    });
    offered.filter_map(move |does| Some(Lens { statement, range: head?, does }))
}

/// What a lens says.
pub fn lens_title(file: &File<'_>, statement: usize, does: Does) -> String {
    let query = file.checks.piece(statement).and_then(|piece| piece.query.as_ref());
    match (does, query) {
        (Does::Run, _) => "Run".to_owned(),
        (Does::Url, _) => "Copy URL".to_owned(),
        (Does::Curl, _) => "Copy curl".to_owned(),
        (Does::Cost, Some(query)) => docs::cost_title(query),
        (Does::Cost, None) => "cost not known: has mistakes".to_owned(),
    }
}

/// What a lens gives, for the query of a statement.
pub fn lens_text(file: &File<'_>, statement: usize, does: Does) -> Option<String> {
    let query = file.checks.piece(statement)?.query.as_ref()?;
    Some(match does {
        Does::Run => return None,
        Does::Url => amq_request::url(query, file.base_url),
        Does::Curl => amq_request::curl(query, file.base_url, amq_request::Shell::Posix),
        Does::Cost => docs::cost_text(query),
    })
}
