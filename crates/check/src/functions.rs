//! Functions of other languages, around properties, values and events.

use amq_schema::{Clause, Effect, Word, codes};
use amq_syntax::{CLAUSE_WORDS, TextRange, TextSize, ast, is_word};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    clauses::words_of,
    limits::MOST_EDITS,
    missing::closing_paren,
    near::near,
    property::{CUSTOM, CUSTOM_EVENT, EVENT, USER},
    statement::plain_kind,
};

impl Checker<'_> {
    /// `upper(city) = "A"`: a function around a property.
    pub(crate) fn function_call(&self, word: TextRange) -> Option<Diagnostic> {
        let behind = self.text.get(word.end().into()..)?;
        if !behind.starts_with('(') || !is_word(self.str(word)) {
            return None;
        }
        let close = closing_paren(behind)?;
        let end = word.end() + TextSize::new(close as u32 + 1);
        let call = TextRange::new(word.start(), end);
        let inner = behind.get(1..close)?.trim();
        let function = self.str(word);
        let diagnostic = Diagnostic::new(
            &codes::FOREIGN_SYNTAX,
            call,
            format!("there are no functions in conditions, so no `{function}(…)`"),
        )
        .note("the API compares a property's value as it is");
        let name = inner.trim_start_matches(CUSTOM);
        if ["count", "sum"].contains(&function.to_lowercase().as_str()) {
            let event = if is_word(name) { name } else { "Purchase" };
            return Some(diagnostic.help(format!(
                "what users did is a condition of its own: `performed {event} >= 2 times`"
            )));
        }
        let contains = ["contains", "starts_with", "startswith", "ends_with", "like", "ilike"];
        if let Some((property, text)) = inner.split_once(',')
            && contains.contains(&function.to_lowercase().as_str())
            && text.trim().starts_with('"')
        {
            let meant = format!("{} contains {}", property.trim(), text.trim());
            let fix = Fix::replace(format!("write `{meant}`"), call, meant.clone()).unsure();
            let help = format!("write `{meant}`, which finds the text anywhere in it");
            return Some(Diagnostic { note: None, ..diagnostic }.help(help).fix(fix));
        }
        if !is_word(name) {
            return Some(diagnostic.help("name the property itself, such as `city`"));
        }
        let fix = Fix::replace(format!("write `{inner}`"), call, inner).unsure();
        Some(diagnostic.help(format!("write `{inner}`")).fix(fix))
    }

    /// `city = upper("a")`: a function around a value; `word` is the property.
    pub(crate) fn function_of_value(&self, word: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(word.end());
        let behind = rest.trim_start_matches(['=', '!', '<', '>']);
        let behind = behind.strip_prefix("is ").unwrap_or(behind).trim_start();
        let open = behind.find('(')?;
        let function = behind.get(..open).filter(|it| is_word(it))?;
        let close = closing_paren(behind.get(open..)?)? + open;
        let inner = behind.get(open + 1..close)?.trim();
        let start = self.place_of(behind);
        let call = TextRange::at(start, TextSize::new(close as u32 + 1));
        if behind.len() == rest.len() {
            return None;
        }
        let message = format!("there are no functions in conditions, so no `{function}(…)`");
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, call, message);
        let is_value = inner.starts_with('"') || inner.starts_with(|it: char| it.is_ascii_digit());
        if !is_value || inner.contains(',') {
            return Some(
                diagnostic.help("write the value itself, such as `\"Paris\"` or `2021-09-30`"),
            );
        }
        let fix = Fix::replace(format!("write `{inner}`"), call, inner).unsure();
        Some(diagnostic.help(format!("write `{inner}`")).fix(fix))
    }

    /// `by lower(city)`, `count(Purchase)` and `metric sum(price)`: what stands in the parentheses
    /// behind a word, and all of the call.
    pub(crate) fn call_before(&self, open: TextRange) -> Option<(TextRange, &str)> {
        let word = self.word_before(open.start());
        let behind = self.text.get(open.start().into()..)?;
        let close = closing_paren(behind)?;
        let inner = behind.get(1..close)?.trim();
        let name = [CUSTOM, CUSTOM_EVENT, USER, EVENT].iter().find_map(|it| inner.strip_prefix(it));
        let is_name = is_word(name.unwrap_or(inner)) || inner.starts_with('"');
        let end = open.start() + TextSize::new(close as u32 + 1);
        (is_name && !word.is_empty() && word.end() == open.start())
            .then(|| (TextRange::new(word.start(), end), inner))
    }

    /// What is said of a function in the place of an event, a property or a metric.
    pub(crate) fn function_elsewhere(
        &self,
        before: Option<&ast::Clause>,
        open: TextRange,
    ) -> Option<Diagnostic> {
        if self.str(open) != "(" {
            return None;
        }
        let (call, inner) = self.call_before(open)?;
        let word = self.str(self.word_before(open.start()));
        let new = |range, message: String| Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message);
        match before.map(|it| (plain_kind(&it.kind), it.range)) {
            Some((Some(Clause::By), range)) => {
                let all = TextRange::new(range.start(), call.end());
                let fix = Fix::replace(format!("write `{inner}`"), call, inner).unsure();
                Some(
                    new(all, format!("`by` takes properties, and no function such as `{word}(…)`"))
                        .help(format!("write `{inner}`"))
                        .fix(fix),
                )
            }
            Some((Some(Clause::Metric), range)) => {
                let all = TextRange::new(range.start(), call.end());
                let message = format!("a metric takes no parentheses, as `{word}(…)` has them");
                let help = format!(
                    "name the property in the event's braces, `Purchase{{by {inner}}}`, and write \
                     the metric alone: `metric sums`"
                );
                Some(new(all, message).help(help).fix(self.metric_of_property(word, inner, call)))
            }
            None if self.event_ends().next_back().is_some_and(|it| it.name_end == open.start()) => {
                let fix = Fix::replace(format!("write `{inner}`"), call, inner).unsure();
                let message = format!("an event stands alone, without a function such as `{word}`");
                Some(
                    new(call, message)
                        .help(format!(
                            "write `{inner}`; what is computed of it is a `metric` or a `formula`"
                        ))
                        .fix(fix),
                )
            }
            _ => None,
        }
    }

    /// `metric avg(price)`: the property goes into the braces of every event.
    fn metric_of_property(&self, metric: &str, property: &str, call: TextRange) -> Option<Fix> {
        let words = words_of(self.endpoint?, Clause::Metric)?;
        let near = near(metric, words.iter().map(|it| it.text)).first();
        let is_meant =
            |it: &&Word| Some(it.text) == near || it.also.contains(&metric.to_lowercase().as_str());
        let meant =
            words.iter().filter(|it| it.effect == Effect::NeedsEventGroup).find(is_meant)?;
        let mut edits = Vec::new();
        for end in self.event_ends() {
            if end.has.1 > 0 || edits.len() == MOST_EDITS {
                return None;
            }
            edits.push(match end.body {
                Some((_, groups)) => Edit::insert(groups, format!(" by {property}")),
                None => Edit::insert(end.name_end, format!("{{by {property}}}")),
            });
        }
        edits.push(Edit::new(call, meant.text));
        edits.sort_by_key(|edit| edit.range.start());
        Some(Fix::uncertain(
            format!("write `{{by {property}}}` and `metric {}`", meant.text),
            edits,
        ))
    }

    /// Where a condition ends that begins before a place: its braces, `and`, `vs` or a clause.
    pub(crate) fn condition_end(&self, start: TextSize) -> TextSize {
        let rest = self.text.get(start.into()..).unwrap_or_default();
        let (mut quoted, mut before) = (false, ' ');
        for (at, sign) in rest.char_indices() {
            let here = || rest.get(at..).unwrap_or_default();
            match sign {
                '"' if before != '\\' => quoted = !quoted,
                _ if quoted => {}
                '}' => return start + TextSize::new(at as u32),
                _ if before.is_whitespace() && ends_condition(here()) => {
                    return start + TextSize::new(at as u32);
                }
                _ => {}
            }
            before = sign;
        }
        TextSize::of(self.text)
    }
}

fn ends_condition(text: &str) -> bool {
    let word = text.split(|it: char| !it.is_alphanumeric() && it != '_').next();
    let word = word.unwrap_or_default();
    let joint = ["and", "or", "vs"].iter().any(|it| word.eq_ignore_ascii_case(it));
    joint || CLAUSE_WORDS.contains(&word) || text.starts_with("&&") || text.starts_with("||")
}
