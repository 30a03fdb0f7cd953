//! How text for a terminal is drawn.

/// How text for a terminal is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// How many columns there are.
    pub width: usize,
    /// How many lines a picture may take.
    pub height: usize,
    /// Whether there are colours. Nothing is said by colour alone.
    pub color: bool,
    /// Whether there are characters beyond ASCII for pictures.
    pub unicode: bool,
    /// Whether tables are whole, however long and wide, as somebody wants them who keeps them; a
    /// screen shows what fits.
    pub whole: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, height: 20, color: false, unicode: true, whole: false }
    }
}

/// Wider than any table, and still far from what a number can be.
const ENDLESS: usize = usize::MAX / 64;

impl Style {
    /// How tables are drawn, which may be wider than sentences and pictures.
    pub(crate) fn of_tables(self) -> Self {
        Self { width: self.room(self.width), ..self }
    }

    /// So much room on a screen, and any where tables are whole.
    pub(crate) fn room(self, most: usize) -> usize {
        if self.whole { ENDLESS } else { most }
    }

    /// A text in bold.
    pub(crate) fn bold(self, text: &str) -> String {
        self.painted(text, "1")
    }

    /// A text in a colour: the parameters of the terminal's `m` sequence.
    pub(crate) fn painted(self, text: &str, colour: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
