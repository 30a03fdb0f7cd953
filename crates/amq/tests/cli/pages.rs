//! The fenced blocks of a page.

/// A fenced block of a page.
pub(crate) struct Block<'a> {
    /// What stands behind the opening fence.
    pub(crate) info: &'a str,
    /// The file that it is, if the page says so.
    pub(crate) title: Option<&'a str>,
    pub(crate) text: String,
}

pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            inside = !inside;
            let title = info.split_whitespace().find_map(|word| word.strip_prefix("title="));
            if inside {
                blocks.push(Block { info, title, text: String::new() });
            }
        } else if let (true, Some(block)) = (inside, blocks.last_mut()) {
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    blocks
}
