//! Adds to `taxonomy.toml` what a project was found to have. What stands there by hand stays: names,
//! order, comments, blanks.

use amq_check::{EVENTS, TAXONOMY_FILE, USER_PROPERTIES, VALUES};
use amq_schema::{Severity, built_in, special_event};
use amq_syntax::CUSTOM_EVENT;
use smol_str::SmolStr;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::{Problem, taxonomy_mistakes};

/// What a project was found to have.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// All of its events, if they were asked for.
    pub events: Option<Vec<SmolStr>>,
    /// The values of some user properties.
    pub values: Vec<(SmolStr, Vec<SmolStr>)>,
}

/// The text of a taxonomy with what was found, and what is new in it.
#[derive(Debug)]
pub struct Merged {
    /// The whole file.
    pub text: String,
    /// What was added: the key, or the property of the values, and how many.
    pub added: Vec<(String, usize)>,
    /// Events that the file lists, and that were not found.
    pub not_found: Vec<SmolStr>,
}

const HEAD: &str =
    "# What this project has. `amq pull` adds to it; what is written by hand stays.\n\n";
/// A longer list has a line for each name.
const WIDEST: usize = 90;

/// Adds what was found to the text of a taxonomy, which may be empty.
///
/// ```
/// let text = "events = [\n  \"A\", # by hand\n]\n";
/// let events = Some(vec!["A".into(), "B".into()]);
/// let merged = amq_project::merged(text, &amq_project::Found { events, values: vec![] }).unwrap();
/// assert_eq!(merged.text, "events = [\n  \"A\", # by hand\n  \"B\",\n]\n");
/// ```
pub fn merged(text: &str, found: &Found) -> Result<Merged, Problem> {
    let wrong = || {
        Problem::new(format!("`{TAXONOMY_FILE}` has mistakes that must be fixed first"))
            .help("`amq check` shows them")
    };
    if taxonomy_mistakes(text).iter().any(|it| it.code.severity == Severity::Error) {
        return Err(wrong());
    }
    let head = if text.trim().is_empty() { HEAD } else { "" };
    let mut document: DocumentMut = text.parse().map_err(|_| wrong())?;
    let (mut added, mut not_found) = (Vec::new(), Vec::new());
    if let Some(events) = &found.events {
        let list = list(document.as_table_mut(), EVENTS).ok_or_else(wrong)?;
        // Special events, and custom ones, are not in the API's list.
        let is_listed = |it: &&str| special_event(it).is_none() && !it.starts_with(CUSTOM_EVENT);
        let listed = names(list).filter(is_listed);
        let missing = listed.filter(|it| !events.iter().any(|event| event == it));
        not_found.extend(missing.map(SmolStr::new));
        said(&mut added, EVENTS, add(list, events));
    }
    for (property, values) in &found.values {
        // A list says that a property that is not in it is none.
        if document.contains_key(USER_PROPERTIES) && built_in(property).is_none() {
            let list = list(document.as_table_mut(), USER_PROPERTIES).ok_or_else(wrong)?;
            said(&mut added, USER_PROPERTIES, add(list, std::slice::from_ref(property)));
        }
        let table = document.entry(VALUES).or_insert(Item::Table(Table::new()));
        let table = table.as_table_like_mut().ok_or_else(wrong)?;
        let list = list(table, property).ok_or_else(wrong)?;
        said(&mut added, property, add(list, values));
    }
    // The document has forgotten how its lines ended.
    let text = format!("{head}{document}").replace('\n', amq_syntax::newline(text));
    Ok(Merged { text, added, not_found })
}

fn said(added: &mut Vec<(String, usize)>, name: &str, count: usize) {
    if count > 0 {
        added.push((name.to_owned(), count));
    }
}

/// The list of a key, which may be new.
fn list<'t>(table: &'t mut dyn toml_edit::TableLike, key: &str) -> Option<&'t mut Array> {
    table.entry(key).or_insert(Item::Value(Value::Array(Array::new()))).as_array_mut()
}

fn names(list: &Array) -> impl Iterator<Item = &str> {
    list.iter().filter_map(Value::as_str)
}

/// Adds the names that a list does not have, in their places if it is sorted; how many those are.
fn add(list: &mut Array, wanted: &[SmolStr]) -> usize {
    let mut new: Vec<&SmolStr> =
        wanted.iter().filter(|it| !names(list).any(|name| name == it.as_str())).collect();
    new.sort_unstable();
    new.dedup();
    if new.is_empty() {
        return 0;
    }
    let is_sorted = names(list).is_sorted();
    let width: usize =
        names(list).chain(new.iter().map(|it| it.as_str())).map(|it| it.len() + 4).sum();
    if width > WIDEST && !has_lines(list) {
        give_lines(list);
    }
    for name in &new {
        let at = if is_sorted {
            names(list).take_while(|it| *it < name.as_str()).count()
        } else {
            list.len()
        };
        insert(list, at, name);
    }
    new.len()
}

fn prefix(value: &Value) -> &str {
    value.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default()
}

/// Whether the names of a list stand on lines of their own.
fn has_lines(list: &Array) -> bool {
    list.iter().any(|it| prefix(it).contains('\n')) || trailing(list).contains('\n')
}

fn trailing(list: &Array) -> &str {
    list.trailing().as_str().unwrap_or_default()
}

/// Puts each name of a list without comments on a line of its own.
fn give_lines(list: &mut Array) {
    for value in list.iter_mut() {
        value.decor_mut().set_prefix("\n    ");
        value.decor_mut().set_suffix("");
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

/// Puts a name before another one, or at the end. A comment behind the name before stays there.
fn insert(list: &mut Array, at: usize, name: &str) {
    let mut value = Value::from(name);
    if !has_lines(list) {
        value.decor_mut().set_prefix(if at > 0 { " " } else { "" });
        list.insert_formatted(at, value);
        if let Some(next) = list.get_mut(at + 1).filter(|it| prefix(it).is_empty()) {
            next.decor_mut().set_prefix(" ");
        }
        return;
    }
    // Without a comma at the end, what follows the last name belongs to it.
    if !list.trailing_comma() {
        let end = list.len().checked_sub(1);
        if let Some(last) = end.and_then(|end| list.get_mut(end)) {
            let suffix = last.decor().suffix().and_then(|it| it.as_str()).unwrap_or_default();
            let suffix = suffix.to_owned();
            last.decor_mut().set_suffix("");
            list.set_trailing(suffix);
        }
        list.set_trailing_comma(true);
    }
    let indent = list.iter().find_map(|it| prefix(it).rsplit_once('\n')).map_or("    ", |it| it.1);
    let indent = indent.to_owned();
    let before = list.get(at).map_or(trailing(list), prefix).to_owned();
    let (behind_last, rest) = before.split_once('\n').unwrap_or((&before, ""));
    value.decor_mut().set_prefix(format!("{behind_last}\n{indent}"));
    let rest = format!("\n{rest}");
    match list.get_mut(at) {
        Some(next) => next.decor_mut().set_prefix(rest),
        None => list.set_trailing(rest),
    }
    list.insert_formatted(at, value);
}
