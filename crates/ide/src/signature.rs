//! The clauses of a query's verb, and which of them the cursor is in.

use amq_schema::{Endpoint, Subject, endpoints_of_verb};
use amq_syntax::TextSize;

use crate::{File, docs, place::place, walk::Walk};

/// The forms that a query can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatures {
    /// One for each endpoint that the words so far may ask.
    pub all: Vec<Signature>,
    /// The one that is most likely meant.
    pub active: usize,
}

/// A query's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole form.
    pub label: String,
    /// What it asks, in Markdown.
    pub doc: String,
    /// Its parts: where they stand in the label, in bytes, and what they say.
    pub parts: Vec<(usize, usize, String)>,
    /// The part that the cursor is in.
    pub active: Option<usize>,
}

/// The forms of the query at a place.
pub fn signatures(file: &File<'_>, at: TextSize) -> Option<Signatures> {
    let place = place(file, at);
    let walk = &place.after;
    if let Some(endpoint) = walk.endpoint {
        return Some(Signatures { all: vec![signature(endpoint, walk)], active: 0 });
    }
    let begun = |it: &&Endpoint| it.phrase.starts_with(&walk.phrase);
    let all: Vec<_> = endpoints_of_verb(walk.verb?).filter(begun).collect();
    let all: Vec<_> = all.into_iter().map(|it| signature(it, walk)).collect();
    (!all.is_empty()).then_some(Signatures { all, active: 0 })
}

fn signature(endpoint: &Endpoint, walk: &Walk<'_>) -> Signature {
    let mut label = endpoint.name.to_owned();
    let mut parts = Vec::new();
    let subject = subject(endpoint.subject);
    if !subject.is_empty() {
        parts.push(add(&mut label, &subject, endpoint.subject.doc().to_owned()));
    }
    let first = parts.len();
    let clauses = docs::clauses(endpoint);
    for clause in &clauses {
        let forms = docs::forms(*clause, Some(endpoint));
        let form = forms.first().copied().unwrap_or(clause.name());
        parts.push(add(&mut label, &format!("[{form}]"), clause.row().doc.to_owned()));
    }
    let active = match walk.clause {
        Some(clause) => clauses.iter().position(|it| *it == clause).map(|at| at + first),
        None => (first > 0).then_some(0),
    };
    Signature { label, doc: endpoint.doc.to_owned(), parts, active }
}

fn add(label: &mut String, part: &str, doc: String) -> (usize, usize, String) {
    label.push(' ');
    let start = label.len();
    label.push_str(part);
    (start, label.len(), doc)
}

fn subject(subject: Subject) -> String {
    match subject {
        Subject::None => String::new(),
        Subject::Word(words) => {
            let words: Vec<&str> = words.iter().map(|it| it.text).collect();
            format!("[{}]", words.join("|"))
        }
        Subject::Property => "PROPERTY".to_owned(),
        Subject::Events { arrow: true, max: None, .. } => "EVENT -> EVENT …".to_owned(),
        Subject::Events { arrow: true, .. } => "EVENT -> EVENT".to_owned(),
        Subject::Events { .. } => "EVENT[, EVENT]".to_owned(),
        Subject::AmplitudeId => "AMPLITUDE_ID".to_owned(),
        Subject::Identifier => "IDENTIFIER".to_owned(),
        Subject::Chart(words) => {
            let words: Vec<&str> = words.iter().map(|it| it.text).collect();
            format!("ID [{}]", words.join("|"))
        }
    }
}
