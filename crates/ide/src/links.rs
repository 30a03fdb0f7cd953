//! The paths of `use`, to be followed.

use amq_syntax::{TextRange, ast, slice, unescape};

use crate::File;

/// A path and where it stands, without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub range: TextRange,
    /// The path, as it is meant.
    pub path: String,
}

/// The paths that a file uses.
pub fn links(file: &File<'_>) -> Vec<Link> {
    let links = file.parse.statements.iter().filter_map(|placed| {
        let ast::Kind::Use(it) = &placed.statement.kind else { return None };
        let range = it.path? + placed.start;
        let inner = slice(file.text, range).strip_prefix('"')?.strip_suffix('"')?;
        let range = TextRange::new(
            range.start() + amq_syntax::TextSize::new(1),
            range.end() - amq_syntax::TextSize::new(1),
        );
        Some(Link { range, path: unescape(inner).ok()?.into_owned() })
    });
    links.collect()
}
