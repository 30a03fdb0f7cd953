//! Group-bys: the labels of an event.

use std::collections::HashMap;

use crate::{
    compare::NONE,
    store::{Event, Store},
    understood::Property,
};

/// How many groups an answer has where the request does not say.
pub(crate) const LIMIT: usize = 100;

/// The label of a group: a value for each property.
pub(crate) type Label = Vec<String>;

/// Properties that events are grouped by, made ready for a store.
pub(crate) struct Groups<'s> {
    store: &'s Store,
    /// Whether it is the user's, and the name's number.
    keys: Vec<(bool, Option<u32>)>,
}

impl<'s> Groups<'s> {
    /// Groups by some properties of events, and then by some of users.
    pub(crate) fn new(store: &'s Store, of_event: &[Property], of_user: &[String]) -> Self {
        let find = |key: &str| store.texts.find(key);
        let mut keys: Vec<_> = of_event.iter().map(|it| (it.of_user, find(&it.key))).collect();
        keys.extend(of_user.iter().map(|key| (true, find(key))));
        Self { store, keys }
    }

    /// The groups of an event: one, or several where a property is a list.
    pub(crate) fn of(&self, event: &Event) -> Vec<Vec<Option<u32>>> {
        let mut all = vec![Vec::with_capacity(self.keys.len())];
        for (of_user, key) in &self.keys {
            let bag = self.store.bags.get(if *of_user { event.of_user } else { event.own });
            let value = key.and_then(|key| bag?.get(key));
            let elements = value.map(|value| self.store.texts.elements(value));
            let elements: Vec<Option<u32>> = match elements {
                Some(mut elements) => {
                    elements.sort_unstable();
                    elements.dedup();
                    elements.into_iter().map(Some).collect()
                }
                None => vec![None],
            };
            all = extended(&all, &elements);
        }
        all
    }

    /// The label of a group.
    pub(crate) fn label(&self, group: &[Option<u32>]) -> Label {
        let text = |value: &Option<u32>| value.map_or(NONE, |value| self.store.texts.get(value));
        group.iter().map(|value| text(value).to_owned()).collect()
    }
}

fn extended(all: &[Vec<Option<u32>>], elements: &[Option<u32>]) -> Vec<Vec<Option<u32>>> {
    let each = all.iter().flat_map(|group| {
        elements.iter().map(|element| {
            let mut longer = group.clone();
            longer.push(*element);
            longer
        })
    });
    each.collect()
}

/// A label as answers write it. The values of several properties are joined with a semicolon, as
/// in Amplitude's own tables.
pub(crate) fn written(label: &[String]) -> String {
    label.join("; ")
}

/// The groups in the order of answers: by size, the largest first, and then by name; no more than a
/// limit. Whether any were dropped comes with them.
pub(crate) fn largest<T>(
    groups: HashMap<Label, T>,
    limit: usize,
    size: impl Fn(&T) -> f64,
) -> (Vec<(Label, T)>, bool) {
    let mut sized: Vec<(f64, Label, T)> =
        groups.into_iter().map(|(label, group)| (size(&group), label, group)).collect();
    let by_name = |one: &Label, other: &Label| written(one).cmp(&written(other));
    sized.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| by_name(&one.1, &other.1)));
    let pruned = sized.len() > limit;
    sized.truncate(limit);
    (sized.into_iter().map(|(_, label, group)| (label, group)).collect(), pruned)
}
