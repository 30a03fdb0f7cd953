//! Where the lines of a text start; an edit moves them in one pass.

use amq_syntax::{TextRange, TextSize};

/// The starts of a text's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    starts: Vec<TextSize>,
}

impl Default for Lines {
    fn default() -> Self {
        Self::new("")
    }
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let mut starts = vec![TextSize::new(0)];
        starts.extend(starts_in(text, TextSize::new(0)));
        Self { starts }
    }

    /// How many lines there are; a text that ends with a newline has an empty last one.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The number of the line that a place is in.
    pub(crate) fn line(&self, at: TextSize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Where a line starts; past the last line, where that does.
    pub(crate) fn start(&self, line: usize) -> TextSize {
        self.starts.get(line).or(self.starts.last()).copied().unwrap_or_default()
    }

    /// Follows an edit that puts a text in the place of a range.
    pub(crate) fn edit(&mut self, removed: TextRange, new: &str) {
        let first = self.starts.partition_point(|start| *start <= removed.start());
        let last = self.starts.partition_point(|start| *start <= removed.end());
        let count = self.starts.len();
        self.starts.splice(first..last, starts_in(new, removed.start()));
        let moved = first + (self.starts.len() + last - first - count);
        let (old, new) = (removed.end(), removed.start() + TextSize::of(new));
        for start in self.starts.iter_mut().skip(moved) {
            *start = *start - old + new;
        }
    }
}

fn starts_in(text: &str, from: TextSize) -> impl Iterator<Item = TextSize> {
    let ends = text.bytes().enumerate().filter(|it| it.1 == b'\n');
    ends.map(move |(at, _)| from + TextSize::new(at as u32 + 1))
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn edits_equal_a_fresh_count() {
        let mut text = "a\nbc\n\nd".to_owned();
        let mut lines = Lines::new(&text);
        let edits =
            [(0..0, "x\n"), (2..5, ""), (1..4, "\n\n\n"), (4..4, "y"), (0..6, "z"), (1..2, "\n")];
        for (range, new) in edits {
            text.replace_range(range.clone(), new);
            let removed = (range.start as u32).into()..(range.end as u32).into();
            lines.edit(amq_syntax::TextRange::new(removed.start, removed.end), new);
            assert_eq!(lines, Lines::new(&text), "{text:?}");
        }
    }
}
