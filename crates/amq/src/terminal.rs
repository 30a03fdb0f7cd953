//! What standard error is connected to: how wide it is, and whether it shows colours.

use std::io::{IsTerminal, stderr, stdout};

use crate::args::Color;

/// How wide text is where that is not known.
const WIDTH: usize = 80;
/// Wider lines are hard to read.
const WIDEST: usize = 120;

/// How diagnostics are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) color: bool,
    pub(crate) width: usize,
}

/// How diagnostics are drawn on this standard error.
pub(crate) fn style(color: Color) -> Style {
    let is_terminal = stderr().is_terminal();
    let color = is_colored(color, is_terminal);
    let width = if is_terminal { terminal_width() } else { WIDTH };
    Style { color, width }
}

/// Whether results are coloured on this standard output.
pub(crate) fn result_color(color: Color) -> bool {
    is_colored(color, stdout().is_terminal())
}

/// How wide and high standard output is.
pub(crate) fn result_size() -> (usize, usize) {
    match terminal_size::terminal_size_of(stdout()) {
        Some((width, height)) => (usize::from(width.0).max(40), usize::from(height.0)),
        None => (WIDTH, 24),
    }
}

/// Whether characters beyond ASCII are shown, as far as the environment says.
pub(crate) fn is_unicode() -> bool {
    let mut names = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter(|it| is_set(it));
    let set = names.find_map(std::env::var_os);
    set.is_none_or(|it| {
        let name = it.to_string_lossy().to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8") || !matches!(name.as_str(), "c" | "posix")
    })
}

fn is_colored(color: Color, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !is_set("NO_COLOR") && !is_dumb(),
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn terminal_width() -> usize {
    let size = terminal_size::terminal_size_of(stderr());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDEST))
}
