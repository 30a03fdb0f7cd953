//! Why an answer cannot be decoded.

use std::fmt::{self, Write as _};

use smol_str::SmolStr;

/// An answer that is not of the documented shape: where, what was found, and what was expected.
///
/// It is shown as a sentence, such as
/// ``at `data.series[0][3]`: found the text `abc`, expected a number``.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The way to the place, innermost step first.
    steps: Vec<Step>,
    what: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(SmolStr),
    Item(usize),
}

impl Unreadable {
    pub(crate) fn wrong(found: impl fmt::Display, expected: &str) -> Self {
        Self::said(format!("found {found}, expected {expected}"))
    }

    pub(crate) fn absent() -> Self {
        Self::said("found nothing, expected a member of this name".to_owned())
    }

    pub(crate) fn said(what: String) -> Self {
        Self { steps: Vec::new(), what }
    }

    /// What `error` says of a body that is no JSON, and how it begins.
    pub(crate) fn not_json(error: &str, body: &[u8]) -> Self {
        let start = body.get(..body.len().min(200)).unwrap_or_default();
        let start = String::from_utf8_lossy(start);
        let start = crate::text::shortened(start.trim(), 60);
        let found = if start.is_empty() { "nothing".to_owned() } else { format!("`{start}`") };
        Self::said(format!("found {found}, expected JSON: {error}"))
    }

    /// The same, inside a member of an object.
    #[must_use]
    pub(crate) fn under(mut self, key: &str) -> Self {
        self.steps.push(Step::Member(key.into()));
        self
    }

    /// The same, inside an item of a list.
    #[must_use]
    pub(crate) fn item(mut self, at: usize) -> Self {
        self.steps.push(Step::Item(at));
        self
    }

    /// The place: `data.series[0]`; empty where the answer as a whole is wrong.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            match step {
                Step::Item(at) => {
                    let _ = write!(path, "[{at}]");
                }
                Step::Member(name) if is_plain(name) => {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(name);
                }
                Step::Member(name) => {
                    let _ = write!(path, "[{:?}]", crate::text::shortened(name, 40));
                }
            }
        }
        path
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|next| next.is_ascii_alphanumeric() || next == '_')
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(formatter, "at `{path}`: ")?;
        }
        formatter.write_str(&self.what)
    }
}

impl std::error::Error for Unreadable {}
