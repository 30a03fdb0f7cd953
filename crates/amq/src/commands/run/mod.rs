//! `amq run`

mod ask;
mod credentials;
mod host;
mod item;
mod names;
mod output;
mod plan;
mod progress;
mod refused;
mod watch;

use std::{
    io::{ErrorKind, IsTerminal as _},
    path::PathBuf,
};

use amq_client::{Clock, Job, Journal};
use amq_project::Problem;
use jiff::civil::Date;

use self::output::{Results, apart};
use crate::{
    args::{Common, Run},
    exit::Exit,
    made::made,
    output as streams,
    render::count,
    terminal,
};
pub(crate) use ask::{Taker, ask};
pub(crate) use credentials::profile;
pub(crate) use host::Host;
pub(crate) use item::Item;
pub(crate) use plan::show as show_plan;
pub(crate) use refused::Refusals;

pub(crate) fn run(args: &Run, common: &Common) -> Exit {
    asked(args, common).unwrap_or_else(|problem| streams::problem(&problem))
}

fn asked(args: &Run, common: &Common) -> Result<Exit, Problem> {
    streams::speak(args.asking.messages);
    #[cfg(feature = "parquet")]
    if let (amq_answer::Format::Parquet, None) = (args.format, &args.output_dir) {
        return Err(Problem::new("Parquet is not text and cannot be printed")
            .help("use `--output-dir FOLDER` to save it"));
    }
    let host = Host::new(&args.asking, common)?;
    let resumed = if args.resume { resumed(args)? } else { None };
    if resumed.as_ref().is_some_and(|it| it.is_finished) {
        streams::note("nothing is left to do: every query of this run was answered\n");
        return Ok(Exit::Fine);
    }
    let mut common = common.clone();
    if let Some(journal) = &resumed {
        common.today = Some(journal.today);
    }
    let made =
        made(&args.queries, &common, |seen, named| Item::new(host.base.as_deref(), seen, named));
    let mut items = made.items;
    if made.exit > Exit::Fine || items.is_empty() {
        return Ok(made.exit);
    }
    if args.split && split(&mut items) > Exit::Fine {
        return Ok(Exit::Wrong);
    }
    apart(args, &items)?;
    let journal = match resumed {
        Some(journal) => Some(journal),
        None if args.plan || args.asking.sandbox => None,
        None => fresh(args, items.first().map(|it| it.today))?,
    };
    if args.plan {
        return plan::show(&args.asking, args.format, &host, &items, journal.as_ref());
    }
    let base = one_host(&items)?;
    let mut results = Results::new(args, &common, &items, journal.is_some())?;
    let jobs: Vec<Job> =
        items.iter().flat_map(|it| &it.parts).map(|part| part.job.clone()).collect();
    ask(&args.asking, &host, &common, base, &jobs, journal.as_ref(), &mut results)?;
    let finished = results.end(&common);
    if let (true, Some(journal)) = (finished == Exit::Fine, journal) {
        journal.finish();
    }
    Ok(finished)
}

/// Asks dear queries in parts; says of each that cannot be, why.
fn split(items: &mut [Item]) -> Exit {
    let split = |item: &mut Item| item.split().err().map(|it| streams::problem(&it));
    items.iter_mut().filter_map(split).max().unwrap_or(Exit::Fine)
}

/// The host of a run: a key is of one project, and a project lives in one region.
fn one_host(items: &[Item]) -> Result<&str, Problem> {
    let bases = bases(items);
    let [base] = bases.as_slice() else {
        let of = |base: &&str| {
            let first = items.iter().find(|it| it.base == **base);
            first.map(|it| format!("`{}` to {base}", it.origin.name)).unwrap_or_default()
        };
        let goes: Vec<String> = bases.iter().map(of).collect();
        return Err(Problem::new(format!(
            "these queries belong to projects of several regions, and a key is of one: {}",
            goes.join(", ")
        ))
        .help("run them apart, each with its key or `--profile`"));
    };
    Ok(base)
}

/// The hosts of a run.
fn bases(items: &[Item]) -> Vec<&str> {
    let mut bases: Vec<&str> = items.iter().map(|it| it.base.as_str()).collect();
    bases.sort_unstable();
    bases.dedup();
    bases
}

/// What a run is a run of: the same words in the same folder are the same run.
fn name(args: &Run) -> Vec<String> {
    let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let paths = args.queries.paths.iter().map(|it| it.display().to_string());
    let host = args.asking.base_url.clone().unwrap_or_default();
    let (profile, _) = profile(&args.asking.profile);
    let stdin = args.queries.stdin_name.iter().map(|it| it.display().to_string());
    [folder.display().to_string(), host, profile].into_iter().chain(paths).chain(stdin).collect()
}

fn journal(args: &Run, today: Date, resume: bool) -> Result<Option<Journal>, Problem> {
    let Some(folder) = amq_client::cache_folder() else { return Ok(None) };
    let name = name(args);
    let name: Vec<&str> = name.iter().map(String::as_str).collect();
    match Journal::open(&folder, &name, today, resume, Clock::default()) {
        Ok(journal) => Ok(journal),
        Err(error) if resume || error.kind() == ErrorKind::ResourceBusy => {
            let place = amq_project::shown(&folder);
            Err(Problem::new(format!("cannot use what runs keep in `{place}`: {error}")))
        }
        // Then it cannot be resumed, and is a run all the same.
        Err(error) => {
            if !args.asking.no_cache {
                let place = amq_project::shown(&folder);
                streams::note(&format!(
                    "note: nothing is kept in `{place}` to go on from: {error}\n"
                ));
            }
            Ok(None)
        }
    }
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

/// How pictures and tables are drawn on standard output; what is no screen gets all of a table.
fn style(common: &Common) -> amq_answer::Style {
    let (width, height) = terminal::result_size();
    let color = terminal::result_color(common.color);
    let (unicode, whole) = (terminal::is_unicode(), !std::io::stdout().is_terminal());
    amq_answer::Style { width, height: height.clamp(8, 20), color, unicode, whole }
}
