//! What the API said of a request, in terms of its query.

use std::ops::Range;

use crate::send::Refusal;

/// A refusal, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What is wrong.
    pub message: String,
    /// The part of the query that the API speaks of, in bytes from the start of its text.
    pub place: Option<Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Refusal {
    /// Whether nothing but other credentials can help.
    pub fn is_of_credentials(&self) -> bool {
        matches!(self.status, Some(401 | 403))
    }

    /// What is wrong, where in the text of the query, and what to do.
    ///
    /// ```
    /// let details = "Invalid user property plan".to_owned();
    /// let refusal = amq_client::Refusal { status: Some(400), details };
    /// let explained = refusal.explain("users new by plan");
    /// assert_eq!(explained.place, Some(13..17));
    /// ```
    pub fn explain(&self, query: &str) -> Explained {
        let details = &self.details;
        let Some(status) = self.status else {
            return Explained { message: details.clone(), place: None, help: None };
        };
        let place = place(details, query);
        let (message, help) = match status {
            401 | 403 => (
                format!("the API does not know this key and secret ({status}: {details})"),
                Some(
                    "check both, and the region: a project of the EU needs `--region eu`, or \
                     `region = \"eu\"` in amq.toml"
                        .to_owned(),
                ),
            ),
            404 => (
                format!("the API has nothing there (404: {details})"),
                Some(
                    "check the identifier in the query, and which project the key belongs to"
                        .into(),
                ),
            ),
            _ => {
                let property = details.strip_prefix("Invalid user property ").map(str::trim);
                let help = property.map(|property| match property.strip_prefix("gp:") {
                    Some(_) => format!("the project has no user property `{property}`"),
                    None => format!(
                        "the API has no property `{property}` of its own; one of yours is written \
                         `gp:{property}`"
                    ),
                });
                (format!("the API refuses this query ({status}: {details})"), help)
            }
        };
        Explained { message, place, help }
    }
}

/// The longest word of the details that the query has too, where it stands there.
fn place(details: &str, query: &str) -> Option<Range<usize>> {
    const SHORTEST: usize = 3;
    let is_end = |it: char| it.is_whitespace() || "\"'`,;()[]{}".contains(it);
    let words = details.split(is_end).map(|it| it.trim_end_matches(['.', ':', '!']));
    let mut found: Option<Range<usize>> = None;
    for word in words.filter(|it| it.len() >= SHORTEST) {
        if found.as_ref().is_some_and(|it| it.len() >= word.len()) {
            continue;
        }
        found = whole(query, word).or(found);
    }
    found
}

/// Where a word stands as a whole one.
fn whole(text: &str, word: &str) -> Option<Range<usize>> {
    let is_part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    text.match_indices(word).map(|(at, _)| at..at + word.len()).find(|range| {
        let before = text.get(..range.start).and_then(|it| it.chars().next_back());
        let after = text.get(range.end..).and_then(|it| it.chars().next());
        !is_part(before) && !is_part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(status: u16, details: &str, query: &str) -> Explained {
        Refusal { status: Some(status), details: details.to_owned() }.explain(query)
    }

    #[test]
    fn the_property_that_is_refused_is_shown() {
        let query = "users new where planet is \"x\" by plan";
        let said = explained(400, "Invalid user property plan", query);
        assert_eq!(said.place.map(|it| &query[it]), Some("plan"));
        let help = "the API has no property `plan` of its own; one of yours is written `gp:plan`";
        assert_eq!(said.help.as_deref(), Some(help));
    }

    #[test]
    fn words_that_the_query_has_not_are_no_place() {
        let said = explained(400, "Invalid chart definition", "users new");
        assert_eq!((said.place, said.help), (None, None));
    }

    #[test]
    fn credentials_speak_of_the_region() {
        let said = explained(403, "Invalid API/Secret Key combination", "users new");
        assert!(said.help.is_some_and(|it| it.contains("--region eu")));
    }
}
