//! Names: bare where they can be, and in quotes where they must.

use std::borrow::Cow;

use text_size::TextRange;

use crate::{
    CLAUSE_WORDS, CONNECTIVES, RESERVED,
    ast::{Form, Name, Scope},
    is_word, quote,
    text::{CUSTOM, CUSTOM_EVENT, is_identifier, slice, unescape},
};

/// What marks a custom property or event.
const PREFIXES: [&str; 2] = [CUSTOM, CUSTOM_EVENT];

/// Where a name stands; it decides which words are taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In an event's braces.
    Braces,
    /// Where an identifier is taken.
    Identifier,
    /// Anywhere else.
    Outside,
    /// After `with`.
    Parameter,
}

impl Place {
    fn takes(self, word: &str) -> bool {
        match self {
            Self::Braces => !["by", "and"].contains(&word),
            Self::Identifier | Self::Outside => {
                ![CLAUSE_WORDS, CONNECTIVES, RESERVED].iter().any(|words| words.contains(&word))
            }
            Self::Parameter => !CLAUSE_WORDS.contains(&word),
        }
    }

    /// Whether a text can stand here without quotes.
    fn takes_bare(self, text: &str) -> bool {
        match self {
            // The word that an identifier begins with is read first: `from-` is `from`.
            Self::Identifier => is_identifier(text) && self.takes(first_word(text)),
            _ => is_word(text) && self.takes(text),
        }
    }
}

/// A name in its shortest form.
pub(super) fn name<'a>(text: &'a str, name: &Name, place: Place) -> Cow<'a, str> {
    let written = slice(text, name.range);
    let said = string(slice(text, name.text));
    let (Form::Quoted, Some(said)) = (name.form, said) else { return Cow::Borrowed(written) };
    let scope = name.scope.map_or("", Scope::text);
    let (prefix, rest) = match name.prefix {
        Some(prefix) => (slice(text, prefix), said.as_ref()),
        None => split_prefix(&said),
    };
    let marked = !scope.is_empty() || !prefix.is_empty();
    let bare = if marked { is_word(rest) } else { place.takes_bare(rest) };
    let rest = if bare { rest.to_owned() } else { quote(rest) };
    Cow::Owned(format!("{scope}{prefix}{rest}"))
}

/// A word, or a string that could be one.
pub(super) fn word(text: &str, range: TextRange, place: Place) -> Cow<'_, str> {
    let written = slice(text, range);
    match string(written) {
        Some(said) if is_word(&said) && place.takes(&said) => said,
        _ => quoted(written),
    }
}

/// A string with only the escapes that it needs; anything else as it is.
pub(super) fn quoted(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    string(written).map_or(Cow::Borrowed(written), |said| Cow::Owned(quote(&said)))
}

/// What a text in quotes says.
fn string(written: &str) -> Option<Cow<'_, str>> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    unescape(inner).ok()
}

/// The word that a text begins with, up to a `-` that no letter or digit follows.
fn first_word(text: &str) -> &str {
    let ends = |at: &usize| {
        let rest = text.get(*at..).unwrap_or_default();
        rest.starts_with('-') && rest.chars().nth(1).is_none_or(|next| next == '-')
    };
    let end = text.char_indices().map(|it| it.0).find(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn split_prefix(said: &str) -> (&'static str, &str) {
    let split = |prefix: &'static str| Some((prefix, said.strip_prefix(prefix)?));
    PREFIXES.into_iter().find_map(split).filter(|it| !it.1.is_empty()).unwrap_or(("", said))
}
