//! Pictures and tables as they are drawn, held against `tests/drawn`; UPDATE writes them anew.

use std::{fmt::Write as _, path::Path};

use amq_answer::{Format, Origin, Sheet, Style};

use crate::bodies::{self, Case};

const PLAIN: Style = Style { width: 80, height: 20, color: false, unicode: true, whole: false };
const ASCII: Style = Style { unicode: false, ..PLAIN };
const COLOUR: Style = Style { color: true, ..PLAIN };
const WHOLE: Style = Style { width: 36, whole: true, ..PLAIN };
const NARROW: Style = Style { width: 36, ..PLAIN };

/// The picture of a body, and the table as it is printed.
fn drawn(case: &Case, style: Style) -> (String, String) {
    let answer = bodies::decode(case, case.body.as_bytes()).unwrap();
    let mut out = Vec::new();
    let origin = Origin::default();
    let sheet = Sheet { query: &origin, answer: &answer, body: b"" };
    amq_answer::write(Format::Table, &[sheet], style, &mut out).unwrap();
    let picture = amq_answer::picture(&answer, style).map(|it| it + "\n").unwrap_or_default();
    let table = String::from_utf8(out).unwrap();
    for line in picture.lines().chain(table.lines()).filter(|_| !style.color) {
        assert!(
            style.whole || unicode_width::UnicodeWidthStr::width(line) <= style.width,
            "{line}"
        );
        assert_eq!(line, line.trim_end());
        assert!(style.unicode || line.replace('…', "").is_ascii(), "{line}");
    }
    (picture.replace('\x1b', "\\e"), table.replace('\x1b', "\\e"))
}

/// The pictures in some styles; the table in the first of them.
fn all(case: &Case, styles: &[Style]) -> String {
    let mut text = format!("{}\n", case.query.trim());
    for (at, style) in styles.iter().enumerate() {
        let (picture, table) = drawn(case, *style);
        let table = if at == 0 { table.as_str() } else { "" };
        let _ = write!(text, "\n== {style:?}\n\n{picture}{table}");
    }
    text
}

fn same(name: &str, text: &str) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drawn").join(format!("{name}.txt"));
    amq_tests::assert_generated(&path, text);
}

fn hold(name: &str, query: &str, body: &str, styles: &[Style]) {
    same(name, &all(&Case::new(query, body), styles));
}

/// Numbers that go up and down with the days of the week.
fn wave(at: usize, high: usize) -> usize {
    high + high * at / 60 + [0, 3, 5, 4, 6, 1, 0][at % 7] * high / 20
}

fn series(days: usize, highs: &[usize]) -> String {
    let series = highs.iter().map(|high| (0..days).map(|at| wave(at, *high)).collect::<Vec<_>>());
    format!("{:?}", series.collect::<Vec<_>>())
}

fn august(days: usize) -> String {
    let start = jiff::civil::date(2021, 8, 1);
    let day = |at: usize| start.saturating_add(jiff::Span::new().days(at as i64)).to_string();
    format!("{:?}", (0..days).map(day).collect::<Vec<_>>())
}

#[test]
fn one_line() {
    let body = format!(
        r#"{{"data": {{"series": {}, "seriesLabels": [0], "seriesCollapsed": [[{{"value": 91234}}]], "xValues": {}}}}}"#,
        series(31, &[12_000]),
        august(31)
    );
    let query = "segmentation \"Play Song\" from 2021-08-01 to 2021-08-31";
    hold("one_line", query, &body, &[PLAIN, ASCII, NARROW]);
}

#[test]
fn several_lines() {
    let labels = r#"["Netherlands", "購入 🎉", "(none)"]"#;
    let body = format!(
        r#"{{"data": {{"series": {}, "seriesLabels": {labels}, "xValues": {}}}}}"#,
        series(14, &[900, 400, 120]),
        august(14)
    );
    let query = "segmentation \"Play Song\" by country from 2021-08-01 to 2021-08-14";
    hold("several_lines", query, &body, &[PLAIN, COLOUR, NARROW]);
}

#[test]
fn more_lines_than_are_told_apart() {
    let countries: Vec<_> =
        (0..12).map(|at| format!("Country number {at} with a long name")).collect();
    let highs: Vec<_> = (1..=12).map(|at| at * 100).collect();
    let body = format!(
        r#"{{"data": {{"series": {}, "seriesLabels": {countries:?}, "xValues": {}}}}}"#,
        series(3, &highs),
        august(3)
    );
    hold(
        "many_lines",
        "segmentation Purchase by country from 2021-08-01 to 2021-08-03",
        &body,
        &[PLAIN],
    );
    let query = "segmentation Purchase by country from 2021-08-01 to 2021-08-03";
    let (_, table) = drawn(&Case::new(query, &body), WHOLE);
    assert!(!table.contains('…'), "{table}");
    assert_eq!(table.lines().count(), 13, "{table}");
}

