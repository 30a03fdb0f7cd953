//! Comments for amq that stand where they say nothing: not right above a statement.

use amq_schema::{Severity, codes};
use amq_syntax::{Parse, TextRange, TextSize, description, slice};

use crate::{
    Context, Diagnostic, Edit, Fix,
    allow::may_hold,
    directive::{Directive, directive},
};

/// What is said of the comments that stand right above no statement; ranges count from the start
/// of the file.
pub(crate) fn astray(text: &str, parse: &Parse, context: &Context) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let mut blocks = Blocks::default();
    let inside = parse
        .statements
        .iter()
        .flat_map(|placed| placed.statement.comments.iter().map(|comment| *comment + placed.start));
    for comment in parse.comments.iter().copied().chain(inside) {
        let written = slice(text, comment);
        let Some(found) = Some(written).filter(|it| may_hold(it)).and_then(directive) else {
            continue;
        };
        let at = comment.start();
        if blocks.have(text, parse, at) {
            continue;
        }
        let mut one = match found {
            Directive::Misspelt(misspelt) => misspelt.said(at),
            Directive::Allow { head, .. } => lost(text, parse, comment, head + at),
        };
        one.severity = context.severity(one.code);
        said.extend((one.severity != Severity::Off).then_some(one));
    }
    said
}

/// The block of comments right above a statement, looked for once for all of its lines.
#[derive(Default)]
struct Blocks {
    next: Option<usize>,
    block: Option<TextRange>,
}

impl Blocks {
    /// Whether a comment belongs to the block right above a statement, where it is read.
    fn have(&mut self, text: &str, parse: &Parse, at: TextSize) -> bool {
        let next = parse.statements.partition_point(|it| it.start <= at);
        if self.next != Some(next) {
            let statement = parse.statements.get(next);
            self.block = statement.and_then(|it| description(text, it.start));
            self.next = Some(next);
        }
        self.block.is_some_and(|it| it.contains(at))
    }
}

fn lost(text: &str, parse: &Parse, comment: TextRange, head: TextRange) -> Diagnostic {
    let message = "this silences nothing: it does not stand right above a statement";
    let diagnostic = Diagnostic::new(&codes::UNUSED_ALLOW, head, message)
        .help("write it into the line right above the statement, in column 1");
    let at = comment.start();
    let comment = slice(text, comment).trim_end();
    let end = at + TextSize::of(comment);
    let above = text.get(..at.into()).unwrap_or_default();
    let line = TextSize::new(above.rfind('\n').map_or(0, |it| it as u32 + 1));
    let number = parse.statements.partition_point(|it| it.start <= at);
    let around = number.checked_sub(1).and_then(|it| parse.statements.get(it));
    let before = slice(text, TextRange::new(line, at));
    if let Some(around) = around
        && (around.range().contains(at) || !before.trim().is_empty())
    {
        // In a statement, or behind its last word.
        let code = before.trim_end();
        let removed = if code.is_empty() {
            TextRange::new(line, end + break_after(text, end))
        } else {
            TextRange::new(line + TextSize::of(code), end)
        };
        let edits = vec![Edit::insert(around.start, format!("{comment}\n")), Edit::delete(removed)];
        return diagnostic.fix(Fix::uncertain("move it above the statement", edits));
    }
    let next = parse.statements.get(number);
    let blank = |it: &&amq_syntax::Placed| {
        slice(text, TextRange::new(end, it.start)).trim_matches(['\n', '\r', ' ', '\t']).is_empty()
    };
    if let Some(next) = next.filter(blank)
        && before.is_empty()
    {
        let gap = TextRange::new(end + break_after(text, end), next.start);
        let fix = Fix::uncertain("leave out the blank lines between", vec![Edit::delete(gap)]);
        return diagnostic.fix((!gap.is_empty()).then_some(fix));
    }
    let all = TextRange::new(line, end + break_after(text, end));
    diagnostic.fix(Fix::uncertain("delete it", vec![Edit::delete(all)]))
}

/// How long the end of the line is that stands at a place.
fn break_after(text: &str, at: TextSize) -> TextSize {
    let rest = text.get(at.into()..).unwrap_or_default();
    TextSize::new(rest.find('\n').map_or(0, |it| it as u32 + 1))
}
