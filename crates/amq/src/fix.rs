//! `--fix`: applies fixes until there is nothing left that they fix.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use amq_check::{Diagnostic, Edit, Fix};
use amq_project::{Documents, Options, Outcome, Session, run_silent};

use crate::inputs::Inputs;

/// Fixes may bring to light what others fix, but not for ever.
const PASSES: usize = 10;

/// A code and a message.
type Said = (&'static str, String);

/// A file that fixes change.
pub(crate) struct Fixed {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
    /// What was fixed.
    pub(crate) gone: Vec<Diagnostic>,
}

/// What fixes change, and what is left to say after them.
pub(crate) fn fixed(given: &Inputs, options: &Options, unsure: bool) -> (Vec<Fixed>, Outcome<()>) {
    let mut fixed: Vec<Fixed> = Vec::new();
    let mut pass = 0;
    // What a person could see before anything was changed. Whatever the fixes bring to light is
    // fixed only where that is safe: nobody has looked at it.
    let mut shown: Option<HashSet<Said>> = None;
    let mut failed = HashMap::new();
    loop {
        let documents = with(&fixed, given);
        let session = Session::new(&documents, options.clone());
        let outcome = run_silent(&session, &given.files);
        let shown =
            shown.get_or_insert_with(|| if unsure { said(&outcome) } else { HashSet::new() });
        if pass == PASSES || !one_pass(&session, given, &outcome, shown, &mut failed, &mut fixed) {
            return (fixed, outcome);
        }
        pass += 1;
    }
}

/// What is left to say where only some of the fixes were written.
pub(crate) fn left(given: &Inputs, options: &Options, written: &[Fixed]) -> Outcome<()> {
    run_silent(&Session::new(with(written, given), options.clone()), &given.files)
}

/// The texts of a run, with what fixes made of them.
fn with<'g>(fixed: &[Fixed], given: &'g Inputs) -> Documents<'g> {
    let mut documents = Documents::over(&given.documents);
    for it in fixed {
        documents.insert(&it.path, it.after.clone());
    }
    documents
}

fn key(it: &Diagnostic) -> Said {
    (it.code.id, it.message.clone())
}

/// All that is said of files and settings.
fn said(outcome: &Outcome<()>) -> HashSet<Said> {
    let files = outcome.files.iter().flat_map(|file| &file.diagnostics);
    files.chain(outcome.configs().flat_map(|config| &config.diagnostics)).map(key).collect()
}

/// Applies what can be applied at once; whether anything was.
fn one_pass(
    session: &Session<'_>,
    given: &Inputs,
    outcome: &Outcome<()>,
    shown: &HashSet<Said>,
    failed: &mut HashMap<PathBuf, HashSet<Said>>,
    fixed: &mut Vec<Fixed>,
) -> bool {
    let mut any = false;
    // Who asks for the text of standard input does not ask for files.
    for config in outcome.configs().filter(|_| !given.only_stdin()) {
        let failed = failed.entry(config.path.clone()).or_default();
        let done =
            repair(&config.text, &config.diagnostics, shown, failed, |text| config.mistakes(text));
        any |= keep(fixed, &config.name, &config.path, &config.text, done);
    }
    for file in &outcome.files {
        if !file.is_asked {
            continue;
        }
        let Ok(project) = session.project(&file.path) else { continue };
        let check = |text: &str| {
            session.analyze(&project, &file.path, text, &amq_syntax::parse(text)).diagnostics
        };
        let failed = failed.entry(file.path.clone()).or_default();
        let done = repair(&file.text, &file.diagnostics, shown, failed, check);
        any |= keep(fixed, &file.name, &file.path, &file.text, done);
    }
    any
}

fn keep(
    fixed: &mut Vec<Fixed>,
    name: &str,
    path: &std::path::Path,
    before: &str,
    done: Option<(String, Vec<Diagnostic>)>,
) -> bool {
    let Some((after, gone)) = done else { return false };
    if let Some(it) = fixed.iter_mut().find(|it| it.path == path) {
        it.after = after;
        it.gone.extend(gone);
    } else {
        let (name, path, before) = (name.to_owned(), path.to_owned(), before.to_owned());
        fixed.push(Fixed { name, path, before, after, gone });
    }
    true
}

