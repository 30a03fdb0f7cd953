//! The formatter: one canonical form, that keeps every comment and what is asked for.

use std::fmt::Write as _;

use amq_schema::CLAUSES;
use amq_syntax::{
    Parse, Placed,
    ast::{ClauseKind, Form, Head, Kind, Part},
    format, format_statement, parse, slice,
};
use amq_tests::{Random, amq_files, assert_generated, check};

use crate::random::{mangled, statements, with_blanks, with_comments};

// ---- fixtures ----------------------------------------------------------------------------------

/// Each file has cases: a line `#= title`, the text, a line `#= after`, and its canonical form.
#[test]
fn fixtures() {
    for path in amq_files("tests/format") {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut expected = String::new();
        for case in text.split_inclusive('\n').collect::<Vec<_>>().chunk_by(|_, it| !is_title(it)) {
            let (title, lines) = case.split_first().unwrap();
            let after = lines.iter().position(|line| *line == "#= after\n");
            let before = lines[..after.unwrap_or(lines.len())].concat();
            let formatted = formatted(&before);
            writeln!(expected, "{title}{before}#= after\n{}", formatted.trim_end()).unwrap();
            expected.push('\n');
        }
        assert_generated(&path, &format!("{}\n", expected.trim_end()));
    }
}

fn is_title(line: &str) -> bool {
    line.starts_with("#= ") && line != "#= after\n"
}

// ---- the examples ------------------------------------------------------------------------------

#[test]
fn examples_are_formatted() {
    for path in amq_files("examples").into_iter().chain(amq_files("tests/data")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_generated(&path, &formatted(&text));
    }
}

#[test]
fn examples_ask_the_same_in_any_layout() {
    let mut rng = Random::new(1);
    for text in whole_examples() {
        let asked = asked(&text);
        for _ in 0..4 {
            let changed = with_comments(&text, &mut rng);
            let formatted = formatted(&changed);
            assert_eq!(self::asked(&changed), asked, "{changed}");
            assert_eq!(self::asked(&formatted), asked, "{formatted}");
            assert_eq!(comments(&formatted), comments(&changed), "{changed}\n{formatted}");
        }
    }
}

#[test]
fn examples_have_one_form() {
    let mut rng = Random::new(3);
    for path in amq_files("examples") {
        let text = formatted(&std::fs::read_to_string(path).unwrap());
        for _ in 0..4 {
            let changed = with_blanks(&text, &mut rng).replace('\r', "");
            assert_eq!(formatted(&changed), text, "{changed}");
        }
    }
}

#[test]
fn every_prefix_of_every_example() {
    for path in amq_files("examples") {
        let text = std::fs::read_to_string(path).unwrap();
        for placed in parse(&text).statements {
            let statement = slice(&text, placed.range());
            for (end, _) in statement.char_indices() {
                let text = format!("{}\nusers  new", &statement[..end]);
                assert_eq!(formatted(&text).lines().last(), Some("users new"), "{text}");
            }
        }
    }
}

/// The examples, with the definitions that they use among them.
fn whole_examples() -> Vec<String> {
    let read = |path| std::fs::read_to_string(path).unwrap();
    let shared: String = amq_files("examples/weekly/shared").into_iter().map(read).collect();
    amq_files("examples")
        .into_iter()
        .filter(|path| !path.components().any(|it| it.as_os_str() == "shared"))
        .map(|path| {
            let text = read(path);
            let (used, own): (Vec<&str>, _) =
                text.lines().partition(|line| line.starts_with("use "));
            format!("{}\n{}", own.join("\n"), if used.is_empty() { "" } else { &shared })
        })
        .collect()
}

#[test]
fn formulas_mean_the_same_without_blanks() {
    let spaced = asked("segmentation A, B formula 100 * TOTALS(A) - 2 - B / -A + 1.5 - UNIQUES(B)");
    let dense = asked("segmentation A, B formula 100*TOTALS(A)-2-B/-A+1.5-UNIQUES(B)");
    assert_eq!(spaced, dense);
    assert_eq!(spaced.1, Vec::<&str>::new());
}

// ---- random text -------------------------------------------------------------------------------

#[test]
fn random_statements_ask_the_same() {
    let mut rng = Random::new(2);
    let (mut queries, mut asked_for) = (0, 0);
    for _ in 0..300 {
        let text = statements(&mut rng);
        let formatted = formatted(&text);
        let asked = asked(&text);
        assert_eq!(self::asked(&formatted), asked, "{text}\n{formatted}");
        queries += asked.0.len();
        asked_for += asked.0.iter().filter(|it| !it.ends_with("None")).count();
    }
    assert!(asked_for * 2 > queries, "only {asked_for} of {queries} queries are valid");
}

#[test]
fn mangled_text_is_safe() {
    let mut rng = Random::new(4);
    let count = if std::env::var_os("AMQ_LONG").is_some() { 60_000 } else { 600 };
    for _ in 0..count {
        let text = statements(&mut rng);
        formatted(&mangled(&text, &mut rng));
    }
}

