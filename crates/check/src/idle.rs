//! Comments above a statement that silence what is not reported there.

use amq_schema::{Clause, Code, Severity, codes};
use amq_syntax::ast::{ClauseKind, Day, Kind as Statement, Range, Unit};

use crate::{Context, Diagnostic, allow::Allowed, piece::Piece, statement::plain_kind};

/// What is said of each code that the comments above a statement silence for nothing.
pub(crate) fn idle(
    piece: &Piece,
    allowed: &[Allowed],
    reported: &[&'static Code],
    statement: &Statement,
    context: &Context,
) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let has_errors = piece.broken
        || piece.dubious
        || reported.iter().any(|code| code.severity == Severity::Error);
    for it in allowed.iter().filter(|it| !it.misspelt && !context.is_firm(it.code)) {
        if piece.said().iter().any(|said| said.code == it.code) {
            said.push(it.in_vain(statement));
        } else if !has_errors
            && !reported.contains(&it.code)
            && piece.reserved.as_deref().is_none_or(|said| said.code != it.code)
            && is_told_here(it.code, statement, context)
        {
            said.push(it.idle());
        }
    }
    said
}

/// Whether a code would be among what is found of the statement, today as on every other day.
fn is_told_here(code: &'static Code, statement: &Statement, context: &Context) -> bool {
    // What is said of comments is said elsewhere.
    const OF_COMMENTS: [&Code; 3] =
        [&codes::UNKNOWN_CODE, &codes::UNKNOWN_COMMENT, &codes::UNUSED_ALLOW];
    // What is said at the end of a file or of a run, where other statements are known.
    const OF_FILES: [&Code; 4] =
        [&codes::UNUSED_NAME, &codes::DUPLICATE_NAME, &codes::DUPLICATE_LABEL, &codes::USE_CYCLE];
    const OF_TAXONOMIES: [&Code; 3] =
        [&codes::UNKNOWN_EVENT, &codes::UNKNOWN_VALUE, &codes::UNKNOWN_EVENT_PROPERTY];
    const OF_DAYS: [&Code; 3] =
        [&codes::RANGE_NOT_SHOWN, &codes::COST_ABOVE_LIMIT, &codes::COST_ABOVE_MAXIMUM];
    if OF_COMMENTS.contains(&code) || context.severity(code) == Severity::Off {
        return false;
    }
    let elsewhere = OF_FILES.contains(&code) || OF_TAXONOMIES.contains(&code);
    let comes_and_goes =
        code == &codes::FUTURE_RANGE || OF_DAYS.contains(&code) && !has_fixed_length(statement);
    !elsewhere && !comes_and_goes
}

/// Whether a query has as many days today as on every other day.
fn has_fixed_length(statement: &Statement) -> bool {
    let Statement::Query(query) = statement else { return true };
    let range = query.clauses.iter().find(|it| plain_kind(&it.kind) == Some(Clause::Range));
    match range.map(|it| &it.kind) {
        Some(ClauseKind::Range(
            Range::From(Some(Day::Date(_)), Some(Day::Date(_))) | Range::On(_),
        )) => true,
        Some(ClauseKind::Range(Range::Last(Some(length), _))) => length.unit != Unit::Month,
        _ => false,
    }
}
