//! `amq compile`

use std::{fmt::Write as _, io::IsTerminal as _};

use amq_answer::Factors;
use amq_project::{Problem, Seen};
use amq_request as request;
use amq_schema::Severity;
use serde::Serialize;

use crate::{
    args::{Common, Compile, Emit, Shell},
    base_url::{base, base_url},
    exit::Exit,
    made::{Named, made},
    output,
    render::{json_lines, safe},
};

pub(crate) fn run(args: &Compile, common: &Common) -> Exit {
    if args.shell.is_some() && args.emit != Emit::Curl {
        let problem = Problem::new("`--shell` says what shell a curl command is for");
        return output::problem(&problem.help("add `--emit curl`, or leave `--shell` out"));
    }
    let other = match base_url(args.base_url.as_deref()) {
        Ok(other) => other,
        Err(problem) => return output::problem(&problem),
    };
    let is_named = args.emit == Emit::Url && std::io::stdout().is_terminal();
    let emitted = made(&args.queries, common, |seen, query| {
        let wanted = !args.keep_going || !is_wrong(args, seen, query);
        let emitted = || emit(args, base(other.as_deref(), seen.project), seen, query);
        wanted.then(|| (query.address(), emitted()))
    });
    if emitted.exit > Exit::Fine && !args.keep_going {
        return emitted.exit;
    }
    let (addresses, items): (Vec<String>, Vec<String>) =
        emitted.items.into_iter().flatten().unzip();
    let text = match args.emit {
        Emit::Json => json_lines(&items),
        Emit::Http => items.join("\n"),
        Emit::Url if is_named && items.len() > 1 => {
            let named =
                |(address, item): (&String, &String)| format!("# {}\n{item}", safe(address));
            addresses.iter().zip(&items).map(named).collect::<Vec<_>>().concat()
        }
        Emit::Url | Emit::Curl => items.concat(),
    };
    emitted.exit.max(output::result(&text))
}

/// Whether a query has an error, or what counts as one, though it could be written as a request.
fn is_wrong(args: &Compile, seen: &Seen<'_>, query: &Named<'_>) -> bool {
    let least = if args.queries.deny_warnings { Severity::Warning } else { Severity::Error };
    let mut wrong = seen.analysis.diagnostics.iter().filter(|it| it.severity >= least);
    wrong.any(|it| query.range.contains_range(it.range))
}

/// One request, as it stands in the output.
fn emit(args: &Compile, base: &str, seen: &Seen<'_>, query: &Named<'_>) -> String {
    match args.emit {
        Emit::Url => {
            let mut line = request::url(query.query, base);
            line.push('\n');
            line
        }
        Emit::Curl => curl(args.shell.unwrap_or(Shell::Posix), base, query),
        Emit::Http => request::http(query.query, base, &query.name()),
        Emit::Json => {
            let request = Request::new(base, seen, query);
            serde_json::to_string(&request).unwrap_or_default()
        }
    }
}

fn curl(shell: Shell, base: &str, query: &Named<'_>) -> String {
    let (comment, shell) = match shell {
        Shell::Posix => ("#", request::Shell::Posix),
        Shell::Powershell => ("#", request::Shell::PowerShell),
        Shell::Cmd => ("rem", request::Shell::Cmd),
    };
    let mut text = format!("{comment} {}\n", query.name());
    let _ = writeln!(text, "{}", request::curl(query.query, base, shell));
    text
}

#[derive(Serialize)]
struct Request<'a> {
    file: &'a str,
    line: usize,
    label: Option<&'a str>,
    method: &'static str,
    region: &'static str,
    endpoint: String,
    url: String,
    params: Vec<(String, String)>,
    cost: Option<Factors>,
}

impl<'a> Request<'a> {
    fn new(base: &str, seen: &Seen<'_>, named: &Named<'a>) -> Self {
        let query = named.query;
        Self {
            file: named.file,
            line: named.line,
            label: named.label,
            method: "GET",
            region: seen.project.region.name(),
            endpoint: request::path(query),
            url: request::url(query, base),
            params: request::params(query),
            cost: query.cost.map(Factors::from),
        }
    }
}
