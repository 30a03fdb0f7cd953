//! Tables survive being written and read, by readers that are not ours.

use amq_answer::{Asked, Cell, Column, Format, Kind, Origin, Role, Sheet, Style, Table};
use amq_check::Cost;
use amq_tests::Random;
use jiff::civil::{Date, DateTime, date};
use serde_json::Value;

use crate::bodies::{self, Case};

const KINDS: [Kind; 8] = [
    Kind::Flag,
    Kind::Int,
    Kind::Float,
    Kind::Percent,
    Kind::Seconds,
    Kind::Date,
    Kind::Time,
    Kind::Text,
];

const TEXTS: &[&str] = &[
    "a",
    "購入 🎉",
    "=1+1",
    "'=1+1",
    "''@x",
    "-5",
    "-5%",
    "- x",
    "+3.5e2",
    "-inf",
    "\tindented",
    "\r",
    "\n=",
    "a,b\"c\r\nd",
    "'",
    "' ",
    " ",
    "|`*<b>",
    "\u{1b}[31m",
];

pub(crate) fn random_table(random: &mut Random) -> Table {
    let columns: Vec<_> = (0..random.between(1, 6))
        .map(|at| {
            let name = format!("{}{at}", random.pick(&["c", "=c", "購入", "a b,\"c\""]));
            Column::new(name, KINDS[random.below(KINDS.len())], Role::Measure)
        })
        .collect();
    let rows: Vec<Vec<Cell>> = (0..random.below(12))
        .map(|_| columns.iter().map(|column| random_cell(column.kind, random)).collect())
        .collect();
    Table::new(columns, rows)
}

fn random_cell(kind: Kind, random: &mut Random) -> Cell {
    if random.one_in(6) {
        return Cell::Null;
    }
    let float = |random: &mut Random| {
        let float = f64::from_bits(random.any());
        if float.is_finite() { float } else { 0.1 }
    };
    match kind {
        Kind::Flag => Cell::Flag(random.one_in(2)),
        Kind::Int => Cell::Int(random.any().cast_signed()),
        Kind::Float => Cell::Float(float(random)),
        Kind::Percent => Cell::Percent(random.below(1001) as f64 / 1000.0),
        Kind::Seconds => Cell::Seconds(float(random)),
        Kind::Date => Cell::Date(random_day(random)),
        Kind::Time => Cell::Time(random_time(random)),
        Kind::Text => Cell::Text(random.pick(TEXTS).into()),
    }
}

fn random_day(random: &mut Random) -> Date {
    date(1900, 1, 1).saturating_add(jiff::Span::new().days(random.below(90_000) as i64))
}

fn random_time(random: &mut Random) -> DateTime {
    let (hour, minute) = (random.below(24) as i8, random.below(60) as i8);
    random_day(random).at(
        hour,
        minute,
        random.below(60) as i8,
        random.below(1000) as i32 * 1_000_000,
    )
}

fn written(format: Format, table: &Table) -> Vec<u8> {
    let mut out = Vec::new();
    amq_answer::write_table(format, table, &mut out).unwrap();
    out
}

/// The cell of a text, by the kind of its column.
fn parsed(text: &str, kind: Kind) -> Cell {
    if text.is_empty() {
        return Cell::Null;
    }
    match kind {
        Kind::Flag => Cell::Flag(text.parse().unwrap()),
        Kind::Int => Cell::Int(text.parse().unwrap()),
        Kind::Float => Cell::Float(text.parse().unwrap()),
        Kind::Percent => Cell::Percent(text.parse().unwrap()),
        Kind::Seconds => Cell::Seconds(text.parse().unwrap()),
        Kind::Date => Cell::Date(text.parse().unwrap()),
        Kind::Time => Cell::Time(text.parse().unwrap()),
        Kind::Text => Cell::Text(text.into()),
    }
}

