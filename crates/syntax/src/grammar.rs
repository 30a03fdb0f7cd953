//! The one door to pest: the text of statements to flat lists of their nodes.

use pest::{Parser as _, Token};

use crate::{blank::odd_blanks, text::count};

#[derive(pest_derive::Parser)]
#[grammar = "../../../grammar/amq.pest"]
struct Grammar;

/// A node of the grammar's tree; its children follow it in the list, up to `next`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) rule: Rule,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) next: u32,
}

/// What the grammar finds in one statement. Places count from its start.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    /// The tree; its root is the first one.
    pub(crate) nodes: Vec<Node>,
    /// The comments inside the statement.
    pub(crate) comments: Vec<(u32, u32)>,
}

/// No node.
const NONE: u32 = u32::MAX;

/// What ends a statement, as the grammar has it.
const STOP: &str = "\n\0";

/// Reads statements, and hands over what it finds of one after the other. It ends early where one is
/// nested too deeply for pest.
pub(crate) fn read<'a>(
    mut texts: impl Iterator<Item = &'a str> + Clone,
    mut done: impl FnMut(&'a str, &Nodes),
) {
    let mut joined = String::with_capacity(texts.clone().map(|it| it.len() + STOP.len()).sum());
    for text in texts.clone() {
        push(&mut joined, text);
        joined.push_str(STOP);
    }
    let Ok(pairs) = Grammar::parse(Rule::statements, &joined) else { return };
    let mut found = Nodes::default();
    let (mut base, mut text) = (0, texts.next().unwrap_or_default());
    // The innermost node that is not at its end yet; until then its `next` is the one around it.
    let mut open = NONE;
    let mut comment_start = 0;
    for token in pairs.tokens() {
        // The line break at the end is none of the statement's.
        let place = |pos: pest::Position| (pos.pos() - base).min(text.len()) as u32;
        match token {
            // The node begins behind its `#`.
            Token::Start { rule: Rule::comment, pos } => comment_start = place(pos) - 1,
            Token::End { rule: Rule::comment, pos } => {
                found.comments.push((comment_start, place(pos)));
            }
            Token::Start { rule, pos } => {
                let (start, around) = (place(pos), open);
                open = found.nodes.len() as u32;
                found.nodes.push(Node { rule, start, end: start, next: around });
            }
            Token::End { pos, .. } => {
                let next = found.nodes.len() as u32;
                if let Some(node) = found.nodes.get_mut(open as usize) {
                    node.end = place(pos);
                    open = std::mem::replace(&mut node.next, next);
                }
                if open == NONE {
                    done(text, &found);
                    found.nodes.clear();
                    found.comments.clear();
                    base += text.len() + STOP.len();
                    text = texts.next().unwrap_or_default();
                }
            }
        }
    }
}

/// How much text is worth reading at once: a call costs little beside it, and what pest keeps of it
/// stays in the processor's cache.
pub(crate) const BATCH: usize = 4096;

/// A statement's text as the grammar reads it: a `stop` in it is another control sign, and a blank
/// that is not the language's is as many that are.
fn push(joined: &mut String, text: &str) {
    let start = joined.len();
    if count(text, b'\0') > 0 {
        joined.extend(text.chars().map(|sign| if sign == '\0' { '\u{1}' } else { sign }));
    } else {
        joined.push_str(text);
    }
    for odd in odd_blanks(text) {
        let blanks = " ".repeat(odd.len());
        joined.replace_range(start + odd.start..start + odd.end, &blanks);
    }
}
