//! Objects of JSON, read strictly.

use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// An object whose keys are all known, and what it is, for messages.
pub(crate) struct Object<'a> {
    what: &'a str,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// Refuses what is no object, or has a key that is not among these.
    pub(crate) fn new(what: &'a str, value: &'a Value, known: &[&str]) -> Result<Self, Refusal> {
        let fields = value.as_object();
        let fields = fields.ok_or_else(|| Refusal::invalid(format!("Invalid {what}: {value}")))?;
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Refusal::invalid(format!("Unknown key {key} in {what}"))),
            None => Ok(Self { what, fields }),
        }
    }

    /// What stands under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key)
    }

    /// A text that has to be there, and not be empty.
    pub(crate) fn text(&self, key: &str) -> Result<&'a str, Refusal> {
        let text = self.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.ok_or_else(|| self.wrong(key))
    }

    /// One of some words that has to be there.
    pub(crate) fn word(&self, key: &str, words: &[&str]) -> Result<String, Refusal> {
        let word = self.text(key)?;
        if words.contains(&word) { Ok(word.to_owned()) } else { Err(self.wrong(key)) }
    }

    /// A whole number that has to be there.
    pub(crate) fn number(&self, key: &str) -> Result<u64, Refusal> {
        self.get(key).and_then(Value::as_u64).ok_or_else(|| self.wrong(key))
    }

    /// A list of texts that has to be there, and not be empty.
    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, Refusal> {
        let list = self.list(key)?;
        let texts: Option<Vec<String>> =
            list.iter().map(|it| it.as_str().map(str::to_owned)).collect();
        texts.filter(|it| !it.is_empty()).ok_or_else(|| self.wrong(key))
    }

    /// A list; an absent one is empty.
    pub(crate) fn list(&self, key: &str) -> Result<&'a [Value], Refusal> {
        match self.get(key) {
            None => Ok(&[]),
            Some(value) => value.as_array().map(Vec::as_slice).ok_or_else(|| self.wrong(key)),
        }
    }

    /// What stands under a key is not what may stand there.
    pub(crate) fn wrong(&self, key: &str) -> Refusal {
        let what = self.what;
        Refusal::invalid(match self.get(key) {
            None => format!("Missing {key} in {what}"),
            Some(found) => format!("Invalid {key} in {what}: {found}"),
        })
    }
}

/// Reads a parameter's JSON.
pub(crate) fn json(name: &str, text: &str) -> Result<Value, Refusal> {
    serde_json::from_str(text)
        .map_err(|error| Refusal::invalid(format!("Invalid JSON in {name}: {error}")))
}
