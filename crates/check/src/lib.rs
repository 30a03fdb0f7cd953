//! The tree of a file and the table of endpoints to queries, their cost and diagnostics.
//!
//! Pure: no file, no clock, no environment. Today is an argument.
//!
//! ```
//! use jiff::civil::date;
//! let text = "funnel ce:Signup -> Purchase by platform window 3d";
//! let context = amq_check::Context::new(date(2021, 9, 30));
//! let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
//! assert!(analysis.diagnostics.is_empty());
//! let query = analysis.queries[0].query.as_ref().unwrap();
//! assert_eq!(query.cost.unwrap().total(), 30 * 5 * 4);
//! ```

mod allow;
mod assemble;
mod astray;
mod bins;
mod bring;
mod check;
mod checker;
mod checks;
mod clauses;
mod context;
mod cost;
mod days;
mod deed;
mod definitions;
mod diagnostic;
mod directive;
mod draft;
mod event;
mod first_word;
mod follow_up;
mod formula;
mod functions;
mod hidden;
mod how_often;
mod identifier;
mod idle;
mod interval;
mod joint;
mod known;
mod labels;
pub mod limits;
mod missing;
mod mode;
mod names;
mod near;
mod near_miss;
mod number;
mod operator;
mod parts;
mod phrase;
mod piece;
mod property;
mod query;
mod range;
mod reserved;
mod rules;
mod segment;
mod sign;
mod statement;
mod stray;
mod subject;
mod syntax;
mod taxonomy;
mod turned;
mod unquoted;
mod value;
mod verb;
mod with;
mod written;

pub use bring::use_of;
pub use check::{Analysis, Checked, Import, check, diagnose};
pub use checks::Checks;
pub use context::Context;
pub use cost::Cost;
pub use days::{Days, PERIODS};
pub use definitions::{Exports, default_days};
pub use diagnostic::{Diagnostic, Edit, Fix, Label};
pub use names::{Definition, Kind, Meaning, Scope};
pub use near::nearest;
pub use parts::{Indivisible, additive, divisible, parts};
pub use piece::Piece;
pub use query::{Argument, Condition, Event, Filter, Owner, Property, Query, Segment, Time, Value};
pub use taxonomy::{
    EVENT_PROPERTIES, EVENTS, Names, TAXONOMY_FILE, Taxonomy, USER_PROPERTIES, VALUES,
};
pub use value::NONE;