#[test]
fn one_bucket_is_bars() {
    let body = r#"{"data": {"series": [[273333], [190351], [1]],
        "seriesLabels": ["United States", "Germany", "The United Kingdom of Great Britain and Northern Ireland"],
        "xValues": ["2021-08-01"]}}"#;
    hold(
        "one_bucket",
        "segmentation \"Play Song\" by country on 2021-08-01",
        body,
        &[PLAIN, ASCII],
    );
}

#[test]
fn a_single_number_has_no_picture() {
    let body = r#"{"data": {"series": [[7]], "seriesLabels": [0], "xValues": ["2021-08-01"]}}"#;
    hold("one_number", "users on 2021-08-01", body, &[PLAIN]);
}

#[test]
fn realtime() {
    let times: Vec<_> =
        (0..288).map(|at| format!("{:02}:{:02}", (15 + at / 12) % 24, at % 12 * 5)).collect();
    let body = format!(
        r#"{{"data": {{"series": {}, "seriesLabels": ["Today", "Yesterday"], "xValues": {times:?}}}}}"#,
        series(288, &[100, 60])
    );
    let (picture, _) = drawn(&Case::new("realtime", &body), PLAIN);
    same("realtime", &picture);
}

#[test]
fn documented_examples() {
    let mut text = String::new();
    for case in bodies::cases() {
        let (file, name) = case.name.split_once(": ").unwrap();
        let styles: &[Style] = match file {
            "funnel" if name.starts_with("the doc") => &[PLAIN, ASCII, COLOUR],
            "retention" | "users" | "segmentation" | "realtime" => continue,
            _ if name.starts_with("the doc") => &[PLAIN],
            _ if name.starts_with("groups") || name.contains("CSV text in JSON") => &[PLAIN],
            _ => continue,
        };
        let _ = writeln!(text, "=== {}\n\n{}", case.name, all(&case, styles));
    }
    same("documented", &text);
}

#[test]
fn retention_triangle() {
    let cell = |cohort: usize, day: usize, size: usize| {
        let count = if day == 0 { size } else { size * 10 / (10 + day * 7) };
        let open = cohort + day > 11;
        format!(r#"{{"count": {count}, "outof": {size}, "incomplete": {open}}}"#)
    };
    let cells = |cohort: usize, size: usize| {
        let last = 12 - cohort;
        (0..=last).map(|day| cell(cohort, day, size)).collect::<Vec<_>>().join(", ")
    };
    let values: Vec<_> =
        (0..6).map(|at| format!(r#""Aug {}": [{}]"#, at + 1, cells(at, 1200 + at * 37))).collect();
    let dates: Vec<_> = (0..6).rev().map(|at| format!("Aug {}", at + 1)).collect();
    let body = format!(
        r#"{{"data": {{"series": [{{"dates": {dates:?}, "values": {{{}}}, "combined": [{}]}}]}}}}"#,
        values.join(", "),
        cells(0, 7755)
    );
    let query = "retention _new -> _active from 2021-08-01 to 2021-08-06";
    hold("retention", query, &body, &[PLAIN, Style { height: 5, ..COLOUR }]);
}

#[test]
fn no_style_makes_it_panic() {
    for case in bodies::cases() {
        let Ok(answer) = bodies::decode(&case, case.body.as_bytes()) else { continue };
        for width in [0, 1, 2, 3, 7, 20, 39, 40, 41, 80, 300] {
            for height in [0, 1, 2, 8, 60] {
                for (color, unicode) in [(false, true), (true, true), (false, false)] {
                    let style = Style { width, height, color, unicode, whole: false };
                    amq_answer::picture(&answer, style);
                    let origin = Origin::default();
                    let sheet = Sheet { query: &origin, answer: &answer, body: b"" };
                    amq_answer::write(Format::Table, &[sheet, sheet], style, &mut Vec::new())
                        .unwrap();
                }
            }
        }
    }
}

#[test]
fn what_has_not_begun_is_in_no_picture() {
    let body = |more: &str, hours: &str| {
        format!(
            r#"{{"data": {{"series": [[3, 9, 5{more}]], "seriesLabels": [0],
            "xValues": ["2021-09-30T00:00:00", "2021-09-30T01:00:00", "2021-09-30T02:00:00"{hours}]}}}}"#
        )
    };
    let whole = body(", 0, 0", r#", "2021-09-30T03:00:00", "2021-09-30T04:00:00""#);
    let query = "segmentation Purchase every hour on 2021-09-30";
    let now = Some(jiff::civil::date(2021, 9, 30).at(2, 30, 0, 0));
    let of = |body: &str| {
        let mut case = Case::new(query, body);
        case.now = now;
        drawn(&case, PLAIN).0
    };
    assert_eq!(of(&whole), of(&body("", "")));
    assert!(!of(&whole).is_empty());
}

