//! Reads `amq.toml`.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use amq_check::{Days, Diagnostic, Fix, default_days, nearest};
use amq_schema::{CODES, Clause, Code, REGIONS, Region, Severity, code, codes};
use amq_syntax::{TextRange, TextSize};
use jiff::{
    civil::Date,
    tz::{TimeZone, TimeZoneDatabase},
};
use smol_str::SmolStr;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::keys::{self, Key};

/// What a settings file says; every part is optional.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) region: Option<Region>,
    pub(crate) timezone: Option<TimeZone>,
    /// The range, and where it stands between its quotes.
    pub(crate) range: Option<(String, TextRange)>,
    pub(crate) user_properties: Vec<SmolStr>,
    pub(crate) max_cost: Option<u64>,
    pub(crate) severities: HashMap<&'static str, Severity>,
    /// What is wrong with the file.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a settings file.
pub(crate) fn settings(text: &str) -> Settings {
    let mut settings = Settings::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        settings.diagnostics.push(not_toml(text, &error));
    }
    if settings.diagnostics.is_empty() {
        settings.table("", table.get_ref());
    }
    levels(&mut settings.diagnostics, &settings.severities);
    settings
}

/// Gives diagnostics of a file of settings the levels that `[lints]` asks for, and sorts them.
pub(crate) fn levels(
    diagnostics: &mut Vec<Diagnostic>,
    severities: &HashMap<&'static str, Severity>,
) {
    for diagnostic in diagnostics.iter_mut() {
        let own = diagnostic.code.severity;
        diagnostic.severity = match severities.get(diagnostic.code.id) {
            // What makes the settings unusable stays an error.
            Some(severity) if own != Severity::Error => *severity,
            _ => own,
        };
    }
    diagnostics.retain(|it| it.severity != Severity::Off);
    diagnostics.sort_by_key(|it| it.range.start());
    // No table has a key twice, and so of two slips for one name only the first becomes it.
    let mut taken = HashSet::new();
    let unknown = [&codes::UNKNOWN_KEY, &codes::UNKNOWN_CODE];
    for it in diagnostics.iter_mut().filter(|it| unknown.contains(&it.code)) {
        it.fixes.retain(|fix| taken.insert(fix.title.clone()));
    }
}

/// What is wrong with the text of a settings file.
pub fn settings_mistakes(text: &str) -> Vec<Diagnostic> {
    settings(text).diagnostics
}

pub(crate) fn not_toml(text: &str, error: &toml::de::Error) -> Diagnostic {
    let end = text.trim_end().len();
    let span = error.span().unwrap_or(end..end);
    let message = error.message().lines().next().unwrap_or_default().replace('`', "'");
    let message = format!("this is not TOML: {message}");
    Diagnostic::new(&codes::BAD_SETTING, range(&span), message)
        .help("a line is `key = value`, with quotes around text")
}

pub(crate) fn range(span: &Range<usize>) -> TextRange {
    let start = TextSize::new(span.start as u32);
    TextRange::new(start, TextSize::new(span.end.max(span.start) as u32))
}

pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

