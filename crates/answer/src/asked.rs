//! What a query asked for, as far as its answer does not say it itself.

use amq_check::{Condition, Days, Event, Query, Segment, Time, Value};
use amq_schema::{Bucket, Clause, ENDPOINTS, Effect, Keyword, Shape, Ty};
use jiff::civil::{Date, DateTime};
use smol_str::SmolStr;

use crate::{Cell, Names};

/// What a query asked for.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the query")]
pub(crate) struct Asked {
    /// The properties it groups by, each as a title; where its events are grouped by different ones,
    /// all of them as one.
    pub(crate) groups: Vec<SmolStr>,
    /// Its events, by type.
    pub(crate) events: Vec<SmolStr>,
    /// Its segments, in words; at least one, but for a saved chart.
    pub(crate) segments: Vec<SmolStr>,
    /// Whether the property that its events are grouped by is measured, too.
    pub(crate) is_measured: bool,
    /// The property whose values a metric adds up or counts; empty for other metrics.
    pub(crate) measured: SmolStr,
    /// Whether it counts users in each bucket, each once, so that those of several buckets are fewer
    /// in the whole range.
    pub(crate) is_distinct: bool,
    /// Whether all events make one series: a formula, the steps of a funnel.
    pub(crate) merged: bool,
    /// The most groups that the API was asked for.
    pub(crate) limit: Option<usize>,
    /// How long a bucket lasts.
    pub(crate) bucket: Bucket,
    /// The brackets of days, last one excluded.
    pub(crate) brackets: Vec<(u32, u32)>,
    /// The property that is taken apart.
    pub(crate) property: SmolStr,
    /// The days it covers.
    pub(crate) days: Option<Days>,
    /// The day it is.
    pub(crate) today: Date,
    /// The time it is in the project's time zone, if that is known.
    pub(crate) now: Option<DateTime>,
    /// Whether its formula asks for money: `$:` in front.
    pub(crate) is_money: bool,
    /// Whether its formula asks for a percentage: `%:` in front. What comes is the ratio [O].
    pub(crate) is_percent: bool,
    /// Whether each bucket is computed with others, also with those before the range.
    pub(crate) is_rolling: bool,
    /// How many seconds a bucket lasts, where it is less than a day.
    pub(crate) seconds: Option<u32>,
}

/// How far a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Over,
    /// It can still grow, or was cut by the end of the range.
    Open,
    /// It begins after the present.
    NotBegun,
}

impl Asked {
    /// What a query asked for on a day, and at a time.
    pub(crate) fn new(query: &Query, today: Date, now: Option<DateTime>, names: &Names) -> Self {
        let bucket = query.bucket();
        let (is_distinct, is_rolling) = (is_distinct(query), is_of(query, &ROLLING));
        let mut asked = Self { is_distinct, bucket, today, now, is_rolling, ..Self::default() };
        asked.days = query.days;
        let (mut groups, mut events): (Vec<&str>, Vec<&Event>) = (Vec::new(), Vec::new());
        let mut is_of_property = false;
        for argument in &query.arguments {
            match (argument.param.ty, &argument.value) {
                (_, Value::Event(event)) => {
                    asked.events.push(event.event_type.clone());
                    events.push(event);
                }
                (_, Value::Segment(segment)) => asked.segments.push(segment_in_words(segment)),
                (_, Value::Brackets(brackets)) => asked.brackets.clone_from(brackets),
                (Ty::Group(_), Value::Text(group)) => groups.push(group),
                (Ty::Formula, formula) => {
                    let begins = |with: Keyword| matches!(formula, Value::Text(it) if it.starts_with(with.row().form));
                    asked.is_money = begins(Keyword::Money);
                    asked.is_percent = begins(Keyword::Percent);
                    asked.merged = true;
                    asked.is_measured = true;
                }
                (Ty::Words(words), Value::Word(sent)) => {
                    let word = words.iter().find(|it| it.wire == Some(*sent));
                    is_of_property |= word.is_some_and(|it| it.effect == Effect::NeedsEventGroup);
                }
                (Ty::Interval(_), Value::Text(sent)) => asked.seconds = Bucket::seconds(sent),
                (Ty::Property, Value::Text(property)) => asked.property = property.clone(),
                (Ty::Int { .. }, Value::Int(limit)) if argument.param.fills_from(Clause::Limit) => {
                    asked.limit = usize::try_from(*limit).ok();
                }
                _ => {}
            }
        }
        asked.is_measured |= is_of_property;
        if is_of_property {
            let property = events.iter().find_map(|it| it.groups.first());
            asked.measured = property.map(|it| it.key.clone()).unwrap_or_default();
        }
        let of_events: Vec<_> = events.iter().map(|it| groups_of(it)).collect();
        let are_alike = of_events.windows(2).all(|two| matches!(two, [one, other] if one == other));
        let joined = of_events.concat();
        let of_events = if are_alike { of_events.into_iter().next() } else { Some(joined) };
        // What is measured is no group beside others.
        if !asked.is_measured || groups.is_empty() {
            groups.splice(..0, of_events.unwrap_or_default());
        }
        asked.tell_events_apart(&events);
        asked.limit = asked.limit.or_else(default_limit).filter(|_| !groups.is_empty());
        asked.groups = match groups.as_slice() {
            [] => Vec::new(),
            _ if are_alike => groups.into_iter().map(SmolStr::from).collect(),
            _ => {
                groups.dedup();
                vec![groups.join(", ").into()]
            }
        };
        // What a saved chart asks is not known.
        if asked.segments.is_empty() && query.endpoint.answer != Shape::Chart {
            asked.segments.push(SmolStr::new_static(EVERYONE));
        }
        Names::put(&names.segments, &mut asked.segments);
        Names::put(&names.events, &mut asked.events);
        asked
    }

