//! Diagnostics for people: the source, labels below it, what to type and why.

use std::fmt;

use amq_check::Diagnostic;
use amq_schema::Severity;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::{File, Lines, excerpt::Excerpt, safe, safe_in_place};
use crate::{terminal::Style, wrap};

/// Writes the diagnostics of a file; `fixes` stands before `--fix`, where that is told.
pub(crate) fn file(out: &mut String, file: &File<'_>, fixes: Option<&str>, style: Style) {
    let text = safe_in_place(file.lines.text);
    let lines = Lines::new(&text);
    for diagnostic in file.diagnostics.iter() {
        one(out, &file.name, &lines, diagnostic, fixes, style);
        out.push('\n');
    }
}

fn one(
    out: &mut String,
    name: &str,
    lines: &Lines<'_>,
    diagnostic: &Diagnostic,
    fixes: Option<&str>,
    style: Style,
) {
    let mut theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let head = format!("{}[{}]:", diagnostic.severity.name(), diagnostic.code.id);
    theme.characters.error.clone_from(&head);
    theme.characters.warning.clone_from(&head);
    theme.characters.advice = head;
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(style.width).with_links(false);
    let excerpt = Excerpt::new(name, lines, diagnostic, style.width);
    let drawn = Drawn { excerpt, diagnostic };
    let _ = handler.render_report(out, &drawn);
    if let Some(note) = &diagnostic.note {
        line(out, "note", note, style);
    }
    let fix = diagnostic.fixes.first();
    let fix = fix.filter(|fix| diagnostic.help.as_ref() != Some(&fix.title));
    if let (Some(fix), Some(command)) = (fix, fixes) {
        let how = if fix.safe { "--fix" } else { "--unsafe-fixes" };
        line(out, "fix", &format!("{} (`{command}{how}` does it)", fix.title), style);
    }
}

/// Writes a line below a drawing, like miette's own `help`.
fn line(out: &mut String, head: &str, text: &str, style: Style) {
    let head = format!("{head:>6}: ");
    let indent = head.len();
    if style.color {
        out.push_str("\u{1b}[36m");
        out.push_str(&head);
        out.push_str("\u{1b}[0m");
    } else {
        out.push_str(&head);
    }
    let room = style.width.saturating_sub(2 + indent);
    let next = format!("\n{}", " ".repeat(indent));
    out.push_str(&wrap::lines(&safe(text), room).join(&next));
    out.push('\n');
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
        f.write_str(&safe(&self.diagnostic.message))
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
        let help = self.diagnostic.help.as_ref()?;
        Some(Box::new(safe(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Drawn { excerpt, diagnostic } = self;
        let own = excerpt.span(diagnostic.range).map(|span| {
            let said = diagnostic.label.as_ref();
            let said = said.and_then(|text| excerpt.said(diagnostic.range, text));
            LabeledSpan::new_primary_with_span(said, span)
        });
        let others = diagnostic.labels.iter().filter_map(move |label| {
            let span = excerpt.span(label.range)?;
            let said = excerpt.said(label.range, &label.message)?;
            Some(LabeledSpan::new_with_span(Some(said), span))
        });
        Some(Box::new(own.into_iter().chain(others)))
    }
}
