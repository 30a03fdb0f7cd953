//! The words of the language that stand where names do: `new` of `users new`, `csv` of
//! `chart ID csv`. Quotes change nothing there, as they do not for any name.

use std::borrow::Cow;

use amq_syntax::{
    TextRange,
    ast::{Event, Form, Head, Name, Part},
    slice, unescape,
};

/// The words that a subject begins with, and where they stand.
pub(crate) fn leading_words<'t>(
    text: &'t str,
    parts: &[Part],
) -> impl Iterator<Item = (TextRange, Cow<'t, str>)> {
    parts.iter().map_while(move |part| word(text, part))
}

/// What a part of a subject says, where that is one word without anything around it.
pub(crate) fn word<'t>(text: &'t str, part: &Part) -> Option<(TextRange, Cow<'t, str>)> {
    let Part::Event(Event { head: Head::Name(name), body: None, .. }) = part else { return None };
    (name.prefix.is_none() && name.scope.is_none())
        .then(|| Some((name.range, said(text, name)?)))
        .flatten()
}

fn said<'t>(text: &'t str, name: &Name) -> Option<Cow<'t, str>> {
    let written = slice(text, name.text);
    match name.form {
        Form::Bare => Some(Cow::Borrowed(written)),
        Form::Quoted => unescape(written.strip_prefix('"')?.strip_suffix('"')?).ok(),
        Form::Open | Form::Missing => None,
    }
}
