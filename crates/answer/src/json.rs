//! JSON as it is read: bounded in size, in the order of the text, and with words for what is wrong.

use std::{borrow::Cow, cell::Cell as Counter, fmt};

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use smol_str::SmolStr;

use crate::{Cell, Unreadable};

/// The most values that are read. The largest honest answer, 1,000 groups of two events over a
/// year with an object for each cell, has fewer than three million.
pub(crate) const MOST_VALUES: usize = 4_000_000;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Object(Vec<(Cow<'a, str>, Self)>),
}

/// The value that a body holds.
pub(crate) fn read(body: &[u8]) -> Result<Json<'_>, Unreadable> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut reader = serde_json::Deserializer::from_slice(body);
    let left = Counter::new(MOST_VALUES);
    let value = Seed(&left).deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| Unreadable::not_json(&error.to_string(), body))
}

impl<'a> Json<'a> {
    /// The member of an object; one that is null counts as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let found = members.iter().find(|member| member.0 == key);
        found.map(|member| &member.1).filter(|value| **value != Self::Null)
    }

    /// The members of an object.
    pub(crate) fn members(&self) -> Result<&[(Cow<'a, str>, Self)], Unreadable> {
        match self {
            Self::Object(members) => Ok(members),
            _ => Err(self.wrong("an object")),
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Result<&[Self], Unreadable> {
        match self {
            Self::List(items) => Ok(items),
            _ => Err(self.wrong("a list")),
        }
    }

    /// What a member that has to be there holds.
    pub(crate) fn need(&self, key: &str) -> Result<&Self, Unreadable> {
        self.members()?;
        self.get(key).ok_or_else(|| Unreadable::absent().under(key))
    }

    /// The items of a member that has to be there.
    pub(crate) fn list(&self, key: &str) -> Result<&[Self], Unreadable> {
        self.need(key)?.items().map_err(|error| error.under(key))
    }

    /// The items of a member, none where it is absent.
    pub(crate) fn list_or_none(&self, key: &str) -> Result<&[Self], Unreadable> {
        self.get(key).map_or(Ok(&[]), |value| value.items().map_err(|error| error.under(key)))
    }

    /// A number: as such, as text, or as `{"value": n}` [L]. A quotient by nothing is null or
    /// `"NaN"`, and no number.
    pub(crate) fn number(&self) -> Result<Cell, Unreadable> {
        match self {
            Self::Null => Ok(Cell::Null),
            Self::Int(number) => Ok(Cell::Int(*number)),
            Self::Float(number) => Ok(Cell::Float(*number)),
            Self::Text(text) => number(text).ok_or_else(|| self.wrong("a number")),
            Self::Object(_) => match self.need("value")? {
                Self::Object(_) | Self::List(_) => Err(self.wrong("a number").under("value")),
                value => value.number().map_err(|error| error.under("value")),
            },
            _ => Err(self.wrong("a number")),
        }
    }

    /// A text; numbers and truth values count as theirs.
    pub(crate) fn text(&self) -> Result<SmolStr, Unreadable> {
        match self {
            Self::Text(text) => Ok(text.as_ref().into()),
            Self::Bool(value) => Ok(value.to_string().into()),
            Self::Int(number) => Ok(number.to_string().into()),
            Self::Float(number) => Ok(number.to_string().into()),
            Self::Null => Ok(SmolStr::default()),
            _ => Err(self.wrong("text")),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn index(&self) -> Option<usize> {
        let Self::Int(number) = self else { return None };
        usize::try_from(*number).ok()
    }

    /// What is said where something else was expected.
    pub(crate) fn wrong(&self, expected: &'static str) -> Unreadable {
        Unreadable::wrong(self.described(), expected)
    }

    fn described(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Text(text) => format!("the text `{}`", crate::text::shortened(text, 40)),
            Self::List(items) if items.is_empty() => "an empty list".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Object(_) => "an object".to_owned(),
        }
    }

    /// Compact text, as it was sent but for escapes.
    pub(crate) fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(&value.to_string()),
            Self::Int(number) => out.push_str(&number.to_string()),
            Self::Float(number) => out.push_str(&number.to_string()),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    out.push(if at == 0 { '[' } else { ',' });
                    item.write(out);
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(members) => {
                for (at, (key, value)) in members.iter().enumerate() {
                    out.push(if at == 0 { '{' } else { ',' });
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push_str(if members.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// A text between quotes.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A number that stands as text.
fn number(text: &str) -> Option<Cell> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(Cell::Int(number));
    }
    let number: f64 = text.parse().ok()?;
    Some(if number.is_finite() { Cell::Float(number) } else { Cell::Null })
}

/// Reads a value, counting down what may still be read.
#[derive(Clone, Copy)]
struct Seed<'c>(&'c Counter<usize>);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Json<'de>, D::Error> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| {
            D::Error::custom(format_args!("more than {MOST_VALUES} values in one answer"))
        })?;
        self.0.set(left);
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(number).map_or(Json::Float(number as f64), Json::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Json::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some(key) = members.next_key_seed(self)? {
            let value = members.next_value_seed(self)?;
            if let Json::Text(key) = key {
                object.push((key, value));
            }
        }
        Ok(Json::Object(object))
    }
}
