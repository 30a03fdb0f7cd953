//! Reads `taxonomy.toml`, the file beside `amq.toml` that lists what the project is known to have.

use std::collections::HashMap;

use amq_check::{
    Diagnostic, EVENT_PROPERTIES, EVENTS, Names, TAXONOMY_FILE, Taxonomy, USER_PROPERTIES, VALUES,
};
use amq_schema::Severity;
use smol_str::SmolStr;
use toml::de::{DeTable, DeValue};

use crate::{
    Config, Key,
    path::from_here,
    project::File,
    settings::{Value, levels, not_a_table, not_toml, range, unknown_key, wrong_value},
    shown,
    text::text as read_text,
};

const fn names_key(table: &'static str, name: &'static str, example: &'static str) -> Key {
    let doc = "What the project is known to have.";
    Key { table, name, takes: "a list of names in quotes", example, doc }
}

const EVENTS_KEY: Key = names_key("", EVENTS, "[\"Play Song\", \"Purchase\"]");
const USER_KEY: Key = names_key("", USER_PROPERTIES, "[\"gp:plan\", \"library\"]");
const EVENT_KEY: Key = names_key("", EVENT_PROPERTIES, "[\"category\", \"price\"]");
/// Of any property: the values that it has.
const VALUES_KEY: Key =
    Key { takes: "a list of values in quotes", ..names_key(VALUES, "", "[\"Android\", \"iOS\"]") };

/// A taxonomy, and its file with what is wrong with it.
pub(crate) fn read(
    (path, bytes): File,
    severities: &HashMap<&'static str, Severity>,
) -> (Taxonomy, Config) {
    let (text, not_utf8) = read_text(bytes);
    let (taxonomy, mut diagnostics) = match not_utf8 {
        None => taxonomy(&text),
        Some(not_utf8) => (Taxonomy::default(), vec![not_utf8]),
    };
    levels(&mut diagnostics, severities);
    let name = shown(&from_here(&path));
    (taxonomy, Config { path, name, text, diagnostics, read: taxonomy_mistakes })
}

/// What is wrong with the text of a taxonomy.
pub fn taxonomy_mistakes(text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = taxonomy(text).1;
    levels(&mut diagnostics, &HashMap::new());
    diagnostics
}

fn taxonomy(text: &str) -> (Taxonomy, Vec<Diagnostic>) {
    let mut taxonomy = Taxonomy::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut wrong: Vec<Diagnostic> = errors.iter().map(|error| not_toml(text, error)).collect();
    if !wrong.is_empty() {
        return (taxonomy, wrong);
    }
    for (key, value) in table.get_ref() {
        let place = range(&key.span());
        match key.get_ref().as_ref() {
            EVENTS => taxonomy.events = names(EVENTS, &EVENTS_KEY, value, &mut wrong),
            USER_PROPERTIES => {
                taxonomy.user_properties = names(USER_PROPERTIES, &USER_KEY, value, &mut wrong);
            }
            EVENT_PROPERTIES => {
                taxonomy.event_properties = names(EVENT_PROPERTIES, &EVENT_KEY, value, &mut wrong);
            }
            VALUES => taxonomy.values = values(value, &mut wrong),
            unknown => {
                let message = format!("`{unknown}` is not a key of `{TAXONOMY_FILE}`");
                let known = [EVENTS, USER_PROPERTIES, EVENT_PROPERTIES, VALUES];
                wrong.push(unknown_key(unknown, place, message, &known, table.get_ref()));
            }
        }
    }
    (taxonomy, wrong)
}

/// The values of each property that has some listed.
fn values(value: &Value<'_>, wrong: &mut Vec<Diagnostic>) -> HashMap<SmolStr, Names> {
    let DeValue::Table(table) = value.get_ref() else {
        wrong.push(not_a_table(VALUES, value));
        return HashMap::new();
    };
    let of_each = table.iter().filter_map(|(property, value)| {
        let property = property.get_ref().as_ref();
        Some((SmolStr::new(property), names(property, &VALUES_KEY, value, wrong)?))
    });
    of_each.collect()
}

fn names(name: &str, key: &Key, value: &Value<'_>, wrong: &mut Vec<Diagnostic>) -> Option<Names> {
    let DeValue::Array(items) = value.get_ref() else {
        wrong.push(wrong_value(name, key, value, []));
        return None;
    };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        match item.get_ref().as_str() {
            Some(text) => names.push(SmolStr::new(text)),
            None => wrong.push(wrong_value(name, key, item, [])),
        }
    }
    Some(names.into_iter().collect())
}
