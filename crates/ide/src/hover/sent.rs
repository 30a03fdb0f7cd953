//! What the parts of a clause are sent as.

use amq_check::{Meaning, Query};
use amq_schema::{Clause, Endpoint, Param, Ty};

use super::span;
use crate::{File, docs, place::Place};

/// What the parameters of a clause, or those of the subject, mean, each with what is sent.
pub(super) fn sent(
    file: &File<'_>,
    place: &Place<'_>,
    clause: Option<Clause>,
    wanted: impl Fn(Ty) -> bool,
) -> Option<String> {
    let endpoint = place.after.endpoint?;
    let sent = query(file, place).map(amq_request::params).unwrap_or_default();
    let of = |param: &&Param| match clause {
        Some(clause) => param.fills_from(clause),
        None => param.clauses.is_empty(),
    };
    let lines = endpoint.params.iter().filter(of).filter(|it| wanted(it.ty)).map(|param| {
        let value = sent.iter().find(|it| it.0 == param.wire).map(|it| it.1.as_str());
        docs::parameter(param, value)
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("{}\n\n{}", lines.join("\n\n"), docs::source(endpoint)))
}

/// The parameter that an event of the subject becomes.
pub(super) fn param_of_event(endpoint: &Endpoint, number: usize) -> Option<&Param> {
    endpoint.params.iter().find(|param| match param.ty {
        Ty::Event(at, _) => at == number,
        Ty::Events(_) => true,
        _ => false,
    })
}

/// The days of the query, or of the range that is defined.
pub(super) fn days(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let defined = || {
        let definition = file.checks.scope().get(place.after.defines?)?;
        let Some(Meaning::Range(days)) = definition.meaning else { return None };
        Some(days)
    };
    let days = query(file, place).and_then(|query| query.days).or_else(defined)?;
    Some(format!("{}\n\n", span(days)))
}

/// The query that a place is in.
pub(super) fn query<'a>(file: &File<'a>, place: &Place<'a>) -> Option<&'a Query> {
    place.piece(file)?.query.as_ref()
}
