//! `# amq: allow CODE` above a statement: silences a code there.

use amq_schema::{Code, code, codes};
use amq_syntax::{TextRange, TextSize, ast::Kind as Statement, description, slice};

use crate::{
    Diagnostic, Edit, Fix,
    directive::{Directive, MARK, directive},
    near::near,
};

/// What the comments above a statement silence, and what is wrong with them.
#[derive(Default)]
pub(crate) struct Above {
    pub(crate) allowed: Vec<Allowed>,
    pub(crate) wrong: Vec<Diagnostic>,
}

/// A code that a comment silences.
pub(crate) struct Allowed {
    pub(crate) code: &'static Code,
    /// Where the comment names it.
    range: TextRange,
    /// What to delete so that it names it no more.
    removal: TextRange,
    /// Whether its comment is a typo, of which no more is said.
    pub(crate) misspelt: bool,
}

/// Whether there may be any such comment right above a statement, so that most need no further look.
pub(crate) fn any_above(text: &str, start: TextSize) -> bool {
    let above = text.get(..start.into()).unwrap_or_default();
    let line = above.strip_suffix('\n').and_then(|above| above.rsplit('\n').next());
    line.is_some_and(|line| line.trim_start_matches('\u{feff}').starts_with('#'))
        && description(text, start).is_some_and(|block| may_hold(slice(text, block)))
}

/// Whether a text may have a comment for amq.
pub(crate) fn may_hold(text: &str) -> bool {
    text.contains("amq") || text.contains("AMQ")
}

/// What the comments above a statement silence.
pub(crate) fn allowed(text: &str, start: TextSize) -> Above {
    let mut above = Above::default();
    let Some(block) = description(text, start) else { return above };
    let block = TextRange::new(block.start(), start);
    let mut line_start = block.start();
    for line in slice(text, block).split_inclusive('\n') {
        let range = TextRange::at(line_start, TextSize::of(line));
        match directive(line) {
            Some(Directive::Allow { head, rest }) => above.read(range, line, head, rest),
            Some(Directive::Misspelt(misspelt)) => {
                above.wrong.push(misspelt.said(line_start));
                // What it was meant to silence is no mistake of its own.
                if misspelt.sure {
                    let known = above.allowed.len();
                    above.read(range, line, misspelt.range, misspelt.range.end());
                    above.allowed.iter_mut().skip(known).for_each(|it| it.misspelt = true);
                }
            }
            None => {}
        }
        line_start = range.end();
    }
    above
}

impl Above {
    /// Reads the codes of one comment; `head` and `rest` count from the start of its line.
    fn read(&mut self, at: TextRange, line: &str, head: TextRange, rest: TextSize) {
        let words = words(line, rest);
        if words.is_empty() {
            let message = "nothing is named that should be silent";
            self.wrong.push(
                Diagnostic::new(&codes::UNKNOWN_CODE, head + at.start(), message)
                    .help(format!("name a diagnostic: `# {MARK} AMQ501`")),
            );
        }
        for (number, range) in words.iter().enumerate() {
            let word = slice(line, *range);
            let place = *range + at.start();
            if let Some(code) = code(word) {
                let removal = match words.len() {
                    1 => at,
                    _ => one_of(&words, number) + at.start(),
                };
                self.allowed.push(Allowed { code, range: place, removal, misspelt: false });
            } else if number > 0 && is_prose(line, &words, number) {
                let last = words.last().unwrap_or(range);
                self.wrong.push(prose(range.cover(*last) + at.start()));
                return;
            } else {
                self.wrong.push(unknown(word, place));
            }
        }
    }
}

/// The words between commas and blanks behind a place of a line.
fn words(line: &str, from: TextSize) -> Vec<TextRange> {
    let rest = line.get(from.into()..).unwrap_or_default();
    let words = rest.split([',', ' ', '\t', '\r', '\n']).filter(|it| !it.is_empty());
    let range = |word: &str| {
        let at = word.as_ptr().addr() - line.as_ptr().addr();
        TextRange::at(TextSize::new(at as u32), TextSize::of(word))
    };
    words.map(range).collect()
}

/// A word of several, with what joins it to its neighbour.
fn one_of(words: &[TextRange], number: usize) -> TextRange {
    let own = words.get(number).copied().unwrap_or_default();
    match (number.checked_sub(1).and_then(|at| words.get(at)), words.get(number + 1)) {
        (Some(before), _) => TextRange::new(before.end(), own.end()),
        (None, Some(next)) => TextRange::new(own.start(), next.start()),
        (None, None) => own,
    }
}

/// Whether a word behind codes begins a reason: no comma joins it, and it is near no name.
fn is_prose(line: &str, words: &[TextRange], number: usize) -> bool {
    let (Some(before), Some(own)) = (words.get(number - 1), words.get(number)) else {
        return false;
    };
    let word = slice(line, *own);
    let joined = slice(line, TextRange::new(before.end(), own.start())).contains(',');
    let like_code = word.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("amq"));
    !joined && !like_code && near(word, names()).first().is_none()
}

fn names() -> impl Iterator<Item = &'static str> {
    codes::CODES.iter().map(|code| code.name)
}

fn prose(range: TextRange) -> Diagnostic {
    let message = "a reason is no diagnostic of amq";
    Diagnostic::new(&codes::UNKNOWN_CODE, range, message)
        .help("write it into a comment line of its own")
        .fix(Fix::safe("begin a line", vec![Edit::insert(range.start(), "\n# ")]))
}

fn unknown(word: &str, range: TextRange) -> Diagnostic {
    // Codes are numbers: one that is near another one means nothing.
    let near = near(word, names());
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

impl Allowed {
    /// Says that nothing is silenced here.
    pub(crate) fn idle(&self) -> Diagnostic {
        let id = self.code.id;
        let message = format!("`{id}` is not reported here, so this silences nothing");
        self.unused(message).help("leave it out")
    }

    /// Says that it is an error which cannot be silenced.
    pub(crate) fn in_vain(&self, statement: &Statement) -> Diagnostic {
        let id = self.code.id;
        let (leaves, what) = match statement {
            Statement::Query(_) => ("no request to send", "the query"),
            Statement::Use(_) => ("no names to use", "the `use`"),
            Statement::Let(_) => ("nothing that a query could use", "the definition"),
            Statement::Unread => ("nothing that can be read", "the statement"),
        };
        let message = format!("`{id}` cannot be silenced here: it leaves {leaves}");
        self.unused(message).help(format!("mend {what}, and leave this out"))
    }

    fn unused(&self, message: String) -> Diagnostic {
        Diagnostic::new(&codes::UNUSED_ALLOW, self.range, message)
            .fix(Fix::safe("leave it out", vec![Edit::delete(self.removal)]))
    }
}
