//! The one door to pest: a statement's text to a flat list of its nodes.

use pest::{Parser as _, Token};

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

/// Fills `nodes` with the tree of one statement, and `comments` with the comments inside it.
/// `false` means the text is nested too deeply for pest.
pub(crate) fn read(text: &str, nodes: &mut Vec<Node>, comments: &mut Vec<(u32, u32)>) -> bool {
    nodes.clear();
    let Ok(pairs) = Grammar::parse(Rule::statement, text) else { return false };
    let mut open: Vec<usize> = Vec::with_capacity(16);
    let mut comment_start = 0;
    for token in pairs.tokens() {
        match token {
            // The node begins behind its `#`.
            Token::Start { rule: Rule::comment, pos } => comment_start = pos.pos() as u32 - 1,
            Token::End { rule: Rule::comment, pos } => {
                comments.push((comment_start, pos.pos() as u32));
            }
            Token::Start { rule, pos } => {
                open.push(nodes.len());
                let start = pos.pos() as u32;
                nodes.push(Node { rule, start, end: start, next: 0 });
            }
            Token::End { pos, .. } => {
                let next = nodes.len() as u32;
                if let Some(node) = open.pop().and_then(|at| nodes.get_mut(at)) {
                    node.end = pos.pos() as u32;
                    node.next = next;
                }
            }
        }
    }
    nodes.first().is_some_and(|statement| statement.end as usize == text.len())
}
