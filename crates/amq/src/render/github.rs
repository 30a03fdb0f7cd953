//! Annotations of GitHub workflows.

use std::fmt::Write as _;

use amq_schema::Severity;

use super::File;

/// One command for each diagnostic.
pub(crate) fn annotations(files: &[File<'_>]) -> String {
    let mut text = String::new();
    for file in files {
        for it in file.diagnostics.iter() {
            let kind = match it.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Off => "notice",
            };
            let (start, end) =
                (file.lines.place(it.range.start()), file.lines.place(it.range.end()));
            let mut place = format!("line={},col={}", start.line, start.column);
            // Columns are understood for a single line only.
            if start.line == end.line {
                let _ = write!(place, ",endLine={},endColumn={}", end.line, end.column);
            }
            let (name, title) = (property(&file.name), property(it.code.id));
            let help = it.help.iter().map(|help| format!("\nhelp: {help}"));
            let message = data(&format!("{}{}", it.message, help.collect::<String>()));
            let _ = writeln!(text, "::{kind} file={name},{place},title={title}::{message}");
        }
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
