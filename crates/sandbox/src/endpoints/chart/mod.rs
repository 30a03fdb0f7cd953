//! Saved charts, which are made up: every identifier is a chart.

mod csv;

use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use super::answer as answer_of;
use crate::{
    calendar::day,
    params::Params,
    random::Random,
    refusal::Refusal,
    store::Store,
    understood::{Endpoint, Understood},
};

/// A saved chart: its title, how many days it shows, and the request that says the same.
struct Chart {
    title: &'static str,
    days: i64,
    path: &'static str,
    query: &'static str,
}

/// The charts that there are. They mean no event or property that some project may not have.
const CHARTS: [Chart; 8] = [
    Chart {
        title: "Active users by platform",
        days: 30,
        path: "/api/2/events/segmentation",
        query: "e={\"event_type\":\"_active\"}&g=platform",
    },
    Chart {
        title: "New users by country, weekly",
        days: 84,
        path: "/api/2/users",
        query: "m=new&i=7&g=country",
    },
    Chart {
        title: "Events by version",
        days: 14,
        path: "/api/2/events/segmentation",
        query: "e={\"event_type\":\"_all\"}&m=totals&g=version&limit=10",
    },
    Chart {
        title: "Events per active user",
        days: 30,
        path: "/api/2/events/segmentation",
        query: "e={\"event_type\":\"_active\"}&m=formula&formula=TOTALS(A)/UNIQUES(A)",
    },
    Chart {
        title: "From activity to payment",
        days: 30,
        path: "/api/2/funnels",
        query: "e={\"event_type\":\"_active\"}&e={\"event_type\":\"revenue_amount\"}&g=platform",
    },
    Chart {
        title: "Retention of new users",
        days: 14,
        path: "/api/2/retention",
        query: "se={\"event_type\":\"_new\"}&re={\"event_type\":\"_active\"}",
    },
    Chart { title: "Users by language", days: 30, path: "/api/2/composition", query: "p=language" },
    Chart { title: "Average session length", days: 30, path: "/api/2/sessions/average", query: "" },
];

/// Where the paths of charts begin.
const PATH: &str = "/api/3/chart/";

/// Reads a request. Its path is the one thing that it says.
pub(crate) fn read(path: &str, query: &str) -> Result<Understood, Refusal> {
    let rest = path.strip_prefix(PATH).and_then(|rest| rest.split_once('/'));
    let (id, endpoint) = match rest {
        Some((id, "query")) => (id, Endpoint::Chart),
        Some((id, "csv")) => (id, Endpoint::ChartCsv),
        _ => return Err(Refusal::unknown_path()),
    };
    let plain = id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-');
    if id.is_empty() || !plain {
        return Err(Refusal::unknown_path());
    }
    Params::decode(query)?.only(&[])?;
    let mut request = Understood::new(endpoint);
    request.subject = Some(id.to_owned());
    Ok(request)
}

/// The chart of an identifier, and what it asks for on a day.
fn chart(request: &Understood, today: Date, seed: u64) -> (&'static Chart, Option<Understood>) {
    let id = request.subject.as_deref().unwrap_or_default();
    let number = id.bytes().fold(seed, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
    let chart = &CHARTS[Random::new(number).below(CHARTS.len() as u64) as usize];
    let start = today.checked_sub((chart.days - 1).days()).unwrap_or(today);
    let dates = format!("start={}&end={}", start.strftime("%Y%m%d"), today.strftime("%Y%m%d"));
    let asked = super::read(chart.path, &format!("{}&{dates}", chart.query));
    (chart, asked.ok())
}

/// What a chart costs: as much as the request that says the same.
pub(crate) fn cost(request: &Understood, now: i64, seed: u64) -> u64 {
    chart(request, day(now), seed).1.and_then(|asked| asked.cost).unwrap_or(1)
}

/// The answer: that of the request, or the same as the text of a table.
pub(crate) fn answer(store: &Store, request: &Understood, seed: u64) -> Value {
    let (chart, Some(asked)) = chart(request, day(store.now), seed) else { return Value::Null };
    let answer = answer_of(store, &asked, seed);
    if request.endpoint == Endpoint::Chart {
        return answer;
    }
    json!({"data": csv::table(chart.title, answer.get("data").unwrap_or(&Value::Null))})
}
