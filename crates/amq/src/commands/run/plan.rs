//! `amq run --dry-run`

use std::{fmt::Write as _, time::Duration};

use amq_answer::{Format, Grid, Origin, Style, grouped};
use amq_client::{Credentials, Journal, Plan, Reading};
use amq_project::Problem;
use serde::Serialize;

use super::{Host, Item, bases, credentials::Owner, progress::time};
use crate::{args::Asking, exit::Exit, output, render::count};

/// How long an answer is taken to need, in the estimate.
const ANSWER: Duration = Duration::from_secs(2);

/// Shows what would be sent; sends nothing, and needs no key.
pub(crate) fn show(
    args: &Asking,
    format: Format,
    host: &Host,
    items: &[Item],
    journal: Option<&Journal>,
) -> Result<Exit, Problem> {
    if format == Format::Json {
        return for_programs(args, host, items, journal);
    }
    let mut grid = Grid::new([("query", false), ("cost", true)]);
    for item in items {
        let shown = |cost: Option<u64>| cost.map_or_else(|| "not known".to_owned(), grouped);
        grid.row([item.origin.name.clone(), shown(item.cost())]);
        for part in item.parts.iter().filter(|_| item.parts.len() > 1) {
            let days = part.query.days.map(|it| format!("  {} to {}", it.start, it.end));
            grid.row([days.unwrap_or_default(), shown(part.job.cost)]);
        }
    }
    let mut text = grid.drawn(Style { width: usize::MAX, ..Style::default() });
    for base in bases(items) {
        text.push('\n');
        text.push_str(&of_host(args, host, items, base, journal)?);
    }
    Ok(output::result(&text))
}

fn of_host(
    args: &Asking,
    host: &Host,
    items: &[Item],
    base: &str,
    journal: Option<&Journal>,
) -> Result<String, Problem> {
    let plan = planned(args, host, items, base, journal, host.credentials(args).ok())?;
    let mut text = String::new();
    let _ = write!(
        text,
        "{} to {base}, cost {}",
        count(plan.sent, "request", "requests"),
        grouped(plan.cost)
    );
    if plan.known > 0 {
        let _ = write!(text, "; {} answered before", plan.known);
    }
    if plan.unknown > 0 {
        let _ = write!(text, "; {} of a cost that is not known", plan.unknown);
    }
    text.push('\n');
    let seen = |reading| {
        if plan.reading == Some(reading) { " (as it was lately seen to do)" } else { "" }
    };
    let (known, later) = (seen(Reading::InFlight), seen(Reading::FiveMinutes));
    let last = |it: Duration| time(u64::try_from(it.as_millis()).unwrap_or(u64::MAX));
    let _ = writeln!(
        text,
        "takes about {} if the API counts the cost in flight{known},\n\
         or {} if it counts the cost of the last five minutes{later}, at {} s an answer",
        last(plan.in_flight),
        last(plan.five_minutes),
        ANSWER.as_secs(),
    );
    Ok(text)
}

/// The plan as one object. Whose key it is is said, or why there is none; the key is not.
#[derive(Serialize)]
struct Document<'a> {
    queries: Vec<&'a Origin>,
    hosts: Vec<OfHost<'a>>,
}

#[derive(Serialize)]
struct OfHost<'a> {
    base: &'a str,
    key: Option<Owner>,
    problem: Option<String>,
    help: Option<String>,
    /// How many queries an earlier run has answered.
    known: usize,
    sent: usize,
    cost: u64,
    /// How many of the queries that are sent have a cost that is not known.
    unknown: usize,
    seconds: Seconds,
}

/// How long it takes under each reading of the limits.
#[derive(Serialize)]
struct Seconds {
    in_flight: u64,
    five_minutes: u64,
}

fn for_programs(
    args: &Asking,
    host: &Host,
    items: &[Item],
    journal: Option<&Journal>,
) -> Result<Exit, Problem> {
    let of_host = |base| {
        let (credentials, key, problem) = match host.owned(args) {
            Ok((credentials, owner)) => (Some(credentials), Some(owner), None),
            Err(problem) => (None, None, Some(problem)),
        };
        let plan = planned(args, host, items, base, journal, credentials)?;
        Ok(OfHost {
            base,
            key,
            problem: problem.as_ref().map(ToString::to_string),
            help: problem.and_then(|it| it.help),
            known: plan.known,
            sent: plan.sent,
            cost: plan.cost,
            unknown: plan.unknown,
            seconds: Seconds {
                in_flight: plan.in_flight.as_secs(),
                five_minutes: plan.five_minutes.as_secs(),
            },
        })
    };
    let hosts: Result<_, Problem> = bases(items).into_iter().map(of_host).collect();
    let queries = items.iter().map(|it| &it.origin).collect();
    let document = Document { queries, hosts: hosts? };
    let text = serde_json::to_string(&document).unwrap_or_default();
    Ok(output::result(&format!("{text}\n")))
}

/// What a client would do with the key of the project, if there is one; it sends nothing.
fn planned(
    args: &Asking,
    host: &Host,
    items: &[Item],
    base: &str,
    journal: Option<&Journal>,
    credentials: Option<Credentials>,
) -> Result<Plan, Problem> {
    let of_host = items.iter().filter(|it| it.base == base).flat_map(|it| &it.parts);
    let jobs: Vec<_> = of_host.map(|part| part.job.clone()).collect();
    let nobody = || Credentials::new("nobody".to_owned(), "nobody".to_owned());
    let credentials = credentials.or_else(nobody);
    let credentials = credentials.ok_or_else(|| Problem::new("there is no key"))?;
    Ok(host.client(args, base, credentials)?.plan(&jobs, journal, ANSWER))
}
