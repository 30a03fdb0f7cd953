//! Results on standard output, everything else on standard error. A reader who leaves early is no
//! error.

use std::io::{self, Write};

use amq_project::Problem;

use crate::exit::Exit;

/// Writes results to standard output.
pub(crate) fn result(text: &str) -> Exit {
    result_bytes(text.as_bytes())
}

/// Writes results that may not be text.
pub(crate) fn result_bytes(bytes: &[u8]) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            note(&format!("error: cannot write the result: {error}\n"));
            Exit::Unusable
        }
    }
}

/// Writes to standard error. Where that is closed, nobody listens.
pub(crate) fn note(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Says what is unusable.
pub(crate) fn problem(problem: &Problem) -> Exit {
    note(&format!("error: {problem}\n"));
    if let Some(help) = &problem.help {
        note(&format!("  help: {help}\n"));
    }
    Exit::Unusable
}

/// Says everything that is unusable.
pub(crate) fn problems(problems: &[Problem]) -> Exit {
    problems.iter().map(problem).max().unwrap_or(Exit::Fine)
}
