//! JSON and NDJSON.

use std::io::{Error, Result, Write};

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};

use super::{Origin, Sheet};
use crate::{Cell, Column, Note, Part, Table};

/// A list with an object for each query: what was asked, the columns, the rows, the parts, the
/// notes.
pub(super) fn document(sheets: &[Sheet<'_>], out: &mut impl Write) -> Result<()> {
    let sheets: Vec<_> = sheets.iter().map(Document::new).collect();
    serde_json::to_writer(&mut *out, &sheets).map_err(Error::from)?;
    writeln!(out)
}

/// The rows of a table as a list of objects.
pub(super) fn rows(table: &Table, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, &Rows(table)).map_err(Error::from)?;
    writeln!(out)
}

/// A line with an object for each row, which begins with the name of its query if it has one.
pub(super) fn lines(query: &str, table: &Table, out: &mut impl Write) -> Result<()> {
    for cells in table.rows() {
        let row = Row { query, columns: table.columns(), cells };
        serde_json::to_writer(&mut *out, &row).map_err(Error::from)?;
        writeln!(out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'a> {
    query: &'a Origin,
    shape: &'static str,
    columns: Vec<Described<'a>>,
    rows: Rows<'a>,
    parts: Parts<'a>,
    part_columns: PartColumns<'a>,
    notes: Vec<Said>,
}

impl<'a> Document<'a> {
    fn new(sheet: &Sheet<'a>) -> Self {
        let answer = sheet.answer;
        let said = |note: &Note| Said { name: note.name(), text: note.to_string() };
        Self {
            query: sheet.query,
            shape: answer.shape.name(),
            columns: described(&answer.table),
            rows: Rows(&answer.table),
            parts: Parts(&answer.parts),
            part_columns: PartColumns(&answer.parts),
            notes: answer.notes.iter().map(said).collect(),
        }
    }
}

#[derive(Serialize)]
struct Described<'a> {
    name: &'a str,
    title: &'a str,
    kind: &'static str,
    role: &'static str,
}

#[derive(Serialize)]
struct Said {
    name: &'static str,
    text: String,
}

fn described(table: &Table) -> Vec<Described<'_>> {
    let columns = table.columns().iter().map(|column| Described {
        name: &column.name,
        title: &column.title,
        kind: column.kind.name(),
        role: column.role.name(),
    });
    columns.collect()
}

struct PartColumns<'a>(&'a [Part]);

impl Serialize for PartColumns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|it| (it.name.name(), described(&it.table))))
    }
}

struct Parts<'a>(&'a [Part]);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|part| (part.name.name(), Rows(&part.table))))
    }
}

struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for cells in self.0.rows() {
            list.serialize_element(&Row { query: "", columns: self.0.columns(), cells })?;
        }
        list.end()
    }
}

struct Row<'a> {
    query: &'a str,
    columns: &'a [Column],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if !self.query.is_empty() {
            object.serialize_entry("query", self.query)?;
        }
        for (column, cell) in self.columns.iter().zip(self.cells) {
            object.serialize_entry(column.name.as_str(), &Value(cell))?;
        }
        object.end()
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Null => serializer.serialize_unit(),
            Cell::Flag(value) => serializer.serialize_bool(*value),
            Cell::Int(number) => serializer.serialize_i64(*number),
            Cell::Float(number) | Cell::Percent(number) | Cell::Seconds(number) => {
                serializer.serialize_f64(*number)
            }
            cell => serializer.serialize_str(&cell.plain()),
        }
    }
}
