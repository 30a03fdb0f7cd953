//! What names stand for.

use amq_check::{Condition, Definition, Event, Meaning, Segment};

use super::span;
use crate::File;

/// What the name of a token stands for.
pub(super) fn definition(file: &File<'_>, token: &str) -> Option<String> {
    let name = token.trim_start_matches('$');
    let found = file.checks.scope().get(name)?;
    Some(format!("**`${name}`**: {}\n", meaning(found)))
}

/// What a name stands for, in words.
pub(crate) fn meaning(definition: &Definition) -> String {
    let kind = definition.kind.map_or("a name", amq_check::Kind::noun);
    let Some(meaning) = &definition.meaning else {
        return format!("{kind}, with a mistake in its definition");
    };
    match meaning {
        Meaning::Segment(segment) => format!("{kind}: {}", conditions(segment)),
        Meaning::Event(event) => format!("{kind}: {}", of_event(event)),
        Meaning::Range(days) => format!("{kind}: {}", span(*days)),
        Meaning::Values(values) => {
            let shown: Vec<String> = values.iter().take(8).map(|it| format!("`{it}`")).collect();
            let more = if values.len() > 8 {
                format!(" and {} more", values.len() - 8)
            } else {
                String::new()
            };
            format!("{kind}: {}{more}", shown.join(", "))
        }
    }
}

fn conditions(segment: &Segment) -> String {
    let each = segment.conditions.iter().map(|condition| match condition {
        Condition::Property { prop, operator, values } => {
            format!("`{prop} {} {}`", operator.text, values.join(", "))
        }
        Condition::Performed { event, compare, count, .. } => {
            format!("performed `{}` {compare} {count}", event.event_type)
        }
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { "everyone".to_owned() } else { each.join(" and ") }
}

fn of_event(event: &Event) -> String {
    let filters: Vec<String> = event
        .filters
        .iter()
        .map(|it| format!("`{} {} {}`", it.property.key, it.operator.text, it.values.join(", ")))
        .collect();
    let groups: Vec<String> = event.groups.iter().map(|it| format!("`{}`", it.key)).collect();
    let mut text = format!("`{}`", event.event_type);
    if !filters.is_empty() {
        text.extend([" with ", &filters.join(" and ")]);
    }
    if !groups.is_empty() {
        text.extend([" by ", &groups.join(", ")]);
    }
    text
}
