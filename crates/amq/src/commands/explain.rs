//! `amq explain`

use amq_project::Problem;
use amq_schema::{CODES, Code, code};

use crate::{
    args::{Common, Explain},
    exit::Exit,
    output, pages, terminal,
};

pub(crate) fn run(args: &Explain, common: &Common) -> Exit {
    let found = code(&args.code).and_then(|code| pages::page(code.id));
    match found {
        Some(page) => output::result(&readable(page, terminal::result_color(common.color))),
        None => output::problem(&unknown(&args.code)),
    }
}

fn unknown(given: &str) -> Problem {
    let problem = Problem::new(format!("`{given}` is not a diagnostic of amq"));
    let upper = given.to_uppercase();
    let names = |of: fn(&'static Code) -> &'static str| CODES.iter().map(move |code| of(code));
    let near = amq_check::nearest(given, names(|code| code.name));
    let near = near
        .first()
        .copied()
        .or_else(|| amq_check::nearest(&upper, names(|code| code.id)).first().copied());
    problem.help(match near {
        Some(near) => format!("there is `{near}`"),
        None => "a diagnostic shows its code in brackets, such as `AMQ501`".to_owned(),
    })
}

/// A page without its marks: titles stand out, examples are indented.
fn readable(page: &str, color: bool) -> String {
    let mut text = String::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
            continue;
        }
        let title = line.trim_start_matches('#').trim_start();
        let is_title = !inside && title.len() < line.len();
        match (is_title, inside && !line.is_empty()) {
            (true, _) if color => text.extend(["\u{1b}[1m", title, "\u{1b}[0m"]),
            (true, _) => text.push_str(title),
            (_, true) => text.extend(["    ", line]),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}
