//! What is said of something that is no operator.

use amq_schema::{BUILT_IN, OPERATORS, codes};
use amq_syntax::{TextRange, TextSize, quote};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::near,
    reserved::{ends_value, is_reserved},
};

impl Checker<'_> {
    pub(crate) fn bad_operator(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let known = self.person(range).or_else(|| self.did_not(range));
        if let Some(said) = known.or_else(|| self.not_exists(range)) {
            return said;
        }
        if let Some(meant) = habit(text) {
            // `set = "a"`.
            let sign = text == "set" && self.rest(range.end()).starts_with('=');
            let equals = TextRange::at(self.gap_end(range.end()), TextSize::of('='));
            let range = if sign { range.cover(equals) } else { range };
            let said = self.foreign_operator(range, self.str(range), meant);
            // `city in cohort x` may be two conditions.
            let cohort = self.rest(range.end()).starts_with("cohort ");
            return if cohort { said.unsure() } else { said };
        }
        if ["starts", "begins", "ends"].contains(&text)
            && self.rest(range.end()).starts_with("with ")
        {
            return self.begins_with(range);
        }
        let known = self
            .misplaced(range)
            .or_else(|| self.special_condition(range))
            .or_else(|| self.sql_null(range))
            .or_else(|| self.function_of_value(TextRange::empty(range.start())))
            .or_else(|| self.value_of_words(range))
            .or_else(|| self.value_for_operator(range));
        if let Some(diagnostic) = known {
            return diagnostic;
        }
        let spellings = OPERATORS
            .iter()
            .flat_map(|row| std::iter::once(row.text).chain(row.aliases.iter().copied()));
        let near = near(text, spellings.filter(|it| it.starts_with(char::is_alphabetic)));
        let message = format!("`{text}` is not an operator");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_OPERATOR, range, message);
        diagnostic = if let Some(list) = near.list() {
            diagnostic.help(format!("write {list}"))
        } else {
            let all: Vec<String> = OPERATORS.iter().map(|row| format!("`{}`", row.text)).collect();
            diagnostic.help(format!("the operators are {}", all.join(", ")))
        };
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), range, *found);
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        diagnostic
    }

    fn foreign_operator(&self, range: TextRange, text: &str, meant: &str) -> Diagnostic {
        let message = format!("the operator `{text}` is written `{meant}` here");
        let all = self.with_gap_before(range);
        let fix = Fix::replace(format!("write `{meant}`"), all, self.padded(range, meant));
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message)
            .help(format!("write `{meant}`"));
        let value = self.rest(range.end()).lines().next().unwrap_or_default();
        if text.to_lowercase().starts_with("match") && value.contains(REGEX_SIGNS) {
            return Diagnostic::new(
                &codes::FOREIGN_SYNTAX,
                range,
                "the API knows no regular expressions",
            )
            .help("write `is` and a list of values, or `contains` and a part of the text");
        }
        let single = || Some(self.token(range.end())).filter(|it| self.str(*it).starts_with('\''));
        let pattern = self.string_behind(range.end()).or_else(single);
        let pattern = pattern.filter(|it| self.str(*it).contains('%'));
        let Some(pattern) = pattern else {
            let sure = meant != "contains" || !value.contains('%');
            return diagnostic.fix(sure.then_some(fix));
        };
        let text = self.str(pattern);
        let inner = text.trim_matches(['"', '\'']);
        let plain = Edit::new(pattern, format!("\"{}\"", inner.replace('%', "")));
        // Its quotes are told of with it.
        let all = if text.starts_with('\'') { range.cover(pattern) } else { range };
        let Fix { edits, .. } = fix;
        diagnostic
            .over(all)
            .help(format!("write `{meant}` without `%`, which has no meaning here"))
            .fix(Fix::uncertain(
                format!("write `{meant} {}`", plain.text),
                edits.into_iter().chain([plain]).collect(),
            ))
    }

    /// `did not perform`, `has not performed`.
    fn did_not(&self, operator: TextRange) -> Option<Diagnostic> {
        let helper = self.word_before(operator.start());
        if self.str(helper) == UNPERFORMED {
            return Some(self.not_performed(helper).over(helper.cover(operator)));
        }
        let helps = ["did", "do", "does", "has", "have", "had"].contains(&self.str(helper));
        let done = self.word_after(operator.end());
        let alone = ["not", "never"].contains(&self.str(operator));
        let done = if alone { done } else { operator };
        let verb = self.str(done).split(' ').next_back().unwrap_or_default();
        let said = ["perform", PERFORMED, "do", "done"].contains(&verb);
        let negated = ["not", "never"].iter().any(|it| self.str(operator).starts_with(it));
        // `gp:did` is a property.
        let before = self.text.get(..helper.start().into())?;
        (helps && negated && (said || alone) && !before.ends_with([':', '.'])).then(|| {
            let verbs = helper.cover(if said { done } else { operator });
            // The event is read as a value.
            let all = if said { verbs } else { verbs.cover(done) };
            let written = self.not_performed(verbs).over(all);
            if said || self.str(helper) == "did" { written } else { written.unsure() }
        })
    }

    /// `platform iOS`: a value where its operator should stand.
    fn value_for_operator(&self, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let rest = self.rest(range.end());
        let next = rest.split([' ', '\t', '\r', '\n', ',', '}', ')']).next().unwrap_or_default();
        let is_value = text.chars().all(char::is_alphanumeric)
            && (next.is_empty() || ends_value(next))
            && !OPERATORS.iter().any(|row| row.text.split(' ').any(|word| word == text))
            && special_word(text).is_none();
        let property = self.word_before(range.start());
        let name = self.str(property);
        if !is_value || property.is_empty() || is_reserved(name) || !amq_syntax::is_word(name) {
            return None;
        }
        let written = format!("is {}", quote(text));
        let message = format!("an operator is missing before `{text}`");
        Some(
            Diagnostic::new(&codes::MISSING_PART, range, message)
                .help(format!("write `{name} {written}`"))
                .fix(Fix::replace(format!("write `{written}`"), range, written).unsure()),
        )
    }

    /// `starts with "a"`.
    fn begins_with(&self, range: TextRange) -> Diagnostic {
        let end = self.gap_end(range.end());
        let all = TextRange::new(range.start(), end + TextSize::of("with"));
        let message = format!("`{}` is not an operator", self.str(all));
        Diagnostic::new(&codes::UNKNOWN_OPERATOR, all, message)
            .help("write `contains`, which finds the text anywhere in it")
            .fix(Fix::replace("write `contains`", all, "contains").unsure())
    }

    /// The string that begins a text, blanks left out.
    pub(crate) fn string_behind(&self, start: TextSize) -> Option<TextRange> {
        let rest = self.rest(start);
        let inner = rest.strip_prefix('"')?;
        let length = inner.find('"')? + 2;
        let start = self.place_of(rest);
        Some(TextRange::at(start, TextSize::new(length as u32)))
    }

    /// `IS NULL` and `IS NOT NULL`.
    fn sql_null(&self, range: TextRange) -> Option<Diagnostic> {
        let rest = self.rest(range.start());
        let words = rest.split_whitespace().map(str::to_lowercase).take(3);
        let words: Vec<String> = words.collect();
        let (count, meant) = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["is", "null", ..] => (2, "is none"),
            ["is", "not", "null"] => (3, "is not none"),
            _ => return None,
        };
        let last = rest.split_whitespace().nth(count - 1)?;
        let length = last.as_ptr().addr() - rest.as_ptr().addr() + last.len();
        let all = TextRange::at(range.start(), TextSize::new(length as u32));
        Some(Diagnostic::written(all, self.str(all), meant))
    }

    /// `is iOS 15`: an operator, and a value of several words without quotes.
    fn value_of_words(&self, range: TextRange) -> Option<Diagnostic> {
        let (operator, first) = self.str(range).split_once(' ')?;
        let is_word = |it: char| it.is_alphanumeric() || ['.', '_', '-', ' '].contains(&it);
        let rest = self.rest(range.end());
        let is_operator = OPERATORS.iter().any(|row| row.text == operator);
        if !is_operator || !rest.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let length = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
        let words = rest.get(..length)?.split(' ').take_while(|it| !ends_value(it));
        let length: usize = words.map(|word| word.len() + 1).sum();
        let end = self.place_of(rest) + TextSize::new(length as u32 - 1);
        let start = range.end() - TextSize::of(first);
        Some(self.unquoted(TextRange::new(start, end)))
    }

    /// Words that are read as a property and its operator, but stand in the wrong place.
    fn misplaced(&self, operator: TextRange) -> Option<Diagnostic> {
        let word = self.word_before(operator.start());
        let text = self.str(word);
        if text == "where" {
            let removed = TextRange::new(word.start(), operator.start());
            return Some(
                Diagnostic::new(
                    &codes::UNEXPECTED_TEXT,
                    word,
                    "braces hold filters, without `where`",
                )
                .help("leave `where` out")
                .fix(Fix::safe("leave `where` out", vec![Edit::delete(removed)])),
            );
        }
        if self.is_in_braces(word) {
            return self.user_condition(word, operator);
        }
        if text != "not" && text.eq_ignore_ascii_case("not") {
            return self.negation(word.start());
        }
        let meant = near(text, ["where"]).first()?;
        let removed = TextRange::new(word.start(), operator.start());
        Some(
            Diagnostic::new(
                &codes::UNEXPECTED_TEXT,
                word,
                format!("`{text}` stands where a condition begins"),
            )
            .help(format!("leave it out, if it is one `{meant}` too many"))
            .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)]).unsure()),
        )
    }

    /// `in cohort` and `not performed`, in braces.
    fn user_condition(&self, word: TextRange, operator: TextRange) -> Option<Diagnostic> {
        let (first, rest) = (self.str(word), self.str(operator));
        let (what, example) = match first {
            "in" | "not" if rest.ends_with("cohort") => ("a cohort", "in cohort …"),
            "not" if rest == PERFORMED => ("`not performed`", "not performed …"),
            "not" => {
                let message = "`not` does not negate a filter";
                return Some(
                    Diagnostic::new(&codes::UNEXPECTED_TEXT, word, message)
                        .help("negate the operator: `category is not \"Books\"`"),
                );
            }
            _ => return None,
        };
        let message = format!("{what} is a condition on users, and braces filter events");
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, word.cover(operator), message)
                .help(format!("move it behind `where`: `where {example}`")),
        )
    }

    fn is_in_braces(&self, at: TextRange) -> bool {
        let before = self.text.get(..at.start().into()).unwrap_or_default();
        before.rfind('{') > before.rfind('}')
    }

    /// A misspelt `performed`, `everyone` or, in braces, `by`, read as a property.
    fn special_condition(&self, operator: TextRange) -> Option<Diagnostic> {
        let range = self.word_before(operator.start());
        let before = self.text.get(..range.start().into()).unwrap_or_default().trim_end();
        let in_braces = before.ends_with('{');
        let text = self.str(range);
        let special = special_word(text).filter(|it| !in_braces || *it == text);
        let found = special.or_else(|| near(text, ["by"]).first().filter(|_| in_braces))?;
        let next = self.first_word(operator);
        let done = ["done", "performed", "did"].contains(&self.str(next));
        let all = if found == PERFORMED && done { range.cover(next) } else { range };
        Some(misspelt_condition(self.str(all), found, all))
    }

    /// The run of letters and digits that ends before a place, blanks left out.
    pub(crate) fn word_before(&self, at: TextSize) -> TextRange {
        let before = self.text.get(..at.into()).unwrap_or_default().trim_end();
        let length = before.len()
            - before.trim_end_matches(|it: char| it.is_alphanumeric() || it == '_').len();
        let end = TextSize::of(before);
        TextRange::new(end - TextSize::new(length as u32), end)
    }

    /// The run of letters and digits that begins behind a place, blanks left out.
    pub(crate) fn word_after(&self, at: TextSize) -> TextRange {
        let rest = self.rest(at);
        let start = self.place_of(rest);
        let length = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
        TextRange::at(start, TextSize::new(length.unwrap_or(rest.len()) as u32))
    }

    /// `price between 1 and 10`, which is two conditions.
    pub(crate) fn between(
        &self,
        all: TextRange,
        (property, low, high): (TextRange, TextRange, TextRange),
    ) -> Diagnostic {
        const BETWEEN: &str = "between";
        let (name, low, high) = (self.str(property), self.str(low), self.str(high));
        let text = self.str(all).to_ascii_lowercase();
        let before = text.find(BETWEEN).unwrap_or_default();
        let negated = text.get(..before).is_some_and(|it| it.contains("not"));
        let word = TextRange::at(all.start(), TextSize::new((before + BETWEEN.len()) as u32));
        let place = if negated { all } else { word };
        let message = "the language has no `between`";
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, place, message);
        if negated {
            return diagnostic
                .help(format!("compare two segments: `{name} < {low} vs {name} > {high}`"));
        }
        let text = format!(">= {low} and {name} <= {high}");
        diagnostic.help(format!("write two conditions: `{name} {text}`")).fix(Fix::replace(
            "write two conditions",
            all,
            text,
        ))
    }
}

