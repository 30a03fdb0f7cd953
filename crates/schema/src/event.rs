//! Event types that the API gives a meaning of its own.

use crate::Role;

/// An event type with a meaning of its own.
#[derive(Debug)]
pub struct SpecialEvent {
    /// As written and as sent.
    pub name: &'static str,
    /// What it stands for, one sentence.
    pub doc: &'static str,
    /// Where it may stand.
    pub place: EventPlace,
}

/// Where a special event may stand.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum EventPlace {
    /// Anywhere.
    Anywhere,
    /// Only as the start of a retention.
    OnlyStart,
    /// Not as the start of a retention.
    NotStart,
}

impl SpecialEvent {
    /// Whether the event may play a part.
    pub fn allows(&self, role: Role) -> bool {
        match self.place {
            EventPlace::Anywhere => true,
            EventPlace::OnlyStart => role == Role::Start,
            EventPlace::NotStart => role != Role::Start,
        }
    }
}

/// The special event of a name.
pub fn special_event(name: &str) -> Option<&'static SpecialEvent> {
    SPECIAL_EVENTS.iter().find(|event| event.name == name)
}

/// Every special event type.
pub static SPECIAL_EVENTS: &[SpecialEvent] = &[
    SpecialEvent { name: "_active", doc: "Any active event.", place: EventPlace::Anywhere },
    SpecialEvent { name: "_all", doc: "Any event.", place: EventPlace::NotStart },
    SpecialEvent {
        name: "_new",
        doc: "The first event of a new user.",
        place: EventPlace::OnlyStart,
    },
    SpecialEvent { name: "revenue_amount", doc: "Revenue.", place: EventPlace::Anywhere },
    SpecialEvent {
        name: "verified_revenue",
        doc: "Revenue that a store has verified.",
        place: EventPlace::Anywhere,
    },
    SpecialEvent {
        name: "unverified_revenue",
        doc: "Revenue that no store has verified.",
        place: EventPlace::Anywhere,
    },
];
