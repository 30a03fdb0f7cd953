//! The names of columns: they are what scripts that read our files rely on.

use crate::{Column, Kind, Role};

pub(crate) const DATE: &str = "date";
pub(crate) const BUCKET: &str = "bucket";
pub(crate) const SEGMENT: &str = "segment";
pub(crate) const EVENT: &str = "event";
pub(crate) const DISPLAY: &str = "display";
pub(crate) const SESSION: &str = "session";
pub(crate) const PROPERTIES: &str = "properties";
const GROUP: &str = "group";
pub(crate) const VALUE: &str = "value";
pub(crate) const USERS: &str = "users";
pub(crate) const INCOMPLETE: &str = "incomplete";
pub(crate) const NOT_BEGUN: &str = "not_begun";
pub(crate) const STEP: &str = "step";
pub(crate) const OF_PREVIOUS: &str = "of_previous";
pub(crate) const OF_FIRST: &str = "of_first";
pub(crate) const MEDIAN: &str = "median_seconds";
pub(crate) const AVERAGE: &str = "average_seconds";
pub(crate) const COHORT: &str = "cohort";
pub(crate) const RETAINED: &str = "retained";
pub(crate) const BRACKET: &str = "bracket";

/// The column of a group: the first one has its name alone.
pub(crate) fn group(at: usize) -> Column {
    if at == 0 { key(GROUP) } else { key(&format!("{GROUP}_{}", at + 1)) }
}

pub(crate) fn axis(name: &str, kind: Kind) -> Column {
    Column::new(name, kind, Role::Axis)
}

pub(crate) fn key(name: &str) -> Column {
    Column::new(name, Kind::Text, Role::Key)
}

pub(crate) fn measure(name: &str, kind: Kind) -> Column {
    Column::new(name, kind, Role::Measure)
}

pub(crate) fn mark(name: &str, kind: Kind) -> Column {
    Column::new(name, kind, Role::Mark)
}
