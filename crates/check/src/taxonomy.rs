//! What a project is known to have: its events, its properties, and values of theirs.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use amq_schema::built_in;
use smol_str::SmolStr;

use crate::{Context, property::CUSTOM, query::Owner};

/// The file that a project's taxonomy stands in.
pub const TAXONOMY_FILE: &str = "taxonomy.toml";
/// Its key for [`Taxonomy::events`].
pub const EVENTS: &str = "events";
/// Its key for [`Taxonomy::user_properties`].
pub const USER_PROPERTIES: &str = "user-properties";
/// Its key for [`Taxonomy::event_properties`].
pub const EVENT_PROPERTIES: &str = "event-properties";
/// Its table for [`Taxonomy::values`].
pub const VALUES: &str = "values";

/// What a project is known to have. Of what is `None` nothing is known, and so nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Taxonomy {
    /// Events, as they are sent: `Purchase`, `ce:Signup`.
    pub events: Option<Names>,
    /// User properties beyond the built-in ones, as they are sent: `gp:plan`, `library`.
    pub user_properties: Option<Names>,
    /// Event properties, as they are sent.
    pub event_properties: Option<Names>,
    /// The values of some properties. A name is that of a user property if it is built in, begins
    /// with `gp:` or is listed as one, and else that of an event property.
    pub values: HashMap<SmolStr, Names>,
}

/// Names that are known, to be looked up and to be guessed from. There may be many.
///
/// ```
/// let names: amq_check::Names = ["Purchase", "Play Song"].into_iter().map(Into::into).collect();
/// assert!(names.contains("Play Song"));
/// assert!(!names.contains("play song"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: HashSet<SmolStr>,
    /// The names in a fixed order, each with its letters; made for the first that is misspelt.
    letters: OnceLock<Vec<(Letters, SmolStr)>>,
}

impl FromIterator<SmolStr> for Names {
    fn from_iter<I: IntoIterator<Item = SmolStr>>(names: I) -> Self {
        Self { names: names.into_iter().collect(), letters: OnceLock::new() }
    }
}

impl Names {
    /// Whether a name is known, exactly so.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Every name, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(SmolStr::as_str)
    }

    /// The names that may be near a misspelt one: a cheap choice from many for the dear one.
    pub(crate) fn like<'n>(&'n self, word: &str) -> impl Iterator<Item = &'n str> + use<'n> {
        /// An edit takes a letter away and puts one there, and no name is near by four edits.
        const MOST_LETTERS: u32 = 6;
        let wanted = letters(word);
        let all = self.letters.get_or_init(|| {
            let mut all: Vec<_> =
                self.names.iter().map(|name| (letters(name), name.clone())).collect();
            all.sort_unstable_by(|one, other| one.1.cmp(&other.1));
            all
        });
        let like = all.iter().filter(move |it| differ(&it.0, &wanted) <= MOST_LETTERS);
        like.map(|it| it.1.as_str())
    }
}

/// How often each letter stands in a word, letter case aside; some letters are counted together.
type Letters = [u8; 32];

fn letters(word: &str) -> Letters {
    let mut letters = [0_u8; 32];
    for letter in word.chars().flat_map(char::to_lowercase) {
        if let Some(count) = letters.get_mut(letter as usize % 32) {
            *count = count.saturating_add(1);
        }
    }
    letters
}

/// How many letters two words do not share.
fn differ(one: &Letters, other: &Letters) -> u32 {
    one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other))).sum()
}

impl Context {
    /// Whether a user property is listed, in the settings or in the taxonomy.
    pub(crate) fn lists_user_property(&self, key: &str) -> bool {
        let listed = &self.taxonomy.user_properties;
        listed.as_ref().is_some_and(|names| names.contains(key))
            || self.user_properties.iter().any(|name| name == key)
    }

    /// The values that a property is known to have.
    pub(crate) fn listed_values(&self, of: Owner, key: &str) -> Option<&Names> {
        let listed = self.taxonomy.values.get(key)?;
        let is_users =
            built_in(key).is_some() || key.starts_with(CUSTOM) || self.lists_user_property(key);
        (is_users == (of == Owner::User)).then_some(listed)
    }
}