/// Whether an operator begins with a word or sign.
pub(crate) fn begins_operator(word: &str) -> bool {
    let spellings = OPERATORS.iter().flat_map(|row| std::iter::once(&row.text).chain(row.aliases));
    let mut first = spellings.filter_map(|it| it.split(' ').next());
    first.any(|it| it == word) || word.starts_with(['=', '<', '>', '!'])
}

/// What a text hardly holds that is not a pattern.
const REGEX_SIGNS: [char; 9] = ['*', '^', '$', '[', '\\', '|', '+', '?', '('];

/// The operator that a spelling of another language stands for.
fn habit(text: &str) -> Option<&'static str> {
    let folded = text.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    Some(match words.as_slice() {
        ["==" | "===" | ":" | "eq" | "equals" | "in" | "=~"]
        | ["is", "in"]
        | ["is", "one" | "any", "of"]
        | ["is", "equal", "to"]
        | ["equal", "to"] => "is",
        ["<>" | "≠" | "!==" | "ne" | "isnt" | "isn't" | "not" | "!in"]
        | ["not", "in" | "is"]
        | ["is", "not", "in"] => "is not",
        ["like" | "ilike" | "matches" | "includes" | "has"] => "contains",
        ["exists"] => "is not none",
        ["set"] | ["is", "set"] | ["is", "set", "to"] => "set is",
        ["is", "not", "set"] | ["is", "not", "set", "to"] => "set is not",
        ["not", "like" | "contains" | "contain"]
        | ["!contains" | "!like" | "!~"]
        | ["doesn't" | "doesnt", "contain" | "contains"] => "does not contain",
        ["is", rest @ ..] | rest if let Some(sign) = order(rest) => sign,
        ["=>" | "≥"] => ">=",
        ["=<" | "≤"] => "<=",
        _ => return None,
    })
}

