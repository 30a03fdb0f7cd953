//! Lines above queries: to run them, their requests to copy, and their cost.

use amq_syntax::{TextRange, ast};

use crate::{File, docs};

/// A line above a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The query's head.
    pub range: TextRange,
    /// The whole query.
    pub query: TextRange,
    /// What it says.
    pub title: String,
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

/// The lines above queries. Clients that can run them have one for that.
pub fn lenses(file: &File<'_>, runs: bool) -> Vec<Lens> {
    let mut lenses = Vec::new();
    for (number, placed) in file.parse.statements.iter().enumerate() {
        let ast::Kind::Query(tree) = &placed.statement.kind else { continue };
        let Some(query) = file.checks.piece(number).and_then(|piece| piece.query.as_ref()) else {
            continue;
        };
        let head = tree.label.or(tree.verb).unwrap_or_default() + placed.start;
        let whole = placed.range();
        let mut add =
            |title: String, does| lenses.push(Lens { range: head, query: whole, title, does });
        if runs {
            add("Run".to_owned(), Does::Run);
        }
        add("Copy URL".to_owned(), Does::Url);
        add("Copy curl".to_owned(), Does::Curl);
        add(docs::cost_title(query), Does::Cost);
    }
    lenses
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
