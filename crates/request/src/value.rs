//! The text of one parameter's value.

use amq_check::{Condition, Event, Filter, Owner, Property, Segment, Time, Value};

use crate::encode::{Sink, json_string};

/// Writes a value as it is sent.
pub(crate) fn value(value: &Value, sink: &mut impl Sink) {
    match value {
        Value::Text(text) => sink.text(text),
        Value::Word(word) => sink.text(word),
        Value::Int(number) => sink.text(&number.to_string()),
        Value::Date(date) => {
            let number = i32::from(date.year()) * 10_000
                + i32::from(date.month()) * 100
                + i32::from(date.day());
            sink.text(&format!("{number:08}"));
        }
        Value::Event(event) => whole_event(event, sink),
        Value::Segment(segment) => whole_segment(segment, sink),
        Value::Brackets(brackets) => list(brackets, sink, |&(first, end), sink| {
            sink.text(&format!("[{first},{end}]"));
        }),
    }
}

fn whole_event(event: &Event, sink: &mut impl Sink) {
    sink.text("{\"event_type\":");
    json_string(&event.event_type, sink);
    if !event.filters.is_empty() {
        sink.text(",\"filters\":");
        list(&event.filters, sink, filter);
    }
    if !event.groups.is_empty() {
        sink.text(",\"group_by\":");
        list(&event.groups, sink, group);
    }
    sink.text("}");
}

fn filter(filter: &Filter, sink: &mut impl Sink) {
    sink.text("{\"subprop_type\":");
    owner(filter.property.of, sink);
    sink.text(",\"subprop_key\":");
    json_string(&filter.property.key, sink);
    sink.text(",\"subprop_op\":");
    json_string(filter.operator.wire, sink);
    sink.text(",\"subprop_value\":");
    list(&filter.values, sink, |value, sink| json_string(value, sink));
    sink.text("}");
}

fn group(property: &Property, sink: &mut impl Sink) {
    sink.text("{\"type\":");
    owner(property.of, sink);
    sink.text(",\"value\":");
    json_string(&property.key, sink);
    sink.text("}");
}

fn owner(owner: Owner, sink: &mut impl Sink) {
    sink.text(match owner {
        Owner::User => "\"user\"",
        Owner::Event => "\"event\"",
    });
}

fn whole_segment(segment: &Segment, sink: &mut impl Sink) {
    list(&segment.conditions, sink, condition);
}

fn condition(condition: &Condition, sink: &mut impl Sink) {
    match condition {
        Condition::Property { prop, operator, values } => {
            sink.text("{\"prop\":");
            json_string(prop, sink);
            sink.text(",\"op\":");
            json_string(operator.wire, sink);
            sink.text(",\"values\":");
            list(values, sink, |value, sink| json_string(value, sink));
        }
        Condition::Performed { event, compare, count, time } => {
            sink.text("{\"type\":\"event\",\"event_type\":");
            json_string(&event.event_type, sink);
            sink.text(",\"filters\":");
            list(&event.filters, sink, filter);
            sink.text(",\"op\":");
            json_string(compare, sink);
            sink.text(&format!(",\"value\":{count},\"time_type\":"));
            match time {
                Time::Ever => sink.text("\"allTime\""),
                Time::EachInterval(days) => {
                    sink.text(&format!("\"forEachInterval\",\"time_value\":{days}"));
                }
                Time::Rolling(days) => sink.text(&format!("\"rolling\",\"time_value\":{days}")),
            }
        }
    }
    sink.text("}");
}

fn list<T, S: Sink>(items: &[T], sink: &mut S, mut write: impl FnMut(&T, &mut S)) {
    sink.text("[");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            sink.text(",");
        }
        write(item, sink);
    }
    sink.text("]");
}
