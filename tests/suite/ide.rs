//! The fixtures of `tests/ide`: a file a feature, in it texts with `$0` for the cursor, and below
//! each what is shown, behind `#=>`. `UPDATE=1` writes that anew.

use std::fmt::Write as _;

use amq_check::{Checks, Context, Edit};
use amq_ide::{Act, File, Known, Seen};
use amq_syntax::{TextRange, TextSize, parse};
use amq_tests::{TODAY, workspace};

const CURSOR: &str = "$0";
const RESULT: &str = "#=>";

#[test]
fn features_show_what_they_should() {
    let mut wrong = Vec::new();
    for path in amq_tests::amq_files("tests/ide") {
        let feature = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let written = std::fs::read_to_string(&path).unwrap();
        let expected = redone(&written, &feature);
        if written != expected {
            wrong.push((path, expected));
        }
    }
    // All are written before one fails.
    let update = std::env::var_os("UPDATE").is_some();
    let mut differences = Vec::new();
    for (path, expected) in &wrong {
        let found = std::fs::read_to_string(path).unwrap_or_default();
        let differs = found.lines().zip(expected.lines()).find(|it| it.0 != it.1);
        differences.push(format!("{}: {differs:?}", path.display()));
        if update {
            std::fs::write(path, expected).unwrap();
        }
    }
    let differences = differences.join("\n");
    assert!(wrong.is_empty(), "run with UPDATE=1 and look at the change:\n{differences}");
}

#[test]
fn every_feature_has_fixtures() {
    for feature in [
        "actions",
        "completion",
        "folding",
        "hover",
        "inlay",
        "lens",
        "links",
        "mentions",
        "outline",
        "selection",
        "signature",
        "tokens",
    ] {
        assert!(workspace().join(format!("tests/ide/{feature}.amq")).exists(), "{feature}");
    }
}

#[test]
fn nothing_is_said_twice() {
    for feature in ["completion", "signature"] {
        let path = workspace().join(format!("tests/ide/{feature}.amq"));
        let written = std::fs::read_to_string(path).unwrap();
        for input in sections(&written) {
            with_file(&input, |file, at| said_once(file, at.start()));
        }
    }
}

fn said_once(file: &File<'_>, at: TextSize) {
    for item in completions(file, at) {
        let beside = item.detail.unwrap_or_default();
        for said in beside.split(" · ").filter(|it| !it.is_empty()) {
            assert!(!item.doc.contains(said), "{}: {said:?} is in {:?} too", item.label, item.doc);
        }
    }
    for form in amq_ide::signatures(file, at).into_iter().flat_map(|it| it.all) {
        let parts = form.parts.iter().map(|it| &it.2);
        let all: Vec<&String> = parts.chain([&form.doc]).collect();
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len(), "{}: {all:#?}", form.label);
    }
}

/// A fixture with what is shown of each of its texts now.
fn redone(written: &str, feature: &str) -> String {
    let mut all = String::new();
    for input in sections(written) {
        let _ = writeln!(all, "{input}\n{RESULT}");
        for line in shown(&input, feature).trim_end().lines() {
            let _ = writeln!(all, "{}", format!("# {line}").trim_end());
        }
        all.push('\n');
    }
    format!("{}\n", all.trim_end())
}

/// The texts of a fixture.
fn sections(written: &str) -> Vec<String> {
    let mut sections: Vec<String> = vec![String::new()];
    let mut in_result = false;
    for line in written.lines() {
        if line.starts_with(RESULT) {
            in_result = true;
        } else if in_result && !line.starts_with('#') {
            in_result = false;
            sections.push(String::new());
        }
        if !in_result {
            let section = sections.last_mut().unwrap();
            section.push_str(line);
            section.push('\n');
        }
    }
    let inputs = sections.iter().map(|it| it.trim_matches('\n').to_owned());
    inputs.filter(|it| !it.is_empty()).collect()
}

fn shown(input: &str, feature: &str) -> String {
    with_file(input, |file, at| feature_at(file, at, feature))
}

