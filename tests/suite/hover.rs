//! Every word of a query that means something says so when it is pointed at, and what is said of
//! the words of the language is so.

use std::collections::BTreeSet;

use amq_check::{Checks, Context};
use amq_ide::{File, SemanticKind as Kind, SemanticToken};
use amq_schema::{Clause, Cost, ENDPOINTS, KEYWORDS, Keyword};
use amq_syntax::{Parse, TextSize, parse};
use amq_tests::TODAY;

#[test]
fn every_word_of_the_examples_has_a_hover() {
    let mut texts = amq_tests::examples();
    texts.extend(ENDPOINTS.iter().map(|it| it.example.to_owned()));
    texts.extend(KEYWORDS.iter().map(|it| it.example.to_owned()));
    texts.push(amq_tests::corpus::file(&mut amq_tests::Random::new(3), 300));
    let (mut silent, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for text in &texts {
        looked_at(text, &mut silent, &mut seen);
    }
    assert!(silent.is_empty(), "words without a hover: {silent:#?}");
    for row in KEYWORDS {
        let said = format!("**`{}`**: {}", row.form, row.doc);
        assert!(seen.iter().any(|it| it.contains(&said)), "nothing shows {:?}", row.keyword);
    }
}

/// Adds the words of a text that say nothing, with what is before them, and what the others say.
fn looked_at(text: &str, silent: &mut BTreeSet<String>, seen: &mut BTreeSet<String>) {
    let (parse, context) = (parse(text), Context::new(TODAY));
    let checks = Checks::new(text, &parse, &context, &[]);
    let base_url = amq_schema::Region::Us.base_url();
    let file = File { text, parse: &parse, checks: &checks, context: &context, base_url };
    let tokens = amq_ide::semantic_tokens(&file, None);
    let words = tokens.iter().enumerate().filter(|(at, it)| !is_own(text, &tokens[..*at], it));
    let words = words.map(|it| usize::from(it.1.range.start()));
    for at in signs(",", text, &parse, &tokens) {
        seen.extend(amq_ide::hover(&file, TextSize::new(at as u32)).map(|it| it.text));
    }
    let signs = ["->", "$:", "%:"].into_iter().flat_map(|it| signs(it, text, &parse, &tokens));
    for at in words.chain(signs) {
        if let Some(hover) = amq_ide::hover(&file, TextSize::new(at as u32)) {
            seen.insert(hover.text);
        } else {
            let before = text[..at].rfind('\n').map_or(0, |it| it + 1);
            let word: String = text[at..].chars().take(20).collect();
            silent.insert(format!("{}<HERE>{word}", &text[before..at]));
        }
    }
}

/// Whether a word is a name, a text or a number of the user's own.
fn is_own(text: &str, before: &[SemanticToken], word: &SemanticToken) -> bool {
    match word.kind {
        Kind::Comment | Kind::String | Kind::Name => true,
        Kind::Number => {
            // A value behind an operator, or in a list of such, or in a formula.
            let plain =
                before.iter().rev().find(|it| !matches!(it.kind, Kind::Number | Kind::String));
            plain.is_none_or(|it| {
                matches!(it.kind, Kind::Operator | Kind::Event | Kind::Function | Kind::Name)
                    || amq_syntax::slice(text, it.range) == Clause::Formula.name()
            })
        }
        _ => false,
    }
}

/// Where a sign stands, outside comments and texts in quotes.
fn signs(sign: &str, text: &str, parse: &Parse, tokens: &[SemanticToken]) -> Vec<usize> {
    let is_inside = |at: usize| {
        let at = TextSize::new(at as u32);
        parse.comments.iter().any(|it| it.contains(at))
            || tokens.iter().any(|it| it.range.contains(at))
    };
    text.match_indices(sign).map(|it| it.0).filter(|at| !is_inside(*at)).collect()
}

#[test]
fn what_is_said_of_the_words_of_the_language_is_so() {
    for row in KEYWORDS {
        let checked = amq_tests::check(row.example);
        // A file that is used is not there, a name is not used, and `14d` is not documented.
        let known = [Keyword::Use, Keyword::Let, Keyword::Event, Keyword::Days];
        assert!(
            checked.diagnostics.is_empty() || known.contains(&row.keyword),
            "{:?}: {:?}",
            row.keyword,
            checked.diagnostics
        );
        let word = row.form.split(' ').next().unwrap();
        assert!(row.example.contains(word), "{:?}", row.keyword);
        let Some(sent) = row.sent else { continue };
        let query = checked.queries[0].query.as_ref().unwrap();
        let params = amq_request::params(query);
        assert!(params.iter().any(|it| it.1.contains(sent)), "{:?}: {params:?}", row.keyword);
    }
}

#[test]
fn what_is_said_of_the_cost_of_events_is_so() {
    let cost = |text: &str| {
        amq_tests::check(text).queries[0].query.as_ref().unwrap().cost.unwrap().query_type
    };
    for endpoint in ENDPOINTS {
        let Cost::PerEvent { weight, per_group } = endpoint.cost else { continue };
        let joint = if endpoint.subject.is_arrow() { "->" } else { "," };
        let two = format!("{} A {joint} B", endpoint.verb);
        assert_eq!(cost(&two), 2 * u64::from(weight));
        assert_eq!(cost(&format!("{two}{{by x}}")), u64::from(2 * weight + per_group));
    }
}
