//! What is said of `or`, `,` and the like between conditions.

use amq_schema::{Code, codes};
use amq_syntax::{
    TextRange, TextSize,
    ast::{Body, Comparison, Condition, Definition, Filter, Kind, Operator, Part, Values},
};

use crate::{Diagnostic, Edit, Fix, checker::Checker};

/// What the conditions on both sides of a joint have to share to become one with a list.
struct Side<'a> {
    range: TextRange,
    /// The property and the operator, or the words of a cohort.
    head: String,
    values: &'a Values,
}

impl Checker<'_> {
    pub(crate) fn bad_joint(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let or = text.eq_ignore_ascii_case("or") || text == "||";
        if or {
            return self.or_more(range).unwrap_or_else(|| self.or(range));
        }
        let list = self.as_list(range);
        let new = |message: String| Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message);
        if text == "," && self.is_in_number(range) {
            return self.comma_in_number(range, &codes::FOREIGN_SYNTAX, false);
        }
        if self.ends_body(range.end()) {
            let removed = Edit::delete(self.with_gap_before(range));
            return new(format!("nothing follows this `{text}`"))
                .help(format!("leave `{text}` out"))
                .fix(Fix::safe(format!("leave `{text}` out"), vec![removed]));
        }
        let next = self.rest(range.end()).split_whitespace().next().unwrap_or_default();
        let clause = amq_syntax::CLAUSE_WORDS.contains(&next);
        if clause || amq_syntax::CONNECTIVES.contains(&next) {
            let message = if clause {
                format!("`{text}` stands before `{next}`, and there it joins nothing")
            } else {
                format!("conditions are joined by `{next}` alone, without `{text}`")
            };
            return new(message).help(format!("leave `{text}` out")).fix(Fix::safe(
                format!("leave `{text}` out"),
                vec![Edit::delete(self.with_gap_before(range))],
            ));
        }
        if let (",", Some(list)) = (text, list) {
            return new("several values need parentheses".to_owned())
                .help("write `(\"Paris\", \"Lyon\")`")
                .fix(list);
        }
        new(format!("conditions are joined by `and`, not `{text}`")).help("write `and`").fix(
            Fix::replace("write `and`", self.with_gap_before(range), self.padded(range, "and")),
        )
    }

    /// Whether a comma stands between the digits of `1,000` or `9,99`.
    fn is_in_number(&self, comma: TextRange) -> bool {
        let before = self.text.get(..comma.start().into()).unwrap_or_default();
        let after = self.text.get(comma.end().into()..).unwrap_or_default();
        let is_digit = |it: char| it.is_ascii_digit();
        before.ends_with(is_digit) && after.starts_with(is_digit)
    }

    /// A comma between digits, which may part thousands or, unless the number has to be whole, be a
    /// decimal sign.
    pub(crate) fn comma_in_number(
        &self,
        comma: TextRange,
        code: &'static Code,
        whole: bool,
    ) -> Diagnostic {
        const GROUP: usize = 3;
        let after = self.text.get(comma.end().into()..).unwrap_or_default();
        let group = after.chars().take_while(char::is_ascii_digit).count() == GROUP;
        let leave = Fix::safe("leave the `,` out", vec![Edit::delete(comma)]);
        let point = Fix::replace("write `.`", comma, ".").unsure();
        if whole {
            return Diagnostic::new(code, comma, "a number has no `,` between its digits")
                .help("leave the `,` out")
                .fix(if group { leave } else { leave.unsure() });
        }
        if group {
            return Diagnostic::new(code, comma, "a number has no `,` between its digits")
                .help("leave the `,` out, or write `.` for a decimal sign")
                .fix(leave.unsure())
                .fix(point);
        }
        Diagnostic::new(code, comma, "the decimal sign of a number is `.`, not `,`")
            .help("write `.`")
            .fix(point)
    }

    /// Whether an `and` stands beside a joint: who writes SQL means it to join first.
    fn is_beside_and(&self, joint: TextRange) -> bool {
        let inside = self.bodies().map(|body| body.range).find(|it| it.contains_range(joint));
        // Of all joints of a clause it is asked again.
        let asked = inside.unwrap_or_default();
        if let Some((_, answer)) = self.and_in.get().filter(|it| it.0 == asked) {
            return answer;
        }
        let clauses = || self.conditions_written().map(Condition::range).reduce(TextRange::cover);
        let range = inside.or_else(clauses).unwrap_or(joint);
        // Every other piece is outside quotes.
        let mut words = self.str(range).split('"').step_by(2).flat_map(str::split_whitespace);
        let answer = words.any(|word| word.eq_ignore_ascii_case("and"));
        self.and_in.set(Some((asked, answer)));
        answer
    }

    /// `is 3 or more`, and `or less`.
    fn or_more(&self, joint: TextRange) -> Option<Diagnostic> {
        let word = self.word_after(joint.end());
        let sign = match self.str(word) {
            "more" | "higher" | "greater" | "above" | "over" | "later" => ">=",
            "less" | "fewer" | "lower" | "below" | "under" | "earlier" => "<=",
            _ => return None,
        };
        let before = TextSize::of(self.text.get(..joint.start().into())?.trim_end());
        let left = self.comparison_before(before)?;
        let [value] = left.values.as_ref()?.items.as_slice() else { return None };
        let said = joint.cover(word);
        let value = self.str(value.range);
        let message = format!("`{value} {}` is written `{sign} {value}` here", self.str(said));
        let whole = left.operator_range.cover(word);
        let written = format!("{sign} {value}");
        Some(
            Diagnostic::new(&codes::FOREIGN_SYNTAX, said, message)
                .help(format!("write `{written}`"))
                .fix(Fix::replace(format!("write `{written}`"), whole, written)),
        )
    }

    /// The comparison by `is` that ends at a place.
    fn comparison_before(&self, end: TextSize) -> Option<&Comparison> {
        let mut found = self.comparisons();
        found.find(|it| it.range.end() == end && it.operator == Some(Operator::Is))
    }

    fn or(&self, range: TextRange) -> Diagnostic {
        let message = "the API joins conditions by `and` only";
        let diagnostic = Diagnostic::new(&codes::OR_BETWEEN_CONDITIONS, range, message);
        if let Some(list) = self.as_list(range) {
            let list = if self.is_beside_and(range) { list.unsure() } else { list };
            return diagnostic
                .help("several values of one property make a list: any of them matches")
                .fix(list);
        }
        let in_braces = self.bodies().any(|body| body.range.contains_range(range));
        diagnostic.help(if in_braces {
            "values of one property make a list, `is (\"a\", \"b\")`; otherwise count the event \
             twice, with different braces"
        } else {
            "values of one property make a list, `is (\"a\", \"b\")`; `vs` compares two segments, \
             with a series for each"
        })
    }

    /// A word in the place of a joint, with the blanks it needs.
    pub(crate) fn padded(&self, range: TextRange, word: &str) -> String {
        let after = self.text.get(range.end().into()..).unwrap_or_default();
        let blank =
            if after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']) { "" } else { " " };
        format!(" {word}{blank}")
    }

    /// `city is "A" or city is "B"`, or `… or "B"`: one condition with a list.
    fn as_list(&self, joint: TextRange) -> Option<Fix> {
        let before = self.text.get(..joint.start().into())?.trim_end();
        let left_end = TextSize::of(before);
        let after = self.text.get(joint.end().into()..)?;
        let start = joint.end() + TextSize::new((after.len() - after.trim_start().len()) as u32);
        // Only the two at the joint are looked at closely: there may be very many.
        let sides = self.sides(|range| range.end() == left_end || range.start() == start);
        let left = sides.iter().find(|it| it.range.end() == left_end)?;
        let (more, end) = match sides.iter().find(|it| it.range.start() == start) {
            Some(right) if right.head == left.head => {
                (self.inside(right.values), right.range.end())
            }
            Some(_) => return None,
            None if self.is_condition(start) => return None,
            None => {
                let length = lone_value(self.text.get(start.into()..)?)?;
                let range = TextRange::at(start, TextSize::new(length as u32));
                (written(self.str(range)), range.end())
            }
        };
        let list = format!("({}, {more})", self.inside(left.values));
        let range = TextRange::new(left.values.range.start(), end);
        let fix = Fix::safe("make it a list", vec![Edit::new(range, list)]);
        // A bare word need not be a value.
        let bare = self.str(TextRange::new(start, end)).starts_with(char::is_alphabetic);
        let alone = !sides.iter().any(|it| it.range.start() == start);
        Some(if bare && alone { fix.unsure() } else { fix })
    }

    /// Values without their parentheses.
    fn inside(&self, values: &Values) -> String {
        let items: Vec<String> =
            values.items.iter().map(|value| written(self.str(value.range))).collect();
        items.join(", ")
    }

    /// Whether a condition or a filter begins at a place.
    fn is_condition(&self, start: TextSize) -> bool {
        let filters = self.bodies().flat_map(|body| &body.filters).map(|it| match it {
            Filter::Comparison(comparison) => comparison.range,
            Filter::Dollar(range) => *range,
        });
        let ranges = filters.chain(self.conditions_written().map(Condition::range));
        ranges.into_iter().any(|range| range.start() == start)
    }

    /// The conditions of the statement that a list could join.
    fn sides(&self, wanted: impl Fn(TextRange) -> bool) -> Vec<Side<'_>> {
        let filters = self.bodies().flat_map(|body| &body.filters).filter_map(|it| match it {
            Filter::Comparison(it) if wanted(it.range) => self.side(it),
            _ => None,
        });
        let conditions = self.conditions_written().filter_map(|it| match it {
            Condition::Comparison(it) if wanted(it.range) => self.side(it),
            Condition::Cohort(cohort) if wanted(cohort.range) && !cohort.not => {
                let values = cohort.values.as_ref()?;
                Some(Side { range: cohort.range, head: "in cohort".to_owned(), values })
            }
            _ => None,
        });
        filters.chain(conditions).collect()
    }

    fn side<'s>(&self, comparison: &'s Comparison) -> Option<Side<'s>> {
        let operator = match comparison.operator {
            Some(Operator::Is) => "is",
            Some(Operator::Contains) => "contains",
            None if ["==", "in", "IN"].contains(&self.str(comparison.operator_range)) => "is",
            _ => return None,
        };
        let head = format!("{} {operator}", self.str(comparison.property.range));
        Some(Side { range: comparison.range, head, values: comparison.values.as_ref()? })
    }

    /// The comparisons of the statement, in braces and outside.
    pub(crate) fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        let filters = self.bodies().flat_map(|body| &body.filters).filter_map(|it| match it {
            Filter::Comparison(it) => Some(it),
            Filter::Dollar(_) => None,
        });
        let conditions = self.conditions_written().filter_map(|it| match it {
            Condition::Comparison(it) => Some(it),
            _ => None,
        });
        filters.chain(conditions)
    }

    fn conditions_written(&self) -> impl Iterator<Item = &Condition> {
        let clauses = self.statement.into_iter().flat_map(|it| match &it.kind {
            Kind::Query(query) => query.clauses.as_slice(),
            Kind::Let(it) => match &it.definition {
                Some(Definition::Segments(clause)) => std::slice::from_ref(clause),
                _ => &[],
            },
            _ => &[],
        });
        clauses
            .flat_map(|clause| match &clause.kind {
                amq_syntax::ast::ClauseKind::Where(segments) => segments.as_slice(),
                _ => &[],
            })
            .flat_map(|segment| &segment.conditions)
    }

    fn bodies(&self) -> impl Iterator<Item = &Body> {
        let subject = self.statement.into_iter().flat_map(|it| match &it.kind {
            Kind::Query(query) => query.subject.as_slice(),
            _ => &[],
        });
        let of_subject = subject.filter_map(|part| match part {
            Part::Event(event) => event.body.as_ref(),
            _ => None,
        });
        let of_let = self.statement.and_then(|it| match &it.kind {
            Kind::Let(it) => match &it.definition {
                Some(Definition::Event(event)) => event.body.as_ref(),
                _ => None,
            },
            _ => None,
        });
        let of_conditions = self.conditions_written().filter_map(|it| match it {
            Condition::Performed(it) => it.event.as_ref()?.body.as_ref(),
            _ => None,
        });
        of_subject.chain(of_let).chain(of_conditions)
    }
}

/// A value as a list takes it.
fn written(value: &str) -> String {
    let bare =
        value.starts_with(char::is_alphabetic) && !["true", "false", "none"].contains(&value);
    if bare { amq_syntax::quote(value) } else { value.to_owned() }
}

/// How long the string, word, number or date is that a text begins with.
fn lone_value(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('"') {
        let mut escaped = false;
        for (at, sign) in inner.char_indices() {
            match sign {
                '"' if !escaped => return Some(at + 2),
                '\n' => return None,
                _ => escaped = sign == '\\' && !escaped,
            }
        }
        return None;
    }
    let part = |sign: char| sign.is_alphanumeric() || ['-', '.', '_'].contains(&sign);
    let length = text.find(|sign: char| !part(sign)).unwrap_or(text.len());
    (length > 0).then_some(length)
}