    /// Names events of one type by their filters, too.
    fn tell_events_apart(&mut self, events: &[&Event]) {
        let mut types: Vec<_> = self.events.iter().collect();
        types.sort_unstable();
        if types.windows(2).any(|two| matches!(two, [one, other] if one == other)) {
            self.events = events.iter().map(|it| event_in_words(it).into()).collect();
        }
    }

    /// Whether it groups by something.
    pub(crate) fn is_grouped(&self) -> bool {
        !self.groups.is_empty()
    }

    /// The same where all events make one series.
    pub(crate) fn merged(&self) -> Self {
        Self { merged: true, ..self.clone() }
    }

    /// How many events it tells apart.
    pub(crate) fn series_of_events(&self) -> usize {
        if self.merged { 1 } else { self.events.len() }
    }

    /// The last day that a bucket beginning on a day covers. Buckets of weeks begin on their
    /// Monday and those of months on their first day, where they do [I]; others last their days.
    pub(crate) fn last_day(&self, start: Date) -> Date {
        let days = match self.bucket {
            Bucket::Month if start.day() == 1 => return start.last_of_month(),
            Bucket::Month => 30,
            Bucket::Week => 7,
            Bucket::Days(days) => days,
            Bucket::Moment => 1,
        };
        let rest = jiff::Span::new().try_days(i64::from(days) - 1);
        rest.map_or(Date::MAX, |rest| start.saturating_add(rest))
    }

    /// Whether a bucket that begins on a day can still grow, or was cut by the end of the range.
    fn is_open(&self, start: Date) -> bool {
        let last = self.last_day(start);
        last >= self.today || self.days.is_some_and(|days| last > days.end)
    }

    /// Whether a bucket begins before the range, so that only a part of it counts.
    pub(crate) fn is_cut(&self, start: &Cell) -> bool {
        let Cell::Date(start) = start else { return false };
        let is_cut = |days: Days| *start < days.start && days.start <= self.last_day(*start);
        !self.is_rolling && self.days.is_some_and(is_cut)
    }

    /// Whether a cohort that begins on a day is cut by the range. One that is still growing is whole
    /// so far.
    pub(crate) fn is_cut_cohort(&self, start: &Cell) -> bool {
        let Cell::Date(day) = start else { return false };
        let ends_inside = |days: Days| {
            days.end < self.today && *day <= days.end && days.end < self.last_day(*day)
        };
        self.is_cut(start) || self.days.is_some_and(ends_inside)
    }

