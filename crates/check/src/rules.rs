//! Rules across the parts of a query, and its cost.

use amq_schema::{Clause, Cost as TypeCost, Effect, Endpoint, Limit, Rule, codes};
use amq_syntax::{
    TextRange,
    ast::{ClauseKind, Query, Range},
};

use crate::{
    Cost, Days, Diagnostic, Edit, Fix, checker::Checker, cost, draft::Draft, query::Event,
};

/// As how many segments a property to group by counts.
const PER_GROUP: u64 = TypeCost::SEGMENTS_PER_GROUP as u64;

impl Checker<'_> {
    /// Holds the parts of a query against the endpoint's rules.
    pub(crate) fn rules(&mut self, endpoint: &'static Endpoint, query: &Query, draft: &Draft) {
        for rule in endpoint.rules {
            match *rule {
                Rule::Excludes(one, other) => self.excludes(one, other, draft),
                Rule::OneNumber(one, other) => self.one_number(one, other, draft),
                Rule::NeedsGroup(clause) => self.needs_group(clause, draft),
                Rule::GroupNeedsOneSegment => self.one_segment(query, draft),
                Rule::ShownDaysByDefault(days) => self.shown(days, query, draft),
                Rule::BinsWithin(_) => {}
            }
        }
        for &(_, word, range) in &draft.words {
            match word.effect {
                // What is left over in braces may have been meant as their `by`.
                Effect::NeedsEventGroup if self.has_stray => {}
                Effect::NeedsEventGroup => self.metric_group(word.text, range, draft),
                Effect::WholeDayWindow => self.whole_days(query, draft),
                _ => {}
            }
        }
        for clause in &query.clauses {
            if let ClauseKind::Formula(formula) = &clause.kind {
                self.formula_events(formula, draft);
            }
        }
    }

    /// Whether it was said of a clause's first word that something is missing behind it.
    fn is_incomplete(&self, clause: TextRange) -> bool {
        let word = self.first_word(clause);
        self.diagnostics.iter().any(|it| it.range == word)
    }

    fn excludes(&mut self, one: Clause, other: Clause, draft: &Draft) {
        let (Some(first), Some(second)) = (draft.place(one), draft.place(other)) else { return };
        if self.is_incomplete(first) || self.is_incomplete(second) {
            return;
        }
        let message = format!("`{}` and `{}` exclude each other", one.name(), other.name());
        let removed = self.with_gap_before(second);
        let title = format!("leave `{}` out", other.name());
        self.fail::<()>(
            Diagnostic::new(&codes::CLAUSES_EXCLUDE, self.first_word(second), message)
                .also(self.first_word(first), "the other one")
                .help(format!("a {} is a metric of its own: leave one of the two out", one.name()))
                .fix(Fix::safe(title, vec![Edit::delete(removed)]).unsure()),
        );
    }

    fn one_number(&mut self, one: Clause, other: Clause, draft: &Draft) {
        let place = |clause| draft.numbers.iter().find(|it| it.0 == clause).map(|it| it.2);
        let (Some(first), Some(second)) = (place(one), place(other)) else { return };
        let Some(clause) = draft.place(one) else { return };
        let message = format!("the number of events is said twice: by `{}` and here", one.name());
        let removed = self.with_gap_before(clause);
        let title = format!("leave `{}` out", one.name());
        self.fail::<()>(
            Diagnostic::new(&codes::CLAUSES_EXCLUDE, second, message)
                .also(first, "the other number")
                .help("keep one of the two numbers")
                .fix(Fix::safe(title, vec![Edit::delete(removed)]).unsure()),
        );
    }

    fn needs_group(&mut self, clause: Clause, draft: &Draft) {
        let Some(range) = draft.place(clause) else { return };
        let grouped = !draft.groups.is_empty()
            || self.has(Clause::By)
            || self.has_stray
            || draft.events.iter().any(|(event, _)| !event.groups.is_empty())
            || draft.events.len() < self.event_ends().count();
        let is_read = draft.numbers.iter().any(|it| it.0 == clause);
        if grouped || !is_read || self.is_incomplete(range) {
            return;
        }
        let message = format!("`{}` has no effect here: nothing is grouped", clause.name());
        let removed = self.with_gap_before(range);
        self.say(
            Diagnostic::new(&codes::LIMIT_WITHOUT_GROUP, range, message)
                .help("leave it out, or say what to group by: `by platform`")
                .note("the API applies it to groups only")
                .fix(Fix::safe("leave it out", vec![Edit::delete(removed)])),
        );
    }

    fn one_segment(&mut self, query: &Query, draft: &Draft) {
        let by = draft.place(Clause::By);
        let segments = query.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Where(segments) if segments.len() > 1 => Some((clause.range, segments)),
            _ => None,
        });
        let (Some(by), Some((place, segments))) = (by, segments) else { return };
        let message = format!("`by` needs a single segment, and `where` has {}", segments.len());
        let removed = self.with_gap_before(by);
        self.fail::<()>(
            Diagnostic::new(&codes::GROUP_WITH_SEGMENTS, self.first_word(by), message)
                .also(
                    self.first_word(place),
                    format!("{} segments, joined by `vs`", segments.len()),
                )
                .help("leave `by` out, or ask for each segment in a query of its own")
                .note("the API refuses `g` beside several `s`")
                .fix(Fix::safe("leave `by` out", vec![Edit::delete(removed)]).unsure()),
        );
    }

    fn metric_group(&mut self, metric: &str, range: TextRange, draft: &Draft) {
        let without: Vec<&(Event, TextRange)> =
            draft.events.iter().filter(|(event, _)| event.groups.is_empty()).collect();
        if without.is_empty() {
            return;
        }
        let missing = match without.as_slice() {
            [(event, _)] if draft.events.len() > 1 => {
                format!("`{}` names none", event.event_type)
            }
            _ => "no property is named".to_owned(),
        };
        let message = format!("`metric {metric}` computes with a property, and {missing}");
        let mut diagnostic = Diagnostic::new(&codes::METRIC_NEEDS_GROUP, range, message)
            .help("name it in the braces of every event: `Purchase{by price}`")
            .note("the API answers 400 to a property metric without a group-by in `e`");
        for (_, place) in without {
            diagnostic = diagnostic.also(*place, "has no `by` in braces");
        }
        self.fail::<()>(diagnostic);
    }

    fn whole_days(&mut self, query: &Query, draft: &Draft) {
        const DAY: u64 = 86_400;
        let Some(seconds) = draft.window.filter(|seconds| seconds % DAY != 0) else { return };
        let place = query.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Window(Some(length)) => Some(length.range),
            _ => None,
        });
        let Some(range) = place else { return };
        let days = seconds / DAY;
        let text = self.str(range);
        let (message, up) = if days == 0 {
            (format!("in this mode the API rounds `{text}` down to 0 days"), 1)
        } else {
            let s = if days == 1 { "" } else { "s" };
            (format!("in this mode the API rounds `{text}` down to {days} day{s}"), days)
        };
        self.say(
            Diagnostic::new(&codes::WINDOW_ROUNDED, range, message)
                .help("write whole days, or use `mode ordered`")
                .note("unordered funnels count the window in whole days")
                .fix(Fix::replace(format!("write `{up}d`"), range, format!("{up}d")).unsure()),
        );
    }

    /// Whether the API shows all of the range at this interval.
    fn shown(&mut self, by_default: u32, query: &Query, draft: &Draft) {
        let Some(days) = self.covered(draft) else { return };
        let every = query.clauses.iter().find(|it| matches!(it.kind, ClauseKind::Every(_)));
        let most = match (&draft.interval, every) {
            (Some(interval), _) => match interval.shown_days {
                Some(days) => days,
                None => return,
            },
            (None, Some(_)) => return,
            (None, None) => by_default,
        };
        if days.count() <= u64::from(most) {
            return;
        }
        let coarser = match most {
            2 if days.count() <= 7 => "hour",
            ..=7 if days.count() <= 365 => "day",
            _ => "week",
        };
        let place = every.map(|clause| clause.range);
        let range = place
            .or_else(|| draft.place(Clause::Range))
            .unwrap_or_else(|| query.verb.unwrap_or_default());
        let interval = place.map_or("`every day`, the default,".to_owned(), |place| {
            format!("`{}`", self.str(place))
        });
        let message = format!("the API shows {most} of these {} days", days.count());
        let clause = format!("every {coarser}");
        let fix = if let Some(place) = place {
            Fix::replace(format!("write `{clause}`"), place, clause)
        } else {
            let last = query.clauses.last().map(|it| it.range);
            let last = last.or_else(|| query.subject.last().map(amq_syntax::ast::Part::range));
            let at = last.or(query.verb).unwrap_or_default().end();
            Fix::safe(format!("add `{clause}`"), vec![Edit::insert(at, format!(" {clause}"))])
        };
        self.say(
            Diagnostic::new(&codes::RANGE_NOT_SHOWN, range, message)
                .help(format!("write `every {coarser}`, or a shorter range"))
                .note(format!("with {interval} it leaves the days beyond out without a word"))
                .fix(fix.unsure()),
        );
    }

    /// The days that the query covers: its own, or the project's.
    pub(crate) fn covered(&self, draft: &Draft) -> Option<Days> {
        let endpoint = self.endpoint?;
        // Text that nothing takes may have been meant as the range.
        if !endpoint.has_range() || self.has_stray && !self.has(Clause::Range) {
            return None;
        }
        if self.has(Clause::Range) { draft.days } else { Some(self.context.default_days) }
    }

    /// The query's cost, if it is known.
    pub(crate) fn cost(&self, endpoint: &Endpoint, draft: &Draft) -> Option<Cost> {
        let events = draft.events.iter().map(|it| &it.0);
        let days = self.covered(draft).map_or(1, Days::count);
        let conditions = cost::conditions(&draft.segments, draft.groups.len());
        Some(Cost { days, conditions, query_type: cost::query_type(endpoint, events)? })
    }

    /// Warns of a query that costs too much, with what would bring it down.
    pub(crate) fn too_dear(&mut self, cost: Cost, query: &Query, draft: &Draft) {
        let at_a_time = u64::from(Limit::cost_at_a_time());
        let total = cost.total();
        let over_max = self.context.max_cost.filter(|max| total > *max);
        let (code, most, allowed) = match over_max {
            Some(max) => {
                (&codes::COST_ABOVE_MAXIMUM, max, format!("the most allowed here is {max}"))
            }
            None if total > at_a_time => {
                (&codes::COST_ABOVE_LIMIT, at_a_time, format!("the API runs {at_a_time} at a time"))
            }
            None => return,
        };
        let message = format!("this query costs {total}; {allowed}");
        let range = query.verb.unwrap_or_default();
        let mut diagnostic = Diagnostic::new(code, range, message)
            .label(format!("costs {total}"))
            .note(self.factors(cost, draft));
        let ways = Self::cheaper(cost, most, draft);
        if !ways.is_empty() {
            diagnostic = diagnostic.help(ways.join(", or "));
        }
        if let Some(place) = draft.place(Clause::By).filter(|_| !draft.groups.is_empty()) {
            diagnostic =
                diagnostic.also(place, format!("each property counts as {PER_GROUP} segments"));
        }
        if let Some(place) = draft.place(Clause::Range).filter(|_| cost.days > 1) {
            diagnostic = diagnostic.also(place, format!("{} days", cost.days));
        }
        self.say(diagnostic.fix(Self::fewer_days(cost, most, query)));
    }

    fn factors(&self, cost: Cost, draft: &Draft) -> String {
        let segments = draft.segments.len().max(1);
        let inside: usize = draft.segments.iter().map(|it| it.conditions.len()).sum();
        let mut sum = vec![count(segments, "segment")];
        if inside > 0 {
            sum.push(count(inside, "condition"));
        }
        if !draft.groups.is_empty() {
            sum.push(format!("{} for `by`", draft.groups.len() as u64 * PER_GROUP));
        }
        let name = self.endpoint.map_or("", |endpoint| endpoint.verb);
        let days = count(usize::try_from(cost.days).unwrap_or(usize::MAX), "day");
        format!("{days} × ({}) × {} for `{name}`", sum.join(" + "), cost.query_type)
    }

    fn cheaper(cost: Cost, most: u64, draft: &Draft) -> Vec<String> {
        let a_day = cost.conditions.saturating_mul(cost.query_type);
        let mut ways = Vec::new();
        let days = most.checked_div(a_day).unwrap_or(0);
        if days > 0 && days < cost.days {
            let noun = if days == 1 { "day fits" } else { "days fit" };
            ways.push(format!("{days} {noun} ({})", days * a_day));
        }
        let without_groups = cost.conditions - draft.groups.len() as u64 * PER_GROUP;
        let ungrouped = cost.days * without_groups * cost.query_type;
        if !draft.groups.is_empty() && ungrouped <= most {
            ways.push(format!("no group-by ({ungrouped})"));
        }
        let inner: usize = draft.events.iter().map(|(event, _)| event.groups.len()).sum();
        let bare = cost.query_type.saturating_sub(inner as u64 * PER_GROUP);
        let ungrouped = cost.days.saturating_mul(cost.conditions).saturating_mul(bare);
        if inner > 0 && ungrouped <= most {
            ways.push(format!("no `by` in braces ({ungrouped})"));
        }
        if ways.is_empty() { Self::fewer_parts(cost, most, draft) } else { ways }
    }

    /// What else brings a cost down where neither fewer days nor no groups do.
    fn fewer_parts(cost: Cost, most: u64, draft: &Draft) -> Vec<String> {
        let inside = draft.segments.iter().map(|it| it.conditions.len()).sum::<usize>() as u64;
        let each = cost.days.saturating_mul(cost.query_type);
        let (fit, beside) = (most.checked_div(each).unwrap_or(0), cost.conditions - inside);
        let mut ways = Vec::new();
        if inside > 0 && fit > beside {
            let noun = if fit - beside == 1 { "condition fits" } else { "conditions fit" };
            ways.push(format!("{} {noun} ({})", fit - beside, fit * each));
        }
        if draft.segments.len() > 1 {
            ways.push("a query of its own for each segment".to_owned());
        }
        if ways.is_empty() {
            ways.push(
                "ask for less at a time: fewer days, conditions, events or groups".to_owned(),
            );
        }
        ways
    }

    fn fewer_days(cost: Cost, most: u64, query: &Query) -> Option<Fix> {
        let days = most.checked_div(cost.conditions.saturating_mul(cost.query_type))?;
        let length = query.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Range(Range::Last(Some(length), _)) => Some(length.range),
            _ => None,
        })?;
        let text = format!("{days}d");
        (days > 0).then(|| Fix::replace(format!("write `last {text}`"), length, text).unsure())
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
