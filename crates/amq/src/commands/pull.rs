//! `amq pull`

use std::path::Path;

use amq_answer::{Answer, Cell, Format, Note, decode};
use amq_client::{Job, Outcome};
use amq_project::{Disk, Found, Merged, Problem, SETTINGS_FILE, Session, merged, shown};
use smol_str::SmolStr;

use super::run::{Host, Item, Refusals, Taker, ask, show_plan};
use crate::{
    args::{Common, Pull, TableFormat},
    exit::Exit,
    inputs,
    made::made_of,
    output,
    render::{Said, count},
    terminal,
    write::{create, write},
};

/// How the text of our queries is called.
const NAME: &str = "<pull>";

pub(crate) fn run(args: &Pull, common: &Common) -> Exit {
    pulled(args, common).unwrap_or_else(|problem| output::problem(&problem))
}

fn pulled(args: &Pull, common: &Common) -> Result<Exit, Problem> {
    output::speak(args.asking.messages);
    if args.format == TableFormat::Json && !args.plan {
        return Err(Problem::new("`--format json` is a form of what `--dry-run` shows")
            .help("add `--dry-run`, or leave `--format` out"));
    }
    if !args.folder.is_dir() {
        let folder = shown(&args.folder);
        return Err(Problem::new(format!("`{folder}` is not a folder"))
            .help("name a folder of the project, or none for the current one"));
    }
    let host = Host::new(&args.asking, common)?;
    let text = inputs::text(args.folder.join(NAME), queries(&args.values)?);
    let said = Said { fixes: None, ..Said::beside_a_result(common) };
    let made = made_of(&text, said, |seen, named| {
        let config = seen.project.config.as_ref().map(|it| (it.path.clone(), it.name.clone()));
        (Item::new(host.base.as_deref(), seen, named), config)
    });
    let (mut items, mut settings): (Vec<Item>, Vec<_>) = made.items.into_iter().unzip();
    if made.exit > Exit::Fine {
        return Ok(made.exit);
    }
    for (item, name) in items.iter_mut().zip(names(&args.values)) {
        item.origin.name = name;
    }
    if args.plan {
        let format = match args.format {
            TableFormat::Human => Format::Table,
            TableFormat::Json => Format::Json,
        };
        return show_plan(&args.asking, format, &host, &items, None);
    }
    let Some(settings) = settings.pop().flatten() else {
        let place = match shown(&args.folder) {
            here if here == "." => "here".to_owned(),
            folder => format!("in `{folder}`"),
        };
        let message =
            format!("there is no {SETTINGS_FILE} {place} or above; taxonomy.toml goes beside it");
        return Err(Problem::new(message).help("`amq init` writes one"));
    };
    let beside = |path: &Path| path.with_file_name(amq_check::TAXONOMY_FILE);
    let (path, name) = (beside(&settings.0), beside(Path::new(&settings.1)));
    // Said before anything is asked.
    let session = Session::new(Disk, inputs::options(common));
    session.may_write(&path)?;
    let jobs: Vec<Job> =
        items.iter().flat_map(|it| &it.parts).map(|part| part.job.clone()).collect();
    let Some(base) = items.first().map(|it| it.base.as_str()) else { return Ok(Exit::Fine) };
    let mut answers = Answers {
        items: &items,
        values: &args.values,
        color: common.color,
        quiet: common.quiet,
        ..Answers::default()
    };
    ask(&args.asking, &host, common, base, &jobs, None, &mut answers)?;
    let Answers { mut found, refusals, exit, .. } = answers;
    refusals.end();
    found.values.sort_by_key(|(name, _)| args.values.iter().position(|it| it == name));
    Ok(exit.max(merge(&session, (&path, &shown(&name)), &found, common)?))
}

/// The names of requests, in their order.
fn names(values: &[String]) -> impl Iterator<Item = String> {
    let values = values.iter().map(|property| format!("values of {property}"));
    std::iter::once("events".to_owned()).chain(values)
}

/// A query for the events, and one for each property.
fn queries(values: &[String]) -> Result<String, Problem> {
    let composition = |property: &String| {
        let name = serde_json::to_string(property);
        let name = name.map_err(|error| Problem::new(error.to_string()))?;
        Ok(format!("composition {name}\n"))
    };
    let all: Result<String, Problem> = values.iter().map(composition).collect();
    Ok(format!("events\n{}", all?))
}

/// What came of the requests so far.
#[derive(Default)]
struct Answers<'a> {
    items: &'a [Item],
    values: &'a [String],
    color: crate::args::Color,
    quiet: bool,
    refusals: Refusals,
    found: Found,
    exit: Exit,
}

