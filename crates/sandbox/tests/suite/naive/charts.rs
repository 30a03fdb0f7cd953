//! Saved charts: what the request says that a chart stands for, and the text of its table.

use serde_json::Value;

use super::World;
use crate::world::{Event, Request, number_of, plain};

fn event(kind: &str) -> Event {
    Event { kind: kind.to_owned(), filters: vec![], groups: vec![] }
}

/// The request that says the same as the chart of a title.
pub(crate) fn request(world: &World, title: &str) -> Request {
    let today = number_of(world.now.date());
    let over = |path, days: usize| plain(path, today + 1 - days, today);
    let counted = |kind, days| Request {
        events: vec![event(kind)],
        ..over("/api/2/events/segmentation", days)
    };
    match title {
        "Active users by platform" => Request { by: vec!["platform"], ..counted("_active", 30) },
        "New users by country, weekly" => {
            Request { by: vec!["country"], metric: "new", interval: 7, ..over("/api/2/users", 84) }
        }
        "Events by version" => {
            Request { by: vec!["version"], metric: "totals", limit: 10, ..counted("_all", 14) }
        }
        "Events per active user" => {
            Request { metric: "formula", formula: "TOTALS(A)/UNIQUES(A)", ..counted("_active", 30) }
        }
        "From activity to payment" => Request {
            events: vec![event("_active"), event("revenue_amount")],
            by: vec!["platform"],
            ..over("/api/2/funnels", 30)
        },
        "Retention of new users" => Request {
            events: vec![event("_new"), event("_active")],
            ..over("/api/2/retention", 14)
        },
        "Users by language" => Request { property: "language", ..over("/api/2/composition", 30) },
        "Average session length" => over("/api/2/sessions/average", 30),
        other => panic!("no chart has the title {other}"),
    }
}

/// The cells of a table: every one begins with a tab, between quotes.
pub(crate) fn cells(text: &str) -> Vec<Vec<String>> {
    let line = |line: &str| {
        let cells = line.split("\",\"").map(|it| it.trim_matches('"'));
        cells.map(|it| it.strip_prefix('\t').unwrap().to_owned()).collect()
    };
    text.split("\r\n").filter(|it| !it.is_empty()).map(line).collect()
}

/// The numbers that the rows of the table have to hold, from the answer to the same request.
pub(crate) fn numbers(answer: &Value) -> Vec<Vec<f64>> {
    let number =
        |it: &Value| it.as_f64().or(it["value"].as_f64()).or(it["count"].as_f64()).unwrap();
    let row = |it: &Value| it.as_array().unwrap().iter().map(number).collect::<Vec<f64>>();
    let data = &answer["data"];
    if let Some(elements) = data.as_array() {
        return elements.iter().map(|it| row(&it["cumulativeRaw"])).collect();
    }
    let series = data["series"].as_array().unwrap();
    if series.iter().all(Value::is_array) {
        return series.iter().map(row).collect();
    }
    let of_dates = |it: &Value| {
        let dates = it["dates"].as_array().unwrap().clone();
        dates.into_iter().map(|date| row(&it["values"][date.as_str().unwrap()])).collect::<Vec<_>>()
    };
    series.iter().flat_map(of_dates).collect()
}
