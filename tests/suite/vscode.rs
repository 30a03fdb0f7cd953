//! What the extension for VS Code has to agree on with the rest: its version, and the words of the
//! grammar that colours files before a server runs.

use std::collections::BTreeSet;

use amq_check::PERIODS;
use amq_schema::{
    BUILT_IN, CLAUSES, Clause, ENDPOINTS, FUNCTIONS, OPERATORS, SPECIAL_EVENTS, Subject, Ty, Word,
};
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, RESERVED};
use amq_tests::{assert_generated, workspace};

use crate::grammar::words_of_rule;

/// The grammar of patterns.
const PATH: &str = "editors/vscode/syntaxes/amq.tmLanguage.json";

#[test]
fn words_of_the_grammar_are_those_of_the_table() {
    let path = workspace().join(PATH);
    let grammar = std::fs::read_to_string(&path).unwrap();
    assert_generated(&path, &with_words(&grammar));
}

#[test]
fn the_grammar_knows_all_words_that_clauses_take() {
    let grammar = std::fs::read_to_string(workspace().join(PATH)).unwrap();
    for row in CLAUSES.iter().filter(|row| !words_of_clause(row.clause).is_empty()) {
        let marker = format!("(?#words of {})", row.words[0]);
        // The words of `latest` and `earliest` are clauses themselves.
        assert!(grammar.contains(&marker) || row.clause == Clause::Direction, "{marker}");
    }
}

#[test]
fn its_version_is_that_of_the_program() {
    let package = std::fs::read_to_string(workspace().join("editors/vscode/package.json")).unwrap();
    let version = format!("\n  \"version\": \"{}\",\n", env!("CARGO_PKG_VERSION"));
    assert!(package.contains(&version), "package.json should have{version}");
}

/// The grammar with what stands between each `(?#NAME)` and `(?#end)` written anew.
fn with_words(grammar: &str) -> String {
    let mut parts = grammar.split("(?#");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(')').unwrap();
        written.extend(["(?#", name, ")"]);
        match name {
            // `NAME` stands in the comment that says what this is.
            "NAME" | "end" => written.push_str(rest),
            name => written.push_str(&alternatives(words(name))),
        }
    }
    written
}

/// Words as a pattern, longer ones first, in a JSON text.
fn alternatives(words: BTreeSet<String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|").replace(' ', r"\\s+")
}

/// A list of the language's words, from the table or the grammar.
pub(crate) fn words(name: &str) -> BTreeSet<String> {
    let owned = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
    let worded = |text: &str| text.starts_with(char::is_alphabetic);
    let operators = || OPERATORS.iter().flat_map(|it| it.aliases.iter().chain([&it.text]));
    match name {
        "heads" => ENDPOINTS.iter().flat_map(|it| heads(it.name, it.subject)).collect(),
        "clauses" => owned(CLAUSE_WORDS),
        "connectives" => owned(&[CONNECTIVES, RESERVED].concat()),
        "helpers" => ["to", "step", "times_word", "within", "cohort_word"]
            .iter()
            .flat_map(|rule| words_of_rule(rule))
            .collect(),
        "constants" => words_of_rule("constant"),
        "units" => words_of_rule("duration"),
        "periods" => owned(&PERIODS),
        "functions" => FUNCTIONS.iter().map(|it| it.name.to_owned()).collect(),
        "properties" => BUILT_IN.iter().map(|it| it.name.to_owned()).collect(),
        "events" => SPECIAL_EVENTS.iter().map(|it| it.name.to_owned()).collect(),
        "worded operators" => {
            operators().filter(|it| worded(it)).map(|it| (*it).to_owned()).collect()
        }
        "operators" => operators().filter(|it| !worded(it)).map(|it| (*it).to_owned()).collect(),
        name => {
            let of = name.strip_prefix("words of ");
            let row = CLAUSES.iter().filter(|row| of == row.words.first().copied());
            let words: Vec<_> = row.flat_map(|row| words_of_clause(row.clause)).collect();
            assert!(!words.is_empty(), "no list is called `{name}`");
            words.into_iter().collect()
        }
    }
}

/// What a query of an endpoint begins with.
fn heads(name: &str, subject: Subject) -> Vec<String> {
    let words: &[Word] = if let Subject::Word(words) = subject { words } else { &[] };
    let worded = words.iter().map(|word| format!("{name} {}", word.text));
    std::iter::once(name.to_owned()).chain(worded).collect()
}

/// The words that a clause takes, on whatever endpoint.
pub(crate) fn words_of_clause(clause: Clause) -> Vec<String> {
    let params = ENDPOINTS.iter().flat_map(|it| it.params).filter(|it| it.fills_from(clause));
    let words = params.flat_map(|param| match param.ty {
        Ty::Words(words) | Ty::Interval(words) | Ty::BinUnit(words) | Ty::Direction(words) => words,
        _ => &[],
    });
    let mut words: Vec<String> = words.map(|word| word.text.to_owned()).collect();
    if let (true, Some((_, word))) = (words.is_empty(), clause.name().split_once(' ')) {
        // `rolling window` and `rolling average`.
        words.push(word.to_owned());
    }
    words
}
