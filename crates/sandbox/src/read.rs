//! Reads the parameters that several endpoints have.

use jiff::civil::{Date, date};

use crate::{
    buckets::{FIVE_MINUTES, HOURLY},
    params::{Params, invalid},
    property::user_property,
    refusal::Refusal,
    segment::segment,
    understood::{Segment, Understood},
};

/// The longest interval in days; ten years get one bucket of anything.
const LONGEST: i64 = 3660;

/// `start` and `end`.
pub(crate) fn days(params: &Params) -> Result<(Date, Date), Refusal> {
    let (start, end) = (day(params, "start")?, day(params, "end")?);
    if start > end {
        return Err(Refusal::invalid("start is after end"));
    }
    Ok((start, end))
}

/// A day in the form `YYYYMMDD`; the live API refuses any other.
fn day(params: &Params, name: &str) -> Result<Date, Refusal> {
    let text = params.required(name)?;
    parsed(text).ok_or_else(|| invalid(name, text))
}

fn parsed(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit());
    let number: i32 = text.parse().ok().filter(|_| digits)?;
    let (year, month, of_month) = (number / 10_000, number / 100 % 100, number % 100);
    let day = Date::new(year as i16, month as i8, of_month as i8).ok();
    day.filter(|day| *day >= date(1000, 1, 1))
}

/// `i`: days. Any number is taken: beside 1, 7 and 30 some are in use to get one bucket for a
/// whole range. Segmentation and funnels can be finer.
pub(crate) fn interval(params: &Params, fine: bool) -> Result<Option<i64>, Refusal> {
    let found = params.number("i", FIVE_MINUTES.min(HOURLY), LONGEST)?;
    match found {
        Some(days) if days < 1 && !(fine && [FIVE_MINUTES, HOURLY].contains(&days)) => {
            Err(invalid("i", &days.to_string()))
        }
        other => Ok(other),
    }
}

/// `s`, and the group-bys under the names that the endpoint has for them.
pub(crate) fn users(params: &Params, names: &[&str], into: &mut Understood) -> Result<(), Refusal> {
    let segments = params.all("s").map(segment);
    let segments: Vec<Segment> = segments.collect::<Result<_, _>>()?;
    let mut groups = Vec::new();
    for name in names {
        let group = params.one(name)?.map(user_property).transpose()?;
        if group.is_some() && groups.len() < names.iter().take_while(|it| *it != name).count() {
            return Err(Refusal::invalid(format!("{name} without the group-by before it")));
        }
        groups.extend(group);
    }
    if segments.len() > 1 && !groups.is_empty() {
        return Err(Refusal::invalid(
            "A group-by is available only when there is a single segment",
        ));
    }
    into.segments = segments;
    into.groups = groups;
    Ok(())
}
