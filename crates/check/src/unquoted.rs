//! What is said of values that are written without quotes.

use amq_schema::codes;
use amq_syntax::{After, TextRange, TextSize, quote};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::near,
    operator::{PERFORMED, begins_operator},
    property::{CUSTOM, CUSTOM_EVENT, EVENT, USER},
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
            .or_else(|| self.list_in_brackets(range))
            .or_else(|| self.foreign_quotes(range))
            .or_else(|| self.full_width(&codes::UNQUOTED_VALUE, range))
            .or_else(|| self.date_as_value(range));
        if let Some(value) = known.or_else(|| self.odd_number(range)) {
            return value;
        }
        let text = self.str(range);
        let quoted = quote(text);
        let message = format!("the value `{text}` needs quotes");
        let diagnostic = Diagnostic::new(&codes::UNQUOTED_VALUE, range, message);
        let quote_it = Fix::replace("put it in quotes", range, quoted.clone());
        let first = text.split(' ').next().unwrap_or_default();
        if self.is_let() && amq_schema::verbs().any(|verb| verb == first) {
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
            let unsure = |it: Diagnostic| {
                let fixes = it.fixes.into_iter().map(Fix::unsure).collect();
                Diagnostic { fixes, ..it }
            };
            let days = || self.bare_days(range).map(unsure).map(|it| self.no_duration(range, it));
            if let Some(kind) = self.kind_missing(range.start()).or_else(days) {
                return kind;
            }
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
        let sure = is_plain(text) && !self.is_ordered(range);
        let fix = if sure { quote_it } else { quote_it.unsure() };
        diagnostic.help(format!("write `{quoted}`")).fix(fix)
    }

    /// `let $week = 7d`: what is said of it, and that only ranges have names.
    fn no_duration(&self, value: TextRange, said: Diagnostic) -> Diagnostic {
        let text = self.str(value);
        if text.contains('-') {
            return said;
        }
        said.help(format!(
            "write `last {text}` for a range; a duration has no name, so write `window {text}` where \
             it is needed"
        ))
    }

    /// `let $dutch = country is "NL"` and `let $paid = Purchase{price > 0}`: what begins a segment or
    /// an event is missing.
    pub(crate) fn kind_missing(&self, at: TextSize) -> Option<Diagnostic> {
        let rest = self.rest(at);
        let mut words = rest.split_whitespace();
        let (first, second) = (words.next()?, words.next().unwrap_or_default());
        let compares = begins_operator(second)
            || second == "in"
            || ["not", PERFORMED, "everyone", "in"].contains(&first);
        let is_event = |name: &str| {
            let name = name.trim_end();
            let name = name.strip_prefix(CUSTOM_EVENT).unwrap_or(name);
            amq_syntax::is_word(name) || name.starts_with('"') && name.matches('"').count() == 2
        };
        let start = self.place_of(rest);
        match rest.split_once('{') {
            Some((name, _)) if is_event(name) => Some(self.add_kind("event", "an event", start)),
            _ if compares => Some(self.add_kind("where", "a segment", start)),
            _ => None,
        }
    }

    /// What is said of a definition without the word that says its kind.
    pub(crate) fn add_kind(&self, word: &str, what: &str, start: TextSize) -> Diagnostic {
        let rest = self.text.get(start.into()..).unwrap_or_default().trim_end();
        let all = TextRange::at(start, TextSize::of(rest));
        let edit = Edit::insert(start, format!("{word} "));
        Diagnostic::new(&codes::MISSING_PART, all, format!("{what} begins with `{word}`"))
            .help(format!("write `{word}` before it"))
            .fix(Fix::safe(format!("add `{word}`"), vec![edit]))
    }

    /// Whether a value stands behind a sign that compares numbers.
    pub(crate) fn is_ordered(&self, value: TextRange) -> bool {
        let before = self.text.get(..value.start().into()).unwrap_or_default().trim_end();
        before.ends_with(['<', '>']) || before.ends_with("<=") || before.ends_with(">=")
    }

    /// `„Paris“`, `«Paris»` and backticks: the quotes of other languages.
    fn foreign_quotes(&self, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let inner = text.strip_prefix(OPENING_QUOTES)?;
        let closed = inner.strip_suffix(CLOSING_QUOTES);
        // `“Paris"`: the closing one is right.
        let double = closed.is_none()
            && self.text.get(range.end().into()..).is_some_and(|it| it.starts_with('"'));
        let end = range.end() + if double { TextSize::of('"') } else { 0.into() };
        let range = TextRange::new(range.start(), end);
        let inner = closed.unwrap_or(inner);
        let quoted = quote(inner.trim());
        let whole = (closed.is_some() || double) && inner.trim() == inner;
        let fix = Fix::replace("use double quotes", range, quoted.clone());
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, range, "strings need double quotes")
                .help(format!("write `{quoted}`"))
                .fix(if whole { fix } else { fix.unsure() }),
        )
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

    /// `+3`, `1e5` and `1_000`, which the language writes without signs and exponents; behind a
    /// comparison of numbers `€10` and `50%`, too.
    fn odd_number(&self, range: TextRange) -> Option<Diagnostic> {
        let text = self.str(range);
        let bare = text.trim_start_matches(['€', '$', '£', '¥']).trim_end_matches('%');
        let has_unit = bare.len() < text.len();
        let number = bare.replace('_', "");
        let odd =
            number.contains(['+', 'e', 'E']) || number.starts_with('.') || number.ends_with('.');
        let odd = odd || self.is_ordered(range) && number.len() < text.len();
        let number: f64 = number.parse().ok().filter(|it: &f64| odd && it.abs() < 1e15)?;
        let plain = number.to_string();
        let message = format!("`{text}` is a number that is written `{plain}` here");
        let quoted = quote(text);
        let fix = Fix::replace(format!("write `{plain}`"), range, plain.clone());
        Some(
            Diagnostic::new(&codes::UNQUOTED_VALUE, range, message)
                .help(format!("write `{plain}`, or `{quoted}` for the text"))
                .fix(if has_unit { fix.unsure() } else { fix })
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

const OPENING_QUOTES: [char; 9] = ['„', '“', '”', '«', '»', '‹', '‚', '`', '´'];
const CLOSING_QUOTES: [char; 9] = ['“', '”', '«', '»', '›', '‘', '’', '`', '´'];

/// Whether a text is a word, or a number with points in it, as versions are: what has other signs,
/// or several words, may hold a mistake of another kind.
fn is_plain(text: &str) -> bool {
    let tame = |it: char| it.is_alphanumeric() || ['_', '-', '.', '@', '/', '+', '&'].contains(&it);
    let version = || text.chars().all(|it| it.is_ascii_digit() || it == '.');
    text.chars().all(tame) && (text.contains(char::is_alphabetic) || version())
}

/// Whether a word is `group` or `order`, or almost.
fn is_group(word: &str) -> bool {
    near(word, ["group", "order"]).first().is_some()
}
