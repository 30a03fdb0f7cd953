//! A query of a run.

use amq_answer::{Factors, Origin};
use amq_check::Query;
use amq_client::Job;
use amq_project::Seen;
use amq_syntax::{TextRange, slice};
use jiff::civil::Date;

use crate::{base_url::base, made::Named};

/// A query, the request it becomes, and what is said of both.
pub(crate) struct Item {
    pub(crate) origin: Origin,
    /// Scheme and host of the request.
    pub(crate) base: String,
    pub(crate) job: Job,
    pub(crate) query: Query,
    /// The statement and where it stands, for what the API says of it.
    pub(crate) statement: String,
    pub(crate) range: TextRange,
    /// The whole file.
    pub(crate) text: String,
    pub(crate) today: Date,
}

impl Item {
    pub(crate) fn new(other: Option<&str>, seen: &Seen<'_>, named: &Named<'_>) -> Self {
        let base = base(other, seen.project).to_owned();
        let url = amq_request::url(named.query, &base);
        let today = seen.project.context.today;
        let origin = Origin {
            name: named.address(),
            file: named.file.to_owned(),
            line: named.line,
            label: named.label.map(ToOwned::to_owned),
            url: url.clone(),
            cost: named.query.cost.map(Factors::from),
            asked: None,
        };
        Self {
            origin,
            job: Job::new(named.query, url, today),
            base,
            query: named.query.clone(),
            statement: slice(seen.text, named.range).to_owned(),
            range: named.range,
            text: seen.text.to_owned(),
            today,
        }
    }
}
