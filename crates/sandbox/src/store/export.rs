//! Writes events in the form of Amplitude's Export API.

use serde_json::{Map, Value, json};

use super::{Event, Person, Store, import::FIELDS};
use crate::calendar::written;

impl Store {
    /// Every event as a line of an export, by user and time.
    pub(crate) fn into_lines(self) -> impl Iterator<Item = String> {
        (0..self.people.len()).flat_map(move |number| {
            let person = self.people.get(number);
            let lines = person.iter().flat_map(|person| {
                let events = self.events_of(person).iter();
                events.map(|event| self.exported(person, event).to_string())
            });
            lines.collect::<Vec<_>>()
        })
    }

    /// An event as exports and user activity show it.
    pub(crate) fn exported(&self, person: &Person, event: &Event) -> Value {
        let mut line = json!({
            "amplitude_id": person.id,
            "event_type": self.texts.get(event.kind),
            "event_time": written(event.time),
            "session_id": event.session,
            "user_creation_time": written(person.created),
        });
        let mut of_event = Map::new();
        let mut of_user = Map::new();
        if let (Some(line), Some(own), Some(user)) =
            (line.as_object_mut(), self.bags.get(event.own), self.bags.get(event.of_user))
        {
            for (key, value) in own.iter() {
                of_event.insert(self.texts.get(key).to_owned(), self.value(value));
            }
            for (key, value) in user.iter() {
                self.place(self.texts.get(key), value, line, &mut of_user);
            }
            line.insert("event_properties".to_owned(), of_event.into());
            line.insert("user_properties".to_owned(), of_user.into());
        }
        line
    }

    /// Puts a user property where exports have it.
    fn place(
        &self,
        key: &str,
        value: u32,
        line: &mut Map<String, Value>,
        of_user: &mut Map<String, Value>,
    ) {
        if let Some(own) = key.strip_prefix("gp:") {
            of_user.insert(own.to_owned(), self.value(value));
        } else if key == "os" {
            let (name, version) = self.texts.get(value).split_once(' ').unzip();
            line.insert("os_name".to_owned(), name.unwrap_or(self.texts.get(value)).into());
            line.insert("os_version".to_owned(), version.into());
        } else if let Some((field, _)) = FIELDS.iter().find(|(_, name)| *name == key) {
            line.insert((*field).to_owned(), self.value(value));
        }
    }

    /// A value as JSON: a list as one, a number as one where that says the same.
    pub(crate) fn value(&self, value: u32) -> Value {
        let text = self.texts.get(value);
        let elements = self.texts.elements(value);
        if elements != [value] {
            let elements = elements.iter().map(|it| Value::from(self.texts.get(*it)));
            return elements.collect();
        }
        let parsed = serde_json::from_str(text).ok();
        let parsed = parsed.filter(|it: &Value| it.is_number() || it.is_boolean());
        let same = |it: &Value| {
            let written = it.to_string();
            written == text
        };
        parsed.filter(same).unwrap_or_else(|| text.into())
    }
}
