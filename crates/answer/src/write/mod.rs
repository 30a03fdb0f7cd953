//! Answers to files and text, one file for each format.

mod csv;
mod json;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod terminal;

use std::io::{Result, Write};

use crate::{Answer, Style, Table};

/// A form that answers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a terminal.
    Table,
    /// RFC 4180, for spreadsheets: cells that a spreadsheet would take for a formula are disarmed.
    Csv,
    /// One document: a list with an object for each query.
    Json,
    /// A line with an object for each row.
    Ndjson,
    /// A table for a document.
    Markdown,
    /// A file for a warehouse or a data frame.
    #[cfg(feature = "parquet")]
    Parquet,
    /// The body as it came.
    Raw,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Table,
        Self::Csv,
        Self::Json,
        Self::Ndjson,
        Self::Markdown,
        #[cfg(feature = "parquet")]
        Self::Parquet,
        Self::Raw,
    ];

    /// Its name, as people ask for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Markdown => "markdown",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
            Self::Raw => "raw",
        }
    }

    /// Whether its files hold one table each, so that the parts of an answer need files of their own.
    pub fn is_of_one_table(self) -> bool {
        !matches!(self, Self::Table | Self::Json | Self::Markdown | Self::Raw)
    }

    /// Whether it says what has to be said of an answer; of the others somebody else has to.
    pub fn has_notes(self) -> bool {
        matches!(self, Self::Table | Self::Json | Self::Markdown)
    }

    /// How names of its files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv => "csv",
            Self::Json | Self::Raw => "json",
            Self::Ndjson => "ndjson",
            Self::Markdown => "md",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }
}

/// An answer with what is known of its query.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The query.
    pub query: &'a Origin,
    /// The answer.
    pub answer: &'a Answer,
    /// The body it was decoded from.
    pub body: &'a [u8],
}

/// Which query was asked: what files say of where their numbers come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Origin {
    /// How it is addressed: `weekly.amq:signups`.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The line it begins on.
    pub line: usize,
    /// Its label.
    pub label: Option<String>,
    /// The address that was asked.
    pub url: String,
    /// What it costs; `None` where that is not known.
    pub cost: Option<Factors>,
    /// How its answer was got; `None` where nobody says.
    pub asked: Option<Asked>,
}

/// A cost with its factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Factors {
    days: u64,
    conditions: u64,
    query_type: u64,
    total: u64,
}

impl From<amq_check::Cost> for Factors {
    fn from(cost: amq_check::Cost) -> Self {
        let amq_check::Cost { days, conditions, query_type } = cost;
        Self { days, conditions, query_type, total: cost.total() }
    }
}

impl Factors {
    /// The product.
    pub const fn total(self) -> u64 {
        self.total
    }

    /// The factors.
    pub const fn factors(self) -> [u64; 3] {
        [self.days, self.conditions, self.query_type]
    }
}

/// How an answer was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// `api`, or `cache` and `resumed` for one that was kept.
    pub from: &'static str,
    /// How often the API was asked, now.
    pub attempts: u32,
    /// How long the last of these took.
    pub milliseconds: Option<u64>,
    /// For how many seconds the answer was kept.
    pub age: Option<u64>,
}

/// Writes answers.
///
/// JSON is one document. Of the others, tables, CSV and Markdown separate queries by an empty line,
/// NDJSON by nothing, since each of its lines names its query; Parquet and `raw` are for one query,
/// more of them stand one after the other. CSV and Parquet hold the table of an answer; its parts
/// are for [`write_table`], and its notes for whoever prints them.
pub fn write(
    format: Format,
    sheets: &[Sheet<'_>],
    style: Style,
    out: &mut (impl Write + Send),
) -> Result<()> {
    if format == Format::Json {
        return json::document(sheets, out);
    }
    for (at, sheet) in sheets.iter().enumerate() {
        let is_spaced = matches!(format, Format::Table | Format::Csv | Format::Markdown);
        if at > 0 && is_spaced {
            writeln!(out)?;
        }
        let title = (sheets.len() > 1).then_some(sheet.query.name.as_str());
        match format {
            Format::Table => {
                out.write_all(terminal::drawn(title, sheet.answer, style).as_bytes())?;
            }
            Format::Markdown => out.write_all(markdown::drawn(title, sheet.answer).as_bytes())?,
            Format::Ndjson => json::lines(&sheet.query.name, &sheet.answer.table, out)?,
            Format::Raw => out.write_all(sheet.body)?,
            _ => write_table(format, &sheet.answer.table, out)?,
        }
    }
    Ok(())
}

/// Writes one table, such as a part of an answer.
pub fn write_table(format: Format, table: &Table, out: &mut (impl Write + Send)) -> Result<()> {
    match format {
        Format::Csv => csv::table(table, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::table(table, out),
        Format::Json => json::rows(table, out),
        Format::Ndjson => json::lines("", table, out),
        Format::Markdown => out.write_all(markdown::table(table).as_bytes()),
        Format::Table | Format::Raw => {
            out.write_all(terminal::table(table, Style::default()).as_bytes())
        }
    }
}
