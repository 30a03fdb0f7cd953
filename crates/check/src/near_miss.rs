//! Text that nothing takes although it is almost right: what was forgotten before it.

use amq_schema::{Clause, codes};
use amq_syntax::{
    After, LengthOf, TextRange, TextSize,
    ast::{self, ClauseKind, Kind},
};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    clauses::words_of,
    names,
    reserved::{RESERVED_WORD, is_reserved},
    statement::plain_kind,
};

impl Checker<'_> {
    /// What is said of text that would be right with one more word or sign before it.
    pub(crate) fn near_miss(
        &self,
        all: TextRange,
        head: TextRange,
        after: After,
    ) -> Option<Diagnostic> {
        let before = self.clause_before(head);
        match after {
            After::Body => self.in_body(head),
            After::Statement => self.after_definition(all, head),
            After::Segment if self.name_before(head).is_some() => self.name_compared(head),
            After::Performed if let Some(counted) = self.count_in_words(head) => Some(counted),
            After::Performed if self.str(head) == "count" => Some(self.count_of(head)),
            After::Performed if self.str(head).parse::<u32>().is_ok() => {
                Some(self.bare_count(head))
            }
            After::Segment
                if let Some(said) = self.word_as_property(self.word_before(head.start())) =>
            {
                Some(said)
            }
            After::Segment | After::Performed if let Some(said) = self.word_before_name(head) => {
                Some(said)
            }
            After::Segment | After::Performed if self.is_condition_start(head) => {
                Some(self.add_and(self.whole_name(head)))
            }
            After::Formula if self.str(head) == "." => self.dot_in_formula(head),
            After::Formula if let Some(sign) = self.sign_of_arithmetic(head) => Some(sign),
            After::Formula if self.str(head).starts_with(char::is_uppercase) => {
                let message = format!("an operator is missing before `{}`", self.str(head));
                let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message);
                Some(diagnostic.help("write `+`, `-`, `*` or `/` between two parts of a formula"))
            }
            _ => self
                .line_of_its_own(head)
                .or_else(|| self.word_before_name(head))
                .or_else(|| self.unclosed_string(head))
                .or_else(|| self.bare_days(head))
                .or_else(|| self.before_range(head))
                .or_else(|| self.number_of_periods(before?, head))
                .or_else(|| self.clause_of_word(head, all))
                .or_else(|| self.function_elsewhere(before, head))
                .or_else(|| self.then(head))
                .or_else(|| self.order_of_mode(before?, head))
                .or_else(|| self.after_clause(before?, head))
                .or_else(|| self.where_missing(head))
                .or_else(|| self.arrow_missing(head))
                .or_else(|| self.reserved_word(head)),
        }
    }

    /// The clause that ends right before a place.
    pub(crate) fn clause_before(&self, head: TextRange) -> Option<&ast::Clause> {
        let Kind::Query(query) = &self.statement?.kind else { return None };
        let last = query.clauses.iter().rev().find(|it| it.range.end() <= head.start())?;
        self.touches(last.range.end(), head).then_some(last)
    }

    /// Whether only blanks stand between a place and a range.
    pub(crate) fn touches(&self, end: TextSize, next: TextRange) -> bool {
        end <= next.start() && self.str(TextRange::new(end, next.start())).trim().is_empty()
    }

    /// `funnel Signup then Purchase`.
    fn then(&self, head: TextRange) -> Option<Diagnostic> {
        let endpoint = self.endpoint.filter(|it| it.subject.is_arrow())?;
        let text = self.str(head);
        let follows =
            self.event_ends().next_back().is_some_and(|it| self.touches(it.name_end, head));
        (["then", "to"].contains(&text) && follows).then(|| {
            let message =
                format!("the events of `{}` are joined by `->`, as steps are", endpoint.name);
            Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                .help("write `->`")
                .fix(Fix::replace("write `->`", head, "->").unsure())
        })
    }

    /// `mode any order`, as a funnel's chart calls it.
    fn order_of_mode(&self, before: &ast::Clause, head: TextRange) -> Option<Diagnostic> {
        let ClauseKind::Mode(ast::Mode { word: Some(word), .. }) = &before.kind else {
            return None;
        };
        let (text, all) = (self.str(*word), word.cover(head));
        let words = words_of(self.endpoint?, Clause::Mode)?;
        let meant = words.iter().find(|it| it.also.contains(&text) || it.text == text)?.text;
        let range = TextRange::new(before.range.start(), head.end());
        (self.str(head) == "order").then(|| {
            let message = format!("`mode {}` is written `mode {meant}`", self.str(all));
            Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
                .help(format!("write `mode {meant}`"))
                .fix(Fix::replace(format!("write `{meant}`"), all, meant))
        })
    }

    fn after_clause(&self, before: &ast::Clause, head: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        match (&before.kind, plain_kind(&before.kind)) {
            (_, Some(Clause::By)) if text == "and" || amq_schema::built_in(text).is_some() => {
                let fix = if text == "and" {
                    Fix::replace("write `,`", self.with_gap_before(head), ",")
                } else {
                    Fix::safe("add `,`", vec![Edit::insert(before.range.end(), ",")])
                };
                let message = "two properties of `by` are joined by `,`";
                let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message);
                Some(diagnostic.help("write `by platform, country`").fix(fix))
            }
            (ClauseKind::Range(ast::Range::On(_)), _) if text == "to" => {
                let word = self.first_word(before.range);
                let on = self.str(word) == "on";
                let message = "a single day takes no `to`";
                let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                    .help("a range of days is written `from 2021-08-01 to 2021-08-31`");
                let fix = if on {
                    Fix::replace("write `from`", word, "from")
                } else {
                    Fix::safe("write `from`", vec![Edit::insert(word.start(), "from ")])
                };
                Some(diagnostic.fix(fix.unsure()))
            }
            (_, Some(Clause::Mode)) if text.starts_with(|it: char| it.is_ascii_digit()) => {
                let message = "two brackets are joined by `,`";
                let fix = Fix::safe("add `,`", vec![Edit::insert(before.range.end(), ",")]);
                let diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message);
                Some(diagnostic.help("write `mode bracket 0-4, 5-9`").fix(fix))
            }
            _ if text == "," && head.start() == before.range.end() => {
                let rest = self.text.get(head.end().into()..)?;
                let digits = rest.starts_with(|it: char| it.is_ascii_digit());
                let whole = !matches!(before.kind, ClauseKind::Formula(_));
                digits.then(|| self.comma_in_number(head, &codes::UNEXPECTED_TEXT, whole))
            }
            _ => None,
        }
    }

    /// `and` or `by` where braces do not take them, or a filter without `and`.
    fn in_body(&self, head: TextRange) -> Option<Diagnostic> {
        if let Some(by) = self.group_by(head) {
            let text = self.str(head);
            let removed = TextRange::new(head.start(), by);
            return Some(
                Diagnostic::new(&codes::FOREIGN_SYNTAX, head, format!("`{text} by` is just `by`"))
                    .help("write `by`")
                    .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
            );
        }
        let operator = self.word_before(head.start());
        if let Some(said) = self.named_by(self.word_before(operator.start())) {
            return Some(said);
        }
        let text = self.str(head);
        let before = self.text.get(..head.start().into()).unwrap_or_default().trim_end();
        if text == "and" && before.ends_with('{') {
            let end = self.gap_end(head.end());
            let removed = TextRange::new(head.start(), end);
            return Some(
                Diagnostic::new(&codes::UNEXPECTED_TEXT, head, "`and` joins two filters")
                    .help("leave it out")
                    .fix(Fix::safe("leave `and` out", vec![Edit::delete(removed)])),
            );
        }
        if text == "and" {
            return Some(
                Diagnostic::new(&codes::UNEXPECTED_TEXT, head, "filters come before `by`")
                    .help("write the filters first: `{price > 10 by category}`"),
            );
        }
        (amq_syntax::is_word(text) && self.is_comparison(head)).then(|| self.add_and(head))
    }

    /// Where `by` stands behind a word that is `group`.
    pub(crate) fn group_by(&self, word: TextRange) -> Option<TextSize> {
        let rest = self.rest(word.end());
        let is_group = self.str(word) == "group" && rest.starts_with("by ");
        is_group.then(|| self.place_of(rest))
    }

    /// Whether a condition begins there, which only an `and` is missing before.
    fn is_condition_start(&self, at: TextRange) -> bool {
        let rest = self.text.get(at.start().into()..).unwrap_or_default();
        let mut words = rest.split_whitespace();
        match (words.next(), words.next()) {
            (Some("performed"), Some(_)) | (Some("in"), Some("cohort")) => true,
            (Some("not"), Some(next)) => ["in", "performed"].contains(&next),
            (Some(word), _) if word.starts_with('$') => {
                let kind = self.kind_of(at);
                word.len() > 1 && kind.is_none_or(|it| it == names::Kind::Segment)
            }
            _ => self.is_comparison(at),
        }
    }

    /// A `$` with the name that it begins.
    pub(crate) fn whole_name(&self, head: TextRange) -> TextRange {
        if self.str(head) != "$" {
            return head;
        }
        head.cover(self.word_after(head.end()))
    }

    /// `funnel A B`: two events without what joins them.
    fn arrow_missing(&self, head: TextRange) -> Option<Diagnostic> {
        let arrow = self.endpoint.is_some_and(|it| it.subject.is_arrow());
        let event = self.event_ends().next_back()?;
        let before = self.text.get(..head.start().into())?.trim_end();
        let touches = self.touches(event.name_end, head) || before.ends_with('}');
        let rest = self.rest(head.end());
        let next = rest.split_whitespace().next().unwrap_or_default();
        let ends = next.is_empty() || amq_syntax::CLAUSE_WORDS.contains(&next);
        let text = self.str(head);
        let is_name = text.starts_with(|it: char| it.is_alphabetic() || it == '"');
        let near = amq_syntax::CLAUSE_WORDS.iter().copied().filter(|_| text.len() > 1);
        let near = near.filter(|it| *it != text);
        if !arrow
            || !touches
            || !ends
            || !is_name
            || self.synonym(text, After::Clause).is_some()
            || crate::near::near(text, near).first().is_some()
        {
            return None;
        }
        let message = format!("`->` is missing before `{text}`");
        Some(
            Diagnostic::new(&codes::MISSING_PART, head, message)
                .help("events are joined by `->`; an event of several words needs quotes")
                .fix(Fix::safe("add `->`", vec![Edit::insert(head.start(), "-> ")]).unsure())
                .fix(self.event_of_words(head)),
        )
    }

    /// Whether a property and an operator begin there.
    fn is_comparison(&self, at: TextRange) -> bool {
        let rest = self.text.get(at.start().into()..).unwrap_or_default();
        if !rest.starts_with(|it: char| it.is_alphabetic() || it == '_') {
            return false;
        }
        let rest = rest.trim_start_matches(|it: char| it.is_alphanumeric() || "_-:.".contains(it));
        let rest = rest.trim_start();
        rest.starts_with(['=', '<', '>', '!'])
            || ["is ", "contains ", "does not ", "set is "].iter().any(|it| rest.starts_with(it))
    }

    /// The `$name` right before an operator.
    fn name_before(&self, head: TextRange) -> Option<TextRange> {
        let is_operator = amq_schema::OPERATORS.iter().any(|row| {
            let first = row.text.split(' ').next();
            first == Some(self.str(head)) || row.aliases.contains(&self.str(head))
        });
        let before = self.text.get(..head.start().into())?.trim_end();
        let word = before.rsplit([' ', '\n', '\t', '(']).next()?;
        let is_name = word.strip_prefix('$').is_some_and(amq_syntax::is_word);
        let end = TextSize::of(before);
        (is_operator && is_name).then(|| TextRange::new(end - TextSize::of(word), end))
    }

    /// `$city = "Paris"`: a name where a property is needed.
    fn name_compared(&self, head: TextRange) -> Option<Diagnostic> {
        let name = self.name_before(head)?;
        let word = self.str(name).trim_start_matches('$');
        let all = TextRange::new(name.start(), head.end());
        let message = format!("`${word}` cannot be used as a property");
        let dollar = TextRange::at(name.start(), TextSize::of("$"));
        Some(
            Diagnostic::new(&codes::WRONG_KIND, all, message)
                .help(format!("name the property itself: `{word}`, or `gp:{word}`"))
                .fix(Fix::uncertain(format!("write `{word}`"), vec![Edit::delete(dollar)])),
        )
    }

    fn add_and(&self, head: TextRange) -> Diagnostic {
        let message = format!("`and` is missing before `{}`", self.str(head));
        Diagnostic::new(&codes::MISSING_PART, head, message)
            .help("conditions are joined by `and`")
            .fix(Fix::safe("add `and`", vec![Edit::insert(head.start(), "and ")]))
    }

    /// `1.5e3`, and `A.price`.
    fn dot_in_formula(&self, head: TextRange) -> Option<Diagnostic> {
        let before = self.text.get(..head.start().into())?;
        let word = before.trim_end_matches(|it: char| it.is_alphanumeric() || "_.".contains(it));
        if word.len() == before.len() {
            return None;
        }
        let ends = |it: char| !it.is_alphanumeric() && it != '_';
        let behind = self.text.get(head.end().into()..)?;
        let length = behind.find(ends).unwrap_or(behind.len());
        let all = TextRange::new(TextSize::of(word), head.end() + TextSize::new(length as u32));
        let text = self.str(all);
        let (message, help) = if text.starts_with(|it: char| it.is_ascii_digit()) {
            (format!("`{text}` is not a number of a formula"), "write it without exponent: `1500`")
        } else {
            let help = "name it in the braces of the event, `Purchase{by price}`";
            (format!("a formula names events, not properties such as `{text}`"), help)
        };
        Some(Diagnostic::new(&codes::UNEXPECTED_TEXT, all, message).help(help))
    }

    fn after_definition(&self, all: TextRange, head: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        if amq_syntax::CLAUSE_WORDS.contains(&text) {
            let message = format!("`{text}` comes after the end of the definition");
            let removed = self.with_gap_before(all);
            return Some(
                Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                    .help("a definition is one segment, one event, one range or values; clauses belong to queries")
                    .fix(Fix::safe("leave the rest out", vec![Edit::delete(removed)]).unsure()),
            );
        }
        let Kind::Let(ast::Let { definition: Some(ast::Definition::Values(values)), .. }) =
            &self.statement?.kind
        else {
            return None;
        };
        if text == "{" {
            return self.kind_missing(values.range.start());
        }
        if text == "to" && self.str(values.range).parse::<jiff::civil::Date>().is_ok() {
            return Some(self.add_kind("from", "a range", values.range.start()));
        }
        if let Some(said) = self.dates_with_sign(values.range) {
            return Some(said);
        }
        (text == "," && !values.list).then(|| {
            let edits = vec![Edit::insert(values.range.start(), "("), Edit::insert(all.end(), ")")];
            Diagnostic::new(&codes::UNEXPECTED_TEXT, head, "several values need parentheses")
                .help("write `(\"Paris\", \"Lyon\")`")
                .fix(Fix::safe("add parentheses", edits).unsure())
        })
    }

    /// An indented line that begins like a statement.
    fn line_of_its_own(&self, head: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        let before = self.text.get(..head.start().into())?;
        let line = before.rfind('\n')? + 1;
        let starts = ["let", "use"].contains(&text) || amq_schema::verbs().any(|verb| verb == text);
        if !starts || !before.get(line..)?.trim().is_empty() {
            return None;
        }
        let indent = TextRange::new(TextSize::new(line as u32), head.start());
        let message = format!("this line is indented, so `{text}` continues the statement above");
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                .help("start it in column 1 to make it a statement of its own")
                .fix(Fix::safe("move it to column 1", vec![Edit::delete(indent)])),
        )
    }

    /// Text that begins right behind a closing quote, which was meant to open a string.
    fn unclosed_string(&self, head: TextRange) -> Option<Diagnostic> {
        let before = self.text.get(..head.start().into())?;
        let start = before.strip_suffix('"')?.rfind('"')?;
        let string = TextRange::new(TextSize::new(start as u32), head.start());
        let end = self.string_end(string);
        let message =
            format!("a quote is missing: this string ends right before `{}`", self.str(head));
        let fix = Fix::safe("close it", vec![Edit::insert(end, "\"")]).unsure();
        let fix = (end < string.end()).then_some(fix);
        let diagnostic = Diagnostic::new(&codes::UNCLOSED_STRING, string, message);
        Some(diagnostic.help("close it with `\"` where it was meant to end").fix(fix))
    }

    /// `users 30d`: a length or a day without the word that makes a range of it.
    pub(crate) fn bare_days(&self, head: TextRange) -> Option<Diagnostic> {
        if let Some(diagnostic) = self.dates_with_sign(head) {
            return Some(diagnostic);
        }
        let signed = self.str(head);
        let text = signed.strip_prefix('-').unwrap_or(signed);
        let units = text.trim_start_matches(|it: char| it.is_ascii_digit());
        let word = if text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok() {
            if self.rest(head.end()).starts_with("to ") { "from" } else { "on" }
        } else if units.len() < text.len()
            && LengthOf::Range.units().iter().any(|it| it.text() == units)
        {
            "last"
        } else {
            return None;
        };
        if !self.open_clause_words().any(|it| it == word) {
            return None;
        }
        let message = format!("`{word}` is missing before `{signed}`");
        let fix = if signed == text {
            let edit = Edit::insert(head.start(), format!("{word} "));
            Fix::safe(format!("add `{word}`"), vec![edit])
        } else {
            Fix::replace(format!("write `{word} {text}`"), head, format!("{word} {text}")).unsure()
        };
        let diagnostic = Diagnostic::new(&codes::MISSING_PART, head, message);
        Some(diagnostic.help(format!("write `{word} {text}`")).fix(fix))
    }

    /// `2021-01-01..2021-02-01`.
    fn dates_with_sign(&self, head: TextRange) -> Option<Diagnostic> {
        let start = self.str(head);
        let rest = self.rest(head.end());
        let signs = ["...", "..", "- ", "–", "—", "/", "until ", "till ", "through "];
        let sign = signs.into_iter().find(|it| rest.starts_with(it))?;
        let end = rest.get(sign.len()..)?.trim_start();
        let day = end.get(..10)?;
        let is_date = |it: &str| it.parse::<jiff::civil::Date>().is_ok();
        if start.len() != 10 || !is_date(start) || !is_date(day) || self.has(Clause::Range) {
            return None;
        }
        let length = rest.len() - end.len() + day.len();
        let behind = self.place_of(rest) + TextSize::new(length as u32);
        let (all, text) = (TextRange::new(head.start(), behind), format!("from {start} to {day}"));
        Some(
            Diagnostic::new(
                &codes::UNEXPECTED_TEXT,
                all,
                "a range is written with `from` and `to`",
            )
            .help(format!("write `{text}`"))
            .fix(Fix::replace(format!("write `{text}`"), all, text.clone())),
        )
    }

    /// A word of the language where a name or a clause is expected.
    fn reserved_word(&self, head: TextRange) -> Option<Diagnostic> {
        let text = self.str(head);
        if !is_reserved(text) || text == "in" && !self.lacks_name(head.start()) {
            return None;
        }
        let subject = self.endpoint.is_some_and(|it| it.subject.takes_name());
        if subject && self.events.is_empty() && self.clause_before(head).is_none() {
            return Some(Diagnostic::needs_quotes(head, text, RESERVED_WORD));
        }
        let message = format!("`{text}` belongs in conditions only");
        let help = match text {
            "and" | "vs" => "conditions follow `where`",
            _ => "write it behind `where`",
        };
        Some(Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message).help(help))
    }

    /// The word of the language that another word was most likely meant to be.
    pub(crate) fn synonym(&self, text: &str, after: After) -> Option<&'static str> {
        let folded = text.to_lowercase();
        let meant = match folded.as_str() {
            "in" | "during" | "over" if after == After::Performed => return Some("within"),
            "versus" | "against" if matches!(after, After::Segment | After::Performed) => {
                return Some("vs");
            }
            "filter" | "if" | "when" => "where",
            "per" | "group" | "grouped" | "segment" | "group_by" | "groupby" | "breakdown" => "by",
            "since" | "between" | "start" | "starting" => "from",
            "within" => "window",
            "top" => "limit",
            "daily" | "dau" => "every day",
            "weekly" | "wau" => "every week",
            "monthly" | "mau" => "every month",
            "hourly" => "every hour",
            "interval" | "each" => "every",
            "mtd" => "this month",
            "ytd" => "this year",
            _ => return None,
        };
        let word = meant.split(' ').next().unwrap_or_default();
        self.open_clause_words().any(|it| it == word).then_some(meant)
    }
}
