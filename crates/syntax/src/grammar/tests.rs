//! The parser that is written for the grammar reads every text as pest's own does.

#![expect(clippy::disallowed_methods, reason = "the texts are those of the other tests")]

use std::{fs, path::Path};

use pest::{Parser as _, Token};

use super::{Found, Node, odd_blanks, push};

#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/amq.pest"]
struct Pest;

/// A node's rule, start, end and how many nodes are in it.
type Seen = (String, usize, usize, usize);

/// What pest finds, and the comments.
fn pest(text: &str) -> (Vec<Seen>, Vec<(usize, usize)>) {
    let mut whole = String::new();
    push(&mut whole, text, &odd_blanks(text));
    let (mut nodes, mut comments, mut open) = (Vec::<Seen>::new(), Vec::new(), Vec::new());
    let pairs = Pest::parse(Rule::statement, &whole).unwrap();
    for token in pairs.tokens() {
        match token {
            Token::Start { rule: Rule::comment, pos } => comments.push((pos.pos() - 1, 0)),
            Token::End { rule: Rule::comment, pos } => {
                comments.last_mut().unwrap().1 = pos.pos().min(text.len());
            }
            Token::Start { rule, pos } => {
                open.push(nodes.len());
                nodes.push((format!("{rule:?}"), pos.pos().min(text.len()), 0, 0));
            }
            Token::End { pos, .. } => {
                let (at, inner) = open.pop().map(|at| (at, nodes.len() - at - 1)).unwrap();
                nodes[at].2 = pos.pos().min(text.len());
                nodes[at].3 = inner;
            }
        }
    }
    (nodes, comments)
}

fn ours(found: &Found) -> (Vec<Seen>, Vec<(usize, usize)>) {
    let seen = |(at, node): (usize, &Node)| {
        let inner = node.next as usize - at - 1;
        (format!("{:?}", node.rule), node.start as usize, node.end as usize, inner)
    };
    let comments = found.comments.iter().map(|(start, end)| (*start as usize, *end as usize));
    (found.nodes.iter().enumerate().map(seen).collect(), comments.collect())
}

/// The statements of the examples and of what the tests check, valid and not.
fn statements() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders =
        vec![root.join("examples"), root.join("tests/check"), root.join("tests/data")];
    let mut statements = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "amq") {
                let text = fs::read_to_string(path).unwrap();
                let (spans, _) = crate::split(&text);
                statements.extend(spans.iter().map(|it| crate::slice(&text, it.range).to_owned()));
            }
        }
    }
    statements.sort();
    statements.dedup();
    statements
}

/// Texts that are made of others: their beginnings, what is left without a sign, and pieces of several.
fn changed(texts: &[String], mut done: impl FnMut(&str)) {
    let long = std::env::var_os("AMQ_LONG").is_some();
    let mut seed = 1_u64;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit.max(1)
    };
    let cut = |text: &str, at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    for text in texts {
        done(text);
        for _ in 0..if long { 200 } else { 8 } {
            let (from, to) = (cut(text, below(text.len() + 1)), cut(text, below(text.len() + 1)));
            done(&text[..from]);
            let mut shorter = text.clone();
            if from < shorter.len() {
                shorter.remove(from);
            }
            done(&shorter);
            let other = &texts[below(texts.len())];
            let piece = &other[cut(other, below(other.len() + 1))..];
            done(&format!("{}{piece}", &text[..to]));
            let sign = [
                "\"", "(", ")", "{", "}", ",", " ", "-", "->", "=", "$", "\n", "#", "é", "\0",
                "and ", "by ",
            ];
            done(&format!("{}{}{}", &text[..from], sign[below(sign.len())], &text[from..]));
        }
    }
}

#[test]
fn it_reads_what_pest_reads() {
    let texts = statements();
    assert!(texts.len() > 500, "{}", texts.len());
    let mut found = Found::default();
    changed(&texts, |text| {
        // Formulas nest.
        if text.len() < 10_000 {
            found.read(text);
            assert_eq!(ours(&found), pest(text), "of {text:?}");
        }
    });
}
