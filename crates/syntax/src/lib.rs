//! Text of `.amq` files to a tree with its syntax errors, and back to formatted text.
//!
//! Any text gives a tree. This crate owns the grammar and knows the shapes of clauses, but not
//! which endpoint takes what. Ranges inside a [`Statement`] count from the statement's own start, so that
//! an unchanged statement can be kept wherever it moves.
//!
//! ```
//! let parse = amq_syntax::parse("users new last 30d\nusers wehre");
//! assert_eq!(parse.statements.len(), 2);
//! assert!(parse.statements[0].statement.errors.is_empty());
//! ```

pub mod ast;
mod blank;
mod comment;
mod error;
mod format;
mod grammar;
mod lower;
mod parse;
mod reparse;
mod split;
mod text;

pub use ast::Statement;
pub use comment::description;
pub use error::{After, LengthOf, Missing, SyntaxError, SyntaxErrorKind};
pub use format::{Formatted, format, format_file, format_statement};
pub use lower::MAX_DEPTH;
pub use parse::{Parse, Placed, parse, parse_statement};
pub use reparse::{Changed, reparse};
pub use split::{CLAUSE_WORDS, CONNECTIVES, OF_IDENTIFIERS, RESERVED, Span, split};
pub use text::{
    CUSTOM, CUSTOM_EVENT, after_gap, is_word, newline, quote, slice, unescape, whole_line,
};
pub use text_size::{TextRange, TextSize};
