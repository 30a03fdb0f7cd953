//! What each word is, for colours that know more than a grammar of patterns.

use amq_schema::built_in;
use amq_syntax::{TextRange, slice};

use crate::{
    File,
    lex::TokenKind,
    place::statements_in,
    walk::{Role, roles},
};

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where.
    pub range: TextRange,
    /// What.
    pub kind: SemanticKind,
    /// Whether it is defined there.
    pub defines: bool,
    /// Whether it is one that the API brings along.
    pub built_in: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SemanticKind {
    /// A comment.
    Comment,
    /// A word of the language.
    Keyword,
    /// A verb.
    Verb,
    /// A word that a clause takes.
    Word,
    /// An event.
    Event,
    /// A property.
    Property,
    /// A `$name`.
    Name,
    /// A label.
    Label,
    /// A text.
    String,
    /// A number, a date, a length of time.
    Number,
    /// A sign or a word that compares.
    Operator,
    /// A function.
    Function,
}

/// The words in a range, or in the whole file.
pub fn semantic_tokens(file: &File<'_>, range: Option<TextRange>) -> Vec<SemanticToken> {
    let count = file.parse.statements.len();
    let numbers = range.map_or(0..count, |range| statements_in(file, range));
    let mut found = Vec::new();
    let comments = file
        .parse
        .comments
        .iter()
        .filter(|it| range.is_none_or(|range| range.intersect(**it).is_some()));
    found.extend(comments.map(|range| SemanticToken {
        range: *range,
        kind: SemanticKind::Comment,
        defines: false,
        built_in: false,
    }));
    for placed in file.parse.statements.get(numbers).unwrap_or_default() {
        for it in roles(slice(file.text, placed.range())) {
            let Some(kind) = kind(it.role, it.token.kind) else { continue };
            let range = it.token.range + placed.start;
            let defines = matches!(it.role, Role::Defined | Role::Label);
            let built_in = it.role == Role::Property && built_in(it.token.text).is_some()
                || it.role == Role::Event && amq_schema::special_event(it.token.text).is_some();
            found.push(SemanticToken { range, kind, defines, built_in });
        }
    }
    found.sort_by_key(|it| it.range.start());
    found
}

fn kind(role: Role, token: TokenKind) -> Option<SemanticKind> {
    Some(match role {
        Role::Comment => SemanticKind::Comment,
        Role::Keyword(_) | Role::Clause(_) => SemanticKind::Keyword,
        Role::Verb | Role::SubjectWord => SemanticKind::Verb,
        Role::Word(_) | Role::DateWord | Role::Constant(_) => SemanticKind::Word,
        Role::Event | Role::FormulaEvent => SemanticKind::Event,
        Role::Property | Role::ParameterName => SemanticKind::Property,
        Role::Name | Role::Defined => SemanticKind::Name,
        Role::Label => SemanticKind::Label,
        Role::Operator => SemanticKind::Operator,
        Role::Value if token == TokenKind::Word => SemanticKind::Word,
        Role::Value | Role::Path | Role::Identifier => SemanticKind::String,
        Role::Number | Role::Duration | Role::Date => SemanticKind::Number,
        Role::Function => SemanticKind::Function,
        Role::Sign | Role::Unknown => return None,
    })
}
