//! Segments and their conditions.

use amq_schema::{OPERATORS, Operator, codes};
use amq_syntax::{
    LengthOf, TextRange,
    ast::{self, Condition as Written},
};
use smol_str::SmolStr;

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    names::{Kind, Meaning},
    operator::special_word,
    property::Outside,
    query::{Condition, Owner, Segment, Time},
};

/// The property that cohorts are sent as.
pub(crate) const COHORT: &str = "userdata_cohort";

impl Checker<'_> {
    /// One segment.
    pub(crate) fn segment(&mut self, segment: &ast::Segment) -> Option<Segment> {
        self.everyone_alone(segment);
        let mut conditions = Vec::with_capacity(segment.conditions.len());
        let mut complete = true;
        for condition in &segment.conditions {
            complete &= self.condition(condition, &mut conditions).is_some();
        }
        if complete && conditions.len() > crate::limits::MOST_VALUES {
            let message = "this segment has more conditions than a request can carry";
            return self.fail(Diagnostic::new(&codes::TOO_DEEP, segment.range, message));
        }
        self.broken |= segment.conditions.is_empty();
        complete.then_some(Segment { conditions })
    }

    fn everyone_alone(&mut self, segment: &ast::Segment) {
        if segment.conditions.len() < 2 || self.has_misspelt_joint(segment) {
            return;
        }
        for (at, condition) in segment.conditions.iter().enumerate() {
            let (range, message) = match condition {
                Written::Everyone(range) => {
                    (range, "`everyone` has no conditions, so none can be joined to it".to_owned())
                }
                Written::Dollar(range) if self.is_everyone(*range) => {
                    let name = self.str(*range);
                    let message =
                        format!("`{name}` is `everyone`, so no conditions can be joined to it");
                    (range, message)
                }
                _ => continue,
            };
            let before = self.str(TextRange::new(segment.range.start(), range.start())).trim_end();
            if before.ends_with("or") || before.ends_with("OR") {
                continue;
            }
            let next = segment.conditions.get(at + 1).map(Written::range);
            let previous = at.checked_sub(1).and_then(|at| segment.conditions.get(at));
            let removed = match (next, previous) {
                (Some(next), _) => TextRange::new(range.start(), next.start()),
                (None, Some(previous)) => TextRange::new(previous.range().end(), range.end()),
                (None, None) => *range,
            };
            self.broken = true;
            self.say(
                Diagnostic::new(&codes::EVERYONE_ALONE, *range, message)
                    .help(format!(
                        "leave it out here; to compare with everyone write `vs {}`",
                        self.str(*range)
                    ))
                    .fix(Fix::safe("leave it out", vec![Edit::delete(removed)])),
            );
        }
    }

    /// Whether a name stands for the segment without conditions.
    fn is_everyone(&self, name: TextRange) -> bool {
        let definition = self.scope.names.get(self.str(name).trim_start_matches('$'));
        let meaning = definition.and_then(|it| it.meaning.as_ref());
        matches!(meaning, Some(Meaning::Segment(segment)) if segment.conditions.is_empty())
    }

    /// Whether a word between the conditions may have been meant as `vs`.
    fn has_misspelt_joint(&self, segment: &ast::Segment) -> bool {
        let here = |it: &Diagnostic| segment.range.contains_range(it.range);
        self.diagnostics.iter().any(|it| it.code == &codes::UNKNOWN_WORD && here(it))
    }

    /// Reads a condition, or those that a name stands for.
    fn condition(&mut self, condition: &Written, read: &mut Vec<Condition>) -> Option<()> {
        match condition {
            Written::Everyone(_) => {}
            // Told to be a property.
            Written::Dollar(range) if self.is_told(*range) => {
                self.mention(*range);
                self.broken = true;
                return None;
            }
            Written::Dollar(range) => {
                read.extend(self.named(*range, Kind::Segment)?.segment()?.conditions);
            }
            Written::Comparison(comparison) => {
                let place = Outside::Condition(comparison.range);
                // A word that is no property, or alone, is said to be so.
                if self.is_told(comparison.property.range)
                    || comparison.operator.is_none()
                        && (comparison.operator_range.is_empty()
                            || special_word(self.str(comparison.property.range)).is_some())
                {
                    self.broken = true;
                    return None;
                }
                if self.is_turned(comparison) {
                    self.broken = true;
                    return None;
                }
                let prop = self.outer_property(&comparison.property, place);
                let (operator, values) = self.compared(comparison)?;
                let prop = prop?;
                self.known_values((Owner::User, &prop), operator, comparison.values.as_ref());
                read.push(Condition::Property { prop, operator, values });
            }
            Written::Cohort(cohort) => {
                let written = cohort.values.as_ref()?;
                let values = self.values(written)?;
                self.cohort_ids(written)?;
                let operator = operator(cohort.not)?;
                let prop = SmolStr::new_static(COHORT);
                read.push(Condition::Property { prop, operator, values });
            }
            Written::Performed(performed) => read.push(self.performed(performed)?),
        }
        Some(())
    }

    fn performed(&mut self, performed: &ast::Performed) -> Option<Condition> {
        let event = performed.event.as_ref().map(|event| (event, self.event(event)));
        let count = self.count(performed);
        let time = self.time(performed);
        let Some((written, Some(event))) = event else {
            self.broken = true;
            return None;
        };
        if !event.groups.is_empty() {
            return self.performed_group(written);
        }
        let role = amq_schema::Role::Counted;
        self.event_place(&event, role, crate::event::head_range(written));
        let (compare, count) = count?;
        Some(Condition::Performed { event, compare, count, time: time? })
    }

    fn performed_group<T>(&mut self, event: &ast::Event) -> Option<T> {
        let groups = event.body.as_ref().map(|body| &body.groups).filter(|it| !it.is_empty());
        let first = groups.and_then(|groups| groups.first()).map(|name| name.range);
        let message = "the event of `performed` takes no `by`: a condition has no series to group";
        let help = if groups.is_some() {
            "leave the `by` out, or group the query itself"
        } else {
            "the `by` is part of the name's definition: name an event without one"
        };
        let mut diagnostic =
            Diagnostic::new(&codes::PERFORMED_GROUP, first.unwrap_or(event.range), message)
                .help(help);
        let last = groups.and_then(|groups| groups.last());
        if let (Some(first), Some(last), Some(body)) = (first, last, event.body.as_ref()) {
            let before = self.str(TextRange::new(body.range.start(), first.start())).trim_end();
            let kept = before.strip_suffix("by").unwrap_or(before).trim_end();
            let start = body.range.start() + amq_syntax::TextSize::of(kept);
            let removed = if kept == "{" {
                TextRange::new(body.range.start(), body.range.end())
            } else {
                TextRange::new(start, last.range.end())
            };
            diagnostic = diagnostic
                .fix(Fix::safe("leave the `by` out", vec![Edit::delete(removed)]).unsure());
        }
        self.fail(diagnostic)
    }

    /// How often the event has to have been done.
    fn count(&mut self, performed: &ast::Performed) -> Option<(&'static str, u32)> {
        let Some(times) = &performed.times else {
            return Some(if performed.not.is_some() { ("=", 0) } else { (">=", 1) });
        };
        if performed.not.is_some() {
            let message = "`not performed` means zero times, so it takes no count";
            let removed = self.with_gap_before(times.range);
            let fix = Fix::safe("leave the count out", vec![Edit::delete(removed)]).unsure();
            return self.fail(
                Diagnostic::new(&codes::CLAUSES_EXCLUDE, times.range, message)
                    .help("leave the count out, or leave `not` out and turn the comparison round")
                    .fix(fix),
            );
        }
        let compare = match self.str(times.compare) {
            ">=" => ">=",
            ">" => ">",
            "<" => "<",
            "<=" => "<=",
            "=" => "=",
            other => return self.foreign_compare(other, times.compare),
        };
        let count = self.whole_number(times.count?, 0, u32::MAX, "the count")?;
        Some((compare, count))
    }

    fn foreign_compare<T>(&mut self, found: &str, range: TextRange) -> Option<T> {
        let message = format!("a count is not compared by `{found}`");
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message);
        let meant = match found {
            "==" => "=",
            "=>" => ">=",
            "=<" => "<=",
            _ => return self.fail(diagnostic.help("write `=`, `>`, `>=`, `<` or `<=`")),
        };
        let title = format!("write `{meant}`");
        self.fail(diagnostic.help(title.clone()).fix(Fix::replace(title, range, meant)))
    }

    fn time(&mut self, performed: &ast::Performed) -> Option<Time> {
        let Some(within) = &performed.within else { return Some(Time::Ever) };
        let Some(length) = within.length else {
            self.broken = true;
            return None;
        };
        let days = self.day_length(length, LengthOf::Within.units(), "`within`")?;
        Some(if within.rolling { Time::Rolling(days) } else { Time::EachInterval(days) })
    }
}

fn operator(not: bool) -> Option<&'static Operator> {
    OPERATORS.get(if not { ast::Operator::IsNot } else { ast::Operator::Is } as usize)
}
