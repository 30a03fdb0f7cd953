//! Comments that are meant for amq.

use amq_schema::{code, codes};
use amq_syntax::{TextRange, TextSize};

use crate::{Diagnostic, Fix, near::near};

/// What such a comment says.
pub(crate) const MARK: &str = "amq: allow";

const NAME: &str = "amq";
const ALLOW: &str = "allow";

/// What other tools call it.
const SYNONYMS: [&str; 8] =
    ["ignore", "disable", "silence", "suppress", "skip", "permit", "noqa", "expect"];

/// A comment for amq; places count from the start of its line.
pub(crate) enum Directive {
    /// `amq: allow`, and where the codes begin.
    Allow { head: TextRange, rest: TextSize },
    /// Something else that can only have been meant so.
    Misspelt(Misspelt),
}

/// What was written instead of `amq: allow`.
pub(crate) struct Misspelt {
    /// All of it.
    pub(crate) range: TextRange,
    written: String,
    /// Whether it is a typo, so that the codes behind it are meant to be silent.
    pub(crate) sure: bool,
}

/// What a line says to amq from its first `#` on, if it says anything.
pub(crate) fn directive(line: &str) -> Option<Directive> {
    let comment = line.get(line.find('#')?..)?;
    let body = comment.trim_start_matches(['#', ' ', '\t']);
    let place = |rest: &str| TextSize::new((rest.as_ptr().addr() - line.as_ptr().addr()) as u32);
    let name = body.get(..NAME.len()).filter(|it| it.eq_ignore_ascii_case(NAME))?;
    let behind = body.get(NAME.len()..)?.trim_start_matches([' ', '\t']);
    let colon = behind.strip_prefix(':');
    let behind = colon.unwrap_or(behind).trim_start_matches([' ', '\t']);
    if behind.len() + NAME.len() == body.len() {
        // `amqp`, and `amq` alone.
        return None;
    }
    let is_word = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    let word = behind.get(..behind.find(|it| !is_word(it)).unwrap_or(behind.len()))?;
    let rest = behind.get(word.len()..)?;
    if colon.is_some() && name == NAME && word == ALLOW {
        let head = TextRange::new(place(body), place(rest));
        return Some(Directive::Allow { head, rest: place(rest) });
    }
    let first = rest.split([',', ' ', '\t', '\r', '\n', ':']).find(|it| !it.is_empty());
    let names_code = first.is_some_and(|it| code(it).is_some());
    let alone = code(word).is_some();
    let folded = word.to_lowercase();
    let near = near(word, [ALLOW]);
    let meant = near.first().is_some() || SYNONYMS.contains(&folded.as_str());
    let says = if colon.is_some() { meant || names_code || alone } else { meant && names_code };
    says.then(|| {
        let end = if alone { colon.map_or(place(behind), place) } else { place(rest) };
        let range = TextRange::new(place(body), end);
        let written = line.get(range.start().into()..end.into()).unwrap_or_default().to_owned();
        let sure = !alone && near.is_unique();
        Directive::Misspelt(Misspelt { range, written, sure })
    })
}

impl Misspelt {
    /// What is said of it, in a line that starts at a place.
    pub(crate) fn said(&self, line_start: TextSize) -> Diagnostic {
        let range = self.range + line_start;
        let message = format!("amq does not understand `{}`", self.written);
        let title = format!("write `{MARK}`");
        let fix = Fix::replace(title.clone(), range, MARK);
        let said = Diagnostic::new(&codes::UNKNOWN_COMMENT, range, message).help(title);
        if self.sure {
            return said.fix(fix);
        }
        said.note("nothing is silenced by it").fix(fix.unsure())
    }
}
