//! Formulas: what they are sent as, and what they name.

use amq_schema::{FUNCTIONS, Subject, Takes, codes, function};
use amq_syntax::{TextRange, TextSize, ast};
use smol_str::{SmolStr, SmolStrBuilder};

use crate::{
    Diagnostic, Edit, Fix, checker::Checker, clauses::known_elsewhere, draft::Draft,
    limits::MOST_EDITS, near::near,
};

impl Checker<'_> {
    /// A formula as it is sent: without blanks, newlines and comments.
    pub(crate) fn formula(&mut self, formula: &ast::Formula) -> SmolStr {
        for name in &formula.functions {
            self.formula_function(*name);
        }
        let mut sent = SmolStrBuilder::new();
        for line in self.str(formula.range).lines() {
            let code = line.split_once('#').map_or(line, |(code, _)| code);
            code.chars().filter(|sign| !sign.is_whitespace()).for_each(|sign| sent.push(sign));
        }
        sent.finish()
    }

    /// `UNIQUES A`: an event behind its function, without parentheses.
    pub(crate) fn is_argument(&self, head: TextRange) -> bool {
        let word = self.word_before(head.start());
        let event = self.str(head);
        function(self.str(word)).is_some()
            && self.touches(word.end(), head)
            && event.starts_with(|it: char| it.is_ascii_uppercase())
    }

    /// A sign of arithmetic that another one stands for.
    pub(crate) fn sign_of_arithmetic(&self, head: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        let sign = match text {
            "÷" | ":" => "/",
            "×" | "·" | "x" => "*",
            "–" | "−" | "—" => "-",
            _ => return None,
        };
        Some(Diagnostic::written(head, text, sign))
    }

    fn formula_function(&mut self, range: TextRange) {
        let name = self.str(range);
        if function(name).is_some() {
            return;
        }
        let near = near(name, FUNCTIONS.iter().map(|function| function.name));
        if name.to_uppercase() != name && near.first().is_some_and(|it| it == name.to_uppercase()) {
            return self.formula_case(range);
        }
        let message = format!("`{name}` is not a function that the documentation lists");
        // No name in a formula has lower-case letters.
        let lower = name.contains(char::is_lowercase);
        let code = if lower { &codes::FORMULA_EVENT } else { &codes::UNKNOWN_FUNCTION };
        let mut diagnostic = Diagnostic::new(code, range, message);
        diagnostic = match near.list() {
            Some(list) => diagnostic.help(format!("write {list}")),
            None => diagnostic.help("the language reference lists the functions, under formulas"),
        };
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), range, *found);
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        if near.first().is_none() {
            let upper = name.to_uppercase();
            let also = FUNCTIONS.iter().filter(|it| it.also.contains(&upper.as_str()));
            let also = also.map(|it| (it.name, it.doc));
            diagnostic = known_elsewhere(diagnostic, range, &also.collect::<Vec<_>>());
        }
        self.broken |= lower;
        self.say(diagnostic.note("the API answers 400 to a function that it does not have"));
    }

    fn formula_case(&mut self, range: TextRange) {
        let name = self.str(range);
        let upper = name.to_uppercase();
        let message = format!("names in a formula are upper case: `{upper}`, not `{name}`");
        let help = format!("write `{upper}`");
        let fix = Fix::replace(help.clone(), range, upper);
        let diagnostic = Diagnostic::new(&codes::FORMULA_EVENT, range, message);
        self.fail::<()>(diagnostic.help(help).fix(fix));
    }

    /// Whether the events and segments that a formula names are there.
    pub(crate) fn formula_events(&mut self, formula: &ast::Formula, draft: &Draft) {
        let Some(Subject::Events { .. }) = self.endpoint.map(|it| it.subject) else { return };
        let events = self.event_ends().count();
        let segments = draft.segments.len().max(1);
        for range in &formula.events {
            let name = self.str(*range);
            // A number that is none was told.
            let behind = self.text.get(range.end().into()..).unwrap_or_default();
            if name.starts_with(|it: char| it.is_ascii_digit()) && behind.starts_with('.') {
                continue;
            }
            if let Some(latin) = in_latin(name) {
                self.look_alike(*range, &latin);
                continue;
            }
            let letter = name.trim_end_matches(|it: char| it.is_ascii_digit());
            if letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.formula_case(*range);
                continue;
            }
            let (letters, digits) =
                name.split_at(name.bytes().take_while(u8::is_ascii_alphabetic).count());
            let event = match letters.as_bytes() {
                [letter] => usize::from(letter - b'A'),
                _ => usize::MAX,
            };
            let segment = if digits.is_empty() { Some(1) } else { digits.parse().ok() };
            if event >= events {
                self.no_such_event(*range, name, events, formula.events.len() == 1);
            } else if segment.is_none_or(|segment: usize| segment == 0 || segment > segments) {
                self.no_such_segment(*range, name, segments);
            }
        }
        for range in &formula.functions {
            self.formula_argument(*range, formula, draft);
        }
    }

    /// A letter of another alphabet in the place of the one that looks the same.
    fn look_alike(&mut self, range: TextRange, latin: &str) {
        let name = self.str(range);
        let foreign = name.chars().find(|it| !it.is_ascii()).unwrap_or_default();
        let alphabet = if foreign < '\u{400}' { "Greek" } else { "Cyrillic" };
        let message =
            format!("this is the {alphabet} `{foreign}`, which only looks like a Latin one");
        let help = format!("write `{latin}`");
        let fix = Fix::replace(help.clone(), range, latin);
        let diagnostic = Diagnostic::new(&codes::FORMULA_EVENT, range, message);
        self.fail::<()>(diagnostic.help(help).fix(fix));
    }

    /// Whether a function that counts is given an event, and with a property if it computes with one.
    fn formula_argument(&mut self, range: TextRange, formula: &ast::Formula, draft: &Draft) {
        let name = self.str(range);
        let Some(function) = function(name).filter(|it| it.takes != Takes::Value) else { return };
        let behind = self.str(TextRange::new(range.end(), formula.range.end()));
        let inside = behind.trim_start();
        let argument = inside.strip_prefix('(').unwrap_or(inside).trim_start();
        // What is behind a comment is not looked at, nor what a mistake left open.
        let is_open = behind.matches('(').count() > behind.matches(')').count();
        if argument.starts_with(['#', ')', ',']) || argument.is_empty() || is_open || self.has_stray
        {
            return;
        }
        // A lower-case letter is told of as such, and one of another alphabet.
        if argument.chars().next().and_then(latin).is_some_and(|it| !argument.starts_with(it)) {
            return;
        }
        let letter = argument.chars().next().filter(char::is_ascii_alphabetic);
        let is_event = letter.is_some()
            && !argument.trim_start_matches(|it: char| it.is_ascii_alphanumeric()).starts_with('(');
        if !is_event {
            let what = if argument.starts_with('(') {
                "which needs no further parentheses"
            } else {
                "and there is none in its parentheses"
            };
            let message = format!("`{name}` counts an event, {what}");
            self.say(
                Diagnostic::new(&codes::FUNCTION_ARGUMENT, range, message)
                    .help(format!("write `{name}(A)`, and compute with that"))
                    .note("the API answers 400 to a formula that it cannot resolve"),
            );
            return;
        }
        let at = letter.and_then(|it| (it as usize).checked_sub('A' as usize));
        let Some((event, place)) = at.and_then(|at| draft.events.get(at)) else { return };
        if function.takes == Takes::GroupedEvent && event.groups.is_empty() {
            let message = format!("`{name}` computes with a property, and no property is named");
            self.say(
                Diagnostic::new(&codes::FUNCTION_ARGUMENT, range, message)
                    .also(*place, "has no `by` in braces")
                    .help("name it in the braces of the event: `Purchase{by price}`")
                    .note("the API answers 400 to a property metric without a group-by in `e`"),
            );
        }
    }

    fn no_such_event(&mut self, range: TextRange, name: &str, events: usize, alone: bool) {
        let there = match events {
            0 | 1 => "the query has one event, `A`",
            _ => "the query has two events, `A` and `B`",
        };
        if function(name).is_some() {
            let message = format!("`{name}` is a function, and takes an event in parentheses");
            let next = self.word_after(range.end());
            let (place, event) = match self.str(next) {
                event if self.is_argument(next) => (range.cover(next), event),
                _ => (range, "A"),
            };
            let call = format!("{name}({event})");
            let mut edits = vec![Edit::new(place, call.clone())];
            edits.extend(self.further_calls(place.end()));
            let fix = Fix::safe(format!("write `{call}`"), edits);
            self.fail::<()>(
                Diagnostic::new(&codes::FORMULA_EVENT, range, message)
                    .help(format!("write `{call}`"))
                    .fix(fix.unsure()),
            );
            return;
        }
        let message = format!("`{name}` names an event that is not there");
        let named = self.named_events().take(26).position(|it| it == Some(name));
        let letter = match named {
            Some(at) => char::from_u32('A' as u32 + at as u32),
            None => (alone && events == 1).then_some('A'),
        };
        let fix = letter.map(|it| Fix::replace(format!("write `{it}`"), range, it).unsure());
        let message = match letter.filter(|_| named.is_some()) {
            Some(letter) => format!("a formula calls `{name}` by its letter, `{letter}`"),
            None => message,
        };
        self.fail::<()>(
            Diagnostic::new(&codes::FORMULA_EVENT, range, message)
                .help(there)
                .note("the API answers 400 to a formula that it cannot resolve")
                .fix(fix),
        );
    }

    /// The parentheses for what follows in the same way: `/ UNIQUES B`.
    fn further_calls(&self, mut at: TextSize) -> Vec<Edit> {
        let mut edits = Vec::new();
        while self.rest(at).starts_with(['+', '-', '*', '/']) && edits.len() < MOST_EDITS {
            let sign = self.gap_end(at) + TextSize::new(1);
            let name = self.word_after(sign);
            let event = self.word_after(name.end());
            if !self.is_argument(event) {
                break;
            }
            let call = format!("{}({})", self.str(name), self.str(event));
            edits.push(Edit::new(name.cover(event), call));
            at = event.end();
        }
        edits
    }

    /// The names of the query's events, as far as they have some.
    pub(crate) fn named_events(&self) -> impl Iterator<Item = Option<&str>> {
        self.events.iter().filter_map(|part| match part {
            ast::Part::Event(ast::Event { head: ast::Head::Name(name), .. }) => {
                Some(Some(self.str(name.text).trim_matches('"')))
            }
            ast::Part::Event(_) => Some(None),
            _ => None,
        })
    }

    fn no_such_segment(&mut self, range: TextRange, name: &str, segments: usize) {
        let letter = name.get(..1).unwrap_or_default();
        let message = format!("`{name}` names a segment that is not there");
        let there = match segments {
            1 => "the query has one segment".to_owned(),
            _ => format!("the query has {segments} segments"),
        };
        let fix = Fix::replace(format!("write `{letter}`"), range, letter).unsure();
        self.fail::<()>(
            Diagnostic::new(&codes::FORMULA_EVENT, range, message)
                .help(format!("{there}: `{letter}1` is `{letter}` in the first"))
                .fix(fix),
        );
    }
}

/// The name of an event with Latin letters, where some of it only look like them.
fn in_latin(name: &str) -> Option<String> {
    let written: String = name.chars().map(latin).collect::<Option<_>>()?;
    (written != name).then_some(written)
}

/// The capital letter or digit that a sign is, or looks like.
fn latin(sign: char) -> Option<char> {
    const CYRILLIC: [(char, char); 11] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('Х', 'X'),
    ];
    const GREEK: [(char, char); 3] = [('Α', 'A'), ('Β', 'B'), ('Ε', 'E')];
    let known = CYRILLIC.iter().chain(&GREEK).find(|it| it.0 == sign).map(|it| it.1);
    known.or(Some(sign).filter(|it| it.is_ascii_uppercase() || it.is_ascii_digit()))
}
