//! `amq fmt`

use std::{fmt::Write as _, io};

use amq_project::{Input, Problem, Session, Source, each};

use crate::{
    args::{Common, Fmt},
    diff::diff,
    exit::Exit,
    inputs::{self, Inputs},
    output,
    render::{Lines, count, safe},
    write::write,
};

pub(crate) fn run(args: &Fmt, common: &Common) -> Exit {
    let given = inputs::whole(&args.paths);
    let mut exit = output::problems(&given.problems);
    let session = Session::new(&given.documents, inputs::options(common));
    let (mut changed, mut unread) = (0, 0);
    for file in each(&given.files, |input| format(&given, input)) {
        match file {
            Ok(file) => {
                let done = put(args, common, &session, &file);
                changed += usize::from(file.is_changed() && done == Exit::Fine);
                unread += file.unread.len();
                exit = exit.max(done);
                if !common.quiet {
                    output::note(&file.kept());
                }
            }
            Err(problem) => exit = exit.max(output::problem(&problem)),
        }
    }
    let looks = args.check || args.diff;
    // An editor takes what it gets from here only where nothing failed.
    let is_filter = args.paths.only_stdin() && !looks;
    if looks && changed > 0 || unread > 0 && !is_filter {
        exit = exit.max(Exit::Wrong);
    }
    if !common.quiet {
        output::note(&summary(args, changed, unread));
    }
    exit
}

/// A file and what it should look like.
struct Formatted<'a> {
    input: &'a Input,
    before: String,
    after: String,
    /// The lines of statements that have mistakes in their text, and so stay as they are.
    unread: Vec<usize>,
    is_stdin: bool,
}

impl Formatted<'_> {
    fn is_changed(&self) -> bool {
        self.before != self.after
    }

    /// A line for each statement that stays as it is.
    fn kept(&self) -> String {
        let name = safe(&self.input.name);
        let line =
            |line: &usize| format!("{name}:{line}: stays as written, because of a mistake\n");
        self.unread.iter().map(line).collect()
    }
}

/// Formats a file; `None` where there is nothing to say of it.
fn format<'a>(given: &Inputs, input: &'a Input) -> Option<Result<Formatted<'a>, Problem>> {
    let before = match given.documents.read(&input.path).and_then(utf8) {
        Ok(text) => text,
        Err(error) => return Some(Err(Problem::file("format", &input.path, &error))),
    };
    let amq_syntax::Formatted { text: after, kept } = amq_syntax::format_file(&before);
    let lines = Lines::new(&before);
    let unread: Vec<usize> = kept.into_iter().map(|it| lines.line(it) + 1).collect();
    let is_stdin = given.stdin.as_ref() == Some(&input.path);
    let is_unread = !unread.is_empty();
    let file = Formatted { input, before, after, unread, is_stdin };
    (file.is_changed() || is_unread || is_stdin).then_some(Ok(file))
}

fn utf8(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Writes, shows or names what changes.
fn put(args: &Fmt, common: &Common, session: &Session<'_>, file: &Formatted<'_>) -> Exit {
    if args.diff {
        return output::result(&diff(&file.input.name, &file.before, &file.after));
    }
    if file.is_stdin && !args.check {
        return output::result(&file.after);
    }
    if !file.is_changed() {
        return Exit::Fine;
    }
    if args.check {
        output::note(&format!("{} is not formatted\n", file.input.name));
        return Exit::Fine;
    }
    match write(session, &file.input.path, &file.after) {
        Ok(()) if common.verbose => output::note(&format!("formatted {}\n", file.input.name)),
        Ok(()) => {}
        Err(problem) => return output::problem(&problem),
    }
    Exit::Fine
}

fn summary(args: &Fmt, changed: usize, unread: usize) -> String {
    let mut text = String::new();
    if changed > 0 && !args.paths.only_stdin() {
        let files = count(changed, "file", "files");
        let what = if args.check || args.diff { "would change" } else { "formatted" };
        let _ = writeln!(text, "{files} {what}");
    }
    if unread > 0 {
        let kept = count(unread, "statement stays", "statements stay");
        let _ = writeln!(text, "{kept} as written, because of mistakes; `amq check` shows them");
    }
    text
}