    /// How far the bucket is that begins at a cell; `None` if that is no date. Without the present
    /// time, all buckets of today are open.
    pub(crate) fn progress(&self, start: &Cell) -> Option<Progress> {
        let day = match start {
            Cell::Date(date) => *date,
            Cell::Time(time) => {
                if let (Some(now), Some(seconds)) = (self.now, self.seconds) {
                    let length = jiff::SignedDuration::from_secs(i64::from(seconds));
                    return Some(match time.saturating_add(length) {
                        _ if *time > now => Progress::NotBegun,
                        end if end > now => Progress::Open,
                        _ => Progress::Over,
                    });
                }
                time.date()
            }
            _ => return None,
        };
        Some(if self.is_open(day) { Progress::Open } else { Progress::Over })
    }

    /// Whether its answer says of buckets that they have not begun.
    pub(crate) fn is_of_moments(&self) -> bool {
        self.bucket == Bucket::Moment
    }
}

/// Whether a query counts users, each once in each bucket and in the whole range. What a window rolls
/// over is counted in other spans than its buckets.
fn is_distinct(query: &Query) -> bool {
    if is_of(query, &ROLLING) || is_of(query, &[Clause::Formula]) {
        return false;
    }
    query.endpoint.params.iter().any(|param| {
        let Ty::Words(words) = param.ty else { return false };
        let sent = query.arguments.iter().find_map(|it| match it.value {
            Value::Word(sent) if it.param.wire == param.wire => Some(sent),
            _ => None,
        });
        let sent = sent.or(param.default);
        words.iter().any(|word| word.distinct && word.wire == sent)
    })
}

/// The clauses that compute a bucket with those before it.
const ROLLING: [Clause; 2] = [Clause::RollingWindow, Clause::RollingAverage];

/// Whether a query has one of some clauses.
fn is_of(query: &Query, clauses: &[Clause]) -> bool {
    let fills = |it: &amq_check::Argument| clauses.iter().any(|of| it.param.fills_from(*of));
    query.arguments.iter().any(fills)
}

/// The properties that an event is grouped by.
fn groups_of(event: &Event) -> Vec<&str> {
    event.groups.iter().map(|it| it.key.as_str()).collect()
}

/// The segment without conditions, as the language spells it.
const EVERYONE: &str = "everyone";

/// The most groups that the API returns where nothing was asked for. Only two endpoints let it be
/// asked for; that the others have the same one is likely [I].
fn default_limit() -> Option<usize> {
    let mut limits =
        ENDPOINTS.iter().filter(|it| it.groups() > 0).filter_map(|it| it.param_of(Clause::Limit));
    limits.find_map(|limit| limit.default?.parse().ok())
}

/// A segment in the words of the language, near enough to be recognised.
fn segment_in_words(segment: &Segment) -> SmolStr {
    if segment.conditions.is_empty() {
        return SmolStr::new_static(EVERYONE);
    }
    let conditions: Vec<_> = segment.conditions.iter().map(condition_in_words).collect();
    conditions.join(" and ").into()
}

fn condition_in_words(condition: &Condition) -> String {
    match condition {
        Condition::Property { prop, operator, values } => {
            format!("{prop} {} {}", operator.text, list(values))
        }
        Condition::Performed { event, compare, count, time } => {
            let within = match time {
                Time::Ever => String::new(),
                Time::EachInterval(days) => format!(" within {days}d"),
                Time::Rolling(days) => format!(" within rolling {days}d"),
            };
            format!("performed {} {compare} {count} times{within}", event_in_words(event))
        }
    }
}

fn event_in_words(event: &Event) -> String {
    let filter = |it: &amq_check::Filter| {
        format!("{} {} {}", it.property.key, it.operator.text, list(&it.values))
    };
    let filters: Vec<_> = event.filters.iter().map(filter).collect();
    if filters.is_empty() {
        return event.event_type.to_string();
    }
    format!("{}{{{}}}", event.event_type, filters.join(" and "))
}

fn list(values: &[SmolStr]) -> String {
    match values {
        [value] => value.to_string(),
        values => format!("({})", values.join(", ")),
    }
}