type Reader = fn(&mut Settings, &Value<'_>);

/// What reads the value of each key.
const READERS: [(&Key, Reader); 6] = [
    (&keys::LANGUAGE_KEY, Settings::language),
    (&keys::REGION, Settings::region),
    (&keys::TIMEZONE, Settings::timezone),
    (&keys::RANGE, Settings::range),
    (&keys::USER, Settings::user_properties),
    (&keys::MAX, Settings::max_cost),
];

impl Settings {
    fn table(&mut self, name: &str, table: &DeTable<'_>) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let place = range(&key.span());
            let key = key.get_ref().as_ref();
            if name == keys::LINT.table {
                self.lint(key, place, value, table);
                continue;
            }
            let known = READERS.iter().find(|(known, _)| known.table == name && known.name == key);
            match known {
                Some((_, read)) => read(self, value),
                None if name.is_empty() && keys::KEYS.iter().any(|known| known.table == key) => {
                    match value.get_ref() {
                        DeValue::Table(inner) => self.table(key, inner),
                        _ => self.not_a_table(key, value),
                    }
                }
                None => self.unknown(name, key, place, table),
            }
        }
    }

    fn unknown(&mut self, table: &str, key: &str, place: TextRange, beside: &DeTable<'_>) {
        let file = if table.is_empty() { String::new() } else { format!(" in `[{table}]`") };
        let message = format!("`{key}` is not a setting{file}");
        let diagnostic = unknown_key(key, place, message, &keys::names(table), beside);
        self.diagnostics.push(match elsewhere(table, key) {
            Some(known) => Diagnostic { help: Some(known), fixes: Vec::new(), ..diagnostic },
            None => diagnostic,
        });
    }

    fn not_a_table(&mut self, name: &str, value: &Value<'_>) {
        self.diagnostics.push(not_a_table(name, value));
    }

    fn language(&mut self, value: &Value<'_>) {
        match whole_number(value).filter(|version| *version > 0) {
            Some(version) if version > u64::from(keys::LANGUAGE) => {
                let message = format!(
                    "this project is written in version {version} of the language, and this amq \
                     knows version {}",
                    keys::LANGUAGE
                );
                let place = range(&value.span());
                self.diagnostics.push(
                    Diagnostic::new(&codes::NEWER_LANGUAGE, place, message)
                        .help("install a newer amq"),
                );
            }
            Some(_) => {}
            None => self.wrong(&keys::LANGUAGE_KEY, value),
        }
    }

    fn region(&mut self, value: &Value<'_>) {
        let text = value.get_ref().as_str();
        self.region = text.and_then(Region::from_name);
        if self.region.is_none() {
            let names = REGIONS.iter().map(|region| region.name());
            self.wrong_word(&keys::REGION, value, names);
        }
    }

    fn timezone(&mut self, value: &Value<'_>) {
        let database = TimeZoneDatabase::bundled();
        let text = value.get_ref().as_str();
        self.timezone = text.and_then(|name| database.get(name).ok());
        if self.timezone.is_none() {
            let names: Vec<String> =
                database.available().map(|name| name.as_str().to_owned()).collect();
            self.wrong_word(&keys::TIMEZONE, value, names.iter().map(String::as_str));
        }
    }

    fn range(&mut self, value: &Value<'_>) {
        match value.get_ref().as_str() {
            Some(text) => self.range = Some((text.to_owned(), between_quotes(value))),
            None => self.wrong(&keys::RANGE, value),
        }
    }

    fn max_cost(&mut self, value: &Value<'_>) {
        match whole_number(value).filter(|most| *most > 0) {
            Some(most) => self.max_cost = Some(most),
            None => self.wrong(&keys::MAX, value),
        }
    }

    fn user_properties(&mut self, value: &Value<'_>) {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong(&keys::USER, value);
        };
        for item in items {
            match item.get_ref().as_str() {
                Some(name) => self.user_properties.push(SmolStr::new(name)),
                None => self.wrong(&keys::USER, item),
            }
        }
    }

    fn lint(&mut self, key: &str, place: TextRange, value: &Value<'_>, beside: &DeTable<'_>) {
        let severity = value.get_ref().as_str().and_then(severity);
        match (code(key), severity) {
            (Some(code), Some(severity)) => self.level(code, place, severity),
            (None, _) => self.diagnostics.push(unknown_code(key, place, beside)),
            (Some(_), None) => {
                let names = Severity::ALL.iter().map(|severity| severity.name());
                self.diagnostics.push(wrong_value(key, &keys::LINT, value, names));
            }
        }
    }

    fn level(&mut self, code: &'static Code, place: TextRange, severity: Severity) {
        let before = self.severities.insert(code.id, severity);
        if before.is_some_and(|before| before != severity) {
            let message = format!("`{}` and `{}` are the same diagnostic", code.id, code.name);
            self.diagnostics.push(
                Diagnostic::new(&codes::BAD_SETTING, place, message)
                    .help("keep one of the two lines"),
            );
        }
    }

    fn wrong(&mut self, key: &Key, value: &Value<'_>) {
        self.wrong_word(key, value, std::iter::empty());
    }

    fn wrong_word<'n>(
        &mut self,
        key: &Key,
        value: &Value<'_>,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        self.diagnostics.push(wrong_value(key.name, key, value, names));
    }
}

/// A key that its table does not take. A key that stands beside it is not meant: no table has one
/// twice.
pub(crate) fn unknown_key(
    key: &str,
    place: TextRange,
    message: String,
    names: &[&str],
    beside: &DeTable<'_>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_KEY, place, message)
        .note("it changes nothing, and so it may not do what it was written for");
    let free = names.iter().copied().filter(|name| !beside.contains_key(*name));
    match near(key, free) {
        Some((found, unsure)) => {
            let fix = Fix::replace(format!("write `{found}`"), place, found);
            let fix = if unsure { fix.unsure() } else { fix };
            diagnostic.help(format!("write `{found}`")).fix(fix)
        }
        None => diagnostic.help(format!("there is {}", list(names))),
    }
}

/// A value in the place of a table.
pub(crate) fn not_a_table(name: &str, value: &Value<'_>) -> Diagnostic {
    let message = format!("`{name}` is a table, and this is {}", found(value));
    Diagnostic::new(&codes::BAD_SETTING, range(&value.span()), message)
        .help(format!("write `[{name}]` on a line of its own, and its keys below"))
}

/// A value that a key does not take; `names` are those that it does, where they can be counted.
pub(crate) fn wrong_value<'n>(
    name: &str,
    key: &Key,
    value: &Value<'_>,
    names: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let place = range(&value.span());
    let message = format!("`{name}` takes {}, and this is {}", key.takes, found(value));
    let diagnostic = Diagnostic::new(&codes::BAD_SETTING, place, message);
    let written = value.get_ref().as_str().unwrap_or_default();
    match near(written, names) {
        Some((near, _)) => {
            let fix = Fix::replace(format!("write `{near}`"), place, format!("\"{near}\""));
            diagnostic.help(format!("write `\"{near}\"`")).fix(fix.unsure())
        }
        None => diagnostic.help(format!("such as `{}`", key.example)),
    }
}

