//! What the written parser is made of. Each reads from a place on and gives the place behind, or `None`
//! where there is nothing of the kind.

use super::{Node, Rule};

/// The text that is read, and the nodes found so far.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// Where the statement ends; what stands behind it is none of it.
    len: usize,
    pub(super) nodes: Vec<Node>,
}

/// Whether each byte is in a set.
type Table = [bool; 256];

// Each of these is a few instructions, and a statement takes hundreds of them.
#[allow(clippy::inline_always)]
impl<'t> Reader<'t> {
    /// Reads a text, of which the first bytes are the statement. The nodes are room to use again.
    pub(super) fn new(text: &'t str, len: usize, nodes: Vec<Node>) -> Self {
        Self { text, len, nodes }
    }

    /// The next byte, or 0 at the end.
    #[inline(always)]
    pub(super) fn next(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// This very text.
    #[inline(always)]
    pub(super) fn text(&self, at: usize, text: &str) -> Option<usize> {
        let end = at + text.len();
        (self.text.as_bytes().get(at..end)? == text.as_bytes()).then_some(end)
    }

    /// This text, in small or capital letters.
    pub(super) fn any_case(&self, at: usize, text: &str) -> Option<usize> {
        let end = at + text.len();
        self.text.as_bytes().get(at..end)?.eq_ignore_ascii_case(text.as_bytes()).then_some(end)
    }

    /// A sign of ASCII.
    #[inline(always)]
    pub(super) fn one(&self, at: usize, table: &Table) -> Option<usize> {
        table[*self.text.as_bytes().get(at)? as usize].then_some(at + 1)
    }

    /// A sign of ASCII, or any other.
    #[inline(always)]
    pub(super) fn one_of_all(&self, at: usize, table: &Table) -> Option<usize> {
        let byte = *self.text.as_bytes().get(at)?;
        let len = match byte {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        };
        table[byte as usize].then_some(at + len)
    }

    /// A sign of ASCII, or another one that `is` says yes to.
    #[inline(always)]
    pub(super) fn one_wide(&self, at: usize, table: &Table, is: fn(char) -> bool) -> Option<usize> {
        match self.next(at) {
            byte @ 0..0x80 => table[byte as usize].then_some(at + 1),
            _ => self.wide(at, is),
        }
    }

    /// A sign that `is` says yes to.
    #[cold]
    pub(super) fn wide(&self, at: usize, is: fn(char) -> bool) -> Option<usize> {
        let sign = self.text.get(at..)?.chars().next()?;
        is(sign).then_some(at + sign.len_utf8())
    }

    /// All the signs from here on that are in a table, or outside ASCII if all those are.
    #[inline(always)]
    pub(super) fn all(&self, at: usize, table: &Table) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| table[**byte as usize]).count()
    }

    /// All the signs from here on that are in a table of ASCII, or that `is` says yes to.
    #[inline(always)]
    pub(super) fn all_wide(&self, at: usize, table: &Table, is: fn(char) -> bool) -> usize {
        let mut at = self.all(at, table);
        while self.next(at) >= 0x80
            && let Some(end) = self.wide(at, is)
        {
            at = self.all(end, table);
        }
        at
    }

    /// Begins a node; those that follow are in it, until it is closed.
    #[inline(always)]
    pub(super) fn open(&mut self, rule: Rule, at: usize) -> usize {
        let start = at.min(self.len) as u32;
        self.nodes.push(Node { rule, start, end: start, next: 0 });
        self.nodes.len() - 1
    }

    /// Ends a node, or drops it where there was nothing of the kind.
    #[inline(always)]
    pub(super) fn close(&mut self, node: usize, end: Option<usize>) -> Option<usize> {
        let next = self.nodes.len() as u32;
        match (end, self.nodes.get_mut(node)) {
            (Some(end), Some(node)) => {
                node.end = end.min(self.len) as u32;
                node.next = next;
            }
            _ => self.nodes.truncate(node),
        }
        end
    }

    /// How many nodes there are.
    #[inline(always)]
    pub(super) fn mark(&self) -> usize {
        self.nodes.len()
    }

    /// Drops the nodes since a mark where something could not be read.
    #[inline(always)]
    pub(super) fn keep(&mut self, nodes: usize, end: Option<usize>) -> Option<usize> {
        if end.is_none() {
            self.nodes.truncate(nodes);
        }
        end
    }
}
