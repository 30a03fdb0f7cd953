//! A run whose command makes something of each query.

use amq_check::{Checked, Query};
use amq_project::{Outcome, Problem, Seen, Session, run};
use amq_schema::Severity;
use amq_syntax::{TextRange, TextSize};

use crate::{
    args::{Common, Queries},
    exit::Exit,
    inputs::{self, Inputs},
    output,
    render::{Said, count, report, reported},
    selection,
};

/// What a command made, and how the run ended.
pub(crate) struct Made<T> {
    pub(crate) items: Vec<T>,
    /// How many queries have no request, because of a mistake.
    pub(crate) missing: usize,
    pub(crate) exit: Exit,
}

/// A query, and the words that name it in output.
pub(crate) struct Named<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) label: Option<&'a str>,
    /// Its statement.
    pub(crate) range: TextRange,
    pub(crate) query: &'a Query,
}

/// What was made of one file.
struct OfFile<T> {
    items: Vec<T>,
    missing: usize,
    problem: Option<Problem>,
    /// The statements that were not asked for.
    unasked: Vec<TextRange>,
}

/// Checks files and makes something of each query that was asked for.
pub(crate) fn made<T: Send>(
    queries: &Queries,
    common: &Common,
    make: impl Fn(&Seen<'_>, &Named<'_>) -> T + Sync,
) -> Made<T> {
    let said = Said::beside_a_result(common);
    let said = Said { deny_warnings: queries.deny_warnings, ..said };
    made_of(&inputs::queries(queries), said, make)
}

/// The same of files that are known already.
pub(crate) fn made_of<T: Send>(
    given: &Inputs,
    said: Said<'_>,
    make: impl Fn(&Seen<'_>, &Named<'_>) -> T + Sync,
) -> Made<T> {
    let session = Session::new(&given.documents, inputs::options(said.common));
    let mut outcome = run(&session, &given.files, |seen| Some(of_file(given, seen, &make)));
    drop_unasked(&mut outcome);
    let mut exit = output::problems(&given.problems).max(output::problems(&outcome.problems));
    let files = reported(&outcome, given);
    exit = exit.max(report(&outcome, &files, said));
    let explained =
        files.iter().flat_map(|it| it.diagnostics.iter()).any(|it| it.severity == Severity::Error);
    drop(files);
    let (mut items, mut missing) = (Vec::new(), 0);
    for made in outcome.files.into_iter().filter_map(|it| it.value) {
        items.extend(made.items);
        missing += made.missing;
        exit = made.problem.iter().map(output::problem).fold(exit, Exit::max);
    }
    if missing > 0 {
        exit = exit.max(Exit::Wrong);
    }
    if missing > 0 && !explained {
        let queries = count(missing, "query needs", "queries need");
        output::note(&format!("error: {queries} what a `use` does not bring in\n"));
    }
    Made { items, missing, exit }
}

fn of_file<T>(
    given: &Inputs,
    seen: &Seen<'_>,
    make: &impl Fn(&Seen<'_>, &Named<'_>) -> T,
) -> OfFile<T> {
    let mut found = OfFile { items: Vec::new(), missing: 0, problem: None, unasked: Vec::new() };
    let selection = given.selections.get(&seen.input.name);
    let chosen = match selection::chosen(seen, selection) {
        Ok(chosen) => chosen,
        Err(problem) => {
            found.problem = Some(problem);
            Vec::new()
        }
    };
    let mut line = LineCount::default();
    for (number, checked) in seen.analysis.queries.iter().enumerate() {
        if selection.is_some() && !chosen.contains(&number) {
            found.unasked.push(with_comments(seen.text, selection::range(seen, checked)));
            continue;
        }
        match &checked.query {
            None => found.missing += 1,
            Some(query) => {
                let line = line.of(seen.text, checked.start);
                let named = named(seen, checked, line, query);
                found.items.push(make(seen, &named));
            }
        }
    }
    found
}

/// A statement's range with the comments right above it, which are about it.
fn with_comments(text: &str, range: TextRange) -> TextRange {
    amq_syntax::description(text, range.start()).map_or(range, |above| above.cover(range))
}

fn named<'a>(seen: &'a Seen<'_>, checked: &'a Checked, line: usize, query: &'a Query) -> Named<'a> {
    Named {
        file: &seen.input.name,
        line,
        label: checked.label.as_deref(),
        range: selection::range(seen, checked),
        query,
    }
}

/// Counts lines up to places that only go forward.
#[derive(Default)]
struct LineCount {
    at: usize,
    line: usize,
}

impl LineCount {
    fn of(&mut self, text: &str, place: TextSize) -> usize {
        let between = text.as_bytes().get(self.at..place.into()).unwrap_or_default();
        self.line += between.split(|byte| *byte == b'\n').count() - 1;
        self.at = place.into();
        self.line + 1
    }
}

/// Leaves out what is wrong with queries that were not asked for.
fn drop_unasked<T>(outcome: &mut Outcome<OfFile<T>>) {
    for file in &mut outcome.files {
        let Some(made) = &file.value else { continue };
        let asked = |at| !made.unasked.iter().any(|range| range.contains_inclusive(at));
        file.diagnostics.retain(|it| asked(it.range.start()));
    }
}

impl Named<'_> {
    /// The label, or else the file and line.
    pub(crate) fn name(&self) -> String {
        match self.label {
            Some(label) => label.to_owned(),
            None => format!("{}:{}", self.file, self.line),
        }
    }

    /// The file with the label, or with the line.
    pub(crate) fn address(&self) -> String {
        match self.label {
            Some(label) => format!("{}:{label}", self.file),
            None => format!("{}:{}", self.file, self.line),
        }
    }
}
