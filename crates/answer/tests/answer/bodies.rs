//! Answers of the API, decoded: bodies transcribed from the documentation and from what is known of
//! recorded answers, beside the tables that they are, all written by hand.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use amq_answer::{Answer, Table, Unreadable};
use jiff::civil::{Date, DateTime};

/// A case of a file of `tests/bodies`.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) query: String,
    pub(crate) today: Date,
    pub(crate) now: Option<DateTime>,
    pub(crate) body: String,
    expected: BTreeMap<String, String>,
}

impl Case {
    /// A body without a file.
    pub(crate) fn new(query: &str, body: &str) -> Self {
        Self {
            name: query.to_owned(),
            query: query.to_owned(),
            today: amq_tests::TODAY,
            now: None,
            body: body.to_owned(),
            expected: BTreeMap::new(),
        }
    }
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bodies");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let of_file = |path: &PathBuf| {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        let cases: Vec<_> = text.split("\n=== ").skip(1).map(|text| case(&stem, text)).collect();
        assert!(!cases.is_empty(), "{stem}: no case");
        cases
    };
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .flat_map(of_file)
        .collect()
}

fn case(file: &str, text: &str) -> Case {
    let mut sections = text.split("\n--- ");
    let (name, query) = sections.next().unwrap().split_once('\n').unwrap();
    let mut expected = BTreeMap::new();
    for section in sections {
        let (title, text) = section.split_once('\n').unwrap_or((section, ""));
        assert!(expected.insert(title.to_owned(), text.to_owned()).is_none(), "{name}: {title}");
    }
    Case {
        name: format!("{file}: {name}"),
        query: query.to_owned(),
        today: expected.remove("today").map_or(amq_tests::TODAY, |day| day.trim().parse().unwrap()),
        now: expected.remove("now").map(|time| time.trim().parse().unwrap()),
        body: expected.remove("body").unwrap_or_else(|| panic!("{name}: no body")),
        expected,
    }
}

/// Decodes a body as the answer of a query.
pub(crate) fn decode(case: &Case, body: &[u8]) -> Result<Answer, Unreadable> {
    let context = amq_check::Context::new(case.today);
    let analysis = amq_check::check(&case.query, &amq_syntax::parse(&case.query), &context, &[]);
    let query = analysis.queries.first().and_then(|it| it.query.as_ref());
    let query = query.unwrap_or_else(|| panic!("{}: {:?}", case.name, analysis.diagnostics));
    amq_answer::decode(query, body, case.today, case.now, &amq_answer::Names::default())
}

#[test]
fn bodies_are_the_tables_written_beside_them() {
    let mut wrong = String::new();
    let cases = cases();
    for case in &cases {
        let found = drawn(decode(case, case.body.as_bytes()));
        let titles =
            case.expected.keys().chain(found.keys().filter(|it| !case.expected.contains_key(*it)));
        for title in titles {
            let found = found.get(title).map_or("", |text| text.trim_end());
            let expected = case.expected.get(title).map(|text| normal(text)).unwrap_or_default();
            if found != expected.trim_end() {
                let _ =
                    writeln!(wrong, "== {}: {title}\n{found}\n-- expected\n{expected}", case.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    println!("{} answers", cases.len());
}

fn drawn(answer: Result<Answer, Unreadable>) -> BTreeMap<String, String> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return BTreeMap::from([("error".to_owned(), error.to_string())]),
    };
    let mut drawn = BTreeMap::from([("table".to_owned(), table(&answer.table))]);
    for part in &answer.parts {
        drawn.insert(part.name.name().to_owned(), table(&part.table));
    }
    if !answer.notes.is_empty() {
        let lines = answer.notes.iter().map(|note| format!("{}: {note}\n", note.name()));
        drawn.insert("notes".to_owned(), lines.collect());
    }
    drawn
}

/// A table as the files write it: `name:kind` with `=title` where that differs, then the rows.
fn table(table: &Table) -> String {
    let head = table.columns().iter().map(|column| {
        let title =
            if column.title == column.name { String::new() } else { format!("={}", column.title) };
        format!("{}{title}:{}", column.name, column.kind.name())
    });
    let mut text = head.collect::<Vec<_>>().join(" | ") + "\n";
    for row in table.rows() {
        let cells = row.iter().map(|cell| match cell {
            amq_answer::Cell::Null => "-".to_owned(),
            cell => cell.plain().to_string(),
        });
        text += &(cells.collect::<Vec<_>>().join(" | ") + "\n");
    }
    text
}

/// Lines with one blank around each bar.
fn normal(text: &str) -> String {
    let line = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join(" | ") + "\n";
    text.trim_end().lines().map(line).collect()
}
