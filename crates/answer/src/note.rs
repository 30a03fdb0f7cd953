//! What has to be said of an answer, because its numbers do not.

use std::fmt;

use smol_str::SmolStr;

use crate::grouped;

/// Something to know of an answer before its numbers are used. Shown as a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// The API says that it left something out: the member that says so [L].
    Incomplete(&'static str),
    /// The API computed from a sample of this share of the users [L].
    Sampled(f64),
    /// As many groups as the API returns at most; whatever is beyond was dropped without a word.
    GroupCap(usize),
    /// The last bucket has not ended, or the range ends inside it.
    OpenBucket(SmolStr),
    /// The first bucket begins before the range.
    CutBucket(SmolStr),
    /// There are buckets that begin after the present.
    NotBegun {
        /// The one that has not ended; empty if there is none.
        running: SmolStr,
        /// The first one that has not begun.
        next: SmolStr,
    },
    /// Users of a cohort that began outside of the range are not in it.
    CutCohort(SmolStr),
    /// Cells of cohorts that have not had the time to come back.
    OpenCohorts,
    /// The figure of the whole range is less than the sum of its buckets: users are counted once.
    NotASum {
        /// The series where it differs most; empty where there is only one.
        series: SmolStr,
        /// What the buckets add up to.
        sum: f64,
        /// What the API gives for the whole range.
        whole: f64,
    },
    /// Two lists that belong together differ in length.
    Lengths {
        /// The list.
        path: SmolStr,
        /// How long it is.
        found: usize,
        /// What it belongs to.
        to: &'static str,
        /// How long that is.
        expected: usize,
    },
    /// The answer holds no data.
    Empty,
    /// It is put together from answers to parts of the range.
    Parts {
        /// How many.
        count: usize,
        /// Whether some left groups out, which others may have.
        is_cut: bool,
    },
    /// Every number of the answer is 0. The property that is measured, if one is.
    Zero(SmolStr),
    /// The answer does not say which series is which.
    Unnamed,
    /// A label does not say which value is of which property.
    Joined,
    /// A date without a year, or in a form that is not known, was kept as text.
    UnknownDate(SmolStr),
}

impl Note {
    /// Its name in machine-readable output.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Incomplete(_) => "incomplete-answer",
            Self::Sampled(_) => "sampled",
            Self::GroupCap(_) => "group-cap",
            Self::OpenBucket(_) => "open-bucket",
            Self::CutBucket(_) => "cut-bucket",
            Self::NotBegun { .. } => "not-begun",
            Self::CutCohort(_) => "cut-cohort",
            Self::OpenCohorts => "open-cohorts",
            Self::NotASum { .. } => "not-a-sum",
            Self::Lengths { .. } => "lengths",
            Self::Empty => "empty",
            Self::Parts { .. } => "parts",
            Self::Zero(_) => "zero",
            Self::Unnamed => "unnamed-series",
            Self::Joined => "joined-groups",
            Self::UnknownDate(_) => "unknown-date",
        }
    }
}

impl Note {
    /// Whether the table says the same for each row.
    pub const fn is_in_table(&self) -> bool {
        matches!(
            self,
            Self::OpenBucket(_)
                | Self::CutBucket(_)
                | Self::NotBegun { .. }
                | Self::OpenCohorts
                | Self::NotASum { .. }
                | Self::Zero(_)
        )
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete(member) => {
                write!(out, "the answer is incomplete: the API left data out (`{member}`)")
            }
            Self::Sampled(share) => {
                let share = crate::human::percent(*share);
                write!(out, "the answer is computed from {share} of the users (`minSampleRate`)")
            }
            Self::GroupCap(groups) => {
                write!(out, "{groups} groups, the maximum asked for: there may be more")
            }
            Self::OpenBucket(bucket) => write!(
                out,
                "the last bucket, {bucket}, is not complete: it has not ended, or the range ends \
                 inside it"
            ),
            Self::CutBucket(bucket) => write!(
                out,
                "the first bucket, {bucket}, is not complete: the range begins inside it"
            ),
            Self::NotBegun { running, next } => {
                if !running.is_empty() {
                    write!(out, "the bucket {running} has not ended; ")?;
                }
                write!(out, "those from {next} on have not begun")
            }
            Self::CutCohort(cohort) => write!(
                out,
                "the cohort {cohort} is not complete: the range begins or ends inside it"
            ),
            Self::OpenCohorts => {
                write!(out, "cells marked `incomplete` are of users who still have time to return")
            }
            Self::NotASum { series, sum, whole } => {
                let of = if series.is_empty() { "" } else { " of " };
                let series = crate::text::shortened(series, 40);
                let (whole, sum) = (number(*whole), number(*sum));
                write!(
                    out,
                    "the whole range{of}{series} has {whole}, not {sum}, the sum of its buckets: \
                     users in several buckets count once"
                )
            }
            Self::Lengths { path, found, to, expected } => write!(
                out,
                "`{path}` and {to} differ in length, {found} and {expected}: the surplus is left out"
            ),
            Self::Empty => write!(out, "no data: nothing in the project matches"),
            Self::Parts { count, is_cut } => {
                write!(out, "put together from {count} requests, each for a part of the range")?;
                if *is_cut {
                    write!(out, "; groups that one of them left out lack its figures")?;
                }
                Ok(())
            }
            Self::Zero(property) => {
                write!(out, "every number is 0: nothing in the project matches")?;
                if !property.is_empty() {
                    let property = crate::text::shortened(property, 40);
                    write!(out, ", or the property `{property}` holds no numbers")?;
                }
                Ok(())
            }
            Self::Unnamed => {
                write!(out, "the answer does not name its series: they are in its order")
            }
            Self::Joined => write!(
                out,
                "some labels do not say which value is of which property: they stand whole in the \
                 first one's column"
            ),
            Self::UnknownDate(text) => {
                let text = crate::text::shortened(text, 40);
                write!(out, "`{text}` is not a date in a known form: such dates are kept as text")
            }
        }
    }
}

fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        grouped(number as i64)
    } else {
        crate::human::decimal(number)
    }
}
