//! `# amq: allow CODE` above a statement: silences a code there.

use amq_schema::{Code, code, codes};
use amq_syntax::{TextRange, TextSize, description, slice};

use crate::{Diagnostic, Fix, near::near};

const MARK: &str = "amq: allow";

/// Whether there is any such comment right above a statement, so that most need no further look.
pub(crate) fn any_above(text: &str, start: TextSize) -> bool {
    let above = text.get(..start.into()).unwrap_or_default();
    let line = above.strip_suffix('\n').and_then(|above| above.rsplit('\n').next());
    line.is_some_and(|line| line.trim_start_matches('\u{feff}').starts_with('#'))
        && description(text, start).is_some_and(|block| slice(text, block).contains(MARK))
}

/// The codes that are silenced at a statement, and what is wrong with their names.
pub(crate) fn allowed(text: &str, start: TextSize) -> (Vec<&'static Code>, Vec<Diagnostic>) {
    let (mut allowed, mut wrong) = (Vec::new(), Vec::new());
    let Some(block) = description(text, start) else { return (allowed, wrong) };
    let mut line_start = block.start();
    for line in slice(text, block).split_inclusive('\n') {
        let words = line.trim_start_matches(['#', ' ', '\t']).strip_prefix(MARK);
        if words.is_some_and(|words| words.trim().is_empty()) {
            let at = line.find(MARK).unwrap_or_default();
            let range = TextRange::at(line_start + TextSize::new(at as u32), TextSize::of(MARK));
            let message = "nothing is named that should be silent";
            wrong.push(
                Diagnostic::new(&codes::UNKNOWN_CODE, range, message)
                    .help(format!("name a diagnostic: `# {MARK} AMQ501`")),
            );
        }
        for word in words.unwrap_or_default().split([',', ' ', '\t', '\r', '\n']) {
            if word.is_empty() {
                continue;
            }
            if let Some(code) = code(word) {
                allowed.push(code);
                continue;
            }
            let at = word.as_ptr() as usize - line.as_ptr() as usize;
            let range = TextRange::at(line_start + TextSize::new(at as u32), TextSize::of(word));
            wrong.push(unknown(word, range));
        }
        line_start += TextSize::of(line);
    }
    (allowed, wrong)
}

fn unknown(word: &str, range: TextRange) -> Diagnostic {
    // Codes are numbers: one that is near another one means nothing.
    let near = near(word, codes::CODES.iter().map(|code| code.name));
    let message = format!("`{word}` is not a diagnostic of amq");
    let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_CODE, range, message);
    diagnostic = match near.list() {
        Some(list) => diagnostic.help(format!("write {list}")),
        None => diagnostic.help("a diagnostic shows its code in brackets, such as `AMQ501`"),
    };
    if let Some(found) = near.first() {
        let fix = Fix::replace(format!("write `{found}`"), range, found);
        diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
    }
    diagnostic
}
