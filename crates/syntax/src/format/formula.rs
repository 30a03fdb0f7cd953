//! Formulas: blanks around operators and after commas, and none elsewhere.

use text_size::{TextRange, TextSize};

use super::build::Builder;
use crate::{ast::Formula, text::slice};

/// What a token of a formula is, as far as the blanks around it depend on that.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Token {
    /// `(`, a sign or the format: nothing comes between it and what follows.
    Prefix,
    /// A number, a name or `)`.
    Operand,
    /// An operator between two operands, or a comma.
    Infix,
}

impl Builder<'_> {
    pub(super) fn formula(&mut self, formula: &Formula) -> Option<()> {
        let mut names =
            formula.functions.iter().chain(&formula.events).copied().collect::<Vec<_>>();
        names.sort_unstable_by_key(|range| range.start());
        let mut names = names.into_iter().peekable();
        let mut before = Token::Prefix;
        while self.position() < formula.range.end() {
            let at = self.position();
            let name = names.next_if(|range| range.start() == at);
            before = match name {
                Some(name) => self.operand(name, before)?,
                None => self.sign(at, before)?,
            };
        }
        Some(())
    }

    fn operand(&mut self, range: TextRange, before: Token) -> Option<Token> {
        self.blank_after(before);
        self.copy(range)?;
        Some(Token::Operand)
    }

    fn blank_after(&mut self, before: Token) {
        if before == Token::Infix {
            self.space();
        }
    }

    fn sign(&mut self, at: TextSize, before: Token) -> Option<Token> {
        let rest = self.text.get(at.into()..)?;
        let number = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        if number > 0 {
            return self.operand(TextRange::at(at, TextSize::new(number as u32)), before);
        }
        let length = if rest.starts_with(['$', '%']) { 2 } else { 1 };
        let range = TextRange::at(at, TextSize::new(length));
        match slice(self.text, range) {
            ")" => {
                self.copy(range)?;
                self.close();
                Some(Token::Operand)
            }
            "," => {
                self.comma()?;
                self.fill();
                Some(Token::Prefix)
            }
            "+" | "-" | "*" | "/" if before == Token::Operand => {
                match slice(self.text, range) {
                    "+" | "-" => self.line(),
                    _ => self.fill(),
                }
                self.copy(range).map(|()| Token::Infix)
            }
            "(" => {
                self.blank_after(before);
                self.open();
                self.copy(range).map(|()| Token::Prefix)
            }
            "-" | "$:" | "%:" => self.operand(range, before).map(|_| Token::Prefix),
            _ => None,
        }
    }
}
