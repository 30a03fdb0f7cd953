//! Conditions that are written the other way round: the value first, and then the property.

use amq_schema::{OPERATORS, built_in, codes};
use amq_syntax::{
    TextRange, TextSize,
    ast::{Comparison, Form, ValueKind},
    is_word,
};

use crate::{
    Diagnostic, Fix,
    checker::Checker,
    property::{CUSTOM, EVENT, USER},
};

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
        let marked = [CUSTOM, USER, EVENT].iter().any(|it| property.starts_with(it));
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
        let start = self.place_of(rest);
        Some((rest.get(..all)?, start + TextSize::new(all as u32)))
    }

    /// Whether a comparison is told to be turned round.
    pub(crate) fn is_turned(&self, comparison: &Comparison) -> bool {
        let values = comparison.values.as_ref().map(|values| values.items.as_slice());
        matches!(values, Some([only]) if only.kind == ValueKind::Wrong
            && self.turned(comparison, only.range).is_some())
    }

    /// `platform =~ "iOS|Android"`, of which the grammar reads `=` as the operator.
    pub(crate) fn regex(&self, value: TextRange) -> Option<Diagnostic> {
        let before = self.text.get(..value.start().into())?;
        let negated = self.str(value) == "!~";
        let matches = self.str(value) == "~" && before.ends_with('=');
        if !matches && !negated {
            return None;
        }
        let start = if negated { value.start() } else { value.start() - TextSize::new(1) };
        let pattern = self.string_behind(value.end())?;
        let all = TextRange::new(start, pattern.end());
        let inner = self.str(pattern).trim_matches('"');
        let is_plain = |it: char| it.is_alphanumeric() || [' ', '-', '_', '|'].contains(&it);
        let message = "the API knows no regular expressions";
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, all, message);
        if inner.is_empty() || !inner.chars().all(is_plain) {
            return Some(diagnostic.help("write `is` and a list of values, or `contains`"));
        }
        let items: Vec<String> = inner.split('|').map(amq_syntax::quote).collect();
        let list =
            if items.len() == 1 { items.concat() } else { format!("({})", items.join(", ")) };
        let text = format!("{} {list}", if negated { "is not" } else { "is" });
        let before = self.text.get(..start.into())?;
        let blank = if before.ends_with([' ', '\t', '\n']) { "" } else { " " };
        let fix = Fix::replace(format!("write `{text}`"), all, format!("{blank}{text}")).unsure();
        Some(diagnostic.help(format!("write `{text}`")).fix(fix))
    }

    /// `platform !~ "x"`, of which the grammar reads no operator.
    pub(crate) fn no_regex(&self, at: TextSize) -> Option<Diagnostic> {
        let rest = self.rest(at);
        let start = self.place_of(rest);
        rest.starts_with("!~").then(|| self.regex(TextRange::at(start, 2.into())))?
    }

    /// `gp:plan is set`, `gp:plan is not empty`: whether there is a value at all.
    pub(crate) fn there_or_not(&self, value: TextRange) -> Option<Diagnostic> {
        let text = self.str(value);
        let there = match text.to_lowercase().as_str() {
            "set" | "defined" | "present" => true,
            "unset" | "undefined" | "empty" | "missing" | "null" | "nil" => false,
            _ => return None,
        };
        let holds = |it: &&Comparison| {
            let values = it.values.as_ref().map(|values| values.items.as_slice());
            matches!(values, Some([only]) if only.range == value)
        };
        let comparison = self.comparisons().find(holds)?;
        let negated = match OPERATORS.get(comparison.operator? as usize)?.text {
            "is" => false,
            "is not" => true,
            _ => return None,
        };
        let meant = if there == negated { "is none" } else { "is not none" };
        let quoted = amq_syntax::quote(text);
        let message = format!("the value `{text}` needs quotes");
        let all = comparison.operator_range.cover(value);
        Some(
            Diagnostic::new(&codes::UNQUOTED_VALUE, value, message)
                .help(format!(
                    "write `{meant}` to ask whether there is a value, or `{quoted}` for the text"
                ))
                .fix(Fix::replace(format!("write `{meant}`"), all, meant).unsure())
                .fix(Fix::replace("put it in quotes", value, quoted).unsure()),
        )
    }
}
