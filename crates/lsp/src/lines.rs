//! Where the lines of a text start, as clients count them: `\n`, `\r\n` and `\r` end a line. An
//! edit moves them in one pass.

use std::ops::Range;

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
        starts.extend(starts_in(text, 0..text.len()));
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

    /// Follows an edit that put something in the place of a range; the text is that after it.
    pub(crate) fn edit(&mut self, text: &str, removed: TextRange, inserted: TextSize) {
        let from = removed.start();
        // At the start of the range, too, a line may begin or not begin any more: what stands there
        // may join a `\r` before it, or leave it. The first line always begins at the start.
        let first = self.starts.partition_point(|start| *start < from).max(1);
        let last = self.starts.partition_point(|start| *start <= removed.end()).max(first);
        let count = self.starts.len();
        let end = from + inserted;
        let looked = usize::from(from).saturating_sub(1)..usize::from(end);
        self.starts.splice(first..last, starts_in(text, looked));
        let moved = first + (self.starts.len() + last - first - count);
        for start in self.starts.iter_mut().skip(moved) {
            *start = *start - removed.end() + end;
        }
    }
}

/// The starts of lines right behind some bytes of a text.
fn starts_in(text: &str, part: Range<usize>) -> impl Iterator<Item = TextSize> {
    let all = text.as_bytes();
    let from = part.start;
    let bytes = all.get(part).unwrap_or_default().iter().enumerate();
    let ends = bytes.filter(move |(at, byte)| match byte {
        b'\n' => true,
        b'\r' => all.get(from + at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.map(move |(at, _)| TextSize::new((from + at + 1) as u32))
}

#[cfg(test)]
mod tests {
    use super::Lines;

    /// All texts of so many of these characters, or fewer.
    fn texts(most: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        for _ in 0..most {
            let longer = all.iter().flat_map(|it| ["a", "\r", "\n"].map(|end| it.clone() + end));
            all.extend(longer.collect::<Vec<_>>());
            all.sort();
            all.dedup();
        }
        all
    }

    #[test]
    fn edits_equal_a_fresh_count() {
        for text in texts(4) {
            for from in 0..=text.len() {
                for to in from..=text.len() {
                    for new in texts(2) {
                        let mut edited = text.clone();
                        edited.replace_range(from..to, &new);
                        let mut lines = Lines::new(&text);
                        let removed =
                            amq_syntax::TextRange::new((from as u32).into(), (to as u32).into());
                        lines.edit(&edited, removed, (new.len() as u32).into());
                        assert_eq!(lines, Lines::new(&edited), "{text:?} {from}..{to} {new:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn lines_end_as_the_protocol_says() {
        let starts = |text| Lines::new(text).starts.into_iter().map(u32::from).collect::<Vec<_>>();
        assert_eq!(starts("a\nb\r\nc\rd\n\re\r"), [0, 2, 5, 7, 9, 10, 12]);
    }
}
