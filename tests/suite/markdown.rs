//! The code blocks of the project's pages.

use std::path::PathBuf;

use amq_tests::workspace;

/// A fenced code block.
#[derive(Debug)]
pub(crate) struct Fence {
    /// The first word behind the fence.
    pub(crate) language: String,
    /// The words after it.
    pub(crate) words: Vec<String>,
    /// The line that the fence stands on.
    pub(crate) line: usize,
    /// What stands in it.
    pub(crate) text: String,
}

impl Fence {
    /// The value of a word such as `title=shared.amq`.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a word stands behind the fence.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|it| it == word)
    }
}

/// Every page with examples: the README, what lies in `docs`, and the notes beside the code.
pub(crate) fn pages() -> Vec<PathBuf> {
    let root = workspace();
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "docs/diagnostics"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        pages.extend(entries.map(|entry| entry.unwrap().path()));
    }
    pages.retain(|path| path.extension().is_some_and(|it| it == "md"));
    pages.sort();
    pages
}

/// The code blocks of a page, in order.
pub(crate) fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                open = Some(Fence {
                    language,
                    words: words.collect(),
                    line: number + 1,
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some(fence), None) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (None, None) => {}
        }
    }
    fences
}
