//! Events, properties and values that the project's taxonomy does not list.

use amq_schema::{BUILT_IN, Code, Operator, SPECIAL_EVENTS, built_in, codes, special_event};
use amq_syntax::{
    TextRange,
    ast::{Name, Value, ValueKind, Values},
    quote,
};
use smol_str::SmolStr;

use crate::{
    Diagnostic, Fix, Names,
    checker::Checker,
    names::Meaning,
    near::{Near, near, one_edit, one_of},
    property::{CUSTOM, CUSTOM_EVENT, EVENT, after_mark, word_or_quoted},
    query::Owner,
    taxonomy::{EVENT_PROPERTIES, EVENTS, TAXONOMY_FILE, USER_PROPERTIES, VALUES},
    value::NONE,
};

/// A name or a value that is not listed, and what may have been meant instead.
struct Unlisted {
    code: &'static Code,
    range: TextRange,
    message: String,
    /// What to do if it is right all the same.
    add: String,
    /// What may have been meant, as it is written, best first.
    meant: Vec<String>,
    /// Whether only the first of them can have been.
    sure: bool,
}

impl Unlisted {
    fn diagnostic(self) -> Diagnostic {
        let quoted: Vec<String> = self.meant.iter().map(|meant| format!("`{meant}`")).collect();
        let help = match one_of(&quoted) {
            Some(list) => format!("write {list}; {}", self.add),
            None => self.add,
        };
        let mut diagnostic = Diagnostic::new(self.code, self.range, self.message).help(help);
        for (at, meant) in self.meant.into_iter().enumerate() {
            let fix = Fix::replace(format!("write `{meant}`"), self.range, meant);
            diagnostic = diagnostic.fix(if self.sure && at == 0 { fix } else { fix.unsure() });
        }
        diagnostic
    }
}

/// Whether a name can only have been meant as the nearest. Another number is not a slip.
fn is_sure(name: &str, near: &Near<'_>) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    near.is_unique() && near.first().is_some_and(|found| digits(found) == digits(name))
}

