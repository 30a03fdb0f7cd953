//! An edit is answered as a fresh reading of the text would be: statements, and what is said.

use std::{env, ops::Range};

use amq_check::{Checks, Context};
use amq_syntax::{Parse, TextRange, parse, reparse};
use amq_tests::{Random, TODAY, examples, workspace};

/// What edits put in: pieces that join, split, end and describe statements.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "  ",
    "#",
    "# amq: allow AMQ501\n",
    "# x\n",
    "\"",
    "users",
    "let $a = \"x\"\n",
    "let $b = $a\n",
    "let $a = where $c\n",
    "$a",
    "$dutch",
    "and ",
    "vs",
    "é",
    "購入",
    "🎉",
    "{",
    "}",
    "(",
    "q: users\n",
    "q: ",
    "users new where city is $a\n",
    "use \"x.amq\"\n",
    "by platform",
    " ",
    "\r\n",
    "\u{feff}",
    "funnel A -> B last 900d by platform\n",
    "  where $a and $b\n",
    "last 30d",
    "\t",
    ",",
];

#[test]
fn edits_equal_a_fresh_reading() {
    let edits = if env::var_os("AMQ_LONG").is_some() { 20_000 } else { 500 };
    let mut random = Random::new(7);
    let mut texts = examples();
    texts.push(String::new());
    texts.push("\u{feff}  users new\nand x\n".to_owned());
    let fixtures =
        ["tests/check/definitions.amq", "tests/check/allow.amq", "tests/check/names_reserved.amq"];
    texts.extend(fixtures.map(|it| std::fs::read_to_string(workspace().join(it)).unwrap()));
    texts.retain(|text| text.len() < 20_000);
    for _ in 0..edits / 50 {
        let text = texts[random.below(texts.len())].clone();
        let edits = (0..50).map(|_| random.any()).collect::<Vec<_>>();
        run(text, &edits);
    }
}

fn run(mut text: String, edits: &[u64]) {
    let context = Context::new(TODAY);
    let mut tree = parse(&text);
    let mut checks = Checks::new(&text, &tree, &context, &[]);
    let mut undo: Vec<(Range<usize>, String)> = Vec::new();
    for edit in edits {
        let mut random = Random::new(*edit);
        let (range, new) = match undo.pop().filter(|_| random.one_in(4)) {
            Some(edit) => edit,
            None => random_edit(&text, &mut random),
        };
        undo.push((range.start..range.start + new.len(), text[range.clone()].to_owned()));
        let before = text.clone();
        text.replace_range(range.clone(), &new);
        let removed = TextRange::new((range.start as u32).into(), (range.end as u32).into());
        let changed = reparse(&mut tree, &text, removed, (new.len() as u32).into());
        checks.update(&text, &tree, &context, &[], &changed);
        let shown = || format!("{range:?} by {new:?} in\n{before:?}");
        hold_tree(&tree, &parse(&text), &shown);
        let fresh = Checks::new(&text, &tree, &context, &[]);
        let (found, wanted) = (
            checks.clone().into_analysis(&text, &tree, &context),
            fresh.into_analysis(&text, &tree, &context),
        );
        assert_eq!(format!("{found:#?}"), format!("{wanted:#?}"), "{}", shown());
    }
}

fn random_edit(text: &str, random: &mut Random) -> (Range<usize>, String) {
    let at = boundary(text, random.below(text.len() + 1));
    let length = if random.one_in(3) { random.below(40) } else { 0 };
    let mut end = boundary(text, (at + length).min(text.len()));
    if random.one_in(20) {
        end = boundary(text, (at + 400).min(text.len()));
    }
    let new = if random.one_in(4) { String::new() } else { random.pick(PIECES).to_owned() };
    (at..end.max(at), new)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn hold_tree(found: &Parse, wanted: &Parse, shown: &dyn Fn() -> String) {
    assert_eq!(found.comments, wanted.comments, "{}", shown());
    let places = |parse: &Parse| -> Vec<TextRange> {
        parse.statements.iter().map(amq_syntax::Placed::range).collect()
    };
    assert_eq!(places(found), places(wanted), "{}", shown());
    for (found, wanted) in found.statements.iter().zip(&wanted.statements) {
        assert_eq!(found.statement, wanted.statement, "{}", shown());
    }
}
