//! Answers: to standard output in the order of the queries, or to a file each as they come.

use std::{
    collections::HashMap,
    fmt::Write as _,
    path::{Component, Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use amq_answer::{
    Answer, Asked, Format, Origin, Sheet, Style, Unreadable, decode, joined, picture, write,
    write_table,
};
use amq_client::{Explained, From, Outcome};
use amq_project::{Disk, Problem, Session, shown};
use serde::Serialize;

use super::{
    Item, Taker,
    item::Part,
    progress::time,
    queries,
    refused::{self, Refusals},
    style,
};
use crate::{
    args::{Common, Run},
    exit::Exit,
    inputs, output, terminal,
    write::create,
};

/// What becomes of the answers of a run.
pub(crate) struct Results<'a> {
    items: &'a [Item],
    /// Of each request, which part of which query it is.
    places: Vec<(usize, usize)>,
    /// What became of the parts of queries that are not finished.
    parts: Vec<Vec<Option<Outcome>>>,
    format: Format,
    folder: Option<PathBuf>,
    session: Session<'static>,
    plot: bool,
    quiet: bool,
    style: Style,
    color: crate::args::Color,
    /// What is finished and not printed yet, by number.
    waiting: Vec<Option<Finished>>,
    next: usize,
    printed: usize,
    /// For JSON, which is one document.
    document: Vec<(Origin, Answer, Arc<[u8]>)>,
    /// When each request went last, by its own number.
    sent: Vec<Option<Instant>>,
    answered: usize,
    kept: usize,
    failed: usize,
    stopped: usize,
    /// How many of those that were stopped had been asked.
    left: usize,
    /// Whether what is left can be asked later.
    resumable: bool,
    refusals: Refusals,
    exit: Exit,
}

/// What became of all queries, for a program.
#[derive(Serialize)]
struct End {
    answered: usize,
    kept: usize,
    failed: usize,
    stopped: usize,
}

/// What became of a query.
enum Finished {
    Answer(Answer, Arc<[u8]>, From, Asked),
    Nothing,
}

impl<'a> Results<'a> {
    pub(crate) fn new(
        args: &Run,
        common: &Common,
        items: &'a [Item],
        resumable: bool,
    ) -> Result<Self, Problem> {
        let session = Session::new(Disk, inputs::options(common));
        if let Some(folder) = &args.output_dir {
            // Said before anything is asked.
            session.may_write(folder)?;
            std::fs::create_dir_all(folder)
                .map_err(|error| Problem::file("make the folder", folder, &error))?;
        }
        let of = |(number, item): (usize, &Item)| (0..item.parts.len()).map(move |at| (number, at));
        Ok(Self {
            items,
            places: items.iter().enumerate().flat_map(of).collect(),
            parts: items.iter().map(|item| vec![None; item.parts.len()]).collect(),
            format: args.format,
            folder: args.output_dir.clone(),
            session,
            plot: !args.no_plot && args.format == Format::Table,
            quiet: common.quiet,
            style: style(common),
            color: common.color,
            waiting: std::iter::repeat_with(|| None).take(items.len()).collect(),
            next: 0,
            printed: 0,
            document: Vec::new(),
            sent: vec![None; items.iter().map(|it| it.parts.len()).sum()],
            answered: 0,
            kept: 0,
            failed: 0,
            stopped: 0,
            left: 0,
            resumable,
            refusals: Refusals::default(),
            exit: Exit::Fine,
        })
    }

    /// Takes what became of all parts of a query, saves it or prints all that is due.
    fn finish(&mut self, number: usize, outcomes: &[Outcome]) {
        let Some(item) = self.items.get(number) else { return };
        let finished = self.finished(number, item, outcomes);
        // Files need not wait for those of the queries before.
        if let (Some(folder), Finished::Answer(answer, body, _, asked)) = (&self.folder, &finished)
        {
            self.exit = self.exit.max(self.save(folder, item, answer, body, *asked));
        }
        if let Some(slot) = self.waiting.get_mut(number) {
            *slot = Some(finished);
        }
        while let Some(finished) = self.waiting.get_mut(self.next).and_then(Option::take) {
            self.put(self.next, finished);
            self.next += 1;
        }
    }

    fn finished(&mut self, number: usize, item: &Item, outcomes: &[Outcome]) -> Finished {
        let (mut answers, mut bodies, mut whence) = (Vec::new(), Vec::new(), None);
        for (part, outcome) in item.parts.iter().zip(outcomes) {
            match outcome {
                Outcome::Answered { body, from } => match read(item, part, body, *from) {
                    Ok(answer) => {
                        answers.push(answer);
                        bodies.push(body);
                        whence = Some(*from);
                    }
                    Err(unreadable) => return self.fail(item, unreadable.to_string()),
                },
                Outcome::Refused(refusal) => {
                    self.failed += 1;
                    self.refusals.say(item, refusal, terminal::style(self.color));
                    return Finished::Nothing;
                }
                Outcome::Failed { why, attempts } => {
                    return self.fail(item, format!("no answer, asked {attempts} times: {why}"));
                }
                Outcome::Stopped => {
                    self.stopped += 1;
                    self.left += usize::from(self.was_sent(number));
                    return Finished::Nothing;
                }
            }
        }
        let answer = if answers.len() > 1 { joined(&answers) } else { answers.pop() };
        let (Some(answer), Some(from)) = (answer, whence) else { return Finished::Nothing };
        self.answered += 1;
        self.kept += usize::from(!matches!(from, From::Api(_)));
        let body = match bodies.as_slice() {
            [body] => Arc::clone(body),
            bodies => bodies.iter().flat_map(|body| body.iter().copied().chain([b'\n'])).collect(),
        };
        let asked = self.asked(number, from);
        Finished::Answer(answer, body, from, asked)
    }

    /// Ends the run, with what is left to print and a word about all of it.
    pub(crate) fn end(mut self, common: &Common) -> Exit {
        if self.format == Format::Json && self.folder.is_none() {
            let sheets: Vec<Sheet<'_>> = self
                .document
                .iter()
                .map(|(query, answer, body)| Sheet { query, answer, body })
                .collect();
            let exit = print(self.format, &sheets, self.style);
            self.exit = self.exit.max(exit);
        }
        self.refusals.end();
        if self.failed + self.stopped > 0 {
            self.exit = self.exit.max(Exit::Wrong);
        }
        if output::to_a_program() {
            let Self { answered, kept, failed, stopped, .. } = self;
            output::message("end", &End { answered, kept, failed, stopped });
        } else if !common.quiet {
            output::note(&self.closing());
        }
        self.exit
    }

    /// When the requests of a query went, those of them that did.
    fn times(&self, number: usize) -> impl Iterator<Item = Instant> {
        let of_it = self.places.iter().zip(&self.sent).filter(move |(place, _)| place.0 == number);
        of_it.filter_map(|(_, sent)| *sent)
    }

    fn was_sent(&self, number: usize) -> bool {
        self.times(number).next().is_some()
    }

    /// How an answer was got that just came.
    fn asked(&self, number: usize, from: From) -> Asked {
        let sent = self.times(number).min();
        let milliseconds =
            sent.map(|it| u64::try_from(it.elapsed().as_millis()).unwrap_or(u64::MAX));
        let kept = |from, age| Asked { from, attempts: 0, milliseconds: None, age };
        match from {
            From::Api(attempts) => Asked { from: "api", attempts, milliseconds, age: None },
            From::Cache(age) => kept("cache", Some(age / 1000)),
            From::Resumed => kept("resumed", None),
        }
    }

    fn closing(&self) -> String {
        let mut said = format!("{} answered", queries(self.answered));
        if self.kept > 0 {
            let _ = write!(said, ", {} of them kept from before", self.kept);
        }
        if self.failed > 0 {
            let _ = write!(said, "; {} failed", self.failed);
        }
        if self.left > 0 {
            let _ = write!(said, "; {} asked and not waited for", self.left);
        }
        if self.stopped > self.left {
            let _ = write!(said, "; {} not asked", self.stopped - self.left);
        }
        if self.stopped > 0 && self.resumable {
            said.push_str(": `--resume` goes on");
        }
        said.push('\n');
        said
    }

    fn fail(&mut self, item: &Item, message: String) -> Finished {
        self.failed += 1;
        let explained = Explained { message, place: None, help: None };
        refused::say(item, explained, terminal::style(self.color));
        Finished::Nothing
    }

    fn put(&mut self, number: usize, finished: Finished) {
        let Finished::Answer(answer, body, from, asked) = finished else { return };
        let Some(item) = self.items.get(number) else { return };
        self.say_notes(item, &answer);
        let exit = match &self.folder {
            Some(_) => Exit::Fine,
            None if self.format == Format::Json => {
                let origin = Origin { asked: Some(asked), ..item.origin.clone() };
                self.document.push((origin, answer, body));
                Exit::Fine
            }
            None => self.show(item, &answer, &body, from),
        };
        self.printed += 1;
        self.exit = self.exit.max(exit);
    }

    fn show(&self, item: &Item, answer: &Answer, body: &[u8], from: From) -> Exit {
        let sheet = Sheet { query: &item.origin, answer, body };
        let mut head = String::new();
        if self.items.len() > 1
            && matches!(self.format, Format::Table | Format::Csv | Format::Markdown)
        {
            if self.printed > 0 {
                head.push('\n');
            }
            head.push_str(&self.title(item, from));
        }
        if self.plot
            && let Some(picture) = picture(answer, self.style)
        {
            head.push_str(&picture);
            head.push('\n');
        }
        output::result(&head).max(print(self.format, &[sheet], self.style))
    }

    fn title(&self, item: &Item, from: From) -> String {
        let name = &item.origin.name;
        match self.format {
            Format::Markdown => format!("## {name}\n\n"),
            Format::Csv => format!("# {name}\n"),
            _ => {
                let cost = item.cost().map_or_else(String::new, |it| format!("  cost {it}"));
                let age = match from {
                    From::Cache(age) => format!("  kept {} ago", time(age)),
                    From::Resumed => "  from the stopped run".to_owned(),
                    From::Api(_) => String::new(),
                };
                let line = if self.quiet { String::new() } else { format!("{cost}{age}") };
                if self.style.color {
                    format!("\u{1b}[1m{name}\u{1b}[0m{line}\n")
                } else {
                    format!("{name}{line}\n")
                }
            }
        }
    }

    fn save(&self, folder: &Path, item: &Item, answer: &Answer, body: &[u8], asked: Asked) -> Exit {
        let path = folder.join(file_name(item, self.format));
        let query = &Origin { asked: Some(asked), ..item.origin.clone() };
        let sheet = Sheet { query, answer, body };
        let mut bytes = Vec::new();
        let style = Style { whole: true, ..Style::default() };
        let written = write(self.format, &[sheet], style, &mut bytes)
            .map_err(|error| Problem::new(format!("cannot write an answer: {error}")));
        let saved = written.and_then(|()| create(&self.session, &path, &bytes));
        match saved.and_then(|()| self.save_parts(&path, answer)) {
            Ok(()) => Exit::Fine,
            Err(problem) => output::problem(&problem),
        }
    }

    /// A file for each part of an answer, beside that of its table, where the format holds one table
    /// a file.
    fn save_parts(&self, path: &Path, answer: &Answer) -> Result<(), Problem> {
        if !self.format.is_of_one_table() {
            return Ok(());
        }
        for part in &answer.parts {
            let name = format!("{}.{}", part.name.name(), self.format.extension());
            let mut bytes = Vec::new();
            write_table(self.format, &part.table, &mut bytes)
                .map_err(|error| Problem::new(format!("cannot write an answer: {error}")))?;
            create(&self.session, &path.with_extension(name), &bytes)?;
        }
        Ok(())
    }

    /// Says on standard error what a format has no place for.
    fn say_notes(&self, item: &Item, answer: &Answer) {
        if self.format.has_notes() {
            return;
        }
        for note in answer.notes.iter().filter(|it| !self.quiet && !it.is_in_table()) {
            output::note(&format!("note: {}: {note}\n", item.origin.name));
        }
    }
}

impl Taker for Results<'_> {
    fn name(&self, job: usize) -> &str {
        let item = self.places.get(job).and_then(|(number, _)| self.items.get(*number));
        item.map_or("", |it| it.origin.name.as_str())
    }

    fn goes(&mut self, job: usize) {
        if let Some(sent) = self.sent.get_mut(job) {
            *sent = Some(Instant::now());
        }
    }

    fn take(&mut self, job: usize, outcome: &Outcome) {
        let Some((number, at)) = self.places.get(job).copied() else { return };
        let Some(parts) = self.parts.get_mut(number) else { return };
        if let Some(part) = parts.get_mut(at) {
            *part = Some(outcome.clone());
        }
        if parts.iter().all(Option::is_some) {
            let outcomes: Vec<Outcome> = std::mem::take(parts).into_iter().flatten().collect();
            self.finish(number, &outcomes);
        }
    }
}