/// Does something with a text, and the place of its cursor; a second one ends what is selected.
fn with_file<T>(input: &str, then: impl FnOnce(&File<'_>, TextRange) -> T) -> T {
    let at = input.find(CURSOR).unwrap_or(input.len());
    let text = input.replacen(CURSOR, "", 1);
    let end = text.find(CURSOR).unwrap_or(at);
    let text = format!("{}\n", text.replacen(CURSOR, "", 1));
    let parse = parse(&text);
    let context = Context::new(TODAY);
    let checks = Checks::new(&text, &parse, &context, &[]);
    let base_url = amq_schema::Region::Us.base_url();
    let file = File { text: &text, parse: &parse, checks: &checks, context: &context, base_url };
    then(&file, TextRange::new(TextSize::new(at as u32), TextSize::new(end as u32)))
}

fn feature_at(file: &File<'_>, selected: TextRange, feature: &str) -> String {
    let at = selected.start();
    let whole = TextRange::up_to(TextSize::of(file.text));
    let part = |range: TextRange| {
        format!("{:?}", &file.text[usize::from(range.start())..usize::from(range.end())])
    };
    match feature {
        "hover" => amq_ide::hover(file, at)
            .map_or("nothing".to_owned(), |it| format!("{}\n{}", part(it.range), it.text)),
        "completion" => completion(file, at),
        "signature" => amq_ide::signatures(file, at).map_or("nothing".to_owned(), |found| {
            let shown = found.all.iter().map(|it| {
                let active =
                    it.active.map(|active| &it.label[it.parts[active].0..it.parts[active].1]);
                format!("{}\nin: {active:?}", it.label)
            });
            lines(shown)
        }),
        "inlay" => {
            let hints = amq_ide::inlay_hints(file, whole, amq_ide::InlayHints::default());
            lines(
                hints
                    .iter()
                    .map(|it| format!("{}: {} ({})", place(file, it.at), it.label, it.tooltip)),
            )
        }
        "lens" => lines(amq_ide::lenses(file, false).iter().map(|it| {
            format!("{} {}", part(it.range), amq_ide::lens_title(file, it.statement, it.does))
        })),
        "actions" => actions(file, selected),
        "mentions" => {
            let Some((symbol, _)) = amq_ide::symbol_at(file, at) else {
                return "nothing".to_owned();
            };
            let found = amq_ide::mentions(file.text, file.parse, &symbol);
            let all = found.iter().map(|it| {
                format!(
                    "{}{}",
                    place(file, it.range.start()),
                    if it.defines { " defines" } else { "" }
                )
            });
            format!("{symbol:?}\n{}", lines(all))
        }
        "outline" => {
            let found = amq_ide::outline(file.text, file.parse);
            lines(found.iter().map(|it| format!("{:?} {} · {}", it.kind, it.name, it.detail)))
        }
        "folding" => lines(amq_ide::folds(file).iter().map(|it| {
            format!(
                "{:?} {} to {}",
                it.kind,
                place(file, it.range.start()),
                place(file, it.range.end())
            )
        })),
        "selection" => lines(amq_ide::selections(file, at).into_iter().map(part)),
        "links" => {
            lines(amq_ide::links(file).iter().map(|it| format!("{} {}", part(it.range), it.path)))
        }
        "tokens" => lines(amq_ide::semantic_tokens(file, None).iter().map(|it| {
            let more = [(it.defines, " defines"), (it.built_in, " built in")];
            let more: String = more.iter().filter(|it| it.0).map(|it| it.1).collect();
            format!("{:?} {}{more}", it.kind, part(it.range))
        })),
        other => panic!("no feature {other}"),
    }
}

fn completions(file: &File<'_>, at: TextSize) -> Vec<amq_ide::Item> {
    let own = Seen::new(file.text, file.parse);
    let seen = [&own];
    let known = Known {
        seen: &seen,
        definitions: &Vec::new,
        files: &|| vec!["shared/names.amq".to_owned()],
    };
    amq_ide::completion(file, at, &known, true).items
}

fn completion(file: &File<'_>, at: TextSize) -> String {
    const SHOWN: usize = 14;
    let items = completions(file, at);
    let mut text = lines(items.iter().take(SHOWN).map(|it| {
        let insert =
            if it.insert == it.label { String::new() } else { format!(" → {:?}", it.insert) };
        let detail = it.detail.as_ref().map(|it| format!(" · {it}")).unwrap_or_default();
        format!("{:?} {}{insert}{detail}", it.kind, it.label)
    }));
    if items.len() > SHOWN {
        let labels: Vec<&str> = items.iter().skip(SHOWN).map(|it| it.label.as_str()).collect();
        let _ = write!(text, "\nand {}", labels.join(", "));
    }
    text
}

fn actions(file: &File<'_>, range: TextRange) -> String {
    let said = file.checks.diagnostics(file.text, file.parse, file.context);
    // A file that uses this one has a name, and this one uses one with another.
    let around = amq_ide::Around {
        taken: &|name| name == "segment_2",
        written: &|name| (name == "elsewhere").then(|| "os is \"iOS\"".to_owned()),
        asks: true,
    };
    let found = amq_ide::actions(file, range, &said, &around);
    let shown = found.iter().map(|it| {
        let text = match &it.act {
            Act::Edit(edits) => applied(file.text, edits),
            Act::Pull { values } => format!("amq pull {}", values.join(" ")),
        };
        let indented: Vec<String> =
            text.trim_end().lines().map(|it| format!("    {it}").trim_end().to_owned()).collect();
        format!("{:?}: {}\n{}", it.kind, it.title, indented.join("\n"))
    });
    lines(shown)
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|it| it.range.start());
    for edit in edits.iter().rev() {
        text.replace_range(
            usize::from(edit.range.start())..usize::from(edit.range.end()),
            &edit.text,
        );
    }
    text
}

fn lines(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("\n") }
}

fn place(file: &File<'_>, at: TextSize) -> String {
    let before = &file.text[..usize::from(at)];
    let line = before.matches('\n').count() + 1;
    format!("{line}:{}", before.rsplit('\n').next().unwrap().chars().count() + 1)
}
