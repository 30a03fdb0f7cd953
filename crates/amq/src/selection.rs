//! Single queries of a file: `file.amq:label` and `file.amq:LINE`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use amq_check::{Checked, nearest};
use amq_project::{Problem, Seen, shown};
use amq_syntax::{TextRange, description, slice};

use crate::render::Lines;

/// What is asked for of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selector {
    Label(String),
    Line(usize),
}

/// What is asked for of each file, by its name in output; a file that is not here is meant whole.
pub(crate) type Selections = HashMap<String, Selection>;

/// What is asked for of a file.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    pub(crate) selectors: Vec<Selector>,
    /// Whether the file, or a folder that it is in, is asked for too.
    pub(crate) is_whole: bool,
}

/// A path that names a query of a file, taken apart. A path that exists is never taken apart, and
/// neither is the letter of a drive.
pub(crate) fn split(path: &Path, stdin: &str) -> Option<(PathBuf, Selector)> {
    let text = path.to_str()?;
    let (file, selector) = text.rsplit_once(':')?;
    let is_drive = file.len() == 1 && file.starts_with(|it: char| it.is_ascii_alphabetic());
    if selector.is_empty() || file.is_empty() || is_drive || path.exists() {
        return None;
    }
    let file = PathBuf::from(file);
    if file.as_os_str() != stdin && !file.exists() {
        return None;
    }
    let selector = match selector.parse() {
        Ok(line) => Selector::Line(line),
        Err(_) => Selector::Label(selector.to_owned()),
    };
    Some((file, selector))
}

/// The numbers of the queries of a file that are asked for.
pub(crate) fn chosen(
    seen: &Seen<'_>,
    selection: Option<&Selection>,
) -> Result<Vec<usize>, Problem> {
    let queries = &seen.analysis.queries;
    let all = || (0..queries.len()).collect();
    let Some(selection) = selection else { return Ok(all()) };
    let mut chosen = Vec::new();
    for selector in &selection.selectors {
        let found = match selector {
            Selector::Label(label) => labelled(seen, label)?,
            Selector::Line(line) => at_line(seen, *line)?,
        };
        if !chosen.contains(&found) {
            chosen.push(found);
        }
    }
    if selection.is_whole {
        return Ok(all());
    }
    chosen.sort_unstable();
    Ok(chosen)
}

/// The range of a query's statement.
pub(crate) fn range(seen: &Seen<'_>, query: &Checked) -> TextRange {
    let placed = seen.parse.statements.get(query.statement);
    placed.map_or(TextRange::empty(query.start), amq_syntax::Placed::range)
}

fn labelled(seen: &Seen<'_>, label: &str) -> Result<usize, Problem> {
    let labels = || seen.analysis.queries.iter().map(|it| it.label.as_deref());
    if let Some(found) = labels().position(|it| it == Some(label)) {
        return Ok(found);
    }
    let problem = Problem::new(format!("`{}` has no query labelled `{label}`", seen.input.name));
    Err(match nearest(label, labels().flatten()).first() {
        Some(near) => problem.help(format!("there is `{near}`")),
        None => problem.help(match labels().flatten().next() {
            Some(first) => format!("its first one is `{first}`"),
            None => "none of its queries has a label; name the line of the query".to_owned(),
        }),
    })
}

fn at_line(seen: &Seen<'_>, line: usize) -> Result<usize, Problem> {
    let lines = Lines::new(seen.text);
    let spans = |query: &Checked| {
        let range = range(seen, query);
        let described =
            description(seen.text, range.start()).map_or(range.start(), TextRange::start);
        (lines.line(described) + 1, lines.line(range.start()) + 1, lines.line(range.end()) + 1)
    };
    let all: Vec<_> = seen.analysis.queries.iter().map(spans).collect();
    if let Some(found) = all.iter().position(|&(first, _, last)| (first..=last).contains(&line)) {
        return Ok(found);
    }
    let problem =
        Problem::new(format!("there is no query at line {line} of `{}`", seen.input.name));
    let near = all.iter().map(|it| it.1).min_by_key(|start| start.abs_diff(line));
    Err(match near {
        Some(near) => {
            let text = slice(seen.text, lines.range(near - 1));
            problem.help(format!(
                "the nearest one starts at line {near}: `{}`",
                shown(Path::new(text))
            ))
        }
        None => problem.help("the file has no query at all"),
    })
}