/// Takes away what keeps a spreadsheet from running a text.
fn armed(text: &str) -> &str {
    let rest = text.trim_start_matches('\'');
    let is_formula = rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { text.strip_prefix('\'').unwrap_or(text) } else { text }
}

#[test]
fn csv() {
    let mut random = Random::new(1);
    for _ in 0..2000 {
        let table = random_table(&mut random);
        let out = written(Format::Csv, &table);
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let names: Vec<_> =
            reader.headers().unwrap().iter().map(|it| armed(it).to_owned()).collect();
        let expected: Vec<_> = table.columns().iter().map(|it| it.name.to_string()).collect();
        assert_eq!(names, expected);
        let mut rows = 0;
        for (record, row) in reader.records().zip(table.rows()) {
            let record = record.unwrap();
            for ((text, cell), column) in record.iter().zip(row).zip(table.columns()) {
                let is_text = column.kind == Kind::Text;
                assert_eq!(parsed(if is_text { armed(text) } else { text }, column.kind), *cell);
                let runs = text.starts_with(['=', '@', '\t', '\r', '\n', '+', '-']);
                assert!(!runs || text.parse::<f64>().is_ok_and(f64::is_finite), "{text:?}");
            }
            rows += 1;
        }
        assert_eq!(rows, table.len());
    }
}

fn of_json(value: &Value, kind: Kind) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::String(text) => match kind {
            Kind::Text => Cell::Text(text.as_str().into()),
            kind => parsed(text, kind),
        },
        Value::Number(number) if kind != Kind::Int => {
            parsed(&number.as_f64().unwrap().to_string(), kind)
        }
        value => parsed(&value.to_string(), kind),
    }
}

fn same_rows<'v>(table: &Table, rows: impl Iterator<Item = &'v Value>) {
    let mut count = 0;
    for (object, row) in rows.zip(table.rows()) {
        assert_eq!(object.as_object().unwrap().len(), table.columns().len());
        for (column, cell) in table.columns().iter().zip(row) {
            assert_eq!(of_json(&object[column.name.as_str()], column.kind), *cell, "{column:?}");
        }
        count += 1;
    }
    assert_eq!(count, table.len());
}

