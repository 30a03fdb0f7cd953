//! The clauses of a query's verb, and which of them the cursor is in.

use amq_schema::Subject;
use amq_syntax::TextSize;

use crate::{File, docs, place::place};

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

/// The form of the query at a place.
pub fn signature(file: &File<'_>, at: TextSize) -> Option<Signature> {
    let place = place(file, at);
    let endpoint = place.after.endpoint?;
    let mut label = endpoint.name.to_owned();
    let mut parts = Vec::new();
    let subject = subject(endpoint.subject);
    if !subject.is_empty() {
        let part = add(&mut label, &subject, endpoint.doc.to_owned());
        parts.push(part);
    }
    let clauses = docs::clauses(endpoint);
    for clause in &clauses {
        let forms = docs::forms(*clause, Some(endpoint));
        let form = forms.first().copied().unwrap_or(clause.name());
        parts.push(add(&mut label, &format!("[{form}]"), docs::clause(*clause, None)));
    }
    let first = parts.len() - clauses.len();
    let active = match place.after.clause {
        Some(clause) => clauses.iter().position(|it| *it == clause).map(|at| at + first),
        None => (first > 0).then_some(0),
    };
    Some(Signature { label, doc: endpoint.doc.to_owned(), parts, active })
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
