//! A flat list of texts and possible line breaks to lines of at most [`WIDTH`] characters.

use std::borrow::Cow;

/// How many characters a line may have, where it can be broken at all.
const WIDTH: usize = 80;

/// One thing to print.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// Text without a newline.
    Text(Cow<'a, str>),
    /// A blank, unless the line breaks here for another reason.
    Space,
    /// A place where the line breaks if its group does not fit; otherwise a blank, or nothing.
    Break { blank: bool },
    /// A place where the line breaks if what follows, up to the next place, does not fit.
    Fill,
    /// The start of a group, that stays on one line if it can.
    Open,
    /// Its end.
    Close,
    /// Changes how far lines are indented from here on.
    Indent(isize),
    /// A comment at the end of a line.
    Trailing(&'a str),
    /// A comment on a line of its own.
    Own(&'a str),
}

/// Lays the items out, in lines that end in `\n`.
pub(super) fn print(items: &[Item<'_>]) -> String {
    let out = String::with_capacity(128);
    let mut printer = Printer { out, column: 0, indent: 0, gap: Gap::None, groups: Vec::new() };
    let mut rest = items;
    while let Some((item, after)) = rest.split_first() {
        printer.item(item, rest, after);
        rest = after;
    }
    printer.out
}

/// What comes before the next text.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Gap {
    None,
    Blank,
    Line,
    /// A line break that nothing can take back.
    AfterComment,
}

struct Printer {
    out: String,
    column: usize,
    indent: usize,
    gap: Gap,
    /// Whether each open group stays on one line.
    groups: Vec<bool>,
}

impl Printer {
    fn item(&mut self, item: &Item<'_>, rest: &[Item<'_>], after: &[Item<'_>]) {
        match item {
            Item::Text(text) => self.text(text),
            Item::Space => self.gap(Gap::Blank),
            Item::Break { blank } if self.is_flat() => {
                self.gap(if *blank { Gap::Blank } else { Gap::None });
            }
            Item::Break { .. } => self.gap(Gap::Line),
            Item::Fill => {
                let fits = self.is_flat() || fits(after, self.column + 1);
                self.gap(if fits { Gap::Blank } else { Gap::Line });
            }
            Item::Open => {
                let start = match self.gap {
                    Gap::None => self.column,
                    Gap::Blank => self.column + 1,
                    Gap::Line | Gap::AfterComment => self.indent,
                };
                self.groups.push(self.is_flat() || fits(rest, start));
            }
            Item::Close => {
                self.groups.pop();
            }
            Item::Indent(by) => self.indent = self.indent.saturating_add_signed(*by),
            Item::Trailing(comment) if self.gap != Gap::AfterComment => {
                self.gap = Gap::None;
                self.text("  ");
                self.comment(comment);
            }
            Item::Trailing(comment) | Item::Own(comment) => {
                self.gap = Gap::AfterComment;
                self.comment(comment);
            }
        }
    }

    fn is_flat(&self) -> bool {
        self.groups.last().is_some_and(|&flat| flat)
    }

    fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn comment(&mut self, comment: &str) {
        self.text(comment);
        self.gap = Gap::AfterComment;
    }

    fn text(&mut self, text: &str) {
        match std::mem::replace(&mut self.gap, Gap::None) {
            Gap::None => {}
            Gap::Blank => {
                self.out.push(' ');
                self.column += 1;
            }
            Gap::Line | Gap::AfterComment => {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', self.indent));
                self.column = self.indent;
            }
        }
        self.out.push_str(text);
        self.column += width(text);
    }
}

/// Whether items fit on the line that has `column` characters, up to the next place where the line
/// could break outside the groups that begin here.
fn fits(items: &[Item<'_>], column: usize) -> bool {
    let (mut end, mut depth) = (column, 0_usize);
    for item in items {
        match item {
            Item::Text(text) => end += width(text),
            Item::Break { .. } | Item::Fill | Item::Own(_) | Item::Trailing(_) if depth == 0 => {
                return true;
            }
            Item::Own(_) | Item::Trailing(_) => return false,
            Item::Space | Item::Fill => end += 1,
            Item::Break { blank } => end += usize::from(*blank),
            Item::Open => depth += 1,
            Item::Close => depth = depth.saturating_sub(1),
            Item::Indent(_) => {}
        }
        if end > WIDTH {
            return false;
        }
    }
    true
}

fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}
