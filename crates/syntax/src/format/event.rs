//! Events and their braces.

use super::{
    build::Builder,
    name::{Place, name},
};
use crate::ast::{Body, Event, Filter, Head};

impl Builder<'_> {
    /// An event; `hang` is how much further than now the end of its braces is indented.
    pub(super) fn event(&mut self, event: &Event, hang: isize) -> Option<()> {
        self.event_in(Place::Outside, event, hang)
    }

    /// The same, where its name may be an identifier.
    pub(super) fn event_in(&mut self, place: Place, event: &Event, hang: isize) -> Option<()> {
        match &event.head {
            Head::Dollar(range) => self.copy(*range)?,
            Head::Name(it) => self.put(it.range, name(self.text, it, place))?,
        }
        let Some(body) = &event.body else { return Some(()) };
        self.indent(hang);
        self.body(body)?;
        self.indent(-hang);
        Some(())
    }

    fn body(&mut self, body: &Body) -> Option<()> {
        self.open();
        self.word("{")?;
        self.indent(2);
        self.soft();
        for (at, filter) in body.filters.iter().enumerate() {
            if at > 0 {
                self.line();
                self.word("and")?;
                self.space();
            }
            match filter {
                Filter::Dollar(range) => self.copy(*range)?,
                Filter::Comparison(it) => self.comparison(it, Place::Braces)?,
            }
        }
        if !body.groups.is_empty() {
            if !body.filters.is_empty() {
                self.line();
            }
            self.word("by")?;
            self.space();
            self.names(&body.groups, Place::Braces)?;
        }
        self.flush();
        self.indent(-2);
        self.soft();
        self.word("}")?;
        self.close();
        Some(())
    }
}