#[test]
fn json_and_ndjson() {
    let mut random = Random::new(2);
    for _ in 0..2000 {
        let table = random_table(&mut random);
        let rows: Vec<Value> = serde_json::from_slice(&written(Format::Json, &table)).unwrap();
        same_rows(&table, rows.iter());
        let lines = String::from_utf8(written(Format::Ndjson, &table)).unwrap();
        let rows: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        same_rows(&table, rows.iter());
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet() {
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field,
    };
    let mut random = Random::new(3);
    for _ in 0..300 {
        let table = random_table(&mut random);
        let reader =
            SerializedFileReader::new(bytes::Bytes::from(written(Format::Parquet, &table)))
                .unwrap();
        let kinds = reader.metadata().file_metadata().key_value_metadata().unwrap();
        for (column, pair) in table.columns().iter().zip(kinds) {
            assert_eq!(pair.value.as_deref(), Some(column.kind.name()));
        }
        let mut rows = 0;
        for (found, row) in reader.get_row_iter(None).unwrap().zip(table.rows()) {
            let found = found.unwrap();
            for (((name, field), cell), column) in
                found.get_column_iter().zip(row).zip(table.columns())
            {
                assert_eq!(name, column.name.as_str());
                let of_float = |number: f64| match column.kind {
                    Kind::Percent => Cell::Percent(number),
                    Kind::Seconds => Cell::Seconds(number),
                    _ => Cell::Float(number),
                };
                let start = date(1970, 1, 1).at(0, 0, 0, 0);
                let found = match field {
                    Field::Null => Cell::Null,
                    Field::Bool(value) => Cell::Flag(*value),
                    Field::Long(number) => Cell::Int(*number),
                    Field::Double(number) => of_float(*number),
                    Field::Str(text) => Cell::Text(text.as_str().into()),
                    Field::Date(days) => Cell::Date(start.date() + jiff::Span::new().days(*days)),
                    Field::TimestampMicros(time) => {
                        Cell::Time(start + jiff::SignedDuration::from_micros(*time))
                    }
                    field => panic!("{field:?}"),
                };
                assert_eq!(found, *cell);
            }
            rows += 1;
        }
        assert_eq!(rows, table.len());
    }
}

#[test]
fn a_document_says_where_its_numbers_come_from() {
    let body = r#"{"data": {"series": [[1, 2]], "seriesLabels": [0], "seriesCollapsed": [[{"value": 2}]],
        "xValues": ["2021-09-29", "2021-09-30"]}}"#;
    let case = Case::new("segmentation A from 2021-09-29 to 2021-09-30", body);
    let answer = bodies::decode(&case, body.as_bytes()).unwrap();
    let origin = Origin {
        name: "weekly.amq:signups".to_owned(),
        file: "weekly.amq".to_owned(),
        line: 3,
        label: Some("signups".to_owned()),
        url: "https://amplitude.com/api/2/events/segmentation".to_owned(),
        cost: Some(Cost { days: 2, conditions: 1, query_type: 1 }.into()),
        asked: Some(Asked { from: "api", attempts: 1, milliseconds: Some(12), age: None }),
    };
    let sheet = Sheet { query: &origin, answer: &answer, body: body.as_bytes() };
    let out = |format| {
        let mut out = Vec::new();
        amq_answer::write(format, &[sheet, sheet], Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let document: Value = serde_json::from_str(&out(Format::Json)).unwrap();
    let first = &document[0];
    assert_eq!(document[1], *first);
    assert_eq!(first["query"]["name"], "weekly.amq:signups");
    assert_eq!(first["query"]["line"], 3);
    assert_eq!(first["query"]["cost"]["total"], 2);
    assert_eq!(first["query"]["asked"]["milliseconds"], 12);
    assert_eq!(first["shape"], "series");
    assert_eq!(first["columns"][0]["role"], "axis");
    assert_eq!(first["columns"][1]["kind"], "integer");
    assert_eq!(first["rows"][1]["date"], "2021-09-30");
    assert_eq!(first["rows"][1]["incomplete"], true);
    assert_eq!(first["parts"]["total"][0]["value"], 2);
    assert_eq!(first["part_columns"]["total"][0]["role"], "measure");
    assert_eq!(first["notes"][0]["name"], "open-bucket");
    let line = "{\"query\":\"weekly.amq:signups\",\"date\":\"2021-09-29\",\"value\":1,\"incomplete\":false}";
    assert_eq!(out(Format::Ndjson).lines().next(), Some(line));
    assert_eq!(out(Format::Raw), body.repeat(2));
    let csv = "date,value,incomplete\r\n2021-09-29,1,false\r\n2021-09-30,2,true\r\n";
    assert_eq!(out(Format::Csv), format!("{csv}\n{csv}"));
    let markdown = "## weekly.amq:signups\n\n| date | value | incomplete |\n| --- | ---: | --- |\n\
        | 2021-09-29 | 1 |  |\n| 2021-09-30 | 2 | yes |\n\nthe whole range:\n\n| value |\n| ---: |\n| 2 |\n";
    assert!(out(Format::Markdown).starts_with(markdown), "{}", out(Format::Markdown));
}

#[test]
fn markdown_shows_texts_and_runs_none() {
    let columns = vec![Column::new("a|b", Kind::Text, Role::Key)];
    let table = Table::new(columns, [vec![Cell::Text("<b>|`x`\n[y](z)\u{1b}".into())]]);
    let found = String::from_utf8(written(Format::Markdown, &table)).unwrap();
    assert_eq!(found, "| a\\|b |\n| --- |\n| &lt;b>\\|\\`x\\` \\[y](z)\u{fffd} |\n");
}