/// The sign that words of comparison stand for.
pub(crate) fn order(words: &[&str]) -> Option<&'static str> {
    Some(match words {
        ["greater" | "more" | "higher" | "larger" | "bigger", "than"] => ">",
        ["less" | "fewer" | "lower" | "smaller", "than"] => "<",
        ["at", "least"]
        | ["greater" | "more", "or", "equal", "to"]
        | ["greater" | "more" | "higher" | "larger", "than", "or", "equal", ..] => ">=",
        ["at", "most"]
        | ["less" | "fewer", "or", "equal", "to"]
        | ["less" | "fewer" | "lower" | "smaller", "than", "or", "equal", ..] => "<=",
        _ => return None,
    })
}

/// The word of conditions on what users did.
pub(crate) const PERFORMED: &str = "performed";

/// What people write for `not performed`.
pub(crate) const UNPERFORMED: &str = "unperformed";

/// `performed` or `everyone`, where a word is almost one of them.
pub(crate) fn special_word(word: &str) -> Option<&'static str> {
    if BUILT_IN.iter().any(|property| property.name == word) {
        return None;
    }
    let found = near(word, [PERFORMED, "everyone"]).first();
    match word {
        "everybody" | "all" => Some("everyone"),
        "did" | "has" | "have" => Some(PERFORMED),
        _ => found,
    }
}

pub(crate) fn misspelt_condition(word: &str, found: &str, range: TextRange) -> Diagnostic {
    if word == found {
        let message = format!("`{word}` is a condition on users, and braces filter events");
        return Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message)
            .help(format!("move it behind `where`: `where {word} …`"));
    }
    let message = format!("`{word}` is not a condition");
    if ["has", "have"].contains(&word) {
        // It may be about a property, too.
        let help = "write `performed Purchase` for what users did, or `city is not none`";
        return Diagnostic::new(&codes::UNKNOWN_WORD, range, message).help(help);
    }
    Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
        .help(format!("write `{found}`"))
        .fix(Fix::replace(format!("write `{found}`"), range, found))
}