/// A text that is repaired, and what is said of it.
struct Repair<'r, C> {
    text: String,
    said: Vec<Diagnostic>,
    check: C,
    /// What was tried to no avail, here or in a pass before.
    failed: &'r mut HashSet<Said>,
}

impl<C: Fn(&str) -> Vec<Diagnostic>> Repair<'_, C> {
    /// Applies those of some fixes that fix what they should, and says of what they are. All are
    /// tried at once, and where some fail, each half of them: the later one first, so that the
    /// places of the others stay.
    fn apply<'d>(&mut self, chosen: &[(&'d Diagnostic, &'d Fix)]) -> Vec<&'d Diagnostic> {
        let of = || chosen.iter().map(|it| it.0);
        let edits = chosen.iter().flat_map(|(_, fix)| &fix.edits);
        let Some(text) = apply(&self.text, edits) else { return Vec::new() };
        let said = (self.check)(&text);
        if works(of(), &self.said, &said) {
            (self.text, self.said) = (text, said);
            return of().collect();
        }
        if chosen.len() <= 1 {
            self.failed.extend(of().map(key));
            return Vec::new();
        }
        let (first, last) = chosen.split_at(chosen.len() / 2);
        let mut gone = self.apply(last);
        gone.extend(self.apply(first));
        gone
    }
}

/// Whether some diagnostics are gone, and nothing came in their place that says the same.
fn works<'d>(
    gone: impl Iterator<Item = &'d Diagnostic>,
    before: &[Diagnostic],
    after: &[Diagnostic],
) -> bool {
    let (before, after) = (counts(before.iter()), counts(after.iter()));
    counts(gone).iter().all(|(key, gone)| {
        let left = before.get(key).copied().unwrap_or(0).saturating_sub(*gone);
        after.get(key).copied().unwrap_or(0) <= left
    })
}

/// A text with fixes applied, and what they fixed. A fix that leaves what it should fix is not
/// applied.
fn repair(
    text: &str,
    diagnostics: &[Diagnostic],
    shown: &HashSet<Said>,
    failed: &mut HashSet<Said>,
    check: impl Fn(&str) -> Vec<Diagnostic>,
) -> Option<(String, Vec<Diagnostic>)> {
    let chosen = apart(diagnostics, shown, failed);
    if chosen.is_empty() {
        return None;
    }
    let (text, said) = (text.to_owned(), diagnostics.to_vec());
    let mut repair = Repair { text, said, check, failed };
    let fixed: Vec<Diagnostic> = repair.apply(&chosen).into_iter().cloned().collect();
    (!fixed.is_empty()).then_some((repair.text, fixed))
}

/// The best fix of each diagnostic, as far as they do not overlap, in the order of places.
fn apart<'d>(
    diagnostics: &'d [Diagnostic],
    shown: &HashSet<Said>,
    failed: &HashSet<Said>,
) -> Vec<(&'d Diagnostic, &'d Fix)> {
    let may = |it: &Diagnostic, fix: &Fix| {
        (fix.safe || shown.contains(&key(it))) && !failed.contains(&key(it))
    };
    let best = diagnostics.iter().filter_map(|it| Some((it, it.fixes.first()?)));
    let mut best: Vec<_> = best.filter(|(it, fix)| may(it, fix) && !fix.edits.is_empty()).collect();
    best.sort_by_key(|(_, fix)| fix.edits.iter().map(|edit| edit.range.start()).min());
    let mut end = None;
    best.retain(|(_, fix)| {
        let first = fix.edits.iter().map(|edit| edit.range.start()).min();
        let fits = end.is_none_or(|end| first > Some(end));
        if fits {
            end = fix.edits.iter().map(|edit| edit.range.end()).max();
        }
        fits
    });
    best
}

/// A text with edits applied; `None` where they overlap or do not fit.
pub(crate) fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.range.start());
    let (mut after, mut at) = (String::with_capacity(text.len() + 64), 0);
    for edit in edits {
        after.push_str(text.get(at..edit.range.start().into())?);
        after.push_str(&edit.text);
        at = edit.range.end().into();
    }
    after.push_str(text.get(at..)?);
    Some(after)
}

type Counts<'a> = HashMap<(&'static str, &'a str), usize>;

/// How often each is said, wherever.
fn counts<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Counts<'a> {
    let mut counts = Counts::new();
    for it in diagnostics {
        *counts.entry((it.code.id, it.message.as_str())).or_default() += 1;
    }
    counts
}
