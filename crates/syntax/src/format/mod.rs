//! Tree to formatted text. A statement with a syntax error keeps its bytes; every comment and the
//! meaning of every other one is kept.
//!
//! [`build`] walks the tree and the text side by side, so that no comment between two tokens can be
//! passed over, and leaves a flat list of texts and of places where a line may break;
//! [`print`] decides which of them do.

mod build;
mod clause;
mod event;
mod formula;
mod name;
mod print;
mod segment;
mod statement;
mod value;

use text_size::{TextRange, TextSize};

use crate::{
    Parse, Placed, parse,
    text::{self, line_ends, mostly, slice},
};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file in its canonical form. Formatting that again changes nothing.
///
/// ```
/// let text = "users by platform where \"city\" = \"Amsterdam\"   for new";
/// let formatted = "users for new users where city is \"Amsterdam\" by platform\n";
/// assert_eq!(amq_syntax::format(text), formatted);
/// ```
pub fn format(text: &str) -> String {
    format_file(text).text
}

/// A file in its canonical form, and what of it stays as it was.
pub struct Formatted {
    /// The whole file.
    pub text: String,
    /// Where the statements begin, before, that have a mistake in their text and so keep their bytes.
    pub kept: Vec<TextSize>,
}

/// The same as [`format`], for those who say which statements it leaves.
pub fn format_file(text: &str) -> Formatted {
    let parse = parse(text);
    let blocks: Vec<Block> = blocks(text, &parse).collect();
    let newline = newline(text, &blocks);
    let mut formatted = String::with_capacity(text.len() + text.len() / 8);
    formatted.extend(text.starts_with(BYTE_ORDER_MARK).then_some(BYTE_ORDER_MARK));
    let (mut end, mut kept) = (None, Vec::new());
    for Block { range, content } in blocks {
        if end.is_some_and(|end| has_blank_line(slice(text, TextRange::new(end, range.start())))) {
            formatted.push_str(newline);
        }
        match content {
            Content::Statement(statement) => formatted.push_str(&with_newline(statement, newline)),
            Content::Kept => {
                kept.push(range.start());
                formatted.push_str(slice(text, range));
            }
            Content::Comment => formatted.push_str(slice(text, range)),
            // An indented comment is no description, so it must not be moved to column 1.
            Content::IndentedComment => formatted.extend(["  ", slice(text, range)]),
        }
        formatted.push_str(newline);
        end = Some(range.end());
    }
    Formatted { text: formatted, kept }
}

/// One statement of a file in its canonical form, without a newline at its end. `None` where it
/// has a syntax error and so stays as it is.
///
/// ```
/// let text = "users   new\nusers \"";
/// let parse = amq_syntax::parse(text);
/// let formatted = amq_syntax::format_statement(text, &parse.statements[0]);
/// assert_eq!(formatted.as_deref(), Some("users new"));
/// assert_eq!(amq_syntax::format_statement(text, &parse.statements[1]), None);
/// ```
pub fn format_statement(text: &str, placed: &Placed) -> Option<String> {
    let statement = statement::format(slice(text, placed.range()), &placed.statement)?;
    Some(with_newline(statement, text::newline(text)))
}

/// A statement, or a comment line between two.
struct Block {
    range: TextRange,
    content: Content,
}

/// What is written of a block.
enum Content {
    /// A formatted statement.
    Statement(String),
    /// A comment.
    Comment,
    /// A comment that is indented.
    IndentedComment,
    /// A statement that stays as it is.
    Kept,
}

/// Statements and the comment lines between them, in the order of the file.
fn blocks(text: &str, parse: &Parse) -> impl Iterator<Item = Block> {
    let mut statements = parse.statements.iter().peekable();
    let mut comments = parse.comments.iter().copied().peekable();
    std::iter::from_fn(move || {
        let next = statements.peek().map(|placed| placed.start);
        let comment = comments.next_if(|comment| next.is_none_or(|next| comment.start() < next));
        if let Some(range) = comment {
            let before = text.get(..range.start().into()).unwrap_or_default();
            let is_indented = before.ends_with([' ', '\t', '\r']);
            let content = if is_indented { Content::IndentedComment } else { Content::Comment };
            return Some(Block { range, content });
        }
        let placed = statements.next()?;
        let range = placed.range();
        let formatted = statement::format(slice(text, range), &placed.statement);
        Some(Block { range, content: formatted.map_or(Content::Kept, Content::Statement) })
    })
}

fn has_blank_line(between: &str) -> bool {
    between.bytes().filter(|&byte| byte == b'\n').count() > 1
}

fn with_newline(statement: String, newline: &str) -> String {
    if newline == "\n" { statement } else { statement.replace('\n', newline) }
}

/// The line ending that a file mostly has. Statements that keep their bytes have no say where
/// there are other lines, or else the answer could change once those are formatted.
fn newline(text: &str, blocks: &[Block]) -> &'static str {
    let kept = |block: &&Block| matches!(block.content, Content::Kept | Content::Comment);
    let kept = blocks.iter().filter(kept);
    let kept = kept.fold((0, 0), |sum, block| {
        let found = line_ends(slice(text, block.range));
        (sum.0 + found.0, sum.1 + found.1)
    });
    let all = line_ends(text);
    mostly(if all.0 > kept.0 { (all.0 - kept.0, all.1 - kept.1) } else { all })
}
