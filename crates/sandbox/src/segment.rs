//! Reads `s`: a segment.

use serde_json::Value;

use crate::{
    event::{NEW, OPERATORS, event_type, filter},
    object::{Object, json},
    property::user_property,
    refusal::Refusal,
    understood::{Condition, Event, Filter, Property, Segment, Within},
};

/// The property that stands for being in a cohort.
const COHORT: &str = "userdata_cohort";

/// Reads a segment of the parameter.
pub(crate) fn segment(text: &str) -> Result<Segment, Refusal> {
    let value = json("s", text)?;
    let list = value.as_array();
    let list = list.ok_or_else(|| Refusal::invalid(format!("Invalid segment: {text}")))?;
    let conditions = list.iter().map(condition).collect::<Result<_, _>>()?;
    Ok(Segment { conditions })
}

fn condition(value: &Value) -> Result<Condition, Refusal> {
    if value.get("type").is_some() { performed(value) } else { compared(value) }
}

fn compared(value: &Value) -> Result<Condition, Refusal> {
    let object = Object::new("segment", value, &["prop", "op", "values"])?;
    let values = object.texts("values")?;
    let prop = object.text("prop")?;
    if prop == COHORT {
        let not = object.word("op", &["is", "is not"])? == "is not";
        return Ok(Condition::Cohort { not, ids: values });
    }
    let property = Property { of_user: true, key: user_property(prop)? };
    Ok(Condition::Property(Filter { property, operator: object.word("op", OPERATORS)?, values }))
}

/// The form of December 2025: `{"type":"event","event_type":…,"filters":[…],"op":">=","value":1,
/// "time_type":"allTime"}`.
fn performed(value: &Value) -> Result<Condition, Refusal> {
    let known = ["type", "event_type", "filters", "op", "value", "time_type", "time_value"];
    let object = Object::new("segment", value, &known)?;
    object.word("type", &["event"])?;
    let event = Event {
        event_type: event_type(&object)?,
        filters: object.list("filters")?.iter().map(filter).collect::<Result<_, _>>()?,
        groups: Vec::new(),
    };
    if event.event_type == NEW {
        return Err(object.wrong("event_type"));
    }
    Ok(Condition::Performed {
        event,
        compare: object.word("op", &[">=", ">", "<", "<=", "="])?,
        times: object.number("value")?,
        within: within(&object)?,
    })
}

fn within(object: &Object<'_>) -> Result<Within, Refusal> {
    let words = ["allTime", "currentInterval", "forEachInterval", "rolling"];
    let word = object.word("time_type", &words)?;
    let spans = word == "forEachInterval" || word == "rolling";
    if !spans && object.get("time_value").is_some() {
        return Err(object.wrong("time_value"));
    }
    Ok(match word.as_str() {
        "allTime" => Within::AllTime,
        "currentInterval" => Within::CurrentInterval,
        "forEachInterval" => Within::EachInterval(days(object)?),
        _ => Within::Rolling(days(object)?),
    })
}

fn days(object: &Object<'_>) -> Result<u32, Refusal> {
    let days = object.number("time_value")?;
    u32::try_from(days).ok().filter(|it| *it > 0).ok_or_else(|| object.wrong("time_value"))
}
