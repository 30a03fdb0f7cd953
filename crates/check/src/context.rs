//! What a file is checked against, beside the table.

use std::collections::HashMap;

use amq_schema::{Code, Severity};
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{Days, Taxonomy};

/// What holds for every file of a project.
#[derive(Debug, Clone)]
pub struct Context {
    /// Today, in the project's time zone.
    pub today: Date,
    /// The days of a query that names none.
    pub default_days: Days,
    /// User properties known beyond the built-in ones, as they are sent.
    pub user_properties: Vec<SmolStr>,
    /// What the project is known to have.
    pub taxonomy: Taxonomy,
    /// The cost above which a query is an error, if the project has one.
    pub max_cost: Option<u64>,
    /// What was asked for from outside, so that neither the project nor a comment can silence it.
    pub firm: Option<&'static Code>,
    /// How bad each code is, where the project says so.
    pub severities: HashMap<&'static str, Severity>,
    /// Values definitions set from outside.
    pub overrides: HashMap<SmolStr, Vec<SmolStr>>,
}

impl Context {
    /// A project without settings.
    ///
    /// ```
    /// use jiff::civil::date;
    /// let context = amq_check::Context::new(date(2021, 9, 30));
    /// assert_eq!(context.default_days.start, date(2021, 9, 1));
    /// ```
    pub fn new(today: Date) -> Self {
        let start = today.saturating_sub(jiff::Span::new().days(29));
        Self {
            today,
            default_days: Days { start, end: today },
            user_properties: Vec::new(),
            taxonomy: Taxonomy::default(),
            max_cost: None,
            firm: None,
            severities: HashMap::new(),
            overrides: HashMap::new(),
        }
    }

    /// How bad a code is in this project.
    pub fn severity(&self, code: &'static Code) -> Severity {
        if self.severities.is_empty() || self.is_firm(code) {
            return code.severity;
        }
        self.severities.get(code.id).copied().unwrap_or(code.severity)
    }

    /// Whether nothing silences a code.
    pub(crate) fn is_firm(&self, code: &Code) -> bool {
        self.firm.is_some_and(|firm| firm.id == code.id)
    }
}
