//! What is said of words around `performed` and cohorts, where they are written as people say them.

use amq_schema::{BUILT_IN, codes};
use amq_syntax::{CLAUSE_WORDS, TextRange, TextSize};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    operator::PERFORMED,
    property::{CUSTOM, CUSTOM_EVENT},
    reserved::{ends_value, is_taken},
};

/// Whom a condition is about, which goes without saying.
const PEOPLE: [&str; 7] = ["user", "users", "who", "people", "they", "customer", "customers"];
/// Verbs that say nothing beside `performed` and `in cohort`.
const HELPERS: [&str; 10] = ["has", "have", "had", "did", "do", "does", "is", "are", "was", "were"];

impl Checker<'_> {
    /// `never performed X`, `user performed X`, `is in cohort "x"`: a word before a condition.
    pub(crate) fn before_condition(&self, word: TextRange) -> Diagnostic {
        let text = self.str(word);
        if text == "never" {
            return Diagnostic::new(&codes::UNKNOWN_WORD, word, "`never` is written `not` here")
                .help("write `not performed Purchase`")
                .fix(Fix::replace("write `not`", word, "not"));
        }
        if self.goes_without_saying(word) {
            return self.needless(word);
        }
        let help = format!("leave `{text}` out, or write `not` instead of it");
        self.needless(word).unsure().help(help)
    }

    /// `user has performed X`, `user did not perform X`, `is not in cohort "x"`: words that go
    /// without saying were read as a property.
    pub(crate) fn person(&self, operator: TextRange) -> Option<Diagnostic> {
        let word = self.word_before(operator.start());
        let mut words = self.rest(operator.start()).split_whitespace();
        let (verb, next) = (words.next()?, words.next().unwrap_or_default());
        let acts = match verb {
            "did" | "didn't" | "who" => true,
            "not" => next == "in" && self.str(word) == "is",
            "has" | "have" | "had" | "hasn't" | "haven't" => {
                ["not", "never", "done", PERFORMED].contains(&next)
            }
            _ => false,
        };
        if self.str(word) == "never" && verb == "did" {
            return Some(self.not_performed(word.cover(self.word_after(operator.start()))));
        }
        (acts && self.goes_without_saying(word)).then(|| self.needless(word))
    }

    /// `user is in cohort "x"`, where a value is missing after `is`.
    pub(crate) fn member(&self, place: TextRange) -> Option<Diagnostic> {
        let is = match self.str(place) {
            "is" => place,
            "not" => self.word_before(place.start()),
            _ => return None,
        };
        let who = self.word_before(is.start());
        let is_member = self.rest(place.end()).starts_with("in cohort ");
        (is_member && self.str(is) == "is" && PEOPLE.contains(&self.str(who)))
            .then(|| self.needless(who.cover(is)))
    }

    /// Whether a word only says whom a condition is about, or is the verb for it.
    pub(crate) fn goes_without_saying(&self, word: TextRange) -> bool {
        PEOPLE.contains(&self.str(word)) || HELPERS.contains(&self.str(word))
    }

    fn needless(&self, word: TextRange) -> Diagnostic {
        let text = self.str(word);
        let end = self.gap_end(word.end());
        let title = format!("leave `{text}` out");
        let message = format!("a condition stands alone here, without `{text}`");
        Diagnostic::new(&codes::UNKNOWN_WORD, word, message)
            .help(title.clone())
            .fix(Fix::safe(title, vec![Edit::delete(TextRange::new(word.start(), end))]))
    }

    /// `didn't perform X`, `has never performed X`.
    pub(crate) fn contraction(&self, word: TextRange) -> Option<Diagnostic> {
        let helper = self.str(word);
        let behind = self.text.get(word.end().into()..)?;
        let rest = if let Some(rest) = behind.trim_start().strip_prefix("never ") {
            rest
        } else if helper.ends_with('n') {
            behind.strip_prefix("'t ").or_else(|| behind.strip_prefix("’t "))?
        } else {
            return None;
        };
        if !HELPERS.contains(&helper.strip_suffix('n').unwrap_or(helper)) {
            return None;
        }
        let end = self.place_of(rest);
        let verb = self.word_after(end);
        let says = ["perform", PERFORMED, "do", "done"].contains(&self.str(verb));
        let all = if says { word.cover(verb) } else { TextRange::new(word.start(), end) };
        (says || helper == "didn").then(|| self.not_performed(self.without_gap(all)))
    }

    pub(crate) fn not_performed(&self, words: TextRange) -> Diagnostic {
        Diagnostic::written(words, self.str(words), "not performed")
    }

    /// `not Purchase` and `not paying`: an event without `performed`, or a property alone.
    pub(crate) fn negated_name(&self, sign: TextRange) -> Option<Diagnostic> {
        let name = self.name_after(sign.end());
        let text = self.str(name);
        let behind = self.rest(name.end());
        let next = behind.split_whitespace().next().unwrap_or_default();
        let ends = next.is_empty()
            || behind.starts_with('{')
            || CLAUSE_WORDS.contains(&next)
            || ["and", "vs", "within"].contains(&next);
        if text.is_empty() || !ends || is_taken(text) {
            return None;
        }
        let all = sign.cover(name);
        let inner = text.trim_matches('"');
        let is_property = inner.starts_with(CUSTOM)
            || inner == "cohort"
            || BUILT_IN.iter().any(|property| property.name == inner);
        if is_property {
            let message = format!("`{text}` needs an operator and a value");
            return Some(
                Diagnostic::new(&codes::MISSING_PART, all, message)
                    .help(format!("for example `{text} is not \"…\"`")),
            );
        }
        let plain = inner.strip_prefix(CUSTOM_EVENT).unwrap_or(inner);
        if text == inner && !amq_syntax::is_word(plain) {
            return None;
        }
        let written = format!("not performed {text}");
        let message = format!("`{text}` alone is not a condition");
        let fix = Fix::replace(format!("write `{written}`"), all, written.as_str()).unsure();
        // Behind `city is "Paris" and` it may be one more value.
        let before = self.text.get(..sign.start().into())?.trim_end();
        let value =
            before.strip_suffix("and").is_some_and(|it| it.trim_end().ends_with(['"', ')']));
        Some(
            Diagnostic::new(&codes::MISSING_PART, all, message)
                .help(format!(
                    "write `{written}` for users who did not do it, or compare a property, as in \
                     `city is not \"Paris\"`"
                ))
                .fix((!value).then_some(fix)),
        )
    }

    /// The string or the word, with its prefix, that follows a place.
    fn name_after(&self, at: TextSize) -> TextRange {
        if let Some(string) = self.string_behind(at) {
            return string;
        }
        let rest = self.rest(at);
        let start = self.place_of(rest);
        let ends = |it: char| !it.is_alphanumeric() && !['_', '-', ':'].contains(&it);
        let length = rest.find(ends).unwrap_or(rest.len());
        TextRange::at(start, TextSize::new(length as u32))
    }

    /// `in abc123`, `not in the cohort abc`: a cohort without the word that says so.
    pub(crate) fn cohort_in_words(&self, at: TextSize) -> Option<Diagnostic> {
        const FILLERS: [&str; 5] = ["the", "a", "an", "my", "cohort"];
        let mut word = self.word_after(at);
        let start = word.start();
        let not = self.str(word) == "not";
        if not {
            word = self.word_after(word.end());
        }
        if self.str(word) != "in" {
            return None;
        }
        let (mut named, mut end) = (false, word.end());
        while let next = self.word_after(end)
            && FILLERS.contains(&self.str(next))
        {
            named |= self.str(next) == "cohort";
            end = next.end();
        }
        let id = self.token(end);
        let text = self.str(id);
        let is_id = text.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '-');
        if text.is_empty() || ends_value(text) || !is_id && !text.starts_with('"') {
            return None;
        }
        let all = TextRange::new(start, id.end());
        let written = format!("{}in cohort {}", if not { "not " } else { "" }, self.str(id));
        if named {
            return Some(Diagnostic::written(all, self.str(all), &written));
        }
        let fix = Fix::replace(format!("write `{written}`"), all, written.as_str());
        let message = "`cohort` is missing after `in`";
        Some(
            Diagnostic::new(&codes::MISSING_PART, all, message)
                .help(format!(
                    "write `{written}`; values stand behind a property: `city is \"Paris\"`"
                ))
                .fix(fix.unsure()),
        )
    }
}
