//! What is said of values that are written without quotes.

use amq_schema::codes;
use amq_syntax::{After, TextRange, TextSize, quote};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::near,
    property::{CUSTOM, EVENT, USER},
};

impl Checker<'_> {
    /// What is almost a clause, behind a value of one word.
    pub(crate) fn clause_after_value(&mut self, all: TextRange, value: TextRange) {
        let head = self.word_after(value.end());
        let inside = value.start() == all.start() && head.end() <= all.end() && !head.is_empty();
        if inside && !self.is_group_by(head) {
            self.stray(TextRange::new(head.start(), all.end()), head, After::Segment, false);
        }
    }

    pub(crate) fn unquoted(&self, range: TextRange) -> Diagnostic {
        let known = self
            .regex(range)
            .or_else(|| self.value_first(range))
            .or_else(|| self.there_or_not(range))
            .or_else(|| self.clause_in_value(range))
            .or_else(|| self.list_in_brackets(range));
        if let Some(value) = known.or_else(|| self.odd_number(range)) {
            return value;
        }
        let text = self.str(range);
        let quoted = quote(text);
        if text == "one of" || text == "any of" {
            let all = self.with_gap_before(range);
            let message = format!("a list is compared by `is` alone, without `{text}`");
            return Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message)
                .help("write `is (\"Paris\", \"Lyon\")`")
                .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(all)]));
        }
        let message = format!("the value `{text}` needs quotes");
        let diagnostic = Diagnostic::new(&codes::UNQUOTED_VALUE, range, message);
        let quote_it = Fix::replace("put it in quotes", range, quoted.clone());
        let first = text.split(' ').next().unwrap_or_default();
        if self.text.starts_with("let") && amq_schema::verbs().any(|verb| verb == first) {
            let message = format!("a name cannot be defined as a query such as `{first}`");
            return Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message)
                .help(format!("give the query a label: `name: {first} …`"));
        }
        let null = ["null", "nil", "undefined"].contains(&text.to_lowercase().as_str());
        let near = near(text, ["true", "false", "none"]).first();
        if let Some(word) = near.or(null.then_some("none")) {
            return diagnostic
                .help(format!("write `{word}`, or `{quoted}` for the text"))
                .fix(Fix::replace(format!("write `{word}`"), range, word).unsure())
                .fix(quote_it.unsure());
        }
        if self.is_definition(range) {
            if let Some(misspelt) = self.misspelt_definition(range) {
                return misspelt;
            }
            let event =
                Fix::replace(format!("write `event {text}`"), range, format!("event {text}"));
            return diagnostic
                .help(format!("write `{quoted}`, or `event {text}` for an event"))
                .fix(quote_it.unsure())
                .fix((!text.contains(' ')).then(|| event.unsure()));
        }
        if [CUSTOM, USER, EVENT].iter().any(|it| text.starts_with(it)) {
            let help = format!("a property goes before its operator; `{quoted}` is the text");
            return diagnostic.help(help).fix(quote_it.unsure());
        }
        if self.scope.get(text).is_some() {
            let name = format!("${text}");
            return diagnostic
                .help(format!("write `{name}` for what is defined, or `{quoted}` for the text"))
                .fix(Fix::replace(format!("write `{name}`"), range, name).unsure())
                .fix(quote_it.unsure());
        }
        // More than a word may hold a mistake of another kind.
        let fix = if text.contains(' ') { quote_it.unsure() } else { quote_it };
        diagnostic.help(format!("write `{quoted}`")).fix(fix)
    }

    /// `["a", "b"]`, a list of another language.
    fn list_in_brackets(&self, range: TextRange) -> Option<Diagnostic> {
        let rest = self.text.get(range.start().into()..)?.strip_prefix('[')?;
        let close = TextSize::new(rest.split('\n').next()?.find(']')? as u32 + 1);
        let sign = |at: TextSize| TextRange::at(range.start() + at, 1.into());
        let edits = vec![Edit::new(sign(0.into()), "("), Edit::new(sign(close), ")")];
        let all = TextRange::new(range.start(), range.start() + close + TextSize::new(1));
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, all, "several values need parentheses")
                .help("write `(\"Paris\", \"Lyon\")`")
                .fix(Fix::safe("write parentheses", edits)),
        )
    }

    /// `+3` and `1e5`, which the language writes without signs and exponents.
    fn odd_number(&self, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let odd = text.contains(['+', 'e', 'E']) || text.starts_with('.') || text.ends_with('.');
        let number: f64 = text.parse().ok().filter(|it: &f64| odd && it.abs() < 1e15)?;
        let plain = number.to_string();
        let message = format!("`{text}` is a number that is written `{plain}` here");
        let quoted = quote(text);
        Some(
            Diagnostic::new(&codes::UNQUOTED_VALUE, range, message)
                .help(format!("write `{plain}`, or `{quoted}` for the text"))
                .fix(Fix::replace(format!("write `{plain}`"), range, plain))
                .fix(Fix::replace("put it in quotes", range, quoted).unsure()),
        )
    }

    /// A value without quotes that goes on with `group` of `group by`, or with what is almost the
    /// first word of a clause: only what stands before it is the value.
    fn clause_in_value(&self, range: TextRange) -> Option<Diagnostic> {
        const SHORTEST: usize = 4;
        let text = self.str(range);
        let by = self.rest(range.end()).get(..2).is_some_and(|it| it.eq_ignore_ascii_case("by"));
        let mut words = text.match_indices(' ').map(|(at, _)| (at, text.split_at(at).1.trim()));
        let (at, group) = words.find_map(|(at, rest)| {
            let group = by && is_group(rest);
            let word = rest.split(' ').next().unwrap_or_default();
            let lower = word.len() >= SHORTEST && word.chars().all(|it| it.is_ascii_lowercase());
            let meant = || near(word, amq_syntax::CLAUSE_WORDS.iter().copied()).first();
            (group || lower && meant().is_some()).then_some((at, group))
        })?;
        let value = text.get(..at)?.trim_end();
        let quoted = quote(value);
        let message = format!("the value `{value}` needs quotes");
        let place = TextRange::at(range.start(), TextSize::of(value));
        let fix = if group {
            Fix::replace("put it in quotes, before `by`", range, quoted.clone())
        } else {
            Fix::replace("put it in quotes", place, quoted.clone()).unsure()
        };
        let diagnostic = Diagnostic::new(&codes::UNQUOTED_VALUE, place, message).fix(fix);
        Some(if group {
            diagnostic.help(format!("write `{quoted} by`: `group by` is just `by`"))
        } else {
            diagnostic.help(format!("write `{quoted}`"))
        })
    }

    /// Whether a word is the `group` of `group by`.
    fn is_group_by(&self, word: TextRange) -> bool {
        let next = self.rest(word.end()).get(..2);
        next.is_some_and(|it| it.eq_ignore_ascii_case("by")) && is_group(self.str(word))
    }
}

/// Whether a word is `group` or `order`, or almost.
fn is_group(word: &str) -> bool {
    near(word, ["group", "order"]).first().is_some()
}
