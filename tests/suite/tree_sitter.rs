//! What the grammar for tree-sitter knows of the table.

use std::collections::BTreeSet;

use amq_schema::{Clause, OPERATORS, Subject, endpoints_of_verb, verbs};
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES};
use amq_tests::{assert_generated, workspace};
use serde_json::{Map, Value, json};

use crate::grammar::words_of_rule;

#[test]
fn its_words_are_those_of_the_table() {
    let verbs: Map<String, Value> = verbs().map(|verb| (verb.to_owned(), verb_row(verb))).collect();
    let operators: Vec<&str> = OPERATORS
        .iter()
        .flat_map(|row| std::iter::once(row.text).chain(row.aliases.iter().copied()))
        .collect();
    let days: Vec<String> =
        ["today", "yesterday"].iter().flat_map(|it| words_of_rule(it)).collect();
    let words = json!({
        "verbs": verbs,
        "clauses": CLAUSE_WORDS,
        "ranges": Clause::Range.row().words,
        "days": days,
        "units": words_of_rule("duration"),
        "constants": words_of_rule("constant"),
        "operators": operators,
    });
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

#[test]
fn it_says_what_follows_each_word_of_the_table() {
    assert_eq!(keys("clauses"), CLAUSE_WORDS.iter().map(|it| (*it).to_owned()).collect());
    let kinds = verbs().map(|verb| verb_row(verb)["subject"].as_str().unwrap().to_owned());
    assert_eq!(keys("subjects"), kinds.collect());
}

/// The keys of an object of the grammar, one a line.
fn keys(object: &str) -> BTreeSet<String> {
    let grammar = std::fs::read_to_string(folder().join("grammar.js")).unwrap();
    let (_, body) = grammar.split_once(&format!("\nconst {object} = {{\n")).unwrap();
    let (body, _) = body.split_once("\n};").unwrap();
    body.lines().map(|line| line.trim_start().split_once(':').unwrap().0.to_owned()).collect()
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
