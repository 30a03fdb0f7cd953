//! Labels: each names one query of its file, and is no word of the language.

use std::collections::HashMap;

use amq_schema::codes;
use amq_syntax::TextRange;
use smol_str::SmolStr;

use crate::{Diagnostic, Fix, reserved::is_taken};

/// The labels of a file that were seen so far.
#[derive(Default)]
pub(crate) struct Labels {
    seen: HashMap<SmolStr, TextRange>,
}

impl Labels {
    /// Says that a label was given before; `range` counts from the start of the file.
    pub(crate) fn check(&mut self, label: &str, range: TextRange) -> Option<Diagnostic> {
        let first = self.seen.insert(SmolStr::new(label), range)?;
        self.seen.insert(SmolStr::new(label), first);
        let message = format!("the label `{label}` is given twice in this file");
        Some(
            Diagnostic::new(&codes::DUPLICATE_LABEL, range, message)
                .also(first, "given here first")
                .help("a label names one query; choose another one"),
        )
    }
}

/// Says that a label is a word of the language.
pub(crate) fn reserved(label: &str, range: TextRange) -> Option<Diagnostic> {
    if !is_word_of_language(label) {
        return None;
    }
    let message = format!("`{label}` is a word of the language, so it cannot be a label");
    Some(
        Diagnostic::new(&codes::RESERVED_LABEL, range, message)
            .help(format!("choose another one, such as `{label}_1`"))
            .fix(Fix::replace(format!("write `{label}_1`"), range, format!("{label}_1")).unsure()),
    )
}

fn is_word_of_language(label: &str) -> bool {
    amq_schema::verbs().any(|verb| verb == label)
        || is_taken(label)
        || ["let", "use"].contains(&label)
}