/// Quotes around a word of the language are a mistake or are none; formatting does not decide it.
#[test]
fn words_of_the_language_in_quotes() {
    for marked in crate::typos::CORPUS {
        let (text, words) = crate::typos::unmarked(marked);
        for (start, end) in words {
            formatted(&format!("{}\"{}\"{}", &text[..start], &text[start..end], &text[end..]));
        }
    }
    let asked = |text| asked(text).0;
    assert_eq!(asked("users \"new\""), asked("users new"));
    assert_eq!(asked("sessions \"per\" \"user\""), asked("sessions per user"));
    assert_eq!(formatted("chart \"a\" \"csv\""), "chart a csv\n");
}

#[test]
fn words_of_the_language_as_names() {
    let words = "is not contains does contain less greater or equal set in cohort performed times \
        within rolling everyone vs and true false none to users new any step minutes use let event \
        where by from last for with on mode bracket average csv latest gp ce user é 購入 A-B n-day";
    let mut text = String::new();
    for word in words.split_whitespace() {
        let event = format!("{{\"{word}\" is 1 and \"{word}\" contains \"x\" by \"{word}\"}}");
        for query in [
            format!("funnel \"{word}\" -> \"{word}\"{event}"),
            format!("segmentation A for any where \"{word}\" is not 1 by \"{word}\", \"{word}\""),
            format!("users where performed \"{word}\" >= 2 times and not performed \"{word}\""),
            format!("users where performed \"{word}\" within 3d vs user.\"{word}\" set is 1"),
            format!("segmentation \"ce:{word}\" by gp:\"{word}\", \"gp:{word}\" last 3d"),
            format!("composition \"{word}\" last 3d to today"),
            format!("segmentation A last 3d with \"{word}\" \"x\", \"{word}2\" \"{word}\""),
        ] {
            text.push_str(&query);
            text.push('\n');
        }
    }
    assert_eq!(asked(&formatted(&text)), asked(&text));
}

/// What a statement is refused for elsewhere changes nothing of its names.
#[test]
fn names_of_statements_with_mistakes() {
    let words = "is not contains does set in cohort performed times within rolling everyone vs and \
        true none to users new any step let event where by last for with on bracket csv latest é A-B";
    // Each part is refused, and asks for something once it is put right.
    let wrong = [
        ("limit 0", "limit 5"),
        ("metric totls", "metric totals"),
        ("every fortnight", "every week"),
        ("from 2021-02-30 to 2021-03-31", "from 2021-02-03 to 2021-03-31"),
        ("rolling window 0", "rolling window 7"),
        ("limit 5 limit 5", "limit 5"),
    ];
    for word in words.split_whitespace() {
        for (mistake, right) in wrong {
            let text = format!(
                "segmentation \"{word}\"{{\"{word}\" is 1 and \"{word}\" contains \"{word}\" by \
                 \"{word}\"}} {mistake} where \"{word}\" is not \"{word}\" and performed \
                 \"{word}\" >= 2 times by \"{word}\", gp:\"{word}\""
            );
            let mend = |text: &str| {
                // A line of its own may have parted the two halves.
                let lines = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(lines.contains(mistake), "{text}");
                lines.replace(mistake, right)
            };
            let formatted = formatted(&text);
            assert_ne!(asked(&text).1, Vec::<&str>::new(), "{text}");
            let (before, after) = (asked(&mend(&text)), asked(&mend(&formatted)));
            assert!(!before.0[0].ends_with("None"), "{text}");
            assert_eq!(before, after, "{text}\n{formatted}");
        }
    }
}

// ---- files -------------------------------------------------------------------------------------

#[test]
fn line_endings_stay() {
    assert_eq!(formatted("users  new\r\n\r\n# a\r\nltv"), "users new\r\n\r\n# a\r\nltv\r\n");
    assert_eq!(formatted("users  new\r\nltv\r\nltv\nltv"), "users new\r\nltv\r\nltv\r\nltv\r\n");
    assert_eq!(formatted("users  new\r\nltv\nltv\nltv"), "users new\nltv\nltv\nltv\n");
    let broken = "users wehre\r\n  new \"\r\n  x";
    assert_eq!(formatted(&format!("{broken}\nltv\nltv")), format!("{broken}\nltv\nltv\n"));
    assert_eq!(formatted(broken), format!("{broken}\r\n"));
    assert_eq!(formatted("users # é\r\n\tby platform"), "users  # é\r\n  by platform\r\n");
}

#[test]
fn byte_order_mark_stays() {
    assert_eq!(formatted("\u{feff}users  new"), "\u{feff}users new\n");
    assert_eq!(formatted("\u{feff}\n\n# a\nusers  new"), "\u{feff}# a\nusers new\n");
    assert_eq!(formatted("\u{feff}"), "\u{feff}");
}

#[test]
fn text_without_statements() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted(" \n\t\n"), "");
    assert_eq!(formatted("# a"), "# a\n");
    assert_eq!(formatted("\n\n# a  \n\n\n#b\n\t# c\n\n"), "# a\n\n#b\n  # c\n");
}

