//! SARIF 2.1.0, for code scanning.

use std::fmt::Write as _;

use amq_check::{Diagnostic, Fix};
use amq_schema::{CODES, Code, Severity};
use amq_syntax::TextRange;
use serde_json::{Value, json};

use super::{File, Lines};

/// A log of one run, with every diagnostic that exists as a rule.
pub(crate) fn log(files: &[File<'_>]) -> String {
    let results: Vec<Value> =
        files.iter().flat_map(|file| file.diagnostics.iter().map(|it| result(file, it))).collect();
    let rules: Vec<Value> = CODES.iter().map(|code| rule(code)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "amq",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    log.to_string() + "\n"
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.title },
        "help": { "text": format!("amq explain {}", code.id) },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(file: &File<'_>, it: &Diagnostic) -> Value {
    let help = it.help.iter().map(|help| format!("\nhelp: {help}"));
    let text = format!("{}{}", it.message, help.collect::<String>());
    let index = CODES.iter().position(|code| code.id == it.code.id);
    let related: Vec<Value> = it
        .labels
        .iter()
        .map(|label| {
            let mut place = location(file, label.range);
            place["message"] = json!({ "text": label.message });
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": it.code.id,
        "ruleIndex": index,
        "level": level(it.severity),
        "message": { "text": text },
        "locations": [location(file, it.range)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if !it.fixes.is_empty() {
        result["fixes"] = it.fixes.iter().map(|fix| self::fix(file, fix)).collect();
    }
    result
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

fn location(file: &File<'_>, range: TextRange) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&file.name) },
        "region": region(&file.lines, range),
    } })
}

fn region(lines: &Lines<'_>, range: TextRange) -> Value {
    let (start, end) = (lines.place(range.start()), lines.place(range.end()));
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

fn fix(file: &File<'_>, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(&file.lines, edit.range),
                "insertedContent": { "text": edit.text },
            })
        })
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&file.name) },
            "replacements": replacements,
        }],
    })
}

/// A path as a URI: relative, or with its scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
