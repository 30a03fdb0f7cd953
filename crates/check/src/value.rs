//! Values: what stands after an operator.

use amq_schema::codes;
use amq_syntax::{
    TextRange,
    ast::{Value, ValueKind, Values},
    unescape,
};
use smol_str::SmolStr;

use crate::{Diagnostic, Fix, checker::Checker, limits::MOST_VALUES, names::Kind};

/// What `none` is sent as: a property that is not there.
pub const NONE: &str = "(none)";

impl Checker<'_> {
    /// The values of a condition, as they are sent.
    pub(crate) fn values(&mut self, values: &Values) -> Option<Vec<SmolStr>> {
        let mut sent = Vec::with_capacity(values.items.len());
        for value in &values.items {
            match value.kind {
                ValueKind::Dollar => sent.extend(self.named_values(value.range)?),
                _ => sent.push(self.value(value)?),
            }
            if sent.len() > MOST_VALUES {
                let message = format!("this list has more than {MOST_VALUES} values");
                let note = "a request is a URL, and no server takes one that long";
                return self
                    .fail(Diagnostic::new(&codes::TOO_DEEP, values.range, message).note(note));
            }
        }
        Some(sent)
    }

    /// One value that is not a name.
    pub(crate) fn value(&mut self, value: &Value) -> Option<SmolStr> {
        let text = self.str(value.range);
        match value.kind {
            ValueKind::Quoted => self.string(value.range),
            ValueKind::Constant if text == "none" => Some(SmolStr::new_static(NONE)),
            ValueKind::Date if text.parse::<jiff::civil::Date>().is_err() => {
                let message = format!("`{text}` is not in the calendar");
                let quoted = amq_syntax::quote(text);
                self.fail(
                    Diagnostic::new(&codes::BAD_DATE, value.range, message)
                        .help(format!("write a day of the calendar, or `{quoted}` for the text"))
                        .fix(Fix::replace("put it in quotes", value.range, quoted).unsure()),
                )
            }
            ValueKind::Date | ValueKind::Number | ValueKind::Constant | ValueKind::Identifier => {
                Some(SmolStr::new(text))
            }
            ValueKind::Dollar | ValueKind::Wrong => {
                self.broken = true;
                None
            }
        }
    }

    /// What a string says.
    pub(crate) fn string(&mut self, range: TextRange) -> Option<SmolStr> {
        let text = self.str(range);
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        let read = unescape(inner).ok().map(SmolStr::new);
        self.broken |= read.is_none();
        read
    }

    fn named_values(&mut self, range: TextRange) -> Option<Vec<SmolStr>> {
        self.named(range, Kind::Values)?.values()
    }
}
