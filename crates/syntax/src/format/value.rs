//! Values and lists of them.

use text_size::TextRange;

use super::{
    build::Builder,
    name::{Place, name, quoted},
};
use crate::{
    ast::{Name, Value, ValueKind, Values},
    quote,
    text::slice,
};

impl Builder<'_> {
    /// One value, or several in parentheses. One in parentheses needs none.
    pub(super) fn values(&mut self, values: &Values) -> Option<()> {
        if !values.list {
            return values.items.iter().try_for_each(|value| self.value(value));
        }
        if let ([value], false) = (values.items.as_slice(), self.has_comment(values)) {
            self.skip("(");
            self.value(value)?;
            self.skip(",");
            self.skip(")");
            return Some(());
        }
        self.open();
        self.word("(")?;
        self.indent(2);
        self.soft();
        for (at, value) in values.items.iter().enumerate() {
            if at > 0 {
                self.comma()?;
                self.fill();
            }
            self.value(value)?;
        }
        self.skip(",");
        self.flush();
        self.indent(-2);
        self.soft();
        self.word(")")?;
        self.close();
        Some(())
    }

    /// Whether a comment stands between the parentheses; it would not know where to go.
    fn has_comment(&self, values: &Values) -> bool {
        let mut at = values.range.start();
        let ends =
            values.items.iter().map(|it| it.range).chain([TextRange::empty(values.range.end())]);
        ends.into_iter().any(|next| {
            let between = TextRange::new(at, next.start());
            at = next.end();
            slice(self.text, between).contains('#')
        })
    }

    /// A value as it is written, except that identifiers stand in quotes.
    fn value(&mut self, value: &Value) -> Option<()> {
        if value.kind == ValueKind::Identifier {
            return self.put(value.range, quote(slice(self.text, value.range)));
        }
        self.string(value.range)
    }

    /// A string with only the escapes that it needs, or another value as it is.
    pub(super) fn string(&mut self, range: TextRange) -> Option<()> {
        self.put(range, quoted(slice(self.text, range)))
    }

    /// Names with commas between them.
    pub(super) fn names(&mut self, names: &[Name], place: Place) -> Option<()> {
        for (at, it) in names.iter().enumerate() {
            if at > 0 {
                self.comma()?;
                self.fill();
            }
            self.put(it.range, name(self.text, it, place))?;
        }
        Some(())
    }
}
