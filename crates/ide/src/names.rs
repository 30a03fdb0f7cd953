//! The names of events, properties and values that stand in files.

use std::{collections::HashMap, sync::Arc};

use amq_syntax::{Changed, Parse, slice};
use smol_str::SmolStr;

use crate::{
    lex::tokens,
    walk::{Role, Walk},
};

/// The names that files mention, as they are written, and how often.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Events.
    pub events: Counts,
    /// Properties outside braces, which are users'.
    pub user_properties: Counts,
    /// Properties in braces.
    pub body_properties: Counts,
    /// Values by their properties.
    pub values: HashMap<SmolStr, Counts>,
    statements: Vec<Arc<Vec<Name>>>,
}

/// How often each of some names stands somewhere.
pub type Counts = HashMap<SmolStr, u32>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Event(SmolStr),
    UserProperty(SmolStr),
    BodyProperty(SmolStr),
    Value(SmolStr, SmolStr),
}

impl Seen {
    /// Those of a file.
    pub fn new(text: &str, parse: &Parse) -> Self {
        let mut seen = Self::default();
        let names = parse.statements.iter().map(|it| Arc::new(names(slice(text, it.range()))));
        seen.statements = names.collect();
        for names in seen.statements.clone() {
            names.iter().for_each(|name| seen.count(name, true));
        }
        seen
    }

    /// Follows an edit.
    pub fn update(&mut self, text: &str, parse: &Parse, changed: &Changed) {
        let new = parse.statements.get(changed.after.clone()).unwrap_or_default();
        let new: Vec<_> = new.iter().map(|it| Arc::new(names(slice(text, it.range())))).collect();
        for names in &new {
            names.iter().for_each(|name| self.count(name, true));
        }
        let count = self.statements.len();
        let before = changed.before.start.min(count)..changed.before.end.min(count);
        let old: Vec<_> = self.statements.splice(before, new).collect();
        for names in old {
            names.iter().for_each(|name| self.count(name, false));
        }
    }

    /// Adds the names of another file.
    pub fn add(&mut self, other: &Self) {
        add(&mut self.events, &other.events);
        add(&mut self.user_properties, &other.user_properties);
        add(&mut self.body_properties, &other.body_properties);
        for (property, values) in &other.values {
            add(self.values.entry(property.clone()).or_default(), values);
        }
    }

    /// The same without what only following edits needs.
    #[must_use]
    pub fn counts(&self) -> Self {
        Self { statements: Vec::new(), ..self.clone() }
    }

    fn count(&mut self, name: &Name, more: bool) {
        let (counts, name) = match name {
            Name::Event(name) => (&mut self.events, name),
            Name::UserProperty(name) => (&mut self.user_properties, name),
            Name::BodyProperty(name) => (&mut self.body_properties, name),
            Name::Value(property, value) => {
                (self.values.entry(property.clone()).or_default(), value)
            }
        };
        if more {
            *counts.entry(name.clone()).or_default() += 1;
        } else if let Some(count) = counts.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                counts.remove(name);
            }
        }
    }
}

fn add(counts: &mut Counts, other: &Counts) {
    for (name, count) in other {
        *counts.entry(name.clone()).or_default() += count;
    }
}

fn names(text: &str) -> Vec<Name> {
    let mut found = Vec::new();
    let mut walk = Walk::default();
    let mut tokens = tokens(text).peekable();
    while let Some(token) = tokens.next() {
        let role = walk.step(token, tokens.peek().copied());
        let name = SmolStr::new(token.text);
        match role {
            Role::Event => found.push(Name::Event(name)),
            Role::Property if walk.in_body() => found.push(Name::BodyProperty(name)),
            Role::Property => found.push(Name::UserProperty(name)),
            Role::Value | Role::Constant(_) | Role::Number | Role::Date => {
                let of = walk.property.map(|property| Name::Value(property.into(), name));
                found.extend(of);
            }
            _ => {}
        }
    }
    found.shrink_to_fit();
    found
}