#[test]
fn clauses_stand_in_the_order_of_the_table() {
    let samples = [
        "with z \"1\"",
        "last 3d",
        "every day",
        "window 3d",
        "mode ordered",
        "limit 10",
        "by platform",
        "where everyone",
        "for new users",
        "offset 3",
        "latest 10",
        "bins 0..10 minutes",
        "rolling average 3",
        "rolling window 3",
        "formula A",
        "metric sums",
    ];
    let formatted = formatted(&format!("x {}", samples.join(" ")));
    let lines: Vec<&str> = formatted.lines().skip(1).map(str::trim).collect();
    assert_eq!(lines.len(), CLAUSES.len());
    for (row, line) in CLAUSES.iter().zip(lines) {
        let word = line.split(' ').next().unwrap();
        assert!(row.words.contains(&word), "{line} stands in the place of {:?}", row.clause);
    }
}

// ---- what holds of any text --------------------------------------------------------------------

/// A formatted text, with everything that has to hold of it.
fn formatted(text: &str) -> String {
    let formatted = format(text);
    assert_eq!(format(&formatted), formatted, "formatting again changes {text}");
    assert!(formatted.trim_start_matches('\u{feff}').is_empty() || formatted.ends_with('\n'));
    let (before, after) = (parse(text), parse(&formatted));
    let found = sorted(comments_of(&formatted, &after));
    assert_eq!(found, sorted(comments_of(text, &before)), "{text}\n{formatted}");
    let (before, after) = (before.statements, after.statements);
    assert_eq!(before.len(), after.len(), "{text}\n{formatted}");
    for (before, after) in before.iter().zip(&after) {
        let (old, new) = (slice(text, before.range()), slice(&formatted, after.range()));
        assert_eq!(description(text, before), description(&formatted, after), "{text}");
        if is_sound(before) {
            assert!(format_statement(text, before).is_some(), "the safety net is used for {old}");
            assert!(is_sound(after), "{old}\n{new}");
            assert!(new.lines().skip(1).all(|line| line.starts_with("  ")), "{new}");
        } else {
            assert_eq!(old, new);
        }
    }
    let (before, after) = (asked(text), asked(&formatted));
    assert_eq!(before.0, after.0, "{text}\n{formatted}");
    // A mistake stays one, though it may be told another way.
    assert_eq!(before.1.is_empty(), after.1.is_empty(), "{text}\n{formatted}");
    formatted
}

/// Whether a statement was understood in full: its subject too, whose parts are checked later.
fn is_sound(placed: &Placed) -> bool {
    let Kind::Query(query) = &placed.statement.kind else {
        return placed.statement.errors.is_empty();
    };
    let event = |part: Option<&Part>| matches!(part, Some(Part::Event(_)));
    let ends =
        query.subject.is_empty() || (event(query.subject.first()) && event(query.subject.last()));
    let odd = query.subject.windows(2).any(|pair| match pair {
        [Part::Event(before), Part::Event(after)] => {
            let two = query.subject.len() == 2;
            let word = matches!(&after.head, Head::Name(it)
                if if two { it.scope.is_none() } else { it.form == Form::Bare && it.text == after.range });
            !word || before.body.is_some() || before.range.end() == after.range.start()
        }
        [first, second] => !event(Some(first)) && !event(Some(second)),
        _ => true,
    });
    let stray = query.subject.iter().any(|part| matches!(part, Part::Stray(_)));
    // What follows a misspelt `window` or `average` is not asked for.
    let rolling = query.clauses.iter().any(|it| matches!(it.kind, ClauseKind::Rolling(_, None)));
    placed.statement.errors.is_empty() && ends && !odd && !stray && !rolling
}

fn description(text: &str, placed: &Placed) -> Option<Vec<String>> {
    let range = amq_syntax::description(text, placed.start)?;
    Some(slice(text, range).lines().map(|line| line.trim_end().to_owned()).collect())
}

/// The comments of a file, in their order.
fn comments(text: &str) -> Vec<String> {
    comments_of(text, &parse(text))
}

fn comments_of(text: &str, parse: &Parse) -> Vec<String> {
    let inside = parse
        .statements
        .iter()
        .flat_map(|placed| placed.statement.comments.iter().map(|comment| *comment + placed.start));
    let mut ranges: Vec<_> = inside.chain(parse.comments.iter().copied()).collect();
    ranges.sort_by_key(|range| range.start());
    ranges.iter().map(|range| slice(text, *range).trim_end().to_owned()).collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

/// The requests of a text, and the codes of what is said of it.
fn asked(text: &str) -> (Vec<String>, Vec<&'static str>) {
    let analysis = check(text);
    let requests = analysis.queries.iter().map(|query| {
        let request =
            query.query.as_ref().map(|it| (amq_request::path(it), amq_request::params(it)));
        format!("{:?} {request:?}", query.label)
    });
    let mut codes: Vec<_> = analysis.diagnostics.iter().map(|it| it.code.id).collect();
    codes.sort_unstable();
    (requests.collect(), codes)
}
