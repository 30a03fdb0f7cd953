//! Any text is answered: parsed, checked and, where it is a query, compiled, without a panic; what
//! is said points into the text; applying a fix gives a text that can be answered again; and
//! formatting keeps the requests and whether there are mistakes, and has nothing left to do the
//! second time.

#![no_main]

use amq_check::{Analysis, Context, Diagnostic, Fix};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let analysis = answer(&text);
    holds_formatted(&text, &analysis);
    for diagnostic in &analysis.diagnostics {
        points_into(&text, diagnostic);
        if let Some(fix) = diagnostic.fixes.first() {
            answer(&applied(&text, fix));
        }
    }
});

fn answer(text: &str) -> Analysis {
    let parse = amq_syntax::parse(text);
    let context = Context::new(jiff::civil::date(2021, 9, 30));
    let analysis = amq_check::check(text, &parse, &context, &[]);
    let base = amq_schema::Region::Us.base_url();
    for query in analysis.queries.iter().filter_map(|query| query.query.as_ref()) {
        let url = amq_request::url(query, base);
        assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
        amq_request::params(query);
        amq_request::curl(query, base, amq_request::Shell::Posix);
    }
    // A query that cannot be sent is never silent.
    let silent = analysis.queries.iter().any(|query| query.query.is_none());
    assert!(!silent || !analysis.diagnostics.is_empty());
    analysis
}

fn holds_formatted(text: &str, analysis: &Analysis) {
    let formatted = amq_syntax::format(text);
    assert_eq!(amq_syntax::format(&formatted), formatted, "formatted twice");
    let after = answer(&formatted);
    assert_eq!(urls(analysis), urls(&after), "{formatted}");
    assert_eq!(analysis.diagnostics.is_empty(), after.diagnostics.is_empty(), "{formatted}");
    let comments = |text: &str| {
        let parse = amq_syntax::parse(text);
        let inside = parse.statements.iter().map(|it| it.statement.comments.len()).sum::<usize>();
        inside + parse.comments.len()
    };
    assert_eq!(comments(&formatted), comments(text), "{formatted}");
}

fn urls(analysis: &Analysis) -> Vec<Option<String>> {
    let queries = analysis.queries.iter();
    queries.map(|it| it.query.as_ref().map(|query| amq_request::url(query, ""))).collect()
}

fn points_into(text: &str, diagnostic: &Diagnostic) {
    let ranges = std::iter::once(diagnostic.range)
        .chain(diagnostic.labels.iter().map(|label| label.range))
        .chain(diagnostic.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range));
    for range in ranges {
        assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{diagnostic:?}");
    }
    for fix in &diagnostic.fixes {
        let ordered = fix.edits.windows(2).all(|two| two[0].range.end() <= two[1].range.start());
        assert!(ordered, "{diagnostic:?}");
    }
}

fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
    }
    text
}
