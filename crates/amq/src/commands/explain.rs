//! `amq explain`

use amq_project::Problem;
use amq_schema::{CODES, Code, code};

use crate::{
    args::{Common, Explain},
    exit::Exit,
    output, pages, terminal,
    wrap::wrapped,
};

/// Wider lines are hard to read.
const WIDEST: usize = 100;

pub(crate) fn run(args: &Explain, common: &Common) -> Exit {
    let width = terminal::result_size().0.min(WIDEST);
    let Some(given) = &args.code else { return output::result(&list(width)) };
    match found(given).and_then(|code| pages::page(code.id)) {
        Some(page) => output::result(&readable(page, width, terminal::result_color(common.color))),
        None => output::problem(&unknown(given)),
    }
}

/// A diagnostic by its code, the digits of that, or its name.
fn found(given: &str) -> Option<&'static Code> {
    code(given).or_else(|| code(&format!("AMQ{given}")))
}

fn unknown(given: &str) -> Problem {
    let problem = Problem::new(format!("`{given}` is not a diagnostic of amq"));
    let near = amq_check::nearest(given, CODES.iter().map(|code| code.name));
    problem.help(match near.first() {
        Some(near) => format!("there is `{near}`"),
        None => "`amq explain` lists all of them".to_owned(),
    })
}

/// Every diagnostic in a line: code, name, what it is about.
fn list(width: usize) -> String {
    let widest = CODES.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let line =
        |code: &&Code| wrapped(&format!("{}  {:widest$}  ", code.id, code.name), code.title, width);
    CODES.iter().map(line).collect()
}

/// A page without its marks: titles stand out, examples are indented, the rest fits the width.
fn readable(page: &str, width: usize, color: bool) -> String {
    let page = &without_links(page);
    let (mut text, mut paragraph) = (String::new(), String::new());
    let mut inside = false;
    for line in page.lines() {
        let title = line.trim_start_matches('#').trim_start();
        let is_title = !inside && title.len() < line.len() && line.starts_with('#');
        let is_fence = line.starts_with("```");
        let is_item = line.starts_with("- ");
        if inside || is_fence || is_title || is_item || line.is_empty() || line.starts_with('|') {
            text.push_str(&flowing(&paragraph, width));
            paragraph.clear();
        }
        if is_fence {
            inside = !inside;
        } else if inside && !line.is_empty() {
            text.extend(["    ", line, "\n"]);
        } else if is_title && color {
            text.extend(["\u{1b}[1m", title, "\u{1b}[0m\n"]);
        } else if is_title || line.is_empty() || line.starts_with('|') {
            text.extend([title, "\n"]);
        } else {
            paragraph.extend([line, "\n"]);
        }
    }
    text + &flowing(&paragraph, width)
}

/// A page with the texts of its links alone: their addresses mean something beside other pages only.
fn without_links(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, link)) = rest.split_once('[') {
        let parts = link.split_once("](").and_then(|(name, more)| {
            let (_, after) = more.split_once(')')?;
            (!name.contains(']')).then_some((name, after))
        });
        text.push_str(before);
        if let Some((name, after)) = parts {
            text.push_str(name);
            rest = after;
        } else {
            text.push('[');
            rest = link;
        }
    }
    text + rest
}

/// A paragraph, or an item of a list.
fn flowing(paragraph: &str, width: usize) -> String {
    match paragraph.strip_prefix("- ") {
        _ if paragraph.is_empty() => String::new(),
        Some(item) => wrapped("- ", item, width),
        None => wrapped("", paragraph, width),
    }
}
