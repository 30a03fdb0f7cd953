//! A query of a run.

use amq_answer::{Factors, Names, Origin};
use amq_check::{Indivisible, Query, additive, divisible, parts};
use amq_client::Job;
use amq_project::{Problem, Seen};
use amq_schema::Limit;
use amq_syntax::{TextRange, slice};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::names::names;
use crate::{base_url::base, made::Named};

/// A query, the requests it becomes, and what is said of both.
pub(crate) struct Item {
    pub(crate) origin: Origin,
    /// Scheme and host of the requests.
    pub(crate) base: String,
    /// Its requests: one, or several over parts of its days.
    pub(crate) parts: Vec<Part>,
    /// The statement and where it stands, for what the API says of it.
    pub(crate) statement: String,
    pub(crate) range: TextRange,
    /// The whole file.
    pub(crate) text: String,
    pub(crate) today: Date,
    /// What it calls its segments and events.
    pub(crate) names: Names,
    /// The project's time zone, where it is known and today is the clock's.
    timezone: Option<TimeZone>,
}

/// One request of a query.
pub(crate) struct Part {
    pub(crate) query: Query,
    pub(crate) job: Job,
}

impl Item {
    pub(crate) fn new(other: Option<&str>, seen: &Seen<'_>, named: &Named<'_>) -> Self {
        let base = base(other, seen.project).to_owned();
        let today = seen.project.context.today;
        let part = Part::new(named.query.clone(), &base, today);
        let origin = Origin {
            name: named.address(),
            file: named.file.to_owned(),
            line: named.line,
            label: named.label.map(ToOwned::to_owned),
            url: part.job.url.clone(),
            cost: named.query.cost.map(Factors::from),
            asked: None,
        };
        Self {
            origin,
            parts: vec![part],
            base,
            statement: slice(seen.text, named.range).to_owned(),
            range: named.range,
            text: seen.text.to_owned(),
            today,
            names: names(seen, named),
            timezone: seen.project.timezone.clone(),
        }
    }

    /// The time so many milliseconds ago, in the project's time zone.
    pub(crate) fn time(&self, milliseconds: u64) -> Option<DateTime> {
        let ago = SignedDuration::from_millis(i64::try_from(milliseconds).ok()?);
        let time = Timestamp::now().checked_sub(ago).ok()?;
        Some(time.to_zoned(self.timezone.clone()?).datetime())
    }

    /// What all of its requests cost; `None` where that is not known.
    pub(crate) fn cost(&self) -> Option<u64> {
        self.parts.iter().map(|part| part.job.cost).sum()
    }

    /// The same in parts that each run beside others, if it is too dear for that.
    pub(crate) fn split(&mut self) -> Result<(), Problem> {
        let most = u64::from(Limit::cost_at_a_time());
        let [part] = self.parts.as_slice() else { return Ok(()) };
        if part.job.cost.is_none_or(|cost| cost <= most) {
            return Ok(());
        }
        let queries =
            parts(&part.query, most).map_err(|why| indivisible(&self.origin.name, &why))?;
        let part = |query| Part::new(query, &self.base, self.today);
        self.parts = queries.into_iter().map(part).collect();
        Ok(())
    }
}

impl Part {
    fn new(query: Query, base: &str, today: Date) -> Self {
        let url = amq_request::url(&query, base);
        let job = Job::new(&query, url, today);
        Self { query, job }
    }
}

fn indivisible(name: &str, why: &Indivisible) -> Problem {
    const ALONE: &str = "shorten the range, or leave out `--split`: it runs alone then";
    let words = additive().map(|(endpoint, word)| format!("`{}` of `{endpoint}`", word.text));
    let whole = divisible().map(|endpoint| format!("`{}`", endpoint.name));
    let help = match why {
        Indivisible::NotAdditive(_) | Indivisible::Computed(_) | Indivisible::Whole(..) => {
            let can: Vec<String> = words.chain(whole).collect();
            format!("{} can be split; or {ALONE}", can.join(", "))
        }
        Indivisible::Bins => format!("write their `step`; or {ALONE}"),
        _ => ALONE.to_owned(),
    };
    Problem::new(format!("`{name}` cannot be asked in parts: {why}")).help(help)
}
