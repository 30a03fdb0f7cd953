//! The pages of diagnostics: each code has one, its examples behave as it says, and the index lists
//! them all.

use std::fmt::Write as _;

use amq_schema::{CODES, Code};
use amq_tests::{assert_generated, workspace};

use crate::{
    diagnostics::said,
    markdown::{Fence, fences},
};

/// The codes that only show once files and settings are read through a project; their examples are
/// checked there.
pub(crate) const NEEDS_A_PROJECT: &[&str] = &[
    "AMQ112", "AMQ212", "AMQ213", "AMQ215", "AMQ311", "AMQ312", "AMQ313", "AMQ502", "AMQ601",
    "AMQ602", "AMQ603",
];

/// The headings of a page, in their order; the last one only where silencing makes sense.
const HEADINGS: [&str; 5] =
    ["What it does", "Why is this bad", "Example", "How to fix it", "How to silence it"];

#[test]
fn each_code_has_a_page() {
    for code in CODES {
        let page = read(code);
        let mut lines = page.lines();
        assert_eq!(lines.next(), Some(&*format!("# {} ({})", code.name, code.id)));
        assert_eq!(lines.next(), Some(""), "{}", code.id);
        assert_eq!(lines.next(), Some(&*format!("Severity: {}", code.severity.name())));
        let headings: Vec<&str> = page.lines().filter_map(|it| it.strip_prefix("## ")).collect();
        assert!(HEADINGS.starts_with(&headings) && headings.len() >= 4, "{}", code.id);
    }
}

#[test]
fn each_page_has_a_code() {
    for entry in std::fs::read_dir(workspace().join("docs/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name == "README" || amq_schema::code(name).is_some(), "{}", path.display());
    }
}

#[test]
fn a_wrong_example_raises_its_code_and_a_right_one_nothing() {
    for code in CODES {
        let [wrong, right] = examples(code);
        if NEEDS_A_PROJECT.contains(&code.id) {
            continue;
        }
        let raised = said(&wrong.text);
        let raised: Vec<&str> = raised.iter().map(|it| it.code.id).collect();
        assert_eq!(raised, [code.id], "the wrong example of {}", code.id);
        let left = said(&right.text);
        assert!(left.is_empty(), "the right example of {}: {left:#?}", code.id);
    }
}

#[test]
fn the_index_lists_every_page() {
    let mut index = "# Diagnostics\n\n\
        Each has a stable code and a stable name; either works in `amq explain`, in\n\
        `# amq: allow …` above a statement and under `[lints]` of `amq.toml`. An error is a request \
        that\nthe API must refuse, or that cannot be written; a warning is one that it accepts and \
        answers with\nsomething other than what was asked.\n"
        .to_owned();
    for (digit, title) in GROUPS {
        write!(index, "\n## {title}\n\n| code | name | severity | reports |\n|---|---|---|---|\n")
            .unwrap();
        for code in CODES.iter().filter(|it| it.id.starts_with(&format!("AMQ{digit}"))) {
            let (id, severity) = (code.id, code.severity.name());
            writeln!(index, "| [{id}]({id}.md) | `{}` | {severity} | {} |", code.name, code.title)
                .unwrap();
        }
    }
    assert_generated(&workspace().join("docs/diagnostics/README.md"), &index);
}

/// The parts of the index, by the first digit of their codes.
const GROUPS: [(char, &str); 6] = [
    ('1', "Text"),
    ('2', "Words and names"),
    ('3', "Properties, values, dates and numbers"),
    ('4', "Rules of the endpoints"),
    ('5', "Cost"),
    ('6', "The project"),
];

fn read(code: &Code) -> String {
    let path = workspace().join(format!("docs/diagnostics/{}.md", code.id));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The wrong and the right example of a page: its two code blocks without a title.
fn examples(code: &Code) -> [Fence; 2] {
    let fences = fences(&read(code)).into_iter().filter(|it| it.word("title").is_none());
    let examples: Vec<Fence> = fences.collect();
    let language = if ["AMQ601", "AMQ602", "AMQ603"].contains(&code.id) { "toml" } else { "amq" };
    assert!(examples.iter().all(|it| it.language == language), "{}", code.id);
    examples.try_into().unwrap_or_else(|found: Vec<Fence>| {
        panic!("{} has {} examples instead of two", code.id, found.len())
    })
}
