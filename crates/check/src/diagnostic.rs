//! What is said of a mistake: its code, its place, its words, and how to mend it.

use amq_schema::{Code, Severity, codes};
use amq_syntax::{TextRange, TextSize, quote};

/// A mistake, or a warning, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The row of the diagnostics table.
    pub code: &'static Code,
    /// How bad it is here, after `[lints]`.
    pub severity: Severity,
    /// The smallest part of the text that is wrong.
    pub range: TextRange,
    /// What is wrong; lower case, no full stop.
    pub message: String,
    /// What to say right at the range.
    pub label: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to type.
    pub help: Option<String>,
    /// What the API would have done, or how a number came about.
    pub note: Option<String>,
    /// Changes that make it go away, best first.
    pub fixes: Vec<Fix>,
}

/// Another place that a diagnostic speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub range: TextRange,
    /// What is said of it.
    pub message: String,
}

/// A change that makes a diagnostic go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// The changes, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// Whether it keeps the meaning, or repairs a name that can only have been meant so.
    pub safe: bool,
}

/// A replacement of a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic with its code's own severity.
    pub fn new(code: &'static Code, range: TextRange, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            range,
            message: message.into(),
            label: None,
            labels: Vec::new(),
            help: None,
            note: None,
            fixes: Vec::new(),
        }
    }

    /// What another language, or a person, would write for what is `meant`; a safe fix.
    pub(crate) fn written(range: TextRange, text: &str, meant: &str) -> Self {
        let help = format!("write `{meant}`");
        let fix = Fix::replace(help.clone(), range, meant);
        let message = format!("`{text}` is written `{meant}` here");
        Self::new(&codes::FOREIGN_SYNTAX, range, message).help(help).fix(fix)
    }

    /// A name that is called like a word of the language; `why` says which.
    pub(crate) fn needs_quotes(word: TextRange, text: &str, why: &str) -> Self {
        let quoted = quote(text);
        let message = format!("`{text}` {why}, so as a name it needs quotes");
        Self::new(&codes::BAD_NAME, word, message)
            .help(format!("write `{quoted}`"))
            .fix(Fix::replace("put it in quotes", word, quoted))
    }

    /// The same, said of more text than what is wrong: nothing more is said of the rest of it.
    #[must_use]
    pub(crate) fn over(self, range: TextRange) -> Self {
        Self { range, ..self }
    }

    /// With no fix that is made unseen.
    #[must_use]
    pub(crate) fn unsure(self) -> Self {
        let fixes = self.fixes.into_iter().map(Fix::unsure).collect();
        Self { fixes, ..self }
    }

    /// With words right at the range.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With another place.
    #[must_use]
    pub fn also(mut self, range: TextRange, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// With what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With what the API would have done.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// With one more way to mend it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        if let Some(fix) = fix.into() {
            // There is seldom a second one.
            self.fixes.reserve_exact(1);
            self.fixes.push(fix);
        }
        self
    }

    /// The same, moved by an offset.
    #[must_use]
    pub fn shifted(self, by: TextSize) -> Self {
        self.moved(|range| range + by)
    }

    /// The same, with ranges that count from a place; what lies before it is the place itself.
    #[must_use]
    pub(crate) fn since(self, place: TextSize) -> Self {
        self.moved(|range| range.checked_sub(place).unwrap_or_default())
    }

    fn moved(mut self, to: impl Fn(TextRange) -> TextRange) -> Self {
        self.range = to(self.range);
        for label in &mut self.labels {
            label.range = to(label.range);
        }
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = to(edit.range);
        }
        self
    }
}

impl Fix {
    /// A fix that keeps the meaning, or repairs a name that can only have been meant so.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, safe: true }
    }

    /// A fix that a person should look at.
    pub fn uncertain(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, safe: false }
    }

    /// Replaces one range.
    pub fn replace(title: impl Into<String>, range: TextRange, text: impl Into<String>) -> Self {
        Self::safe(title, vec![Edit::new(range, text)])
    }

    /// The same, for a person to look at.
    #[must_use]
    pub fn unsure(mut self) -> Self {
        self.safe = false;
        self
    }
}

impl Edit {
    /// A replacement.
    pub fn new(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// An insertion.
    pub fn insert(at: TextSize, text: impl Into<String>) -> Self {
        Self::new(TextRange::empty(at), text)
    }

    /// A removal.
    pub fn delete(range: TextRange) -> Self {
        Self::new(range, "")
    }
}
