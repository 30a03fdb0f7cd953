//! A statement is the same alone and in its file: its tree, with ranges from its own start, its
//! mistakes, and where no `$name` is in it all that is said of it.

use std::ops::Range;

use amq_tests::{Random, check, examples, random::SOUP};

#[test]
fn statements_of_the_examples() {
    for text in examples() {
        hold(&text);
    }
}

#[test]
fn statements_of_soup() {
    const BREAKS: &[&str] = &[" ", " ", " ", " ", " ", "\n", "\n  ", "\r\n", "\n\n", "\t", ""];
    let mut random = Random::new(7);
    for _ in 0..500 {
        let words = random.between(1, 60);
        let text: String =
            (0..words).map(|_| random.pick(SOUP).to_owned() + random.pick(BREAKS)).collect();
        hold(&text);
    }
}

fn hold(text: &str) {
    let whole = amq_syntax::parse(text);
    let analysis = check(text);
    for placed in &whole.statements {
        let range = Range::<usize>::from(placed.range());
        let statement = &text[range.clone()];
        let alone = amq_syntax::parse(statement);
        assert_eq!(alone.statements.len(), 1, "{statement}");
        assert_eq!(alone.statements[0].statement, placed.statement, "{statement}");
        assert_eq!(u32::from(alone.statements[0].start), 0);
        if statement.contains('$') || text.contains("amq: allow") {
            continue;
        }
        let here = analysis.diagnostics.iter().filter(|it| placed.range().contains_range(it.range));
        let in_file: Vec<_> = here
            .filter(|it| it.code.name != "duplicate-label")
            .map(|it| (it.code.id, usize::from(it.range.start()) - range.start, &it.message))
            .collect();
        let alone = check(statement);
        let alone: Vec<_> = alone
            .diagnostics
            .iter()
            .map(|it| (it.code.id, usize::from(it.range.start()), it.message.clone()))
            .collect();
        let alone: Vec<_> = alone.iter().map(|it| (it.0, it.1, &it.2)).collect();
        assert_eq!(alone, in_file, "{statement}");
    }
}
