//! The bytes of a file to its text.

use amq_check::Diagnostic;
use amq_schema::codes;
use amq_syntax::{TextRange, TextSize};

/// The text of a file, or what keeps it from being one.
///
/// Where the bytes are not UTF-8, the text has a `?` for each byte that is not, so that places
/// stay what they are.
pub(crate) fn text(bytes: Vec<u8>) -> (String, Option<Diagnostic>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let diagnostic = not_utf8(error.as_bytes(), at);
            (readable(error.as_bytes()), Some(diagnostic))
        }
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Diagnostic {
    let range = TextRange::at(TextSize::new(at as u32), 1.into());
    let byte = bytes.get(at).copied().unwrap_or_default();
    let message = format!("the file is not UTF-8 text: the byte 0x{byte:02X} cannot stand here");
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let help = if is_utf16 {
        "the file looks like UTF-16; save it as UTF-8".to_owned()
    } else {
        "save the file as UTF-8".to_owned()
    };
    let latin = char::from(byte);
    let diagnostic = Diagnostic::new(&codes::NOT_UTF8, range, message).help(help);
    if latin.is_alphabetic() && !is_utf16 {
        diagnostic.note(format!("in Latin-1 that byte is `{latin}`"))
    } else {
        diagnostic
    }
}

fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}
