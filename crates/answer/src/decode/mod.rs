//! Bodies to answers, one file for each shape.

mod activity;
mod chart;
mod distribution;
mod events;
mod funnel;
mod labels;
mod lifetime;
mod realtime;
mod retention;
mod search;
mod series;

use amq_check::Query;
use amq_schema::Shape;
use jiff::civil::{Date, DateTime};

use crate::{
    Answer, Cell, Names, Note, Role, Table, Unreadable,
    asked::Asked,
    json::{self, Json},
};

/// Decodes the body of an answer with status 200.
///
/// `now` is when the API answered, in the project's time zone; where it is not known, every bucket of
/// today is taken for one that has not ended. Segments and events go by `names`, and by what they are
/// where they have none.
///
/// Members that are not known are ignored; what is known and has another shape than the
/// documentation shows is an error that says where. No body makes it panic.
///
/// Marks behind facts: [O] an official document, [L] a recorded answer, [C] code that relies on it,
/// [I] an inference.
///
/// ```
/// use jiff::civil::date;
/// let text = "users by country from 2017-08-14 to 2017-08-15";
/// let today = date(2021, 9, 30);
/// let context = amq_check::Context::new(today);
/// let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
/// let query = analysis.queries[0].query.as_ref().unwrap();
/// let body = br#"{"data": {"series": [[46109, 47542]], "seriesMeta": ["Canada"],
///     "xValues": ["2017-08-14", "2017-08-15"]}}"#;
/// let answer = amq_answer::decode(query, body, today, None, &Default::default()).unwrap();
/// assert_eq!(answer.table.len(), 2);
/// ```
pub fn decode(
    query: &Query,
    body: &[u8],
    today: Date,
    now: Option<DateTime>,
    names: &Names,
) -> Result<Answer, Unreadable> {
    let asked = Asked::new(query, today, now, names);
    let shape = query.endpoint.answer;
    if shape == Shape::Chart
        && let Some(text) = chart::plain_csv(query, body)
    {
        return chart::csv(text);
    }
    let body = json::read(body)?;
    let mut answer = of_shape(shape, &body, &asked)?;
    say_what_is_missing(&body, &mut answer);
    if answer.table.is_empty() {
        answer.note(Note::Empty);
    } else if is_zero(&answer.table) {
        answer.note(Note::Zero(asked.measured));
    }
    Ok(answer)
}

/// Whether a table has numbers, and all of them are 0.
pub(crate) fn is_zero(table: &Table) -> bool {
    let measures = table.of_role(Role::Measure);
    let numbers = || {
        let cells = table.rows().flat_map(|row| measures.iter().filter_map(|at| row.get(*at)));
        cells.filter_map(Cell::number)
    };
    numbers().next().is_some() && numbers().all(|number| number == 0.0)
}

fn of_shape(shape: Shape, body: &Json<'_>, asked: &Asked) -> Result<Answer, Unreadable> {
    match shape {
        Shape::Series(unit) => series::answer(unit, data(body)?, asked).map_err(in_data),
        Shape::Bins => distribution::bins(data(body)?).map_err(in_data),
        Shape::Composition => distribution::composition(data(body)?, asked).map_err(in_data),
        Shape::Events => events::answer(data(body)?).map_err(in_data),
        Shape::Funnel => funnel::answer(data(body)?, asked).map_err(in_data),
        Shape::Retention => retention::answer(data(body)?, asked).map_err(in_data),
        Shape::Activity => activity::answer(body),
        Shape::Search => search::answer(body),
        Shape::Realtime => realtime::answer(data(body)?).map_err(in_data),
        Shape::Lifetime => lifetime::answer(data(body)?, asked).map_err(in_data),
        Shape::Chart => chart::answer(data(body)?, asked).map_err(in_data),
    }
}

fn in_data(error: Unreadable) -> Unreadable {
    error.under(DATA)
}

const DATA: &str = "data";

/// The member that holds an answer. A body with `error` instead tells what the API did not like.
fn data<'j, 'a>(body: &'j Json<'a>) -> Result<&'j Json<'a>, Unreadable> {
    if let (None, Some(error)) = (body.get(DATA), body.get("error")) {
        return Err(refused(error));
    }
    body.need(DATA)
}

fn refused(error: &Json<'_>) -> Unreadable {
    let details = error.get("metadata").and_then(|metadata| metadata.get("details"));
    let said = details.or_else(|| error.get("message")).unwrap_or(error);
    let said = said.text().map_or_else(|_| said.written(), |text| text.to_string());
    Unreadable::said(format!(
        "found an error, expected data: {}",
        crate::text::shortened(&said, 200)
    ))
}

/// What the members beside `data` say of its completeness [L].
fn say_what_is_missing(body: &Json<'_>, answer: &mut Answer) {
    const LEFT_OUT: [&str; 4] =
        ["prunedResult", "hitChunkGroupByLimit", "realtimeDataMissing", "timedOutRealtimeData"];
    for member in LEFT_OUT {
        if body.get(member) == Some(&Json::Bool(true)) {
            answer.note(Note::Incomplete(member));
        }
    }
    let rate = body.get("minSampleRate").and_then(|rate| rate.number().ok()?.number());
    if let Some(rate) = rate.filter(|rate| (0.0..1.0).contains(rate)) {
        answer.note(Note::Sampled(rate));
    }
}
