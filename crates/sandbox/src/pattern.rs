//! Events that a request means, and which of a store's they are.

use crate::{
    compare::holds,
    event::{ACTIVE, ALL},
    store::{Event, RECEIPT, Store},
    understood::{self, Filter},
};

/// Which events are meant. Filters are tried once for each set of properties, not for each event.
pub(crate) struct Pattern {
    kinds: Vec<bool>,
    own: Option<Vec<bool>>,
    of_user: Option<Vec<bool>>,
}

impl Pattern {
    /// The events of a store that an event of a request means.
    pub(crate) fn new(store: &Store, event: &understood::Event) -> Self {
        let (of_user, own): (Vec<&Filter>, Vec<&Filter>) =
            event.filters.iter().partition(|filter| filter.property.of_user);
        let mut own = filtered(store, &own);
        if let Some(payment) = payment(&event.event_type) {
            let paid = paid(store, payment);
            own = Some(match own {
                Some(own) => own.iter().zip(&paid).map(|(one, other)| *one && *other).collect(),
                None => paid,
            });
        }
        let kinds = kinds(store, &event.event_type);
        Self { kinds, own, of_user: filtered(store, &of_user) }
    }

    /// Whether an event is meant.
    pub(crate) fn is(&self, event: &Event) -> bool {
        let has = |kept: &Option<Vec<bool>>, bag: u32| kept.as_ref().is_none_or(|it| at(it, bag));
        at(&self.kinds, event.kind)
            && has(&self.own, event.own)
            && has(&self.of_user, event.of_user)
    }
}

/// Whether user properties hold of each set of them.
pub(crate) fn filtered(store: &Store, filters: &[&Filter]) -> Option<Vec<bool>> {
    if filters.is_empty() {
        return None;
    }
    let mut all = vec![true; store.bags.iter().count()];
    for filter in filters {
        let key = store.texts.find(&filter.property.key);
        // Values are few: each is compared once.
        let mut by_value = vec![None; store.texts.iter().count()];
        let absent = holds(filter, &[]);
        for (kept, bag) in all.iter_mut().zip(store.bags.iter()).filter(|(kept, _)| **kept) {
            *kept = match key.and_then(|key| bag.get(key)) {
                None => absent,
                Some(value) => compared(store, filter, value, &mut by_value),
            };
        }
    }
    Some(all)
}

fn compared(store: &Store, filter: &Filter, value: u32, known: &mut [Option<bool>]) -> bool {
    let compare = || {
        let elements = store.texts.elements(value);
        let elements: Vec<&str> = elements.iter().map(|it| store.texts.get(*it)).collect();
        holds(filter, &elements)
    };
    known.get_mut(value as usize).is_some_and(|known| *known.get_or_insert_with(compare))
}

fn at(list: &[bool], number: u32) -> bool {
    list.get(number as usize).copied().unwrap_or_default()
}

/// Which types an event type of a request stands for.
fn kinds(store: &Store, event_type: &str) -> Vec<bool> {
    if event_type == ACTIVE {
        return store.active_kinds();
    }
    let all = event_type == ALL || payment(event_type).is_some();
    let custom = event_type.strip_prefix("ce:").map(folded);
    let is = |text: &str| match &custom {
        // What a custom event is made of is not in the events. Here it is the events of that name,
        // whichever way it is written, so that `ce:Signup` is `Sign Up`.
        Some(custom) => folded(text) == *custom,
        None => all || text == event_type,
    };
    store.texts.iter().map(is).collect()
}

fn folded(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Payments that a type for revenue means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Payment {
    Any,
    Verified,
    Unverified,
}

fn payment(event_type: &str) -> Option<Payment> {
    match event_type {
        "revenue_amount" => Some(Payment::Any),
        "verified_revenue" => Some(Payment::Verified),
        "unverified_revenue" => Some(Payment::Unverified),
        _ => None,
    }
}

/// The sets of properties with revenue. It is verified where there is a receipt, since that is
/// what Amplitude verifies.
fn paid(store: &Store, payment: Payment) -> Vec<bool> {
    let receipt = store.texts.find(RECEIPT);
    let bags = store.revenues().into_iter().zip(store.bags.iter());
    bags.map(|(revenue, bag)| {
        let has_receipt = receipt.is_some_and(|key| bag.get(key).is_some());
        let asked = payment == Payment::Any || has_receipt == (payment == Payment::Verified);
        revenue.is_some() && asked
    })
    .collect()
}
