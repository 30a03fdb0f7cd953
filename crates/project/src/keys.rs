//! The keys of `amq.toml`: one table for the reader of settings, for `amq init` and for editors.

/// The newest version of the language that this program knows.
pub const LANGUAGE: u32 = 1;

/// A key of `amq.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// The table it stands in; empty at the top.
    pub table: &'static str,
    /// Its name; empty where any name may stand.
    pub name: &'static str,
    /// What it takes, for messages.
    pub takes: &'static str,
    /// An example of a value.
    pub example: &'static str,
    /// What it means, one sentence.
    pub doc: &'static str,
}

const fn key(
    table: &'static str,
    name: &'static str,
    takes: &'static str,
    example: &'static str,
    doc: &'static str,
) -> Key {
    Key { table, name, takes, example, doc }
}

pub(crate) static LANGUAGE_KEY: Key = key(
    "",
    "language",
    "a whole number",
    "1",
    "The version of the language that the files are written in.",
);
/// The key of the region.
pub static REGION: Key = key(
    "",
    "region",
    "`\"us\"` or `\"eu\"`",
    "\"us\"",
    "Where the project's data is stored, which decides the host that requests go to.",
);
pub(crate) static TIMEZONE: Key = key(
    "",
    "timezone",
    "the name of a time zone, such as `\"Europe/Amsterdam\"`",
    "\"UTC\"",
    "The time zone of the Amplitude project. It decides which day `today` is.",
);
pub(crate) static RANGE: Key =
    key("", "range", "a range", "\"last 30d\"", "The range of queries that give none.");
pub(crate) static USER: Key = key(
    "properties",
    "user",
    "a list of names in quotes",
    "[\"library\", \"gp:plan\"]",
    "User properties known beyond the built-in ones, so that a misspelt name is found.",
);
pub(crate) static MAX: Key = key(
    "cost",
    "max",
    "a whole number of at least 1",
    "1000",
    "A query that costs more is an error.",
);
pub(crate) static LINT: Key = key(
    "lints",
    "",
    "`\"error\"`, `\"warning\"`, `\"info\"` or `\"off\"`",
    "\"error\"",
    "How bad a diagnostic is, by its code or its name.",
);

/// Every key, in the order in which `amq init` writes them.
pub static KEYS: &[&Key] = &[&LANGUAGE_KEY, &REGION, &TIMEZONE, &RANGE, &USER, &MAX, &LINT];

/// The names that may stand in a table, tables of the top among them.
pub(crate) fn names(table: &str) -> Vec<&'static str> {
    let own = KEYS.iter().filter(|key| key.table == table && !key.name.is_empty());
    let mut names: Vec<&str> = own.map(|key| key.name).collect();
    if table.is_empty() {
        names.extend(KEYS.iter().map(|key| key.table).filter(|table| !table.is_empty()));
    }
    names
}
