//! Names of properties: whose they are, and how they are sent.

use amq_schema::{BUILT_IN, Clause, Effect, Word, built_in, codes};
use amq_syntax::{
    SyntaxError, SyntaxErrorKind as Wrong, TextRange, TextSize,
    ast::{ClauseKind, Form, Name, Scope},
    is_word, quote,
};
use smol_str::{SmolStr, format_smolstr};

use crate::{
    Diagnostic, Edit, Fix,
    checker::{Checker, may_end_in_comment},
    clauses::words_of,
    event::MOST_GROUPS,
    interval::interval_words,
    limits::MOST_EDITS,
    near::{Near, near, one_edit},
    query::{Owner, Property},
    reserved::is_taken,
    segment::COHORT,
};

pub(crate) use amq_syntax::{CUSTOM, CUSTOM_EVENT};

/// What says that a property is a user's, or an event's.
pub(crate) const USER: &str = Scope::User.text();
pub(crate) const EVENT: &str = Scope::Event.text();

/// What an event property outside braces stood in; it decides how it can be moved.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outside {
    /// A condition of a segment, with the text of its filter.
    Condition(TextRange),
    /// `by`.
    Group,
    /// `composition`.
    Subject,
}

impl Checker<'_> {
    /// The text of a name, with its prefix.
    pub(crate) fn name_text(&mut self, name: &Name) -> Option<SmolStr> {
        let text = match name.form {
            Form::Bare => SmolStr::new(self.str(name.text)),
            Form::Quoted => self.string(name.text)?,
            Form::Open | Form::Missing => {
                self.broken = true;
                return None;
            }
        };
        Some(match name.prefix {
            Some(prefix) if name.form == Form::Bare => {
                SmolStr::new(self.str(prefix.cover(name.text)))
            }
            Some(prefix) if !text.is_empty() => format_smolstr!("{}{text}", self.str(prefix)),
            _ if text.is_empty() || [CUSTOM, CUSTOM_EVENT].contains(&text.as_str()) => {
                let message = "a name is never empty";
                return self.fail(Diagnostic::new(&codes::BAD_NAME, name.range, message));
            }
            _ => text,
        })
    }

    /// A property in an event's braces.
    pub(crate) fn inner_property(&mut self, name: &Name) -> Option<Property> {
        let key = self.property_key(name)?;
        let of = match name.scope {
            Some(Scope::User) => Owner::User,
            Some(Scope::Event) => {
                self.known_event_property(name, &key);
                Owner::Event
            }
            None if key.starts_with(CUSTOM) => {
                self.known_custom_property(name, &key);
                Owner::User
            }
            None if built_in(&key).is_some() => Owner::User,
            None => {
                self.known_inner_property(name, &key);
                Owner::Event
            }
        };
        Some(Property { of, key })
    }

    /// A property where only a user's makes sense.
    pub(crate) fn outer_property(&mut self, name: &Name, place: Outside) -> Option<SmolStr> {
        let key = self.property_key(name)?;
        if name.scope == Some(Scope::Event) {
            return self.event_property_outside(name, &key, place);
        }
        let known = name.scope == Some(Scope::User)
            || built_in(&key).is_some()
            || self.context.lists_user_property(&key);
        if !known && key.starts_with(CUSTOM) {
            self.known_custom_property(name, &key);
        } else if !known {
            self.unknown_property(name, &key, place);
        }
        Some(key)
    }

    fn property_key(&mut self, name: &Name) -> Option<SmolStr> {
        if name.form == Form::Bare && !is_word(self.str(name.text)) {
            return self.needs_quotes(name);
        }
        let key = self.name_text(name)?;
        if key.starts_with(CUSTOM_EVENT) {
            let message = format!("`{key}` is a custom event, and a property is needed here");
            let help = "`gp:` marks a custom user property, `ce:` a custom event";
            let mut diagnostic = Diagnostic::new(&codes::BAD_NAME, name.range, message).help(help);
            if let Some(prefix) = name.prefix {
                diagnostic = diagnostic.fix(Fix::replace("write `gp:`", prefix, CUSTOM).unsure());
            }
            return self.fail(diagnostic);
        }
        Some(key)
    }

    fn needs_quotes<T>(&mut self, name: &Name) -> Option<T> {
        let text = self.str(name.text);
        let message = format!("`{text}` is not a word, so as a property it needs quotes");
        let mut diagnostic = Diagnostic::new(&codes::BAD_NAME, name.text, message);
        let split = text.find(['.', ':']).map(|at| text.split_at(at + 1));
        let quoted = quote(text);
        let mut help = format!("write `{quoted}`");
        if let (Some((head, rest)), None, None) = (split, name.prefix, name.scope) {
            let event = head.trim_end_matches('.');
            let is_event = || self.named_events().any(|it| it == Some(event));
            if !self.has_said_enough() && is_event() {
                let help = format!(
                    "`{event}` is an event of this query: its filters and groups stand in its \
                     braces, as in `{event}{{{} > 3}}`",
                    after_mark(rest)
                );
                return self.fail(diagnostic.help(help));
            }
            let near = near(head, [USER, EVENT, CUSTOM]).first();
            let elsewhere = match head {
                "user_properties." | "userProperties." | "u." => Some(CUSTOM),
                "event_properties." | "eventProperties." | "properties." | "e." => Some(EVENT),
                _ => None,
            };
            let built_in = || BUILT_IN.iter().any(|property| property.name == rest);
            // `user:plan` is rather a custom property.
            let custom = (["user:", "users:"].contains(&head) && !built_in()).then_some(CUSTOM);
            if let Some(meant) = custom.or(near).or(elsewhere) {
                help = format!("write `{meant}{rest}`, or `{quoted}` if that is its name");
                let range = TextRange::at(name.text.start(), TextSize::of(head));
                let fix = Fix::replace(format!("write `{meant}`"), range, meant);
                diagnostic = diagnostic.fix(fix.unsure());
            }
        }
        let fix = Fix::replace("put it in quotes", name.text, quoted);
        self.fail(diagnostic.help(help).fix(fix.unsure()))
    }

    /// Warns of an event property that may be meant as a built-in one; whether it may.
    pub(crate) fn near_built_in(&mut self, name: &Name, key: &str) -> bool {
        if !is_word(key) || key.chars().count() < 2 {
            return false;
        }
        if !BUILT_IN.iter().any(|property| one_edit(property.name, key)) {
            return false;
        }
        // `{by is "x"}` is told as such.
        if self.named_by(self.word_before(name.range.start())).is_some() {
            return true;
        }
        let near = near(key, BUILT_IN.iter().map(|property| property.name));
        let Some(found) = near.first() else { return false };
        let message = format!("`{key}` is read as an event property, and is almost `{found}`");
        let note = format!(
            "the API would look for an event property named `{key}` and silently find no event"
        );
        let fix = Fix::replace(format!("write `{found}`"), name.text, found);
        let keep = Fix::uncertain(
            format!("write `event.{key}`, if it is one"),
            vec![Edit::insert(name.range.start(), EVENT)],
        );
        self.say(
            Diagnostic::new(&codes::NEAR_BUILT_IN, name.range, message)
                .help(format!("write `{found}`, or `event.{key}` if it is an event property"))
                .note(note)
                .fix(if near.is_unique() { fix } else { fix.unsure() })
                .fix(keep),
        );
        true
    }

    fn unknown_property(&mut self, name: &Name, key: &str, place: Outside) {
        let context = self.context;
        let settings = context.user_properties.iter().map(SmolStr::as_str);
        let taxonomy = context.taxonomy.user_properties.iter().flat_map(|names| names.like(key));
        let listed = settings.chain(taxonomy);
        let lower = key.to_lowercase();
        let called = BUILT_IN.iter().find(|property| property.also.contains(&lower.as_str()));
        let near = match called {
            Some(property) => Near::one(property.name),
            None => near(key, BUILT_IN.iter().map(|property| property.name).chain(listed)),
        };
        if key == "cohort" || key == COHORT {
            let message = "a cohort is a condition of its own, not a property";
            let diagnostic = Diagnostic::new(&codes::UNKNOWN_PROPERTY, name.range, message);
            return self.say(diagnostic.help("write `in cohort \"5mjbq8w\"`"));
        }
        let message = format!("`{key}` is not a user property that amq knows");
        let written = after_mark(key);
        let custom = Fix::uncertain(
            format!("write `gp:{written}`, a custom user property"),
            vec![Edit::insert(name.range.start(), CUSTOM)],
        );
        if CUSTOM.strip_suffix(':') == Some(key) {
            let diagnostic = Diagnostic::new(&codes::UNKNOWN_PROPERTY, name.range, message);
            return self
                .say(diagnostic.help("write `gp:` and the name without a blank: `gp:plan`"));
        }
        let listed = context.lists_user_property(&format!("{CUSTOM}{key}"));
        let custom = Fix { safe: listed && near.first().is_none(), ..custom };
        let user = Fix::uncertain(
            format!("write `user.{written}`, if the API knows it"),
            vec![Edit::insert(name.range.start(), USER)],
        );
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_PROPERTY, name.range, message).note(
            format!("the API answers 400 `Invalid user property {key}` to a name it does not know"),
        );
        if let Some(every) = self.every_instead(name, key, place) {
            let title = every.title.clone();
            return self.say(diagnostic.help(format!("{title} for a series in time")).fix(every));
        }
        let mut moved = self.move_into_braces(name, place).filter(|_| near.first().is_none());
        let of_metric = matches!(place, Outside::Group) && self.metric_needs_group();
        diagnostic = match near.list() {
            Some(list) => {
                diagnostic.help(format!("write {list}; a custom user property is `gp:{written}`"))
            }
            None if moved.is_some() => diagnostic.help(format!(
                "a custom user property is `gp:{written}`; a property of the event goes into its braces"
            )),
            None => diagnostic.help(format!(
                "a custom user property is `gp:{written}`; `user.{written}` sends it as written"
            )),
        };
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), name.text, word_or_quoted(found));
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        let of_event = context.taxonomy.event_properties.as_ref();
        if of_metric || of_event.is_some_and(|names| names.contains(key)) {
            diagnostic = diagnostic.fix(moved.take());
        }
        self.say(diagnostic.fix(custom).fix(user).fix(moved));
    }

    /// `by week`, where `every week` is meant.
    fn every_instead(&self, name: &Name, key: &str, place: Outside) -> Option<Fix> {
        let words = self.endpoint.and_then(interval_words)?;
        let free = matches!(place, Outside::Group) && !self.has(Clause::Every);
        let word = words.iter().find(|it| it.text == key || it.also.contains(&key))?.text;
        let title = format!("write `every {word}`");
        let clause = self.clauses.iter().find(|it| it.range.contains_range(name.range))?;
        let alone = matches!(&clause.kind, ClauseKind::By(names) if names.len() == 1);
        let removed = self.removal_of(name.range, "by", &[","])?;
        let edits = if alone {
            vec![Edit::new(self.without_gap(clause.range), format!("every {word}"))]
        } else {
            let end = self.without_gap(clause.range).end().max(removed.end());
            vec![Edit::delete(removed), Edit::insert(end, format!(" every {word}"))]
        };
        free.then(|| Fix::uncertain(title, edits))
    }

    /// Whether the metric computes with a property that no event names yet.
    fn metric_needs_group(&self) -> bool {
        let words = self.endpoint.and_then(|it| words_of(it, Clause::Metric)).unwrap_or_default();
        let metric = self.clauses.iter().find_map(|it| match it.kind {
            ClauseKind::Metric(word) => word,
            _ => None,
        });
        let text = metric.map(|range| self.str(range));
        let needs = |word: &Word| word.effect == Effect::NeedsEventGroup && Some(word.text) == text;
        words.iter().any(needs) && self.event_ends().any(|it| it.has.1 == 0)
    }

    fn event_property_outside<T>(&mut self, name: &Name, key: &str, place: Outside) -> Option<T> {
        let message = format!(
            "`event.{key}` is an event property, and only user properties are allowed here"
        );
        let mut diagnostic = Diagnostic::new(&codes::EVENT_PROPERTY_OUTSIDE, name.range, message)
            .note("the API filters and groups users here; events are filtered in their braces");
        diagnostic = match place {
            Outside::Condition(_) | Outside::Group if self.events.is_empty() => {
                diagnostic.help(match self.endpoint {
                    Some(endpoint) => {
                        format!("`{}` has no events: name a user property", endpoint.name)
                    }
                    None if self.is_let() => {
                        "name a user property, or define the event: `let $paid = event Purchase{price > 0}`".to_owned()
                    }
                    None => "name a user property".to_owned(),
                })
            }
            Outside::Condition(_) => {
                diagnostic.help("move the condition into the braces of the event it filters")
            }
            Outside::Group => diagnostic.help("move it behind `by` in the braces of the event"),
            Outside::Subject => diagnostic.help("name a user property, such as `platform`"),
        };
        let fix = self.move_into_braces(name, place);
        self.fail(diagnostic.fix(fix))
    }

    /// Takes a condition or group out of its clause and puts it into every event's braces.
    fn move_into_braces(&self, name: &Name, place: Outside) -> Option<Fix> {
        let (removed, text) = match place {
            Outside::Condition(range) if !self.is_in_every_segment(range) => return None,
            Outside::Condition(range) => {
                (self.removal_of(range, "where", &["and"])?, self.str(range))
            }
            Outside::Group => (self.removal_of(name.range, "by", &[","])?, self.str(name.range)),
            Outside::Subject => return None,
        };
        let grouped = matches!(place, Outside::Group);
        let mut edits: Vec<Edit> = self
            .event_ends()
            .take(MOST_EDITS + 1)
            .map(|end| {
                let Some((filters_end, groups_end)) = end.body else {
                    let opened =
                        if grouped { format!("{{by {text}}}") } else { format!("{{{text}}}") };
                    return Edit::insert(end.name_end, opened);
                };
                match (grouped, end.has) {
                    (true, (_, 1..)) => Edit::insert(groups_end, format!(", {text}")),
                    (true, _) => Edit::insert(groups_end, format!(" by {text}")),
                    (false, (1.., _)) => Edit::insert(filters_end, format!(" and {text}")),
                    (false, _) => Edit::insert(filters_end, format!("{text} ")),
                }
            })
            .collect();
        let full = grouped && self.event_ends().any(|end| end.has.1 >= MOST_GROUPS);
        // A body without its closing brace may end behind the clause's word.
        let inside = |edit: &Edit| {
            removed.start() < edit.range.start() && edit.range.start() < removed.end()
        };
        let apart = !edits.iter().any(inside);
        if edits.is_empty() || edits.len() > MOST_EDITS || full || !apart {
            return None;
        }
        edits.sort_by_key(|edit| edit.range.start());
        // What is inserted right there is one change with what goes.
        match edits.iter_mut().find(|it| it.range.end() == removed.start()) {
            Some(edit) => edit.range = removed,
            None => edits.push(Edit::delete(removed)),
        }
        let many = self.event_ends().nth(1).is_some();
        let title = if many {
            "move it into the braces of every event"
        } else {
            "move it into the event's braces"
        };
        Some(Fix::uncertain(title, edits))
    }

    /// Whether a condition holds of all that is counted: its segment is the only one, and `and`
    /// alone joins it.
    fn is_in_every_segment(&self, condition: TextRange) -> bool {
        let clause = self.clauses.iter().find(|it| it.range.contains_range(condition));
        let errors = self.statement.map_or(&[][..], |it| &it.errors);
        clause.is_none_or(|clause| {
            let alone = !matches!(&clause.kind, ClauseKind::Where(it) if it.len() > 1);
            let joined = |it: &SyntaxError| {
                matches!(it.kind, Wrong::BadJoint | Wrong::Misspelt(_))
                    && clause.range.contains_range(it.range)
            };
            alone && !errors.iter().any(joined)
        })
    }

    /// What to delete so that an item leaves its list: the joint before it, the joint after it, or
    /// the whole clause where it stands alone.
    fn removal_of(&self, item: TextRange, keyword: &str, joints: &[&str]) -> Option<TextRange> {
        let before = self.text.get(..item.start().into())?.trim_end();
        let after = self.text.get(item.end().into()..)?;
        for joint in joints {
            if let Some(kept) = before.strip_suffix(joint).filter(|it| !may_end_in_comment(it)) {
                let kept = kept.trim_end();
                return Some(TextRange::new((kept.len() as u32).into(), item.end()));
            }
        }
        for joint in joints {
            let skipped = after.trim_start();
            if let Some(rest) = skipped.strip_prefix(joint) {
                let end = self.text.len() - rest.trim_start().len();
                return Some(TextRange::new(item.start(), (end as u32).into()));
            }
        }
        let kept = before.strip_suffix(keyword).filter(|it| !may_end_in_comment(it))?.trim_end();
        Some(TextRange::new((kept.len() as u32).into(), item.end()))
    }
}

/// A name as it has to be written behind `gp:`, `user.` and the like, where any word stands.
pub(crate) fn after_mark(name: &str) -> String {
    if is_word(name) { name.to_owned() } else { quote(name) }
}

/// A name as it has to be written.
pub(crate) fn word_or_quoted(name: &str) -> String {
    let split = |prefix: &'static str| Some((prefix, name.strip_prefix(prefix)?));
    let (prefix, rest) = split(CUSTOM).or_else(|| split(CUSTOM_EVENT)).unwrap_or(("", name));
    let bare = is_word(rest) && !(prefix.is_empty() && is_taken(rest));
    if bare { name.to_owned() } else { format!("{prefix}{}", quote(rest)) }
}