impl Checker<'_> {
    /// Warns of an event that the project does not have.
    pub(crate) fn known_event(&mut self, name: &Name, event: &str) {
        let context = self.context;
        let Some(listed) = &context.taxonomy.events else { return };
        if listed.contains(event) || special_event(event).is_some() {
            return;
        }
        let other_form = other_form(listed, event);
        let special = SPECIAL_EVENTS.iter().map(|it| it.name);
        let near = near(event, listed.like(event).chain(special));
        let (meant, sure) = match other_form {
            Some(found) => (vec![word_or_quoted(&found)], true),
            None => {
                (near.all().iter().map(|it| word_or_quoted(it)).collect(), is_sure(event, &near))
            }
        };
        let unlisted = Unlisted {
            code: &codes::UNKNOWN_EVENT,
            range: name.range,
            message: format!("`{event}` is not among the events of `{TAXONOMY_FILE}`"),
            add: format!(
                "a new event goes into `{EVENTS}` of `{TAXONOMY_FILE}`, where `amq pull` puts all"
            ),
            meant,
            sure,
        };
        self.say(unlisted.diagnostic().note(
            "for an event that the project does not have the API counts nothing: an empty answer \
             without an error, or 400",
        ));
    }

    /// Warns of a `gp:` name that the project does not have.
    pub(crate) fn known_custom_property(&mut self, name: &Name, key: &str) {
        let context = self.context;
        let Some(listed) = &context.taxonomy.user_properties else { return };
        if context.lists_user_property(key) {
            return;
        }
        let plain = key.trim_start_matches(CUSTOM);
        let settings = context.user_properties.iter().map(SmolStr::as_str);
        let all = listed.like(key).chain(listed.like(plain)).chain(settings);
        let all = all.map(|it| it.trim_start_matches(CUSTOM));
        let near = near(plain, all.chain(BUILT_IN.iter().map(|it| it.name)));
        let marked = |plain: &&str| {
            let custom = format!("{CUSTOM}{plain}");
            if context.lists_user_property(&custom) { custom } else { (*plain).to_owned() }
        };
        let unlisted = Unlisted {
            code: &codes::UNKNOWN_PROPERTY,
            range: own_range(name),
            message: format!("`{key}` is not among the user properties of `{TAXONOMY_FILE}`"),
            add: format!("a new user property goes into `{USER_PROPERTIES}` of `{TAXONOMY_FILE}`"),
            meant: near.all().iter().map(|it| word_or_quoted(&marked(it))).collect(),
            sure: is_sure(plain, &near),
        };
        self.say(unlisted.diagnostic().note(
            "no user has a property that the project does not have: the API finds nobody, or \
             answers 400",
        ));
    }

    /// Warns of a name in braces, without a word of whose it is, that no event property has.
    pub(crate) fn known_inner_property(&mut self, name: &Name, key: &str) {
        let listed = self.context.taxonomy.event_properties.as_ref();
        if listed.is_some_and(|listed| listed.contains(key)) {
            return;
        }
        // A bare built-in name is never an event's.
        let is_rival = |it: &str| one_edit(it, key) && built_in(it).is_none();
        let rival = listed.is_some_and(|listed| listed.like(key).any(is_rival));
        if rival || !self.near_built_in(name, key) {
            self.known_event_property(name, key);
        }
    }

    /// Warns of an event property that the project does not have.
    pub(crate) fn known_event_property(&mut self, name: &Name, key: &str) {
        let context = self.context;
        let Some(listed) = &context.taxonomy.event_properties else { return };
        if listed.contains(key) {
            return;
        }
        let users = BUILT_IN.iter().map(|it| it.name).filter(|_| name.scope.is_none());
        let near = near(key, listed.like(key).chain(users));
        let event = if name.scope.is_some() { EVENT } else { "" };
        let own = near.all().iter().map(|it| format!("{event}{}", word_or_quoted(it)));
        let users = self.user_property_of(key);
        let unlisted = Unlisted {
            code: &codes::UNKNOWN_EVENT_PROPERTY,
            range: name.range,
            message: format!("`{key}` is not among the event properties of `{TAXONOMY_FILE}`"),
            add: format!(
                "a new event property goes into `{EVENT_PROPERTIES}` of `{TAXONOMY_FILE}`"
            ),
            sure: is_sure(key, &near) && users.is_none(),
            meant: users.into_iter().chain(own).collect(),
        };
        self.say(unlisted.diagnostic().note(
            "no event has a property that the project does not have: the API answers without an \
             error, and counts nothing by it",
        ));
    }

    /// The user property of the same name, as it is written in braces.
    fn user_property_of(&self, key: &str) -> Option<String> {
        let custom = format!("{CUSTOM}{key}");
        if self.context.lists_user_property(&custom) {
            return Some(word_or_quoted(&custom));
        }
        let listed = self.context.lists_user_property(key);
        listed.then(|| format!("user.{}", after_mark(key)))
    }

    /// Warns of values that a property does not have. What is compared by order or in part may be any.
    pub(crate) fn known_values(
        &mut self,
        (of, key): (Owner, &str),
        operator: &Operator,
        values: Option<&Values>,
    ) {
        let context = self.context;
        if context.taxonomy.values.is_empty() || !operator.whole {
            return;
        }
        let Some(listed) = context.listed_values(of, key) else { return };
        for value in values.map(|it| it.items.as_slice()).unwrap_or_default() {
            let said = match value.kind {
                ValueKind::Dollar => self.unlisted_in_name(value.range, key, listed),
                _ => self.unlisted_value(value, key, listed),
            };
            if let Some(said) = said {
                self.say(said);
            }
        }
    }

    fn unlisted_value(&mut self, value: &Value, key: &str, listed: &Names) -> Option<Diagnostic> {
        let sent = self.value(value).filter(|it| !is_known(listed, it))?;
        let near = near(&sent, listed.like(&sent));
        let unlisted = Unlisted {
            code: &codes::UNKNOWN_VALUE,
            range: value.range,
            message: format!("`{sent}` is not among the values of `{key}` in `{TAXONOMY_FILE}`"),
            add: add_value(key),
            meant: near.all().iter().map(|it| quote(it)).collect(),
            sure: is_sure(&sent, &near),
        };
        Some(unlisted.diagnostic().note(VALUE_NOTE))
    }

    /// A name stands for values of any property, so they are held against one where it is mentioned.
    fn unlisted_in_name(&self, range: TextRange, key: &str, listed: &Names) -> Option<Diagnostic> {
        let name = self.str(range);
        let definition = self.scope.names.get(name.trim_start_matches('$'))?;
        let Some(Meaning::Values(values)) = &definition.meaning else { return None };
        let mut unlisted = values.iter().filter(|it| !is_known(listed, it));
        let first = unlisted.next()?;
        let which = match unlisted.count() {
            0 => ", which is".to_owned(),
            more => format!(" and {more} more, which are"),
        };
        let message = format!(
            "`{name}` stands for `{first}`{which} not among the values of `{key}` in \
             `{TAXONOMY_FILE}`"
        );
        let add = add_value(key);
        let near = near(first, listed.like(first));
        let written: Vec<String> = near.all().iter().map(|it| format!("`{}`", quote(it))).collect();
        let help = match one_of(&written) {
            Some(list) => format!("write {list} where `{name}` is defined; {add}"),
            None => add,
        };
        Some(Diagnostic::new(&codes::UNKNOWN_VALUE, range, message).help(help).note(VALUE_NOTE))
    }
}

const VALUE_NOTE: &str = "the API compares values as they are spelt and answers without an error: \
                          `is` finds nothing by it, `is not` leaves nothing out";

fn is_known(listed: &Names, value: &str) -> bool {
    value == NONE || listed.contains(value)
}

fn add_value(key: &str) -> String {
    format!("a new value goes into `{key}` below `[{VALUES}]` in `{TAXONOMY_FILE}`")
}

/// The custom event of a plain name, or the plain event of a custom one.
fn other_form(listed: &Names, event: &str) -> Option<String> {
    let other = match event.strip_prefix(CUSTOM_EVENT) {
        Some(plain) => plain.to_owned(),
        None => format!("{CUSTOM_EVENT}{event}"),
    };
    listed.contains(&other).then_some(other)
}

/// Where a name stands without `user.` or `event.`.
fn own_range(name: &Name) -> TextRange {
    name.prefix.map_or(name.text, |prefix| prefix.cover(name.text))
}