impl Taker for Answers<'_> {
    fn name(&self, job: usize) -> &str {
        self.items.get(job).map_or("", |it| it.origin.name.as_str())
    }

    fn take(&mut self, job: usize, outcome: &Outcome) {
        let Some((item, part)) = self.items.get(job).and_then(|it| Some((it, it.parts.first()?)))
        else {
            return;
        };
        let answer = match outcome {
            Outcome::Answered { body, .. } => {
                decode(&part.query, body, item.today, None, &item.names)
                    .map_err(|error| error.to_string())
            }
            Outcome::Refused(refusal) => {
                self.refusals.say(item, refusal, terminal::style(self.color));
                self.exit = self.exit.max(Exit::Wrong);
                return;
            }
            Outcome::Failed { why, .. } => Err(format!("no answer: {why}")),
            Outcome::Stopped => Err("not asked".to_owned()),
        };
        let name = item.origin.name.clone();
        let kept = answer.and_then(|answer| match job.checked_sub(1) {
            None => {
                self.found.events = Some(events(&answer));
                Ok(())
            }
            Some(at) => self.keep_values(at, &answer),
        });
        if let Err(why) = kept {
            output::note(&format!("error: {name}: {why}\n"));
            self.exit = self.exit.max(Exit::Wrong);
        }
    }
}

impl Answers<'_> {
    /// A list that lacks values would make warnings of those.
    fn keep_values(&mut self, at: usize, answer: &Answer) -> Result<(), String> {
        let cut =
            answer.notes.iter().find(|it| matches!(it, Note::Incomplete(_) | Note::GroupCap(_)));
        if let Some(cut) = cut {
            return Err(format!("{cut}; an incomplete list would cause false warnings"));
        }
        let Some(property) = self.values.get(at) else { return Ok(()) };
        let values: Vec<_> = first_texts(answer, |_| true)
            .filter(|it| !it.is_empty() && it != amq_check::NONE)
            .collect();
        if values.is_empty() {
            if !self.quiet {
                let said =
                    format!("note: no value of `{property}` was found: nothing is written\n");
                output::note(&said);
            }
            return Ok(());
        }
        self.found.values.push((SmolStr::new(property), values));
        Ok(())
    }
}

/// The events of a project that are not deleted.
fn events(answer: &Answer) -> Vec<SmolStr> {
    let deleted = answer.table.find("deleted");
    let is_there = |row: &[Cell]| deleted.and_then(|at| row.get(at)) != Some(&Cell::Flag(true));
    first_texts(answer, is_there).collect()
}

/// The first cells of the rows that are wanted.
fn first_texts(
    answer: &Answer,
    is_wanted: impl Fn(&[Cell]) -> bool,
) -> impl Iterator<Item = SmolStr> {
    let rows = answer.table.rows().filter(move |row| is_wanted(row));
    rows.filter_map(|row| row.first().map(Cell::plain))
}

/// Adds what was found to the file, if something of it is new.
fn merge(
    session: &Session<'_>,
    (path, name): (&Path, &str),
    found: &Found,
    common: &Common,
) -> Result<Exit, Problem> {
    if found.events.is_none() && found.values.is_empty() {
        return Ok(Exit::Fine);
    }
    let before = match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Problem::file("read", path, &error)),
    };
    let merged = merged(before.as_deref().unwrap_or_default(), found)?;
    if !merged.added.is_empty() {
        match before {
            Some(_) => write(session, path, &merged.text)?,
            None => create(session, path, merged.text.as_bytes())?,
        }
    }
    if !common.quiet {
        output::note(&said(name, &merged));
    }
    Ok(Exit::Fine)
}

/// What is new in the file, and what is in it that the project does not have.
fn said(path: &str, merged: &Merged) -> String {
    let added = merged.added.iter().map(|(name, number)| {
        if name == amq_check::EVENTS {
            count(*number, "event", "events")
        } else if name == amq_check::USER_PROPERTIES {
            count(*number, "user property", "user properties")
        } else {
            format!("{} of `{name}`", count(*number, "value", "values"))
        }
    });
    let added: Vec<String> = added.collect();
    let mut text = if added.is_empty() {
        format!("nothing new for {path}\n")
    } else {
        format!("{path}: {} added\n", added.join(", "))
    };
    if !merged.not_found.is_empty() {
        let names: Vec<String> = merged.not_found.iter().map(|it| format!("`{it}`")).collect();
        let names = names.join(", ");
        let said = "note: kept, although the project has no such event: ";
        text.extend([said, &names, "\n"]);
    }
    text
}
