//! Comments that belong to a statement.

use text_size::{TextRange, TextSize};

/// The block of comment lines in column 1 directly above a statement, if there is one.
pub fn description(text: &str, statement_start: TextSize) -> Option<TextRange> {
    let end = usize::from(statement_start);
    let mut start = end;
    while let Some(above) = text.get(..start).and_then(|before| before.strip_suffix('\n')) {
        let line_start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = above.get(line_start..).unwrap_or_default();
        if !line.trim_start_matches('\u{feff}').starts_with('#') {
            break;
        }
        start = line_start;
    }
    let block = text.get(start..end)?.trim_end();
    let start = start + block.len() - block.trim_start_matches('\u{feff}').len();
    let end = start + block.trim_start_matches('\u{feff}').len();
    (end > start).then(|| TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)))
}