#[test]
fn small_numbers_have_three_digits() {
    let body = r#"{"data": {"series": [[0.0244, 0.005128205, 0.0000123456]], "seriesLabels": [0],
        "xValues": ["2021-08-01", "2021-08-02", "2021-08-03"]}}"#;
    let case = Case::new("segmentation A metric average from 2021-08-01 to 2021-08-03", body);
    let table = drawn(&case, PLAIN).1;
    for number in [" 0.0244\n", " 0.00513\n", " 0.0000123\n"] {
        assert!(table.contains(number), "{table}");
    }
}

#[test]
fn a_formula_asks_for_money() {
    let body = r#"{"data": {"series": [[10.219, -3]], "seriesLabels": [0],
        "xValues": ["2021-08-01", "2021-08-02"]}}"#;
    let query = "segmentation A{by price} formula $:PROPSUM(A) from 2021-08-01 to 2021-08-02";
    let table = drawn(&Case::new(query, body), PLAIN).1;
    assert!(table.contains("2021-08-01  $10.22\n2021-08-02  -$3.00\n"), "{table}");
    let (picture, _) = drawn(&Case::new(query, body), PLAIN);
    assert!(picture.contains("\n$10 ┤") && picture.contains("\n-$5 ┤"), "{picture}");
    let grouped = r#"{"data": {"series": [[10.219], [4.5]], "seriesLabels": ["iOS", "Web"], "xValues": ["2021-08-01"]}}"#;
    let query = "segmentation A{by price} formula $:PROPSUM(A) by platform on 2021-08-01";
    let case = Case::new(query, grouped);
    let (picture, table) = drawn(&case, PLAIN);
    assert!(table.contains("$10.22  $4.50\n"), "{table}");
    assert!(picture.contains(" $10.22\n") && picture.contains("  $4.50\n"), "{picture}");
    let answer = bodies::decode(&case, grouped.as_bytes()).unwrap();
    let mut csv = Vec::new();
    amq_answer::write_table(Format::Csv, &answer.table, &mut csv).unwrap();
    assert!(String::from_utf8(csv).unwrap().contains(",10.219,"));
}

#[test]
fn a_formula_asks_for_a_percentage() {
    let body = r#"{"data": {"series": [[{"value": 0.125}, {"value": 0.25}]], "seriesLabels": [0],
        "seriesCollapsed": [[{"value": 0.2}]], "xValues": ["2021-08-01", "2021-08-02"]}}"#;
    let query = "segmentation A, B formula %:UNIQUES(A)/UNIQUES(B) from 2021-08-01 to 2021-08-02";
    let case = Case::new(query, body);
    let (picture, table) = drawn(&case, PLAIN);
    assert!(picture.contains("20.0% ┤"), "{picture}");
    assert!(table.contains("2021-08-01  12.5%\n2021-08-02  25.0%\n"), "{table}");
    assert!(table.contains("the whole range:\nvalue\n20.0%\n"), "{table}");
    let answer = bodies::decode(&case, body.as_bytes()).unwrap();
    let mut csv = Vec::new();
    amq_answer::write_table(Format::Csv, &answer.table, &mut csv).unwrap();
    assert!(String::from_utf8(csv).unwrap().contains("2021-08-01,0.125,"));
}

#[test]
fn what_a_user_did_is_read_from_left_to_right() {
    let event = |time: &str, kind: &str, session: i64, properties: &str| {
        format!(
            r#"{{"event_type": "{kind}", "event_time": "2021-08-01 {time}.000000",
                "session_id": {session}, "event_properties": {properties}}}"#
        )
    };
    let long =
        r#"{"genre": "jazz", "seconds": 75, "tags": ["a", "b"], "source": "a playlist of others"}"#;
    let events = [
        event("10:11:12", "Play Song", 1, long),
        event("10:11:10", "Open App", 1, "{}"),
        event("09:00:00", "session_end", 0, r#"{"reason": "quit"}"#),
    ];
    let body = format!(
        r#"{{"userData": {{"user_id": "mia", "merged_amplitude_ids": []}}, "events": [{}]}}"#,
        events.join(",")
    );
    let table = drawn(&Case::new("activity 1", &body), PLAIN).1;
    let expected = "\
time                 event        properties
2021-08-01 10:11:12  Play Song    genre: jazz, seconds: 75, tags: [\"a\",\"b\"], so…
2021-08-01 10:11:10  Open App

2021-08-01 09:00:00  session_end  reason: quit

the user:
field                 value
user_id               mia
merged_amplitude_ids  -
";
    assert_eq!(table, expected);
}

#[test]
fn a_name_that_says_the_same_again_is_left_out() {
    let body = |display: &str| {
        format!(r#"{{"data": [{{"value": "a", "display": "{display}", "totals": 7}}]}}"#)
    };
    let table = |display| drawn(&Case::new("events", &body(display)), PLAIN).1;
    assert_eq!(table("a"), "event  totals\na           7\n");
    assert_eq!(table("A"), "event  display  totals\na      A             7\n");
}
