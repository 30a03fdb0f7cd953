//! Diagnostics for people: the source, and labels below it.

use std::fmt;

use amq_check::Diagnostic;
use amq_schema::Severity;
use amq_syntax::{TextRange, TextSize, slice};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::{File, lines::Lines};
use crate::terminal::Style;

/// Writes the diagnostics of a file.
pub(crate) fn file(out: &mut String, file: &File<'_>, style: Style) {
    for diagnostic in file.diagnostics {
        one(out, file, diagnostic, style);
        out.push('\n');
    }
}

fn one(out: &mut String, file: &File<'_>, diagnostic: &Diagnostic, style: Style) {
    let mut theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let head = format!("{}[{}]:", diagnostic.severity.name(), diagnostic.code.id);
    theme.characters.error.clone_from(&head);
    theme.characters.warning.clone_from(&head);
    theme.characters.advice = head;
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(style.width).with_links(false);
    let drawn = Drawn { excerpt: Excerpt { name: file.name, lines: &file.lines }, diagnostic };
    let _ = handler.render_report(out, &drawn);
}

/// A diagnostic as miette draws it.
struct Drawn<'a> {
    excerpt: Excerpt<'a>,
    diagnostic: &'a Diagnostic,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Off => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = self.excerpt.lines.text;
        let own = LabeledSpan::new_primary_with_span(
            self.diagnostic.label.clone(),
            span(visible(text, self.diagnostic.range)),
        );
        let others = self.diagnostic.labels.iter().map(move |label| {
            LabeledSpan::new_with_span(
                Some(label.message.clone()),
                span(visible(text, label.range)),
            )
        });
        Some(Box::new(std::iter::once(own).chain(others)))
    }
}

fn span(range: TextRange) -> SourceSpan {
    (usize::from(range.start()), usize::from(range.len())).into()
}

/// A range that has a character to draw below: an empty one moves to the last visible character
/// before it.
fn visible(text: &str, range: TextRange) -> TextRange {
    if !slice(text, range).trim().is_empty() {
        return range;
    }
    let before = slice(text, TextRange::up_to(range.start())).trim_end();
    match before.chars().next_back() {
        Some(last) => TextRange::at(TextSize::of(before) - TextSize::of(last), TextSize::of(last)),
        None => TextRange::at(range.start(), 0.into()),
    }
}

/// The lines of a file around a span; only those are read, so that a long file with many mistakes
/// is not read again for each.
struct Excerpt<'a> {
    name: &'a str,
    lines: &'a Lines<'a>,
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let start = TextSize::new(span.offset() as u32);
        let end = start + TextSize::new(span.len().saturating_sub(1) as u32);
        let first = self.lines.line(start).saturating_sub(before);
        let last = self.lines.line(end) + after;
        let from = if before == 0 { start } else { self.lines.range(first).start() };
        let to = self.lines.range(last).end().max(start);
        let text = slice(self.lines.text, TextRange::new(from, to));
        let whole = (usize::from(from), text.len()).into();
        let column = self.lines.place(from).column - 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            text.as_bytes(),
            whole,
            first,
            column,
            text.lines().count(),
        )))
    }
}
