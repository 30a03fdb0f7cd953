//! Results on standard output, everything else on standard error. A reader who leaves early is no
//! error.

use std::{
    io::{self, Write},
    sync::OnceLock,
};

use amq_project::Problem;
use serde::Serialize;

use crate::{args::Messages, exit::Exit};

/// How standard error is spoken to.
static MESSAGES: OnceLock<Messages> = OnceLock::new();

/// Decides how standard error is spoken to; text for people, unless this is called first.
pub(crate) fn speak(messages: Messages) {
    let _ = MESSAGES.set(messages);
}

/// Whether standard error is read by a program.
pub(crate) fn to_a_program() -> bool {
    MESSAGES.get() == Some(&Messages::Json)
}

/// Set once it is said that results cannot be written.
static FULL: OnceLock<()> = OnceLock::new();

/// Writes results to standard output.
pub(crate) fn result(text: &str) -> Exit {
    result_bytes(text.as_bytes())
}

/// Writes results that may not be text.
pub(crate) fn result_bytes(bytes: &[u8]) -> Exit {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// How writing a result ended; that it could not be written is said once.
pub(crate) fn printed(written: io::Result<()>) -> Exit {
    match written {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            if FULL.set(()).is_ok() {
                note(&format!("error: cannot write the result: {error}\n"));
            }
            Exit::Unusable
        }
    }
}

/// Writes to standard error. Where that is closed, nobody listens.
pub(crate) fn note(text: &str) {
    if to_a_program() {
        match text.trim() {
            "" => {}
            text => message("note", &Said { message: text, help: None }),
        }
    } else {
        write(text);
    }
}

/// Writes a message for a program to standard error: a line of JSON with its kind.
pub(crate) fn message(kind: &'static str, body: &impl Serialize) {
    let line = serde_json::to_string(&Message { kind, body }).unwrap_or_default();
    write(&format!("{line}\n"));
}

/// Says what is unusable.
pub(crate) fn problem(problem: &Problem) -> Exit {
    let said = problem.to_string();
    if to_a_program() {
        message("error", &Said { message: &said, help: problem.help.as_deref() });
        return Exit::Unusable;
    }
    write(&format!("error: {said}\n"));
    if let Some(help) = &problem.help {
        write(&format!("  help: {help}\n"));
    }
    Exit::Unusable
}

/// Says everything that is unusable.
pub(crate) fn problems(problems: &[Problem]) -> Exit {
    problems.iter().map(problem).max().unwrap_or(Exit::Fine)
}

#[derive(Serialize)]
struct Message<'a, T> {
    kind: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

#[derive(Serialize)]
pub(crate) struct Said<'a> {
    pub(crate) message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<&'a str>,
}

fn write(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
