//! The tables of the language reference, written from the schema, and the examples of all pages.

use std::fmt::Write as _;

use amq_schema::{
    BUILT_IN, CLAUSES, Clause, Cost, ENDPOINTS, Endpoint, EventPlace, FUNCTIONS, LIMITS, OPERATORS,
    Param, Pool, Reading, SPECIAL_EVENTS, Severity, Subject, Ty, Word, codes,
};
use amq_tests::{assert_generated, workspace};

use crate::{
    diagnostics::said,
    markdown::{fences, pages},
};

#[test]
fn the_tables_of_the_reference_are_those_of_the_schema() {
    let path = workspace().join("docs/language.md");
    let page = std::fs::read_to_string(&path).unwrap();
    assert_generated(&path, &with_tables(&page));
}

#[test]
fn examples_of_all_pages_say_what_they_are() {
    for path in pages().into_iter().filter(|path| !path.to_str().unwrap().contains("AMQ")) {
        let page = std::fs::read_to_string(&path).unwrap();
        for fence in fences(&page).into_iter().filter(|it| it.language == "amq") {
            let place = format!("{}:{}", path.display(), fence.line);
            let said = said(&fence.text);
            if fence.has("wrong") {
                assert!(!said.is_empty(), "{place} says it is wrong, and is not");
            } else {
                let errors: Vec<_> =
                    said.iter().filter(|it| it.severity == Severity::Error).collect();
                assert!(errors.is_empty(), "{place}: {errors:#?}");
            }
        }
    }
}

#[test]
fn examples_of_the_table_are_clean() {
    for endpoint in ENDPOINTS {
        assert!(said(endpoint.example).is_empty(), "{}", endpoint.example);
    }
}

/// The page with each `<!-- generated: NAME -->` followed by its table.
fn with_tables(page: &str) -> String {
    let mut written = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- generated: ") {
        let (name, after) = after.split_once(" -->").unwrap();
        let (_, after) = after.split_once("<!-- end -->").unwrap();
        write!(written, "{before}<!-- generated: {name} -->\n{}<!-- end -->", table(name)).unwrap();
        rest = after;
    }
    written + rest
}

fn table(name: &str) -> String {
    match name {
        "reserved" => reserved(),
        "queries" => queries(),
        "events" => events(),
        "properties" => {
            let rows = BUILT_IN.iter().map(|it| vec![code(it.name), it.doc.to_owned()]);
            rendered(&["built-in user property", "holds"], rows)
        }
        "operators" => operators(),
        "clauses" => clauses(),
        "words" => words(),
        "functions" => {
            let rows = FUNCTIONS.iter().map(|it| vec![code(it.name), it.doc.to_owned()]);
            rendered(&["function", "computes"], rows)
        }
        "costs" => costs(),
        "limits" => limits(),
        "bounds" => bounds(),
        "parameters" => parameters(),
        other => panic!("no table is called `{other}`"),
    }
}

fn rendered(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        writeln!(table, "| {} |", row.join(" | ")).unwrap();
    }
    table
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn list(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    words.into_iter().map(|word| code(word.as_ref())).collect::<Vec<_>>().join(" ")
}

fn reserved() -> String {
    let words = [amq_syntax::CLAUSE_WORDS, amq_syntax::CONNECTIVES, amq_syntax::RESERVED].concat();
    let mut lines = String::new();
    let mut width = 0;
    for word in words.iter().map(|word| code(word)) {
        if width + word.len() > 98 {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
        }
        width += word.len() + 1;
        lines.push_str(&word);
    }
    lines + "\n"
}

fn queries() -> String {
    let rows = ENDPOINTS
        .iter()
        .map(|endpoint| vec![heads(endpoint), code(endpoint.path), endpoint.doc.to_owned()]);
    rendered(&["query", "path", "answers"], rows)
}

/// What a query of an endpoint begins with.
fn heads(endpoint: &Endpoint) -> String {
    let name = endpoint.name;
    let forms = match endpoint.subject {
        Subject::None => vec![name.to_owned()],
        Subject::Word(words) => {
            let worded = words.iter().map(|word| format!("{name} {}", word.text));
            std::iter::once(name.to_owned()).chain(worded).collect()
        }
        Subject::Property => vec![format!("{name} PROPERTY")],
        Subject::Events { max: None, .. } => vec![format!("{name} EVENT -> EVENT …")],
        Subject::Events { arrow: true, .. } => vec![format!("{name} EVENT -> EVENT")],
        Subject::Events { .. } => vec![format!("{name} EVENT"), format!("{name} EVENT, EVENT")],
        Subject::AmplitudeId => vec![format!("{name} AMPLITUDE_ID")],
        Subject::Identifier => vec![format!("{name} IDENTIFIER")],
        Subject::Chart(words) => {
            let worded = words.iter().map(|word| format!("{name} ID {}", word.text));
            std::iter::once(format!("{name} ID")).chain(worded).collect()
        }
    };
    forms.iter().map(|form| code(form)).collect::<Vec<_>>().join(" · ")
}

fn events() -> String {
    let rows = SPECIAL_EVENTS.iter().map(|event| {
        let place = match event.place {
            EventPlace::Anywhere => "anywhere",
            EventPlace::OnlyStart => "only as the start of a `retention`",
            EventPlace::NotStart => "not as the start of a `retention`",
        };
        vec![code(event.name), event.doc.to_owned(), place.to_owned()]
    });
    rendered(&["event", "means", "stands"], rows)
}

