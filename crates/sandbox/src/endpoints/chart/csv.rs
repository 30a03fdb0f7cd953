//! An answer as the text of a table, as `/csv` has it.

use serde_json::Value;

/// The title, an empty line, and the rows. Every cell begins with a tab, which keeps spreadsheets
/// from taking it for a formula.
pub(super) fn table(title: &str, data: &Value) -> String {
    let mut lines = vec![vec![title.to_owned()], Vec::new()];
    lines.extend(match data {
        Value::Array(elements) => funnel(elements),
        _ if data.pointer("/series/0/values").is_some() => retention(data),
        _ => series(data),
    });
    let written = lines.iter().map(|cells| {
        let cells = cells.iter().map(|cell| format!("\"\t{}\"", cell.replace('"', "\"\"")));
        cells.collect::<Vec<_>>().join(",")
    });
    written.collect::<Vec<_>>().join("\r\n") + "\r\n"
}

type Row = Vec<String>;

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A cell: the text itself, the value of an object, or a number.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(pair) => pair.last().map(text).unwrap_or_default(),
        Value::Object(object) => object.get("value").map(text).unwrap_or_default(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn series(data: &Value) -> Vec<Row> {
    let head = list(data, "xValues").iter().map(text);
    let mut rows = vec![std::iter::once(String::new()).chain(head).collect::<Row>()];
    let labels = [list(data, "seriesLabels"), list(data, "seriesMeta")];
    let labels = if labels[0].is_empty() { labels[1] } else { labels[0] };
    for (at, cells) in list(data, "series").iter().enumerate() {
        let label = labels.get(at).filter(|it| !it.is_number()).map(text).unwrap_or_default();
        let cells = cells.as_array().map(Vec::as_slice).unwrap_or_default();
        rows.push(std::iter::once(label).chain(cells.iter().map(text)).collect());
    }
    rows
}

fn funnel(elements: &[Value]) -> Vec<Row> {
    let events = elements.first().map(|it| list(it, "events")).unwrap_or_default();
    let head = std::iter::once(String::new()).chain(events.iter().map(text));
    let mut rows = vec![head.collect::<Row>()];
    for element in elements {
        let label = element.get("meta").map(text).unwrap_or_default();
        let cells = list(element, "cumulativeRaw").iter().map(text);
        rows.push(std::iter::once(label).chain(cells).collect());
    }
    rows
}

fn retention(data: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    for series in list(data, "series") {
        for date in list(series, "dates") {
            let cells = series.get("values").map(|it| list(it, &text(date))).unwrap_or_default();
            let counts = cells.iter().filter_map(|cell| cell.get("count")).map(text);
            rows.push(std::iter::once(text(date)).chain(counts).collect::<Row>());
        }
    }
    let most = rows.iter().map(Vec::len).max().unwrap_or(2);
    let head = ["", "Users"].map(str::to_owned).into_iter();
    rows.insert(0, head.chain((0..most - 2).map(|day| format!("Day {day}"))).collect());
    rows
}
