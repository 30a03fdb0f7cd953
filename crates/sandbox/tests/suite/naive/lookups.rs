//! A user's events, and users by an identifier.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{Done, World, created};
use crate::support::Random;

/// A page of a user's events.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) user: u64,
    offset: Option<usize>,
    limit: Option<usize>,
    direction: &'static str,
}

/// A random page, of a user that there is or is not.
pub(crate) fn page(random: &mut Random, world: &World) -> Page {
    let number = |random: &mut Random, most: usize| {
        if random.one_in(3) { None } else { Some(random.below(most)) }
    };
    Page {
        user: 1000 + random.below(world.people.len() + 2) as u64,
        offset: number(random, 40),
        limit: number(random, 12),
        direction: random.pick(&["", "latest", "earliest"]),
    }
}

impl Page {
    pub(crate) fn sent(&self) -> String {
        let offset = self.offset.map(|it| format!("&offset={it}")).unwrap_or_default();
        let limit = self.limit.map(|it| format!("&limit={it}")).unwrap_or_default();
        let direction = match self.direction {
            "" => String::new(),
            direction => format!("&direction={direction}"),
        };
        format!("/api/2/useractivity?user={}{offset}{limit}{direction}", self.user)
    }

    pub(crate) fn expected(&self, world: &World) -> Value {
        let Some(all) = world.people.iter().find(|it| it[0].person == self.user) else {
            return json!({"events": [], "userData": {"num_events": 0, "revenue": 0, "purchases": 0}});
        };
        let mut events: Vec<&Done> = all.iter().collect();
        if self.direction != "earliest" {
            events.reverse();
        }
        let mut page = vec![];
        for event in events.into_iter().skip(self.offset.unwrap_or(0)) {
            // The page is full, unless a session would be cut.
            let full = page.len() > self.limit.unwrap_or(999);
            let same = |last: &&Done| last.session == event.session && event.session != -1;
            if full && !page.last().is_some_and(same) {
                break;
            }
            page.push(event);
        }
        json!({"events": page.into_iter().map(shown).collect::<Vec<_>>(), "userData": user(all)})
    }
}

fn shown(event: &Done) -> Value {
    let mut shown = json!({});
    for key in [
        "amplitude_id",
        "event_type",
        "event_time",
        "session_id",
        "user_id",
        "device_id",
        "platform",
    ] {
        shown[key] = event.line[key].clone();
    }
    for (of, key) in [
        ("event_properties", "genre"),
        ("event_properties", "$revenue"),
        ("user_properties", "plan"),
    ] {
        shown[of][key] = event.line[of][key].clone();
    }
    shown
}

fn user(events: &[Done]) -> Value {
    let last = events.last().unwrap();
    let mut sessions: BTreeMap<i64, Vec<DateTime>> = BTreeMap::new();
    for event in events.iter().filter(|it| it.session != -1) {
        sessions.entry(event.session).or_default().push(event.at);
    }
    let length = |times: &Vec<DateTime>| {
        let took = times.iter().max().unwrap().duration_since(*times.iter().min().unwrap());
        took.as_secs().min(86_400)
    };
    let paid: Vec<f64> = events.iter().filter_map(Done::revenue).collect();
    json!({
        "user_id": last.line["user_id"],
        "canonical_amplitude_id": last.person,
        "num_events": events.len(),
        "num_sessions": sessions.len(),
        "usage_time": sessions.values().map(length).sum::<i64>(),
        "first_used": created(events).date().to_string(),
        "last_used": last.at.date().to_string(),
        "purchases": paid.len(),
        "revenue": paid.iter().sum::<f64>(),
        "device_ids": [last.line["device_id"]],
        "platform": last.line["platform"],
        "properties": {"plan": last.line["user_properties"]["plan"]},
    })
}

/// A random text to search for.
pub(crate) fn text(random: &mut Random) -> String {
    let number = random.below(30);
    match random.below(6) {
        0 => (1000 + number).to_string(),
        1 => format!("mia-{number}"),
        2 => format!("device-{}", number / 2),
        3 => format!("mia-{}", number / 10),
        4 => random.pick(&["mi", "m", "mia-", "device", "Mia", "1"]).to_owned(),
        _ => format!("nobody-{number}"),
    }
}

pub(crate) fn search(world: &World, text: &str) -> Value {
    let people = || world.people.iter().map(|it| &it[0]);
    let named = |it: &&Done, key: &str| it.line[key] == text;
    let id: Vec<&Done> = people().filter(|it| it.person.to_string() == text).collect();
    let name: Vec<&Done> =
        people().filter(|it| named(it, "user_id") || named(it, "device_id")).collect();
    let begins = |it: &&Done| it.line["user_id"].as_str().unwrap().starts_with(text);
    let begun: Vec<&Done> = people().filter(begins).collect();
    let (kind, found) = if !id.is_empty() {
        ("match_amplitude_id", id)
    } else if !name.is_empty() {
        ("match_user_or_device_id", name)
    } else if !begun.is_empty() {
        ("match_user_id_prefix", begun)
    } else {
        ("nomatch", vec![])
    };
    let shown = |it: &Done| json!({"amplitude_id": it.person, "user_id": it.line["user_id"]});
    json!({"type": kind, "matches": found.into_iter().map(shown).collect::<Vec<_>>()})
}