fn operators() -> String {
    let rows = OPERATORS.iter().map(|row| {
        let order = if row.order { "one" } else { "one or several" };
        vec![code(row.text), list(row.aliases), code(row.wire), order.to_owned()]
    });
    rendered(&["operator", "also accepted", "sent as", "values"], rows)
}

fn clauses() -> String {
    let rows = CLAUSES.iter().map(|row| {
        let on = ENDPOINTS.iter().filter(|it| it.takes(row.clause)).map(|it| it.name);
        let on = if row.clause == Clause::With { "every query".to_owned() } else { list(on) };
        let forms = row.forms.iter().map(|form| code(form)).collect::<Vec<_>>().join(", ");
        vec![forms, row.doc.to_owned(), on]
    });
    rendered(&["clause", "says", "on"], rows)
}

fn words() -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for endpoint in ENDPOINTS {
        for param in endpoint.params {
            for word in words_of(param.ty) {
                let clause = param.clauses.first().map_or("", |clause| clause.name());
                let written = format!("{clause} {}", word.text);
                let written = code(written.trim());
                let sent = word
                    .wire
                    .map_or("nothing".to_owned(), |wire| code(&format!("{}={wire}", param.wire)));
                let same = |row: &&mut Vec<String>| {
                    row[0] == written && row[1] == sent && row[2] == word_doc(word)
                };
                if let Some(row) = rows.iter_mut().find(same) {
                    write!(row[3], " {}", code(endpoint.name)).unwrap();
                } else {
                    rows.push(vec![written, sent, word_doc(word), code(endpoint.name)]);
                }
            }
        }
    }
    rendered(&["written", "sent as", "means", "on"], rows)
}

fn word_doc(word: &Word) -> String {
    word.doc.to_owned()
}

fn words_of(ty: Ty) -> &'static [Word] {
    match ty {
        // `latest` and `earliest` are clauses themselves.
        Ty::Interval(words) | Ty::Words(words) | Ty::BinUnit(words) => words,
        _ => &[],
    }
}

fn costs() -> String {
    let rows = ENDPOINTS.iter().map(|endpoint| {
        let cost = match endpoint.cost {
            Cost::Unknown => "not known".to_owned(),
            Cost::Fixed(cost) => cost.to_string(),
            Cost::PerEvent { weight, per_group } => format!(
                "{weight} for each event, and {per_group} for each property in an event's braces"
            ),
        };
        vec![code(endpoint.name), cost]
    });
    rendered(&["query", "cost of its type"], rows)
}

fn limits() -> String {
    let rows = LIMITS.iter().map(|limit| {
        let pool = match limit.pool {
            Pool::Cost => "all but `activity` and `search`",
            Pool::Lookup => "`activity` and `search`",
        };
        let counts = match limit.reading {
            Reading::RequestsInFlight => "requests at a time",
            Reading::CostInFlight => "cost at a time",
            Reading::CostPerHour => "cost an hour",
            Reading::QueriesPerHour => "queries an hour",
        };
        vec![pool.to_owned(), limit.amount.to_string(), counts.to_owned(), limit.doc.to_owned()]
    });
    rendered(&["queries", "limit", "of", "meaning"], rows)
}

fn bounds() -> String {
    use amq_check::limits::{MOST_COMPARED, MOST_EDITS, MOST_EXPANDED, MOST_SAID, MOST_VALUES};
    let deep = format!("[{0}](diagnostics/{0}.md)", codes::TOO_DEEP.id);
    let rows = [
        (
            "brackets inside brackets",
            crate::bounds::NESTED,
            format!("{deep}, and the statement is not read"),
        ),
        (
            "values in a list, conditions in a segment, filters of an event",
            MOST_VALUES,
            deep.clone(),
        ),
        (
            "values, conditions and filters that the names of a file stand for, every mention counted",
            MOST_EXPANDED,
            deep.clone(),
        ),
        (
            "mistakes and warnings that are told of one statement",
            MOST_SAID,
            "the last of them says that further ones are left out".into(),
        ),
        (
            "`$` names that an unknown one is compared with",
            MOST_COMPARED,
            "those that come nearest in alphabetical order are".into(),
        ),
        (
            "events that one fix moves a condition or a property into",
            MOST_EDITS,
            "the mistake has no fix".into(),
        ),
    ];
    let rows = rows.map(|(what, most, past)| vec![what.to_owned(), grouped(most), past]);
    rendered(&["what", "at most", "past that"], rows)
}

/// `10,000`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|it| std::str::from_utf8(it).unwrap()).collect();
    groups.join(",")
}

fn parameters() -> String {
    let mut text = String::new();
    for endpoint in ENDPOINTS.iter().filter(|it| !it.params.is_empty()) {
        let rows = endpoint.params.iter().map(|param| {
            let needed = if param.required { "required" } else { param.default.unwrap_or("") };
            vec![code(param.wire), param.doc.to_owned(), needed.to_owned(), example(param)]
        });
        let rows = rendered(&["parameter", "means", "left out", "for example"], rows);
        write!(text, "\n### `{}`\n\n{rows}\nSource: {}.\n", endpoint.name, endpoint.source)
            .unwrap();
    }
    text.push('\n');
    text
}

fn example(param: &Param) -> String {
    code(param.example)
}
