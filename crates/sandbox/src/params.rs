//! The parameters of a request, decoded.

use std::str::FromStr;

use crate::refusal::Refusal;

/// The decoded parameters of a request, in their order.
#[derive(Debug)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Decodes a query string as servers decode forms: `+` is a blank.
    pub(crate) fn decode(query: &str) -> Result<Self, Refusal> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let decoded: Result<Vec<_>, Refusal> = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Ok((decode(name)?, decode(value)?))
            })
            .collect();
        decoded.map(Self)
    }

    /// Refuses a parameter that is not among these.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Refusal::invalid(format!("Unknown parameter {name}"))),
            None => Ok(()),
        }
    }

    /// All values of a parameter that may be repeated.
    pub(crate) fn all<'a, 'n>(
        &'a self,
        name: &'n str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The value of a parameter that may stand once.
    pub(crate) fn one<'a>(&'a self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut values = self.all(name);
        let first = values.next();
        match (first, values.next()) {
            (_, Some(_)) => Err(Refusal::invalid(format!("Repeated parameter {name}"))),
            (Some(""), None) => Err(Refusal::invalid(format!("Empty parameter {name}"))),
            _ => Ok(first),
        }
    }

    /// The value of a parameter that has to stand once.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.one(name)?
            .ok_or_else(|| Refusal::invalid(format!("Missing required parameter {name}")))
    }

    /// One of some words.
    pub(crate) fn word(&self, name: &str, words: &[&str]) -> Result<Option<String>, Refusal> {
        match self.one(name)? {
            Some(word) if !words.contains(&word) => Err(invalid(name, word)),
            found => Ok(found.map(str::to_owned)),
        }
    }

    /// A whole number within bounds, in plain digits.
    pub(crate) fn number<N>(&self, name: &str, least: N, most: N) -> Result<Option<N>, Refusal>
    where
        N: Copy + FromStr + PartialOrd,
    {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
        let number = text.parse().ok().filter(|it| plain && *it >= least && *it <= most);
        number.map(Some).ok_or_else(|| invalid(name, text))
    }
}

/// A parameter whose value is not one of those it can have.
pub(crate) fn invalid(name: &str, value: &str) -> Refusal {
    Refusal::invalid(format!("Invalid value for {name}: {value}"))
}

/// Percent-decodes a piece of a query string.
fn decode(text: &str) -> Result<String, Refusal> {
    let wrong = || Refusal::invalid(format!("Invalid encoding of {text}"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let Some((&first, rest)) = left.split_first() {
        left = rest;
        bytes.push(match first {
            b'%' => {
                let (pair, rest) = left.split_at_checked(2).ok_or_else(wrong)?;
                left = rest;
                hex(pair).ok_or_else(wrong)?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn hex(pair: &[u8]) -> Option<u8> {
    let pair = str::from_utf8(pair).ok().filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
    u8::from_str_radix(pair?, 16).ok()
}
