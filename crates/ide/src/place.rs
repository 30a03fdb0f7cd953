//! A place in a file: what stands there, and what could. Every feature begins here.

use amq_check::Piece;
use amq_syntax::{Placed as Statement, TextRange, TextSize, slice};

use crate::{
    File,
    lex::{Token, TokenKind, tokens},
    walk::{Role, Walk},
};

/// A place in a file.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    /// The number of the statement it is in, if it is in one.
    pub(crate) statement: Option<usize>,
    /// What stands there; its range counts from the start of the file.
    pub(crate) token: Option<Token<'a>>,
    pub(crate) role: Role,
    /// What came before the token.
    pub(crate) before: Walk<'a>,
    /// What is expected behind it.
    pub(crate) after: Walk<'a>,
    /// The last token before it.
    pub(crate) previous: Option<Token<'a>>,
}

/// What stands at a place.
pub(crate) fn place<'a>(file: &File<'a>, at: TextSize) -> Place<'a> {
    let statement = statement_at(file, at);
    let placed = statement.and_then(|number| file.parse.statements.get(number));
    let start = placed.map_or_else(|| line_start(file.text, at), |placed| placed.start);
    let end = placed.map_or(at, |placed| placed.range().end().max(at));
    let text = file.text.get(start.into()..end.into()).unwrap_or_default();
    let mut place = Place {
        statement,
        token: None,
        role: Role::Unknown,
        before: Walk::default(),
        after: Walk::default(),
        previous: None,
    };
    let mut walk = Walk::default();
    let mut tokens = tokens(text).peekable();
    while let Some(token) = tokens.next() {
        let range = token.range + start;
        if range.start() > at || (range.start() == at && is_part_of_word(place.token)) {
            break;
        }
        let before = walk.clone();
        let role = walk.step(token, tokens.peek().copied());
        if range.end() >= at {
            place.previous = place.token.or(place.previous);
            place.token = Some(Token { range, ..token });
            place.role = role;
            place.before = before;
            place.after = walk.clone();
        } else {
            place.previous = Some(Token { range, ..token });
        }
    }
    if place.token.is_none() {
        place.before = walk.clone();
        place.after = walk;
    }
    place
}

fn is_part_of_word(token: Option<Token<'_>>) -> bool {
    token.is_some_and(|token| token.kind != TokenKind::Sign)
}

impl<'a> Place<'a> {
    /// The part of a word that is typed already: it is replaced by what is chosen.
    pub(crate) fn typed(&self, at: TextSize) -> Option<Token<'a>> {
        let words =
            self.token.filter(|it| it.kind != TokenKind::Sign && it.kind != TokenKind::Comment);
        words.filter(|it| it.range.end() >= at)
    }

    /// The end of the statement, where it is without what is typed.
    pub(crate) fn without(&self, file: &File<'a>, typed: Option<Token<'a>>) -> Walk<'a> {
        let Some(placed) = self.placed(file) else { return Walk::default() };
        let own = slice(file.text, placed.range());
        let is_left =
            |it: &Token<'_>| typed.is_none_or(|typed| it.range + placed.start != typed.range);
        let mut walk = Walk::default();
        let mut tokens = tokens(own).filter(is_left).peekable();
        while let Some(token) = tokens.next() {
            walk.step(token, tokens.peek().copied());
        }
        walk
    }

    /// What was found of the statement.
    pub(crate) fn piece(&self, file: &File<'a>) -> Option<&'a Piece> {
        file.checks.piece(self.statement?).map(|piece| &**piece)
    }

    /// The statement.
    pub(crate) fn placed(&self, file: &File<'a>) -> Option<&'a Statement> {
        file.parse.statements.get(self.statement?)
    }
}

/// The number of the statement that a place is in. Behind its end too, where what is typed there
/// would go on with it.
pub(crate) fn statement_at(file: &File<'_>, at: TextSize) -> Option<usize> {
    let statements = &file.parse.statements;
    let number = statements.partition_point(|it| it.start <= at).checked_sub(1)?;
    let range = statements.get(number)?.range();
    if at <= range.end() {
        return Some(number);
    }
    let line = line_start(file.text, at);
    let typed = file.text.get(line.into()..at.into()).unwrap_or_default();
    let goes_on =
        line <= range.end() || (typed.starts_with([' ', '\t']) && typed.trim().is_empty());
    goes_on.then_some(number)
}

/// The numbers of the statements that a range touches.
pub(crate) fn statements_in(file: &File<'_>, range: TextRange) -> std::ops::Range<usize> {
    let statements = &file.parse.statements;
    let first = statements.partition_point(|it| it.range().end() < range.start());
    let last = statements.partition_point(|it| it.start <= range.end());
    first..last.max(first)
}

/// Where the line of a place starts.
pub(crate) fn line_start(text: &str, at: TextSize) -> TextSize {
    let before = text.get(..at.into()).unwrap_or_default();
    TextSize::new(before.rfind('\n').map_or(0, |end| end + 1) as u32)
}
