//! `--set NAME=VALUE[,VALUE…]`.

use std::str::FromStr;

use amq_syntax::unescape;
use smol_str::SmolStr;

/// A name and the values that it is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) name: SmolStr,
    pub(crate) values: Vec<SmolStr>,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, values) = text
            .split_once('=')
            .ok_or("write the name, `=` and the values: cities=Berlin,Paris")?;
        let name = name.trim_start_matches('$');
        if !amq_syntax::is_word(name) {
            return Err(format!("`{name}` is not a name"));
        }
        Ok(Self { name: name.into(), values: split(values)? })
    }
}

/// Values between commas; one with a comma in it stands in quotes.
fn split(text: &str) -> Result<Vec<SmolStr>, String> {
    let mut values = Vec::new();
    let mut rest = text;
    loop {
        let (value, after) = if let Some(inner) = rest.strip_prefix('"') {
            quoted(inner)?
        } else {
            let (value, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            (value.into(), after)
        };
        if value.is_empty() && !rest.starts_with('"') {
            return Err("a value is missing; the empty text is written `\"\"`".to_owned());
        }
        values.push(value);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None if after.is_empty() => return Ok(values),
            None => return Err(format!("a `,` is missing before `{after}`")),
        }
    }
}

/// A string up to its closing quote, and what follows.
fn quoted(inner: &str) -> Result<(SmolStr, &str), String> {
    let mut escaped = false;
    let end = inner.find(|next| {
        let closes = next == '"' && !escaped;
        escaped = next == '\\' && !escaped;
        closes
    });
    let (value, after) =
        end.and_then(|end| inner.split_at_checked(end)).ok_or("a `\"` is never closed")?;
    let value =
        unescape(value).map_err(|_| format!("`{value}` has an escape that JSON has not"))?;
    Ok((value.as_ref().into(), after.get(1..).unwrap_or_default()))
}
