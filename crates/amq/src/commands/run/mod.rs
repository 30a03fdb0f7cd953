//! `amq run`

mod credentials;
mod host;
mod item;
mod output;
mod plan;
mod progress;
mod refused;
mod watch;

use std::path::PathBuf;

use amq_client::{Clock, Event, Job, Journal, Outcome};
use amq_project::Problem;
use jiff::civil::Date;

use self::{host::Host, item::Item, output::Results, progress::Progress};
use crate::{
    args::{Common, Run},
    exit::Exit,
    made::made,
    output as streams,
    render::count,
    terminal,
};
pub(crate) use credentials::profile;

pub(crate) fn run(args: &Run, common: &Common) -> Exit {
    asked(args, common).unwrap_or_else(|problem| streams::problem(&problem))
}

fn asked(args: &Run, common: &Common) -> Result<Exit, Problem> {
    streams::speak(args.messages);
    #[cfg(feature = "parquet")]
    if let (amq_answer::Format::Parquet, None) = (args.format, &args.output_dir) {
        return Err(Problem::new("Parquet is no text to print")
            .help("say with `--output-dir FOLDER` where its files go"));
    }
    let host = Host::new(args, common)?;
    let resumed = if args.resume { resumed(args)? } else { None };
    let mut common = common.clone();
    if let Some(journal) = &resumed {
        common.today = Some(journal.today);
    }
    let made =
        made(&args.queries, &common, |seen, named| Item::new(host.base.as_deref(), seen, named));
    let items = made.items;
    if made.exit > Exit::Fine || items.is_empty() {
        return Ok(made.exit);
    }
    let journal = match resumed {
        Some(journal) => Some(journal),
        None if args.plan || args.sandbox => None,
        None => fresh(args, items.first().map(|it| it.today))?,
    };
    if args.plan {
        return plan::show(args, &host, &items, journal.as_ref());
    }
    let results = Results::new(args, &common, &items)?;
    let finished = send(args, &host, &common, &items, journal.as_ref(), results)?;
    if let (true, Some(journal)) = (finished == Exit::Fine, journal) {
        journal.finish();
    }
    Ok(finished)
}

/// Sends everything; projects of several regions one after the other.
fn send(
    args: &Run,
    host: &Host,
    common: &Common,
    items: &[Item],
    journal: Option<&Journal>,
    mut results: Results<'_>,
) -> Result<Exit, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(format!("cannot prepare for requests: {error}")))?;
    let _guard = runtime.enter();
    let stop = watch::stop();
    let mut progress = Progress::new(common, items.len());
    for base in bases(items) {
        let client = host.client(args, base, host.credentials(args)?)?;
        progress.notes(client.notes());
        let numbers: Vec<usize> = numbers(items, base);
        let jobs: Vec<Job> = numbers.iter().map(|at| items[*at].job.clone()).collect();
        let mut tell = |event: Event<'_>| progress.event(&event, &numbers, &mut results);
        let asked = client.run(&jobs, journal, stop.clone(), &mut tell);
        let outcomes = runtime.block_on(asked);
        for (outcome, number) in outcomes.iter().zip(&numbers) {
            if matches!(outcome, Outcome::Stopped) {
                results.take(*number, outcome);
            }
        }
    }
    progress.end();
    Ok(results.end(common))
}

/// The hosts of a run.
fn bases(items: &[Item]) -> Vec<&str> {
    let mut bases: Vec<&str> = items.iter().map(|it| it.base.as_str()).collect();
    bases.sort_unstable();
    bases.dedup();
    bases
}

/// The items of a host.
fn numbers(items: &[Item], base: &str) -> Vec<usize> {
    items.iter().enumerate().filter(|it| it.1.base == base).map(|it| it.0).collect()
}

/// What a run is a run of: the same words in the same folder are the same run.
fn name(args: &Run) -> Vec<String> {
    let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let paths = args.queries.paths.iter().map(|it| it.display().to_string());
    let host = args.base_url.clone().unwrap_or_default();
    let (profile, _) = profile(&args.profile);
    let stdin = args.queries.stdin_name.iter().map(|it| it.display().to_string());
    [folder.display().to_string(), host, profile].into_iter().chain(paths).chain(stdin).collect()
}

fn journal(args: &Run, today: Date, resume: bool) -> Result<Option<Journal>, Problem> {
    let Some(folder) = amq_client::cache_folder() else { return Ok(None) };
    let name = name(args);
    let name: Vec<&str> = name.iter().map(String::as_str).collect();
    Journal::open(&folder, &name, today, resume, Clock::default())
        .map_err(|error| Problem::new(format!("cannot keep what this run gets: {error}")))
}

fn resumed(args: &Run) -> Result<Option<Journal>, Problem> {
    // The day is that of the run that was stopped.
    let journal = journal(args, Date::MIN, true)?;
    let message = "there is no run to resume: none of these paths was stopped in this folder";
    journal.map(Some).ok_or_else(|| Problem::new(message).help("leave out `--resume`"))
}

fn fresh(args: &Run, today: Option<Date>) -> Result<Option<Journal>, Problem> {
    match today {
        Some(today) => journal(args, today, false),
        None => Ok(None),
    }
}

/// How many queries, in words.
fn queries(number: usize) -> String {
    count(number, "query", "queries")
}

/// How pictures and tables are drawn on standard output.
fn style(common: &Common) -> amq_answer::Style {
    let (width, height) = terminal::result_size();
    let color = terminal::result_color(common.color);
    amq_answer::Style { width, height: height.clamp(8, 20), color, unicode: terminal::is_unicode() }
}
