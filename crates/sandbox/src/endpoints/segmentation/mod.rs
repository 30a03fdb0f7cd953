//! Event segmentation.

mod answer;
mod distribution;
mod evaluate;
mod formula;
mod metric;
mod tally;

use super::{number, wrapped};
use crate::{
    event::event,
    params::Params,
    read,
    refusal::Refusal,
    understood::{Endpoint, Understood},
};

pub(super) use answer::{answer, displayed};

/// Metrics that need nothing but events. `frequency` is not documented, but in use.
const PLAIN: [&str; 5] = ["uniques", "totals", "pct_dau", "average", "frequency"];
/// Metrics of a property, which is the first one that the event is grouped by.
const OF_PROPERTY: [&str; 3] = ["histogram", "sums", "value_avg"];
/// The metric of a formula.
const FORMULA: &str = "formula";

/// Reads a request.
pub(super) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&[
        "e",
        "e2",
        "m",
        "n",
        "start",
        "end",
        "i",
        "s",
        "g",
        "g2",
        "limit",
        "formula",
        "rollingWindow",
        "rollingAverage",
    ])?;
    let mut request = Understood::new(Endpoint::Segmentation);
    request.events.push(event("e", params.required("e")?)?);
    if let Some(second) = params.one("e2")? {
        request.events.push(event("e2", second)?);
    }
    request.metric = params.word("m", &[&PLAIN[..], &OF_PROPERTY[..], &[FORMULA]].concat())?;
    request.users = params.word("n", &["any", "active"])?;
    request.days = Some(read::days(params)?);
    request.interval = read::interval(params, true)?;
    read::users(params, &["g", "g2"], &mut request)?;
    request.limit = params.number("limit", 1, 1000)?;
    request.formula = params.one("formula")?.map(str::to_owned);
    request.rolling_window = params.number("rollingWindow", 1, 1000)?;
    request.rolling_average = params.number("rollingAverage", 1, 1000)?;
    together(&request)?;
    Ok(request)
}

/// What has to hold of several parameters.
fn together(request: &Understood) -> Result<(), Refusal> {
    let metric = request.metric.as_deref();
    match (&request.formula, metric == Some(FORMULA)) {
        (None, true) => return Err(Refusal::invalid("Missing required parameter formula")),
        (Some(_), false) => return Err(Refusal::invalid("formula without m=formula")),
        (Some(text), true) => {
            formula::parse(text, &request.events, request.segments.len().max(1))?;
        }
        (None, false) => {}
    }
    let of_property = metric.filter(|metric| OF_PROPERTY.contains(metric));
    match of_property {
        Some(metric) if request.events.iter().any(|event| event.groups.is_empty()) => {
            Err(Refusal::invalid(format!("{metric} requires a group by property in the event")))
        }
        _ => Ok(()),
    }
}
