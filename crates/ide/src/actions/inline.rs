//! Puts what a name stands for where it is mentioned.

use amq_check::Edit;
use amq_syntax::{Parse, Placed, TextRange, TextSize, ast, slice};

use super::{Action, ActionKind, action};
use crate::{
    File,
    lex::{Token, TokenKind, tokens},
    place::place,
    walk::Role,
};

/// The word before the name of a range.
const DURING: &str = "during";

/// Puts what the name at a place stands for in its place; `elsewhere` knows the names of used
/// files.
pub(super) fn inline(
    file: &File<'_>,
    at: TextSize,
    elsewhere: &dyn Fn(&str) -> Option<String>,
) -> Option<Action> {
    let place = place(file, at);
    let token = place.token.filter(|_| place.role == Role::Name)?;
    let name = token.text;
    let mut text = match definition(file.text, file.parse, name) {
        Some(definition) => text(file.text, definition)?,
        None => elsewhere(name.strip_prefix('$')?)?,
    };
    let mut range = token.range;
    let before = file.text.get(..token.range.start().into()).unwrap_or_default().trim_end();
    if before.ends_with(['(', ',']) {
        // A list inside a list is its values.
        let inner = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        text = inner.map_or_else(|| text.clone(), |it| it.trim().to_owned());
    } else if let Some(start) = before.strip_suffix(DURING) {
        range = TextRange::new(TextSize::of(start), range.end());
    }
    // The filters of a mention would have to be merged with those of the definition.
    let behind = file.text.get(token.range.end().into()..).unwrap_or_default();
    if behind.trim_start().starts_with('{') {
        return None;
    }
    let edits = vec![Edit::new(range, text)];
    Some(action(format!("put what `{name}` stands for here"), ActionKind::Inline, edits))
}

/// What a name of a file stands for, as it is written there, if that means the same in a file that
/// uses it.
pub fn written(text: &str, parse: &Parse, name: &str) -> Option<String> {
    let written = self::text(text, definition(text, parse, &format!("${name}"))?)?;
    // The names that this file itself brings in are not known there.
    let known =
        |it: &Token<'_>| it.kind != TokenKind::Dollar || definition(text, parse, it.text).is_some();
    let is_known = tokens(&written).all(|it| known(&it));
    is_known.then_some(written)
}

fn definition<'p>(text: &str, parse: &'p Parse, name: &str) -> Option<&'p Placed> {
    parse.statements.iter().find(|placed| {
        let ast::Kind::Let(it) = &placed.statement.kind else { return false };
        it.name.is_some_and(|range| slice(text, range + placed.start) == name)
    })
}

fn text(text: &str, definition: &Placed) -> Option<String> {
    if !definition.statement.errors.is_empty() || !definition.statement.comments.is_empty() {
        return None;
    }
    let ast::Kind::Let(it) = &definition.statement.kind else { return None };
    let range = match it.definition.as_ref()? {
        ast::Definition::Segments(clause) => match &clause.kind {
            ast::ClauseKind::Where(segments) => segments.first()?.range,
            _ => return None,
        },
        ast::Definition::Event(event) => event.range,
        ast::Definition::Values(values) => values.range,
        ast::Definition::Range(clause) => clause.range,
    };
    Some(slice(text, range + definition.start).trim_end().to_owned())
}
