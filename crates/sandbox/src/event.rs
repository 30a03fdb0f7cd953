//! Reads `e`, `e2`, `se` and `re`: an event with filters and groups.

use serde_json::Value;

use crate::{
    object::{Object, json},
    property::user_property,
    refusal::Refusal,
    understood::{Event, Filter, Property},
};

/// The operators. `glob match` is not documented, but used.
pub(crate) const OPERATORS: &[&str] = &[
    "is",
    "is not",
    "contains",
    "does not contain",
    "less",
    "less or equal",
    "greater",
    "greater or equal",
    "set is",
    "set is not",
    "glob match",
];

/// The event types that mean something of their own, and where only some may stand.
pub(crate) const NEW: &str = "_new";
/// Any event that counts as activity.
pub(crate) const ACTIVE: &str = "_active";
/// Any event.
pub(crate) const ALL: &str = "_all";

/// Reads an event of a parameter.
pub(crate) fn event(name: &str, text: &str) -> Result<Event, Refusal> {
    let value = json(name, text)?;
    let object = Object::new("event", &value, &["event_type", "filters", "group_by"])?;
    let event = Event {
        event_type: event_type(&object)?,
        filters: object.list("filters")?.iter().map(filter).collect::<Result<_, _>>()?,
        groups: object.list("group_by")?.iter().map(group).collect::<Result<_, _>>()?,
    };
    if event.groups.len() > 2 {
        return Err(Refusal::invalid("An event can be grouped by two properties at most"));
    }
    if event.event_type == NEW && name != "se" {
        return Err(Refusal::invalid(format!("Invalid event type {NEW} in {name}")));
    }
    if event.event_type == ALL && name == "se" {
        return Err(Refusal::invalid(format!("Invalid event type {ALL} in {name}")));
    }
    Ok(event)
}

/// The type of an event. A custom event has a name behind its prefix.
pub(crate) fn event_type(object: &Object<'_>) -> Result<String, Refusal> {
    let text = object.text("event_type")?;
    if text == "ce:" { Err(object.wrong("event_type")) } else { Ok(text.to_owned()) }
}

/// Reads a filter of an event.
pub(crate) fn filter(value: &Value) -> Result<Filter, Refusal> {
    let known = ["subprop_type", "subprop_key", "subprop_op", "subprop_value"];
    let object = Object::new("filter", value, &known)?;
    Ok(Filter {
        property: property(&object, "subprop_type", "subprop_key")?,
        operator: object.word("subprop_op", OPERATORS)?,
        values: object.texts("subprop_value")?,
    })
}

fn group(value: &Value) -> Result<Property, Refusal> {
    property(&Object::new("group_by", value, &["type", "value"])?, "type", "value")
}

fn property(object: &Object<'_>, owner: &str, key: &str) -> Result<Property, Refusal> {
    let of_user = object.word(owner, &["event", "user"])? == "user";
    let key = object.text(key)?;
    let key = if of_user { user_property(key)? } else { key.to_owned() };
    Ok(Property { of_user, key })
}
