//! Names and labels: where they are defined, and where they are mentioned.

use amq_syntax::{Placed, TextRange, TextSize, slice, split};
use smol_str::SmolStr;

use crate::{
    File,
    place::place,
    walk::{Role, roles},
};

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// A `$name`, without its `$`.
    Name(SmolStr),
    /// A label of a query of this file.
    Label(SmolStr),
}

/// A place where something is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Where, with the `$`.
    pub range: TextRange,
    /// Whether it is defined there.
    pub defines: bool,
}

/// What is named at a place, and the range of that.
pub fn symbol_at(file: &File<'_>, at: TextSize) -> Option<(Symbol, TextRange)> {
    let place = place(file, at);
    let token = place.token?;
    let symbol = match place.role {
        Role::Name | Role::Defined if token.text.len() > 1 => {
            Symbol::Name(token.text.strip_prefix('$')?.into())
        }
        Role::Label => Symbol::Label(token.text.into()),
        _ => return None,
    };
    Some((symbol, token.range))
}

/// Every place of a text where something is named.
pub fn mentions(text: &str, parse: &amq_syntax::Parse, symbol: &Symbol) -> Vec<Mention> {
    mentions_at(text, parse.statements.iter().map(Placed::range), symbol)
}

/// The same for a text that nobody has read yet, and that may well not name it.
pub fn mentions_in(text: &str, symbol: &Symbol) -> Vec<Mention> {
    if !text.contains(symbol.name()) {
        return Vec::new();
    }
    mentions_at(text, split(text).0.into_iter().map(|it| it.range), symbol)
}

impl Symbol {
    fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Label(name) => name,
        }
    }
}

fn mentions_at(
    text: &str,
    statements: impl Iterator<Item = TextRange>,
    symbol: &Symbol,
) -> Vec<Mention> {
    let mut found = Vec::new();
    for statement in statements {
        let own = slice(text, statement);
        if !own.contains(symbol.name()) {
            continue;
        }
        for it in roles(own) {
            let same = match (symbol, it.role) {
                (Symbol::Name(name), Role::Name | Role::Defined) => {
                    it.token.text.strip_prefix('$') == Some(name)
                }
                (Symbol::Label(label), Role::Label) => it.token.text == label,
                _ => false,
            };
            if same {
                let defines = matches!(it.role, Role::Defined | Role::Label);
                found.push(Mention { range: it.token.range + statement.start(), defines });
            }
        }
    }
    found
}

/// Why a name cannot be given to something, if it cannot.
pub fn refused(symbol: &Symbol, new: &str, taken: bool) -> Option<String> {
    let bare = new.strip_prefix('$').unwrap_or(new);
    let (kind, reserved) = match symbol {
        Symbol::Name(_) => ("name", false),
        Symbol::Label(_) => {
            if new.starts_with('$') {
                return Some("a label has no `$`".to_owned());
            }
            ("label", is_reserved(bare))
        }
    };
    if !amq_syntax::is_word(bare) {
        return Some(format!("`{new}` is no word, and a {kind} is one: letters, digits, `_`"));
    }
    if reserved {
        return Some(format!("`{bare}` is a word of the language, so it cannot be a label"));
    }
    taken.then(|| format!("there is a {kind} `{new}` already"))
}

fn is_reserved(word: &str) -> bool {
    use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, RESERVED};
    amq_schema::verbs().any(|verb| verb == word)
        || [CLAUSE_WORDS, CONNECTIVES, RESERVED, &["let", "use"]]
            .iter()
            .any(|it| it.contains(&word))
}
