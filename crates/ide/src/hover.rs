//! What a word means, and what a query costs and asks.

use std::fmt::Write as _;

use amq_check::{Condition, Days, Definition, Event, Meaning, Query, Segment};
use amq_schema::{Clause, OPERATORS, function};
use amq_syntax::{TextRange, TextSize, slice};

use crate::{
    File, docs,
    place::{Place, place},
    walk::{Role, roles},
};

/// What is shown of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// In Markdown.
    pub text: String,
}

/// What is shown of a place.
pub fn hover(file: &File<'_>, at: TextSize) -> Option<Hover> {
    let place = place(file, at);
    let token = place.token?;
    let text = text(file, &place, token.text)?;
    Some(Hover { range: token.range, text })
}

fn text(file: &File<'_>, place: &Place<'_>, token: &str) -> Option<String> {
    let endpoint = place.after.endpoint;
    Some(match place.role {
        Role::Label | Role::Verb => {
            let query = place.piece(file).and_then(|piece| piece.query.as_ref());
            let about = match endpoint {
                Some(endpoint) if place.role == Role::Verb => docs::endpoint(endpoint),
                None => docs::verb(token),
                Some(_) => String::new(),
            };
            let query = query.map(|query| of_query(query, file.base_url));
            [query, Some(about)]
                .into_iter()
                .flatten()
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join("\n---\n")
        }
        Role::SubjectWord => {
            let endpoint = endpoint?;
            let word = subject_words(endpoint.subject).iter().find(|word| word.text == token);
            word.map_or_else(|| docs::endpoint(endpoint), |word| docs::word(word, None))
        }
        Role::Clause(clause) if place.after.in_body() => in_braces(clause),
        Role::Clause(clause) => {
            let mut text = docs::clause(clause, endpoint);
            if clause == Clause::Range {
                text.insert_str(0, &days_of(file, place).unwrap_or_default());
            }
            text
        }
        Role::Word(clause) => {
            let words = endpoint.map(|endpoint| docs::words(endpoint, clause)).unwrap_or_default();
            let (word, param) = words.into_iter().find(|it| it.0.text == token)?;
            docs::word(word, Some(param))
        }
        Role::Event => docs::event(token),
        Role::Property => docs::property(token, place.after.in_body()),
        Role::Operator => operator(file, place)?,
        Role::Name | Role::Defined => definition(file, token)?,
        Role::Function => {
            let found = function(token)?;
            format!("**`{}`**: {}\n", found.name, found.doc)
        }
        Role::FormulaEvent => {
            format!("**`{token}`**: event {} of the query\n", token.chars().next()?)
        }
        Role::DateWord | Role::Duration if place.after.clause == Some(Clause::Range) => {
            days_of(file, place)?
        }
        Role::Duration if place.after.clause == Some(Clause::Window) => window(file, place)?,
        _ => return None,
    })
}

/// The words that a subject may be.
pub(crate) fn subject_words(subject: amq_schema::Subject) -> &'static [amq_schema::Word] {
    match subject {
        amq_schema::Subject::Word(words) | amq_schema::Subject::Chart(words) => words,
        _ => &[],
    }
}

/// A query: its cost with its factors, its days, its URL with a line for each parameter.
fn of_query(query: &Query, base_url: &str) -> String {
    let mut text = match docs::counted(query) {
        Some(cost) => format!("Cost **{}**, {}\n\n", docs::cost(cost), docs::share(cost)),
        None => format!("Cost: {}\n\n", docs::cost_text(query)),
    };
    if let Some(days) = query.days {
        let _ = write!(text, "{}\n\n", span(days));
    }
    let _ = writeln!(text, "```text\nGET {base_url}{}", amq_request::path(query));
    // Percent-encoded, nobody could read them.
    for (number, (name, value)) in amq_request::params(query).into_iter().enumerate() {
        let sign = if number == 0 { '?' } else { '&' };
        let _ = writeln!(text, "  {sign}{name}={}", value.replace(char::is_control, " "));
    }
    text.push_str("```\n");
    text
}

/// Two days and how many there are.
pub(crate) fn span(days: Days) -> String {
    format!("{} to {}, {}", days.start, days.end, docs::count(days.count(), "day"))
}

fn days_of(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let days = place.piece(file)?.query.as_ref()?.days?;
    Some(format!("{}\n\n", span(days)))
}

fn window(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let query = place.piece(file)?.query.as_ref()?;
    let sent = query.arguments.iter().find(|it| it.param.fills_from(Clause::Window))?;
    let amq_check::Value::Int(seconds) = sent.value else { return None };
    Some(format!("Sent as `{}={seconds}`, in seconds.\n", sent.param.wire))
}

fn in_braces(clause: Clause) -> String {
    format!(
        "**`{}`**: groups the event by a property of it; each adds 4 to the cost of the query's type\n",
        clause.name()
    )
}

/// An operator, whichever of its words the cursor is on.
fn operator(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let (statement, token) = (place.placed(file)?, place.token?);
    let (mut words, mut found) = (Vec::new(), false);
    for it in roles(slice(file.text, statement.range())) {
        if it.role == Role::Operator {
            words.push(it.token.text);
            found |= it.token.range + statement.start == token.range;
        } else if found {
            break;
        } else {
            words.clear();
        }
    }
    let written = words.join(" ");
    let is =
        |it: &&amq_schema::Operator| it.text == written || it.aliases.contains(&written.as_str());
    OPERATORS.iter().find(is).map(docs::operator)
}

fn definition(file: &File<'_>, token: &str) -> Option<String> {
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
