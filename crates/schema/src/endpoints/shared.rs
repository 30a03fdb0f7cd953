//! Parameters and words that several endpoints share.

use crate::{Clause, Effect, Param, Ty, Word};

pub(super) const START: Param = Param::from("start", &[Clause::Range], Ty::Start)
    .required()
    .doc("First day of the answer, included, in the project's time zone.")
    .example("from 2021-07-01 to 2021-09-30");

pub(super) const END: Param = Param::from("end", &[Clause::Range], Ty::End)
    .required()
    .doc("Last day of the answer, included, in the project's time zone.")
    .example("last 30d");

pub(super) const SEGMENTS: Param = Param::from("s", &[Clause::Where], Ty::Segments)
    .default("all users")
    .doc("Segments: one parameter each, conditions inside one are joined by `and`.")
    .example("where country is \"Netherlands\"");

pub(super) const GROUP: Param = Param::from("g", &[Clause::By], Ty::Group(0))
    .doc("The user property to group by.")
    .example("by platform");

pub(super) const GROUP_2: Param = Param::from("g2", &[Clause::By], Ty::Group(1))
    .doc("The second user property to group by.")
    .example("by platform, country");

pub(super) const GROUP_LIMIT: Param =
    Param::from("limit", &[Clause::Limit], Ty::Int { min: 1, max: 1000, sent_less: 0 })
        .default("100")
        .doc("How many groups to return; further ones are dropped without a word.")
        .example("limit 10");

pub(super) const FINE_INTERVAL: Param =
    Param::from("i", &[Clause::Every], Ty::Interval(FINE_INTERVALS))
        .default("1")
        .doc("The length of one bucket of the answer.")
        .example("every week");

pub(super) const INTERVAL: Param = Param::from("i", &[Clause::Every], Ty::Interval(INTERVALS))
    .default("1")
    .doc("The length of one bucket of the answer.")
    .example("every week");

pub(crate) const DAY: Word = Word::new("day", "1", "One bucket a day.").also(&["daily"]);
pub(crate) const WEEK: Word = Word::new("week", "7", "One bucket a week.").also(&["weekly"]);
pub(crate) const MONTH: Word = Word::new("month", "30", "One bucket a month.").also(&["monthly"]);

pub(super) const INTERVALS: &[Word] = &[DAY, WEEK, MONTH];

pub(super) const FINE_INTERVALS: &[Word] = &[
    DAY.with(Effect::ShownDays(365)),
    WEEK,
    MONTH,
    Word::new("hour", "-3600000", "One bucket an hour, for at most 7 days.")
        .also(&["hourly"])
        .with(Effect::ShownDays(7)),
    Word::new("5min", "-300000", "One bucket every five minutes, for at most 2 days.")
        .also(&["realtime", "minute"])
        .with(Effect::ShownDays(2)),
];
