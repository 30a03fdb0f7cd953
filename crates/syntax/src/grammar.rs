//! The text of a statement to a flat list of its nodes.

use std::ops::Range;

use crate::{blank::odd_blanks, text::count};

mod reader;
#[cfg(test)]
mod tests;

use reader::Reader;
pub(crate) use written::Rule;

/// The parser that `amq-peg` wrote of `grammar/amq.pest`.
#[allow(non_camel_case_types, dead_code, unused_parens, clippy::all, clippy::pedantic)]
mod written {
    use super::Reader;

    include!(concat!(env!("OUT_DIR"), "/grammar.rs"));

    /// Reads a statement to its end.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<usize> {
        statement(reader, 0)
    }
}

/// A node of the grammar's tree; its children follow it in the list, up to `next`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) rule: Rule,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) next: u32,
}

/// What the grammar finds in one statement. Places count from its start.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The tree; its root is the first one.
    pub(crate) nodes: Vec<Node>,
    /// The comments inside the statement.
    pub(crate) comments: Vec<(u32, u32)>,
    /// Blanks that are not the language's.
    pub(crate) odd: Vec<Range<usize>>,
    /// The statement as the grammar reads it.
    text: String,
}

/// What ends a statement, as the grammar has it.
const STOP: &str = "\n\0";

impl Found {
    /// Reads a statement. What was found of another one goes.
    pub(crate) fn read(&mut self, text: &str) {
        self.nodes.clear();
        self.comments.clear();
        self.text.clear();
        self.odd = odd_blanks(text);
        push(&mut self.text, text, &self.odd);
        let mut reader = Reader::new(&self.text, text.len(), std::mem::take(&mut self.nodes));
        let end = written::read(&mut reader);
        debug_assert_eq!(end, Some(self.text.len()), "{text:?} is read to its stop");
        self.nodes = reader.nodes;
        if self.nodes.iter().any(|it| it.rule == Rule::comment) {
            self.part_comments();
        }
    }

    /// Takes the comments out of the tree.
    fn part_comments(&mut self) {
        // How many comments stand before each node.
        let mut before = Vec::with_capacity(self.nodes.len() + 1);
        for node in &self.nodes {
            before.push(self.comments.len() as u32);
            if node.rule == Rule::comment {
                // The node begins behind its `#`.
                self.comments.push((node.start - 1, node.end));
            }
        }
        before.push(self.comments.len() as u32);
        self.nodes.retain_mut(|node| {
            node.next -= before.get(node.next as usize).copied().unwrap_or_default();
            node.rule != Rule::comment
        });
    }
}

/// A statement's text as the grammar reads it: a `stop` in it is another control sign, and a blank
/// that is not the language's is as many that are.
fn push(whole: &mut String, text: &str, odd: &[Range<usize>]) {
    if count(text, b'\0') > 0 {
        whole.extend(text.chars().map(|sign| if sign == '\0' { '\u{1}' } else { sign }));
    } else {
        whole.push_str(text);
    }
    for odd in odd {
        whole.replace_range(odd.clone(), &" ".repeat(odd.len()));
    }
    whole.push_str(STOP);
}
