//! Answers of the API to tables, and tables to files, text and pictures.
//!
//! Pure: no file, no clock, no network. [`decode`] makes an [`Answer`] of a body: one tidy [`Table`],
//! what belongs beside it, and [`Note`]s that say what its numbers do not. [`write()`] makes files and
//! text of answers, [`picture`] draws one where a picture says more than the table.

mod answer;
mod asked;
mod cell;
mod columns;
mod dates;
mod decode;
mod grid;
mod human;
mod join;
mod json;
mod names;
mod note;
mod picture;
mod style;
mod table;
mod text;
mod unreadable;
mod write;

pub use answer::{Answer, Part, PartName};
pub use cell::{Cell, Kind};
pub use decode::decode;
pub use grid::Grid;
pub use human::grouped;
pub use join::joined;
pub use names::Names;
pub use note::Note;
pub use picture::picture;
pub use style::Style;
pub use table::{Column, Role, Table};
pub use unreadable::Unreadable;
pub use write::{Asked, Factors, Format, Origin, Sheet, write, write_table};