/// An answer as of when it came; when that was in a stopped run is not known.
fn read(item: &Item, part: &Part, body: &[u8], from: From) -> Result<Answer, Unreadable> {
    let now = match from {
        From::Api(_) => item.time(0),
        From::Cache(age) => item.time(age),
        From::Resumed => None,
    };
    decode(&part.query, body, item.today, now, &item.names)
}

fn print(format: Format, sheets: &[Sheet<'_>], style: Style) -> Exit {
    let mut bytes = Vec::new();
    match write(format, sheets, style, &mut bytes) {
        Ok(()) => output::result_bytes(&bytes),
        Err(error) => output::problem(&Problem::new(format!("cannot write an answer: {error}"))),
    }
}

/// Sees to it that no answer is written over another. File systems may not tell cases apart.
pub(crate) fn apart(args: &Run, items: &[Item]) -> Result<(), Problem> {
    let Some(folder) = &args.output_dir else { return Ok(()) };
    let mut taken: HashMap<String, &Item> = HashMap::new();
    for item in items {
        let name = file_name(item, args.format);
        if let Some(other) = taken.insert(name.to_string_lossy().to_lowercase(), item) {
            let (one, other) = (&other.origin.name, &item.origin.name);
            let file = shown(&folder.join(name));
            let message =
                format!("the answers of `{one}` and `{other}` would be one file, `{file}`");
            return Err(Problem::new(message)
                .help("run them apart, each with its own `--output-dir`, or change a label"));
        }
    }
    Ok(())
}

/// Where the answer of a query goes, below the folder: its file's path with its label or line.
fn file_name(item: &Item, format: Format) -> PathBuf {
    let file = match item.origin.file.as_str() {
        // Not every file system has such a name.
        inputs::STDIN_SHOWN => PathBuf::from("stdin"),
        file => Path::new(file).with_extension(""),
    };
    let inside = file.components().filter_map(|it| match it {
        Component::Normal(part) => Some(part),
        _ => None,
    });
    let mut path: PathBuf = inside.collect();
    let which = item.origin.label.clone().unwrap_or_else(|| format!("line-{}", item.origin.line));
    path.push(format!("{which}.{}", format.extension()));
    path
}
