//! `file:line:column: severity[code]: message`

use std::fmt::Write as _;

use super::{File, safe};

/// One line for each diagnostic.
pub(crate) fn lines(files: &[File<'_>]) -> String {
    let mut text = String::new();
    for file in files {
        for it in file.diagnostics.iter() {
            let at = file.lines.place(it.range.start());
            let (severity, code) = (it.severity.name(), it.code.id);
            let message = safe(&it.message);
            let _ = writeln!(
                text,
                "{}:{}:{}: {severity}[{code}]: {message}",
                file.name, at.line, at.column
            );
        }
    }
    text
}
