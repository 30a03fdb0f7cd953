//! Each text once, by number.

use rustc_hash::FxHashMap;

/// All names and values of a store.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    all: Vec<String>,
    numbers: Vec<Option<f64>>,
    /// The elements of a list's text; empty where it is none.
    elements: Vec<Vec<u32>>,
    by_text: FxHashMap<String, u32>,
}

impl Texts {
    /// The number of a text.
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let number = self.all.len() as u32;
        self.all.push(text.to_owned());
        self.numbers.push(text.trim().parse().ok().filter(|it: &f64| it.is_finite()));
        self.elements.push(Vec::new());
        self.by_text.insert(text.to_owned(), number);
        number
    }

    /// The number of a list. It is written as JSON, and known by that.
    pub(crate) fn add_list(&mut self, list: &[String]) -> u32 {
        let number = self.add(&serde_json::Value::from(list).to_string());
        let elements: Vec<u32> = list.iter().map(|text| self.add(text)).collect();
        if let Some(place) = self.elements.get_mut(number as usize) {
            *place = elements;
        }
        number
    }

    /// The number of a text, if any event has it.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// The text of a number.
    pub(crate) fn get(&self, number: u32) -> &str {
        self.all.get(number as usize).map_or("", String::as_str)
    }

    /// What a text is as a number.
    pub(crate) fn number(&self, number: u32) -> Option<f64> {
        self.numbers.get(number as usize).copied().flatten()
    }

    /// The elements of a list, or the text itself.
    pub(crate) fn elements(&self, number: u32) -> Vec<u32> {
        match self.elements.get(number as usize) {
            Some(elements) if !elements.is_empty() => elements.clone(),
            _ => vec![number],
        }
    }

    /// All texts, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }
}