/// The days of the range of the settings, today, or what is wrong with it.
pub(crate) fn default_range(
    text: &str,
    place: TextRange,
    today: Date,
) -> Result<(Days, Vec<Diagnostic>), Box<Diagnostic>> {
    let found = default_days(text, today);
    found.map(|(days, said)| (days, in_settings(said, text, place))).map_err(|said| {
        let word = text.split_whitespace().next().unwrap_or_default();
        let is_range = Clause::Range.row().words.contains(&word);
        let first = said.into_iter().find(|it| it.severity == Severity::Error && is_range);
        let inner = first.as_ref().map(|it| it.range).filter(|it| !it.is_empty());
        let inner = inner.map(|inner| inner + place.start());
        let one = TextSize::new(1);
        let quoted = TextRange::new(place.start() - one, place.end() + one);
        let smallest = inner.filter(|inner| place.contains_range(*inner)).unwrap_or(quoted);
        let message = match &first {
            Some(first) => format!("`range` takes a range: {}", first.message),
            None => format!("`range` takes a range such as `last 30d`, not `{text}`"),
        };
        let help = first.and_then(|it| it.help);
        let help = help.unwrap_or_else(|| "such as `range = \"last 30d\"`".to_owned());
        Box::new(Diagnostic::new(&codes::BAD_SETTING, smallest, message).help(help))
    })
}

/// What is said of a range, at its place in the settings; what has escapes there is said of as a whole.
fn in_settings(said: Vec<Diagnostic>, text: &str, place: TextRange) -> Vec<Diagnostic> {
    let as_written = place.len() == TextSize::of(text);
    let moved = |it: Diagnostic| {
        if as_written {
            return it.shifted(place.start());
        }
        Diagnostic { range: place, labels: Vec::new(), fixes: Vec::new(), ..it }
    };
    said.into_iter().map(moved).collect()
}

/// A key that is no diagnostic. One that stands beside it is not meant, and of numbers none is near
/// another.
fn unknown_code(key: &str, place: TextRange, beside: &DeTable<'_>) -> Diagnostic {
    let message = format!("`{key}` is not a diagnostic of amq");
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_CODE, place, message);
    let is_there = |code: &Code| [code.id, code.name].iter().any(|it| beside.contains_key(*it));
    match nearest(key, CODES.iter().map(|code| code.name)).first() {
        Some(found) if code(found).is_some_and(is_there) => {
            diagnostic.help(format!("`{found}` has a line of its own already; delete this one"))
        }
        Some(found) => diagnostic.help(format!("write `{found}`")).fix(Fix::replace(
            format!("write `{found}`"),
            place,
            *found,
        )),
        None => diagnostic.help("`amq explain` lists all of them"),
    }
}

/// The nearest name, and whether it has a rival.
fn near<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<(&'n str, bool)> {
    let near = nearest(word, names);
    let first = near.first().filter(|it| is_a_slip(word, it))?;
    Some((*first, near.len() > 1))
}

/// Whether a short word may be another one with a slip of a finger: `host` is not `cost`. Who misspells
/// a word hardly ever begins it with another letter; one that is left out or swapped may be any.
fn is_a_slip(word: &str, name: &str) -> bool {
    const SHORT: usize = 5;
    let (word, name) = (word.to_lowercase(), name.to_lowercase());
    let has_all = |one: &str, other: &str| one.chars().all(|letter| other.contains(letter));
    word.len() > SHORT
        || word.chars().next() == name.chars().next()
        || has_all(&word, &name)
        || has_all(&name, &word)
}

/// Where a key that stands in a wrong table belongs.
fn elsewhere(table: &str, key: &str) -> Option<String> {
    let known = keys::KEYS.iter().find(|known| known.name == key && known.table != table)?;
    Some(match known.table {
        "" => format!("`{key}` belongs at the top, above the first `[…]`"),
        table => format!("`{key}` belongs below `[{table}]`"),
    })
}

fn severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| severity.name() == name)
}

fn whole_number(value: &Value<'_>) -> Option<u64> {
    let number = value.get_ref().as_integer()?;
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A value as a message calls it.
fn found(value: &Value<'_>) -> String {
    match value.get_ref() {
        DeValue::String(text) => format!("`\"{text}\"`"),
        DeValue::Integer(number) => format!("`{number}`"),
        DeValue::Float(number) => format!("`{number}`"),
        DeValue::Boolean(value) => format!("`{value}`"),
        DeValue::Datetime(value) => format!("`{value}`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn between_quotes(value: &Value<'_>) -> TextRange {
    let whole = range(&value.span());
    let one = TextSize::new(1);
    if whole.len() < 2.into() {
        return whole;
    }
    TextRange::new(whole.start() + one, whole.end() - one)
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
