//! The outline of a file: its queries and definitions.

use amq_syntax::{Parse, TextRange, ast, slice};
use smol_str::SmolStr;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its label, its `$name`, or its first words.
    pub name: SmolStr,
    /// What it is, in a few words.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: OutlineKind,
    /// The statement.
    pub range: TextRange,
    /// Its name.
    pub selection: TextRange,
}

/// The kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineKind {
    /// A query.
    Query,
    /// `let $x = where …`
    Segment,
    /// `let $x = event …`
    Event,
    /// `let $x = last …`
    Range,
    /// `let $x = (…)`
    Values,
    /// `use "…"`
    Use,
}

/// The outline of a file.
pub fn outline(text: &str, parse: &Parse) -> Vec<Outline> {
    parse.statements.iter().filter_map(|placed| entry(text, placed)).collect()
}

fn entry(text: &str, placed: &amq_syntax::Placed) -> Option<Outline> {
    let own = slice(text, placed.range());
    let first_line = own.lines().next().unwrap_or_default().trim();
    let (name, kind, detail) = match &placed.statement.kind {
        ast::Kind::Query(query) => {
            let name = query.label.or(query.verb)?;
            let body = query.label.map_or(first_line, |label| {
                own.get(usize::from(label.end())..)
                    .unwrap_or_default()
                    .trim_start_matches([' ', ':'])
            });
            (name, OutlineKind::Query, body.lines().next().unwrap_or_default())
        }
        ast::Kind::Let(it) => {
            let kind = match it.definition.as_ref()? {
                ast::Definition::Segments(_) => OutlineKind::Segment,
                ast::Definition::Event(_) => OutlineKind::Event,
                ast::Definition::Range(_) => OutlineKind::Range,
                ast::Definition::Values(_) => OutlineKind::Values,
            };
            let after = first_line.split_once('=').map_or("", |(_, after)| after.trim());
            (it.name?, kind, after)
        }
        ast::Kind::Use(it) => (it.path?, OutlineKind::Use, ""),
        ast::Kind::Unread => return None,
    };
    let written = slice(own, name);
    let shown = if written.is_empty() { "…" } else { written };
    Some(Outline {
        name: shown.into(),
        detail: detail.to_owned(),
        kind,
        range: placed.range(),
        selection: name + placed.start,
    })
}
