//! What the grammar, the line scan and the table have to agree on.

use std::collections::BTreeSet;

use amq_schema::{CLAUSES, ENDPOINTS, OPERATORS, Subject};
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, OF_IDENTIFIERS, RESERVED, ast::Operator};
use amq_tests::workspace;

#[test]
fn clauses_begin_with_the_same_words_everywhere() {
    let scanned: BTreeSet<&str> = CLAUSE_WORDS.iter().copied().collect();
    let tabled: BTreeSet<&str> = CLAUSES.iter().flat_map(|row| row.words).copied().collect();
    assert_eq!(scanned, tabled);
    let grammar = grammar();
    assert_eq!(words_of(&grammar, "clause_word"), scanned);
    let reserved: BTreeSet<&str> = CONNECTIVES.iter().chain(RESERVED).copied().collect();
    assert_eq!(words_of(&grammar, "joint"), reserved);
}

#[test]
fn identifiers_are_taken_by_the_same_verbs() {
    let takes =
        |of: &Subject| matches!(of, Subject::AmplitudeId | Subject::Identifier | Subject::Chart(_));
    let tabled = ENDPOINTS.iter().filter(|row| takes(&row.subject)).map(|row| row.verb);
    assert_eq!(tabled.collect::<BTreeSet<_>>(), OF_IDENTIFIERS.iter().copied().collect());
}

#[test]
fn operators_stand_in_the_order_of_the_table() {
    let tabled: Vec<&str> = OPERATORS.iter().map(|row| row.text).collect();
    assert_eq!(Operator::ALL.map(Operator::text).as_slice(), tabled);
}

#[test]
fn every_mistake_of_the_grammar_has_a_name_that_says_so() {
    for line in grammar().lines().filter(|line| line.contains("{ \"\" }")) {
        assert!(line.starts_with("missing_"), "{line}");
    }
}

fn grammar() -> String {
    std::fs::read_to_string(workspace().join("grammar/amq.pest")).unwrap()
}

/// The quoted words of a rule of the grammar.
pub(crate) fn words_of_rule(rule: &str) -> BTreeSet<String> {
    words_of(&grammar(), rule).into_iter().map(ToOwned::to_owned).collect()
}

/// The quoted words of a rule.
fn words_of<'g>(grammar: &'g str, rule: &str) -> BTreeSet<&'g str> {
    // The `=` of neighbours are aligned.
    let names = |line: &str| line.split('=').next().is_some_and(|name| name.trim_end() == rule);
    let line = grammar.lines().find(|line| names(line)).unwrap();
    let body = &grammar[line.as_ptr().addr() - grammar.as_ptr().addr()..];
    let body = &body[..body
        .find("\n}")
        .filter(|_| body.lines().next().unwrap().ends_with('{'))
        .unwrap_or(body.find('\n').unwrap())];
    body.split('"').skip(1).step_by(2).collect()
}
