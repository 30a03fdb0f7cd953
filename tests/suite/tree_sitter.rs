//! What the grammar for tree-sitter knows of the table.

use amq_schema::{OPERATORS, Subject, endpoints_of_verb, verbs};
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES};
use amq_tests::{assert_generated, workspace};
use serde_json::{Map, Value, json};

#[test]
fn its_words_are_those_of_the_table() {
    let verbs: Map<String, Value> = verbs().map(|verb| (verb.to_owned(), verb_row(verb))).collect();
    let operators: Vec<&str> = OPERATORS
        .iter()
        .flat_map(|row| std::iter::once(row.text).chain(row.aliases.iter().copied()))
        .collect();
    let words = json!({ "verbs": verbs, "clauses": CLAUSE_WORDS, "operators": operators });
    let text = serde_json::to_string_pretty(&words).unwrap() + "\n";
    assert_generated(&folder().join("words.json"), &text);
}

#[test]
fn its_scanner_knows_the_words_that_go_on() {
    let words: Vec<&str> = CLAUSE_WORDS.iter().chain(CONNECTIVES).copied().collect();
    let longest = words.iter().map(|word| word.len()).max().unwrap();
    let listed: Vec<String> = words.iter().map(|word| format!("  \"{word}\",\n")).collect();
    let text = format!(
        "// Written by a test from the words of the language.\n\n#define LONGEST_WORD {longest}\n\n\
         static const char *const WORDS[] = {{\n{}}};\n",
        listed.concat()
    );
    assert_generated(&folder().join("src/words.h"), &text);
}

/// What may stand behind a verb, and the words that may.
fn verb_row(verb: &str) -> Value {
    let mut words = Vec::new();
    let mut kind = "none";
    for endpoint in endpoints_of_verb(verb) {
        if !endpoint.phrase.is_empty() {
            words.push(endpoint.phrase.join(" "));
        }
        let (of_endpoint, more) = subject(endpoint.subject);
        kind = of_endpoint;
        words.extend(more);
    }
    json!({ "subject": kind, "words": words })
}

fn subject(subject: Subject) -> (&'static str, Vec<String>) {
    let texts = |words: &[amq_schema::Word]| words.iter().map(|it| it.text.to_owned()).collect();
    match subject {
        Subject::None => ("none", Vec::new()),
        Subject::Word(words) => ("word", texts(words)),
        Subject::Property => ("property", Vec::new()),
        Subject::Events { arrow: true, .. } => ("steps", Vec::new()),
        Subject::Events { .. } => ("events", Vec::new()),
        Subject::AmplitudeId | Subject::Identifier => ("identifier", Vec::new()),
        Subject::Chart(words) => ("identifier", texts(words)),
    }
}

fn folder() -> std::path::PathBuf {
    workspace().join("editors/tree-sitter-amq")
}
