//! The tree of a statement. Every range counts from the statement's start; what a piece says is
//! read from the text. A required piece that is missing is `None`, and stands among the errors.

mod clause;
mod comparison;
mod event;
mod name;
mod query;
mod range;
mod segment;
mod statement;

pub use clause::{Bins, Bracket, Clause, ClauseKind, Every, Formula, Mode, Parameter};
pub use comparison::{Comparison, Operator, Value, ValueKind, Values};
pub use event::{Body, Event, Filter, Head};
pub use name::{Form, Name, Scope};
pub use query::{Part, Query};
pub use range::{Day, Duration, Range, Unit};
pub use segment::{Cohort, Condition, Performed, Segment, Times, Within};
pub use statement::{Definition, Kind, Let, Statement, Use};
