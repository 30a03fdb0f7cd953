//! CSV.

use std::{
    borrow::Cow,
    io::{Error, Result, Write},
};

use ::csv::{Terminator, WriterBuilder};

use crate::{Cell, Table};

/// A table with a line of names above it.
pub(super) fn table(table: &Table, out: &mut impl Write) -> Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let names = table.columns().iter().map(|column| disarmed(&column.name).into_owned());
    writer.write_record(names).map_err(Error::from)?;
    for row in table.rows() {
        for cell in row {
            let text = cell.plain();
            let is_text = matches!(cell, Cell::Text(_));
            let text = if is_text { disarmed(&text) } else { Cow::Borrowed(text.as_str()) };
            writer.write_field(text.as_ref()).map_err(Error::from)?;
        }
        writer.write_record(None::<&[u8]>).map_err(Error::from)?;
    }
    writer.flush()
}

/// A text that a spreadsheet takes for text.
///
/// Names of events and values of properties come from whoever sends events: one that begins with
/// `=`, `+`, `-`, `@`, a tab or a line's end would be run as a formula by the reader's spreadsheet.
/// Such a text gets an apostrophe in front, which spreadsheets take for "text follows". A text that
/// begins with apostrophes and then such a sign gets one more, so that taking one away again always
/// gives the text. Numbers are left alone, in text too. JSON and Parquet hold every text as it is.
fn disarmed(text: &str) -> Cow<'_, str> {
    let is_formula =
        text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula && !is_number(text) { format!("'{text}").into() } else { text.into() }
}

fn is_number(text: &str) -> bool {
    let is_sign = |next: char| next.is_ascii_digit() || "+-.eE".contains(next);
    text.chars().all(is_sign) && text.parse::<f64>().is_ok()
}
