//! Where text goes: as it stands, or percent-encoded on the way.

/// A place that text is written to.
pub(crate) trait Sink {
    /// Writes text.
    fn text(&mut self, text: &str);
}

/// Writes text as it stands.
pub(crate) struct Plain<'a>(pub(crate) &'a mut String);

/// Writes text with every byte percent-encoded that RFC 3986 does not leave unreserved.
pub(crate) struct Percent<'a>(pub(crate) &'a mut String);

impl Sink for Plain<'_> {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }
}

impl Sink for Percent<'_> {
    fn text(&mut self, text: &str) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !is_unreserved(byte)) {
            let (plain, other) = rest.split_at(at);
            self.0.push_str(plain);
            let length = other.chars().next().map_or(1, char::len_utf8);
            for byte in other.bytes().take(length) {
                self.0.push('%');
                for half in [byte >> 4, byte & 15] {
                    self.0.extend(HEX.get(usize::from(half)).map(|digit| char::from(*digit)));
                }
            }
            rest = other.get(length..).unwrap_or_default();
        }
        self.0.push_str(rest);
    }
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Writes a JSON string; only what JSON requires is escaped.
pub(crate) fn json_string(text: &str, sink: &mut impl Sink) {
    sink.text("\"");
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        let (plain, other) = rest.split_at(at);
        sink.text(plain);
        match other.bytes().next().unwrap_or_default() {
            b'"' => sink.text("\\\""),
            b'\\' => sink.text("\\\\"),
            b'\n' => sink.text("\\n"),
            b'\r' => sink.text("\\r"),
            b'\t' => sink.text("\\t"),
            8 => sink.text("\\b"),
            12 => sink.text("\\f"),
            control => sink.text(&format!("\\u{control:04x}")),
        }
        rest = other.get(1..).unwrap_or_default();
    }
    sink.text(rest);
    sink.text("\"");
}
