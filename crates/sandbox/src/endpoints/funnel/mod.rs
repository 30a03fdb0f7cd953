//! Funnel analysis.

mod answer;
mod attempt;
mod result;

use super::{number, ratio, wrapped};
use crate::{
    event::event,
    params::Params,
    read,
    refusal::Refusal,
    understood::{Endpoint, Understood},
};

pub(super) use answer::answer;

/// Reads a request.
///
/// One `e` with an `e2` beside it is answered by the live API, with nothing; so it is here.
pub(super) fn read(params: &Params) -> Result<Understood, Refusal> {
    params.only(&["e", "e2", "start", "end", "mode", "n", "i", "s", "g", "cs", "limit"])?;
    let mut request = Understood::new(Endpoint::Funnel);
    params.all("e").next().ok_or_else(|| Refusal::invalid("Missing required parameter e"))?;
    request.events = params.all("e").map(|text| event("e", text)).collect::<Result<_, _>>()?;
    match (request.events.len(), params.one("e2")?) {
        (1, Some(second)) => drop(event("e2", second)?),
        (1, None) => return Err(Refusal::invalid("A funnel requires at least two events")),
        (_, Some(_)) => return Err(Refusal::invalid("Unknown parameter e2")),
        _ => {}
    }
    request.days = Some(read::days(params)?);
    request.mode = params.word("mode", &["ordered", "unordered", "sequential"])?;
    request.users = params.word("n", &["new", "active"])?;
    request.interval = read::interval(params, true)?;
    read::users(params, &["g"], &mut request)?;
    request.window = params.number("cs", 1, u64::from(u32::MAX))?;
    request.limit = params.number("limit", 1, 1000)?;
    Ok(request)
}
