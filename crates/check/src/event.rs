//! Events: their type, and what stands in their braces.

use amq_schema::{EventPlace, OPERATORS, Operator, Role, SPECIAL_EVENTS, codes, special_event};
use amq_syntax::{
    CUSTOM, TextRange,
    ast::{self, Form, Head, Name, Part},
    is_word, quote,
};
use smol_str::SmolStr;

use crate::{
    Diagnostic, Edit, Fix,
    checker::{Checker, EventEnd},
    names::Kind,
    query::{Event, Filter},
};

/// How many properties an event may be grouped by.
pub(crate) const MOST_GROUPS: usize = 2;

impl Checker<'_> {
    /// An event, with its braces.
    pub(crate) fn event(&mut self, event: &ast::Event) -> Option<Event> {
        let mut read = match &event.head {
            Head::Dollar(range) => {
                self.named(*range, Kind::Event).and_then(super::names::Meaning::event)
            }
            Head::Name(name) => self.event_type(name).map(|event_type| Event {
                event_type,
                filters: vec![],
                groups: vec![],
            }),
        };
        if let Some(body) = &event.body {
            for filter in &body.filters {
                let filter = self.filter(filter);
                if let (Some(read), Some(filter)) = (&mut read, filter) {
                    read.filters.push(filter);
                }
            }
            for group in &body.groups {
                let property = self.inner_property(group);
                if let (Some(read), Some(property)) = (&mut read, property) {
                    read.groups.push(property);
                }
            }
        }
        let read = read?;
        if read.groups.len() > MOST_GROUPS {
            return self.too_many_event_groups(event, &read);
        }
        if read.filters.len() > crate::limits::MOST_VALUES {
            let message = "this event has more filters than a request can carry";
            return self.fail(Diagnostic::new(&codes::TOO_DEEP, event.range, message));
        }
        Some(read)
    }

    fn too_many_event_groups<T>(&mut self, event: &ast::Event, read: &Event) -> Option<T> {
        let groups = event.body.as_ref().map(|body| body.groups.as_slice()).unwrap_or_default();
        let own = read.groups.len() - groups.len().min(read.groups.len());
        let kept = MOST_GROUPS.saturating_sub(own);
        let last = groups.get(kept).or(groups.last());
        let range = last.map_or(event.range, |name| name.range);
        let message = format!(
            "`{}` is grouped by {} properties, and the API takes at most {MOST_GROUPS}",
            read.event_type,
            read.groups.len()
        );
        let mut diagnostic = Diagnostic::new(&codes::TOO_MANY_GROUPS, range, message)
            .help("leave out the properties that matter least");
        let before = kept.checked_sub(1).and_then(|at| groups.get(at));
        if let (Some(before), Some(last)) = (before, groups.last()) {
            let removed = TextRange::new(before.range.end(), last.range.end());
            let fix = Fix::safe("leave the further ones out", vec![Edit::delete(removed)]);
            diagnostic = diagnostic.fix(fix.unsure());
        }
        self.fail(diagnostic)
    }

    fn event_type(&mut self, name: &Name) -> Option<SmolStr> {
        if self.bare_filter.contains(name.range.start()) {
            self.broken = true;
            return None;
        }
        let text = self.name_text(name)?;
        if name.scope.is_some() || text.starts_with(CUSTOM) {
            let message =
                format!("`{}` is a property, and an event is needed here", self.str(name.range));
            let help = "an event is written by its name; `ce:` marks a custom event";
            return self.fail(Diagnostic::new(&codes::BAD_NAME, name.range, message).help(help));
        }
        if name.form == Form::Bare && name.prefix.is_none() && !is_word(&text) {
            if let Some(said) = self.filter_outside(name, &text) {
                self.bare_filter = said.range;
                return self.fail(said);
            }
            let message = format!("`{text}` is not a word, so as an event it needs quotes");
            let quoted = quote(&text);
            let fix = Fix::replace("put it in quotes", name.text, quoted.clone());
            let diagnostic = Diagnostic::new(&codes::BAD_NAME, name.text, message);
            return self.fail(diagnostic.help(format!("write `{quoted}`")).fix(fix));
        }
        self.known_event(name, &text);
        Some(text)
    }

    /// `Purchase.price > 10`: a filter without its braces.
    fn filter_outside(&self, name: &Name, text: &str) -> Option<Diagnostic> {
        let (event, property) = text.split_once('.')?;
        let rest = self.rest(name.range.end());
        if !rest.starts_with(['<', '>', '=', '!']) {
            return None;
        }
        let length = rest.find([',', '\n']).unwrap_or(rest.len());
        let words = rest.get(..length)?.split_whitespace();
        let filter: Vec<&str> =
            words.take_while(|it| !amq_syntax::CLAUSE_WORDS.contains(it) && *it != "->").collect();
        let last = filter.last()?;
        let end = last.as_ptr().addr() - rest.as_ptr().addr() + last.len();
        let start = self.place_of(rest);
        let all = TextRange::new(name.range.start(), start + amq_syntax::TextSize::new(end as u32));
        let written = format!("{event}{{{property} {}}}", filter.join(" "));
        Some(
            Diagnostic::new(&codes::BAD_NAME, all, "the filters of an event stand in braces")
                .help(format!("write `{written}`"))
                .fix(Fix::replace(format!("write `{written}`"), all, written).unsure()),
        )
    }

    /// Whether a special event may play its part; `range` is where its name stands.
    pub(crate) fn event_place(&mut self, event: &Event, role: Role, range: TextRange) {
        let Some(special) = special_event(&event.event_type).filter(|it| !it.allows(role)) else {
            return;
        };
        let name = special.name;
        let (message, help) = match special.place {
            EventPlace::OnlyStart => (
                format!("`{name}` can only start a `retention`"),
                match role {
                    Role::Step => "write `for new users`, and begin with an event of your own",
                    Role::Counted => "`users new` counts new users",
                    Role::Start | Role::Return => {
                        "users come back by `_active`, `_all` or an event"
                    }
                },
            ),
            _ => (
                format!("`{name}` cannot start a `retention`"),
                "start it with `_active` or `_new`",
            ),
        };
        let mut diagnostic = Diagnostic::new(&codes::EVENT_NOT_HERE, range, message)
            .help(help)
            .note("the API answers 400 to a special event that it does not expect");
        let instead = SPECIAL_EVENTS.iter().find(|it| it.place == EventPlace::Anywhere);
        if let Some(instead) = instead.filter(|_| self.str(range).trim_matches('"') == name) {
            let title = format!("write `{}`", instead.name);
            diagnostic = diagnostic.fix(Fix::replace(title, range, instead.name).unsure());
        }
        self.say(diagnostic);
    }

    fn filter(&mut self, filter: &ast::Filter) -> Option<Filter> {
        match filter {
            ast::Filter::Dollar(range) => {
                let name = self.str(*range);
                let message = format!("`{name}` is in braces, which take only comparisons");
                let help = format!("a segment goes behind `where`: `where {name}`");
                self.mentions.push(SmolStr::new(name.trim_start_matches('$')));
                self.fail(Diagnostic::new(&codes::WRONG_KIND, *range, message).help(help))
            }
            ast::Filter::Comparison(comparison) if self.is_turned(comparison) => {
                self.broken = true;
                None
            }
            ast::Filter::Comparison(comparison) => {
                let property = self.inner_property(&comparison.property);
                let (operator, values) = self.compared(comparison)?;
                let property = property?;
                let written = comparison.values.as_ref();
                self.known_values((property.of, &property.key), operator, written);
                Some(Filter { property, operator, values })
            }
        }
    }

    /// The operator and values of a comparison.
    pub(crate) fn compared(
        &mut self,
        comparison: &ast::Comparison,
    ) -> Option<(&'static Operator, Vec<SmolStr>)> {
        let values = comparison.values.as_ref().map(|values| (values, self.values(values)));
        let (Some(operator), Some((written, Some(values)))) = (comparison.operator, values) else {
            self.broken = true;
            return None;
        };
        let operator = OPERATORS.get(operator as usize)?;
        if operator.order && values.len() > 1 {
            let message = format!(
                "`{}` compares with one value, and here are {}",
                operator.text,
                values.len()
            );
            let help = "compare with one value, or use `is` for any of several";
            return self
                .fail(Diagnostic::new(&codes::ONE_VALUE, written.range, message).help(help));
        }
        Some((operator, values))
    }

    /// Where the braces of the subject's events end, or could begin; fixes move filters there.
    pub(crate) fn event_ends(&self) -> impl DoubleEndedIterator<Item = EventEnd> {
        self.events.iter().filter_map(|part| match part {
            Part::Event(event) => Some(EventEnd::of(event)),
            _ => None,
        })
    }
}

impl EventEnd {
    fn of(event: &ast::Event) -> Self {
        let name_end = head_range(event).end();
        let body = event.body.as_ref();
        let ends = body.map(|body| {
            let start = body.range.start() + amq_syntax::TextSize::new(1);
            let filters = body.filters.last().map_or(start, filter_end);
            let groups = body.groups.last().map_or(filters, |name| name.range.end());
            (filters, groups)
        });
        let has = body.map_or((0, 0), |body| (body.filters.len(), body.groups.len()));
        Self { name_end, body: ends, has }
    }
}

/// Where the name of an event stands, without its braces.
pub(crate) fn head_range(event: &ast::Event) -> TextRange {
    match &event.head {
        Head::Dollar(range) => *range,
        Head::Name(name) => name.range,
    }
}

fn filter_end(filter: &ast::Filter) -> amq_syntax::TextSize {
    match filter {
        ast::Filter::Dollar(range) => range.end(),
        ast::Filter::Comparison(comparison) => comparison.range.end(),
    }
}
