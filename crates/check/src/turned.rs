//! Conditions that are written the other way round: the value first, and then the property.

use amq_schema::{OPERATORS, built_in, codes};
use amq_syntax::{
    TextRange, TextSize,
    ast::{Comparison, Form, ValueKind},
    is_word,
};

use crate::{Diagnostic, Fix, checker::Checker, property::CUSTOM};

impl Checker<'_> {
    /// `3 < gp:a`: the value first.
    pub(crate) fn value_first(&self, value: TextRange) -> Option<Diagnostic> {
        let holds = |it: &&Comparison| {
            let values = it.values.as_ref().map(|values| values.items.as_slice());
            matches!(values, Some([only]) if only.range == value && only.kind == ValueKind::Wrong)
        };
        let comparison = self.comparisons().find(holds)?;
        self.turned(comparison, value)
    }

    fn turned(&self, comparison: &Comparison, value: TextRange) -> Option<Diagnostic> {
        let (name, property) = (&comparison.property, self.str(value));
        if name.prefix.is_some() || name.scope.is_some() {
            return None;
        }
        let first = self.str(name.range);
        let starts = first.starts_with(|it: char| it.is_ascii_digit() || it == '-');
        let certain = name.form == Form::Bare && starts;
        let marked = [CUSTOM, "user.", "event."].iter().any(|it| property.starts_with(it));
        let is_property = marked || built_in(property).is_some();
        let is_certain = certain && (is_property || is_word(property));
        let is_meant = is_certain || is_property && name.form == Form::Quoted;
        if !is_meant {
            return None;
        }
        let operator = OPERATORS.get(comparison.operator? as usize)?.text;
        let turned = match operator {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            "is" | "is not" => operator,
            _ => return None,
        };
        let number = first.parse::<f64>().is_ok() || first.parse::<jiff::civil::Date>().is_ok();
        let quoted = if number || !certain { first.to_owned() } else { amq_syntax::quote(first) };
        let mut text = format!("{property} {turned} {quoted}");
        let mut range = comparison.range;
        if let Some((more, end)) = self.second_bound(range.end()) {
            text = format!("{text} and {property} {more}");
            range = TextRange::new(range.start(), end);
        }
        let fix = Fix::replace(format!("write `{text}`"), range, text.clone());
        let message = "the property stands first, and its value behind the operator";
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message)
                .help(format!("write `{text}`"))
                .fix(if certain { fix } else { fix.unsure() }),
        )
    }

    /// The `< 10` of `1 < price < 10`, and where it ends.
    fn second_bound(&self, from: TextSize) -> Option<(&str, TextSize)> {
        let rest = self.rest(from);
        let sign = ["<=", ">=", "<", ">"].into_iter().find(|it| rest.starts_with(it))?;
        let number = rest.get(sign.len()..)?.trim_start();
        let digits = number.find(|it: char| !it.is_ascii_digit() && it != '.');
        let length = digits.unwrap_or(number.len());
        number.get(..length)?.parse::<f64>().ok()?;
        let all = rest.len() - number.len() + length;
        let start = TextSize::of(self.text) - TextSize::of(rest);
        Some((rest.get(..all)?, start + TextSize::new(all as u32)))
    }

    /// Whether a comparison is told to be turned round.
    pub(crate) fn is_turned(&self, comparison: &Comparison) -> bool {
        let values = comparison.values.as_ref().map(|values| values.items.as_slice());
        matches!(values, Some([only]) if only.kind == ValueKind::Wrong
            && self.turned(comparison, only.range).is_some())
    }
}
