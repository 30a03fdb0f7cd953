//! What is said of something that has to stand somewhere and does not.

use amq_schema::{Clause, codes};
use amq_syntax::{
    CUSTOM_EVENT, Missing, TextRange, TextSize,
    ast::{self, Definition, Kind},
};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    limits::MOST_EDITS,
    operator::{UNPERFORMED, misspelt_condition, special_word},
    statement::plain_kind,
};

impl Checker<'_> {
    pub(crate) fn missing(&self, piece: Missing, range: TextRange) -> Diagnostic {
        let place = self.visible(range);
        if let Some(diagnostic) = self.explained(piece, range, place) {
            return diagnostic;
        }
        let example = self.example(piece, place);
        let side = if range.is_empty() { "after" } else { "before" };
        let message = match piece {
            Missing::Verb => "a query starts with a verb".to_owned(),
            Missing::Value if self.str(range).starts_with('(') => {
                "this list has no values".to_owned()
            }
            _ => format!("{} is missing {side} `{}`", noun(piece), self.str(place)),
        };
        let at = place.end();
        let diagnostic = Diagnostic::new(&codes::MISSING_PART, place, message)
            .help(format!("for example {example}"));
        let add =
            |text: &str| Fix::safe(format!("add `{}`", text.trim()), vec![Edit::insert(at, text)]);
        match piece {
            Missing::Condition if self.str(place) == "and" => {
                let removed = vec![Edit::delete(self.with_gap_before(place))];
                diagnostic.fix(Fix::uncertain("leave `and` out", removed))
            }
            Missing::Comma => diagnostic.fix(add(",")),
            Missing::Operator if self.rest(at).starts_with(['"', '(']) => {
                diagnostic.fix(add(" is").unsure())
            }
            Missing::Dots => diagnostic.fix(add("..").unsure()),
            Missing::Times => diagnostic.fix(add(" times")),
            Missing::Equals
                if self
                    .rest(at)
                    .starts_with(|it: char| it.is_alphanumeric() || "\"($".contains(it)) =>
            {
                diagnostic.fix(add(" ="))
            }
            // What stands there may be values of a property.
            Missing::Cohort => diagnostic.fix(add(" cohort").unsure()),
            Missing::In => diagnostic.fix(add(" in")),
            Missing::To if self.str(self.token(at)).contains(':') => {
                diagnostic.help("a range is whole days: leave the time of day out")
            }
            Missing::To if self.rest(at).starts_with(|it: char| it.is_ascii_digit()) => {
                diagnostic.fix(add(" to"))
            }
            Missing::To => diagnostic
                .fix(Fix::safe("end it today", vec![Edit::insert(at, " to today")]).unsure()),
            _ => diagnostic,
        }
    }

    /// What is said instead where the text tells why something is missing.
    fn explained(&self, piece: Missing, range: TextRange, place: TextRange) -> Option<Diagnostic> {
        let at = range.end();
        let (rest, next) = (self.rest(at), self.token(at));
        if rest.starts_with(['=', ':']) && self.is_clause_word(place) {
            return Some(self.sign_before_value(place));
        }
        let clause = self.is_clause_word(next);
        match piece {
            Missing::Verb => self
                .comment_habit(place)
                .or_else(|| self.unseen(place))
                .or_else(|| self.no_let(place)),
            Missing::Definition => self.kind_missing(at),
            Missing::Condition | Missing::Property if rest.starts_with('(') => {
                Some(self.parentheses(at))
            }
            Missing::Condition | Missing::Property if clause => self.clause_as_property(next),
            Missing::Condition => self
                .word_as_property(next)
                .or_else(|| self.cohort_in_words(at))
                .or_else(|| self.sign_of_name(next))
                .or_else(|| self.negation(at)),
            Missing::Property if let Some(said) = self.named_by(place) => Some(said),
            Missing::Property if rest.starts_with('$') => {
                let message = format!("`{}` cannot be used as a property", self.str(next));
                let said = Diagnostic::new(&codes::WRONG_KIND, next, message);
                Some(said.help("name the property itself"))
            }
            Missing::Operator => self
                .function_call(place)
                .or_else(|| self.contraction(place))
                .or_else(|| self.no_regex(at))
                .or_else(|| self.function_of_value(place))
                .or_else(|| self.no_operator(place)),
            Missing::Value if let Some(said) = self.member(place) => Some(said),
            Missing::Value if self.str(place) == "cohort" && clause => {
                self.clause_as_property(next)
            }
            Missing::Value => self.day_as_value(next),
            Missing::Word if self.str(place) == Clause::With.name() => {
                self.clause_as_parameter(place, next)
            }
            Missing::Word if self.str(place) == Clause::Metric.name() => {
                self.metric_formula(place, next)
            }
            Missing::Day if clause => self.range_as_day(place, next),
            Missing::Duration if self.str(place) == "within" => self.last_as_length(next),
            Missing::Dollar if self.str(place) == "during" && clause => {
                Some(self.time_of_performed(place).unwrap_or_else(|| no_during(place, next)))
            }
            Missing::Operand if rest.starts_with(['"', '\'']) => Some(self.quoted_formula(next)),
            _ => None,
        }
    }

    /// `is today`.
    fn day_as_value(&self, word: TextRange) -> Option<Diagnostic> {
        let today = self.context.today;
        let day = match self.str(word) {
            "today" => today,
            "yesterday" => today.yesterday().ok()?,
            _ => return None,
        };
        let message = format!("`{}` stands in ranges only, not as a value", self.str(word));
        let fix = Fix::replace(format!("write `{day}`"), word, day.to_string()).unsure();
        let said = Diagnostic::new(&codes::UNQUOTED_VALUE, word, message);
        Some(said.help(format!("write the day itself: `{day}`")).fix(fix))
    }

    /// `formula "A"`.
    fn quoted_formula(&self, quoted: TextRange) -> Diagnostic {
        let inner = self.str(quoted).trim_matches(['"', '\'']).to_owned();
        let message = "a formula is written without quotes";
        Diagnostic::new(&codes::FOREIGN_SYNTAX, quoted, message)
            .help(format!("write `formula {inner}`"))
            .fix(Fix::replace("leave the quotes out", quoted, inner))
    }

    /// `--`, `//` or `/*` in front of a comment.
    pub(crate) fn comment_habit(&self, place: TextRange) -> Option<Diagnostic> {
        let comment = self.comment(place)?;
        let range = TextRange::at(comment.start(), 2.into());
        let sign = self.str(range);
        let message = format!("a comment begins with `#`, not `{sign}`");
        let diagnostic = Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message).help("write `#`");
        let mut edits = vec![Edit::new(range, "#")];
        if sign == "/*" {
            let behind = self.text.get(comment.end().into()..).unwrap_or_default();
            let line = behind.split('\n').next().unwrap_or_default();
            let whole = self.str(comment);
            if !line.trim().is_empty() || !whole.ends_with("*/") || whole.contains('\n') {
                return Some(diagnostic.help("write `#`: a comment runs to the end of its line"));
            }
            let close = TextRange::new(comment.end() - TextSize::new(2), comment.end());
            edits.push(Edit::delete(self.with_gap_before(close)));
        }
        Some(diagnostic.fix(Fix::safe("write `#`", edits)))
    }

    /// A comment as SQL or a language of braces would have it, which begins at a place.
    pub(crate) fn comment(&self, place: TextRange) -> Option<TextRange> {
        let rest = self.text.get(place.start().into()..)?;
        let length = match rest.get(..2)? {
            "--" | "//" => rest.find('\n'),
            "/*" => rest.find("*/").map(|at| at + 2),
            _ => return None,
        };
        let length = TextSize::new(length.unwrap_or(rest.len()) as u32);
        Some(TextRange::at(place.start(), length))
    }

    fn is_clause_word(&self, word: TextRange) -> bool {
        amq_syntax::CLAUSE_WORDS.contains(&self.str(word))
    }

    /// `limit=10`, `metric: totals`.
    pub(crate) fn sign_before_value(&self, clause: TextRange) -> Diagnostic {
        let rest = self.rest(clause.end());
        let start = self.place_of(rest);
        let sign = TextRange::at(start, 1.into());
        let end = self.gap_end(sign.end());
        let message =
            format!("what `{}` says follows it, without `{}`", self.str(clause), self.str(sign));
        Diagnostic::new(&codes::FOREIGN_SYNTAX, sign, message)
            .help(format!("leave `{}` out", self.str(sign)))
            .fix(Fix::replace("leave it out", TextRange::new(clause.end(), end), " "))
    }

    /// Parentheses around conditions or properties.
    fn parentheses(&self, at: TextSize) -> Diagnostic {
        let rest = self.rest(at);
        let open = self.place_of(rest);
        let open = TextRange::at(open, 1.into());
        let message = "parentheses hold values only, not conditions or properties";
        let diagnostic =
            Diagnostic::new(&codes::UNEXPECTED_TEXT, open, message).help("leave them out");
        let Some(close) = closing_paren(rest) else { return diagnostic };
        let close = TextRange::at(open.start() + TextSize::new(close as u32), 1.into());
        let mut edits = vec![Edit::delete(open), Edit::delete(close)];
        // The segments or conditions behind it may have some, too.
        let mut joint = self.token(close.end());
        while ["vs", "and"].contains(&self.str(joint)) && edits.len() < MOST_EDITS {
            let rest = self.rest(joint.end());
            let start = self.place_of(rest);
            let inside = rest.strip_prefix('(').map(|_| rest);
            let Some(length) = inside.and_then(closing_paren) else { break };
            let close = TextRange::at(start + TextSize::new(length as u32), 1.into());
            edits.extend([Edit::delete(TextRange::at(start, 1.into())), Edit::delete(close)]);
            joint = self.token(close.end());
        }
        diagnostic.fix(Fix::safe("leave the parentheses out", edits).unsure())
    }

    /// `not city is "A"`: operators are negated, not conditions.
    pub(crate) fn negation(&self, at: TextSize) -> Option<Diagnostic> {
        let rest = self.rest(at);
        let word = rest.get(..3).filter(|it| it.eq_ignore_ascii_case("not"));
        let sign = if rest.starts_with('!') { "!" } else { word.unwrap_or("not") };
        let after = rest.strip_prefix(sign)?;
        if sign != "!" && after.starts_with(char::is_alphanumeric) {
            return None;
        }
        let start = self.place_of(rest);
        let range = TextRange::at(start, TextSize::of(sign));
        if let Some(said) = self.negated_name(range) {
            return Some(said);
        }
        let message = format!("`{sign}` does not negate a condition");
        let help = "negate the operator, as in `city is not \"Paris\"`, or write `not in cohort` \
                    or `not performed`";
        let mut diagnostic = Diagnostic::new(&codes::UNEXPECTED_TEXT, range, message).help(help);
        let words: Vec<&str> = after.split_whitespace().take(3).collect();
        if let [property, "is" | "=", next] = words.as_slice()
            && !property.starts_with('(')
            && *next != "not"
        {
            let name_end = after.find(property)? + property.len();
            let operator = after.get(name_end..)?;
            let operator_start = name_end + (operator.len() - operator.trim_start().len());
            let length = operator.trim_start().find(char::is_whitespace)?;
            let base = start + TextSize::of(sign);
            let place = |at: usize| base + TextSize::new(at as u32);
            let skipped = after.len() - after.trim_start().len();
            let edits = vec![
                Edit::delete(TextRange::new(start, place(skipped))),
                Edit::new(
                    TextRange::new(place(operator_start), place(operator_start + length)),
                    "is not",
                ),
            ];
            diagnostic = diagnostic.fix(Fix::safe("negate the operator", edits));
        }
        Some(diagnostic)
    }

    /// A word alone in a condition's place.
    fn no_operator(&self, word: TextRange) -> Option<Diagnostic> {
        let text = self.str(word);
        let rest = self.rest(word.end());
        if ["group", "order"].contains(&text) && rest.starts_with("by ") {
            let end = self.place_of(rest);
            let removed = TextRange::new(word.start(), end);
            return Some(
                Diagnostic::new(&codes::FOREIGN_SYNTAX, word, format!("`{text} by` is just `by`"))
                    .help("write `by`")
                    .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
            );
        }
        if text == UNPERFORMED {
            let end = self.condition_end(word.end());
            return Some(
                self.not_performed(word).over(self.without_gap(TextRange::new(word.start(), end))),
            );
        }
        if let Some(found) = special_word(text) {
            return Some(misspelt_condition(text, found, word));
        }
        if self.scope.names.contains_key(text) {
            let name = format!("${text}");
            return Some(
                Diagnostic::new(
                    &codes::BAD_NAME,
                    word,
                    format!("`{text}` is a name, so it begins with `$`"),
                )
                .help(format!("write `{name}`"))
                .fix(Fix::replace(format!("write `{name}`"), word, name)),
            );
        }
        None
    }

    /// What the missing piece could look like there.
    fn example(&self, piece: Missing, place: TextRange) -> String {
        let fixed = match piece {
            Missing::Verb => "`funnel Signup -> Purchase`",
            Missing::Name => return format!("`{}`", prefix_example(self.str(place))),
            Missing::Dollar | Missing::Equals | Missing::Definition => {
                "`let $dutch = where country is \"Netherlands\"`"
            }
            Missing::Path => "`use \"shared/segments.amq\"`",
            Missing::Event => "`Purchase`, or `\"Play Song\"`",
            Missing::Property => "`platform`, or `gp:plan`",
            Missing::Condition => "`country is \"Netherlands\"`",
            Missing::Operator => "`is`",
            Missing::Value if self.str(place) == "cohort" => "`\"5mjbq8w\"`",
            Missing::Value => "`\"Amsterdam\"`, or a list in parentheses",
            Missing::Operand => "`UNIQUES(A)/UNIQUES(B)`",
            Missing::Bracket => "`0-4`",
            Missing::Times => "`>= 2 times`",
            Missing::Comma => "`(\"a\", \"b\")`",
            Missing::Cohort | Missing::In => "`in cohort \"5mjbq8w\"`",
            Missing::Duration if self.str(place) == "within" => "`within 30d`",
            Missing::Word
            | Missing::Number
            | Missing::Duration
            | Missing::Day
            | Missing::To
            | Missing::Dots => {
                return format!("`{}`", self.clause_example(place));
            }
        };
        fixed.to_owned()
    }

    /// The clause around a place as its endpoint would have it.
    fn clause_example(&self, place: TextRange) -> &'static str {
        let clauses = self.statement.map_or(&[][..], |it| match &it.kind {
            Kind::Query(query) => &query.clauses,
            Kind::Let(ast::Let { definition: Some(Definition::Range(clause)), .. }) => {
                std::slice::from_ref(clause)
            }
            _ => &[],
        });
        let around = clauses.iter().rev().find(|it| it.range.start() <= place.start());
        let Some(around) = around else { return "last 30d" };
        match (plain_kind(&around.kind), self.str(self.first_word(around.range))) {
            (_, "last") => "last 30d",
            (_, "from") => "from 2021-08-01 to 2021-08-31",
            (_, "on") => "on 2021-08-01",
            (_, "this") => "this week",
            (_, "previous") => "previous month",
            (_, "rolling") => "rolling window 7",
            (_, "with") => "with beta \"1\"",
            (Some(Clause::Where), _) => "performed Purchase >= 2 times within 30d",
            (Some(kind), _) => {
                let param = self.endpoint.and_then(|endpoint| endpoint.param_of(kind));
                param.map_or(kind.row().forms.first().copied().unwrap_or_default(), |it| it.example)
            }
            _ => "last 30d",
        }
    }

    /// The text after a place, without the blanks before it.
    pub(crate) fn rest(&self, at: TextSize) -> &str {
        self.text.get(at.into()..).unwrap_or_default().trim_start()
    }

    /// Where a text begins that goes on to the end of the statement.
    pub(crate) fn place_of(&self, rest: &str) -> TextSize {
        TextSize::of(self.text) - TextSize::of(rest)
    }

    /// Where the blanks behind a place end.
    pub(crate) fn gap_end(&self, at: TextSize) -> TextSize {
        self.place_of(self.rest(at))
    }

    /// The word, string or sign that follows a place.
    pub(crate) fn token(&self, at: TextSize) -> TextRange {
        let rest = self.rest(at);
        let start = self.place_of(rest);
        let quote = rest.chars().next().filter(|it| ['"', '\''].contains(it));
        let length = match quote {
            Some(quote) => {
                rest.get(1..).and_then(|it| it.find(quote)).map_or(rest.len(), |at| at + 2)
            }
            None => rest.find([' ', '\t', '\r', '\n', ',', ')', '}']).unwrap_or(rest.len()),
        };
        TextRange::at(start, TextSize::new(length as u32))
    }

    /// A place that can be seen: the last word before an empty range, or the range itself.
    pub(crate) fn visible(&self, range: TextRange) -> TextRange {
        const BREAKS: [char; 8] = [' ', '\n', '\t', '\r', '{', '(', ')', ','];
        if !range.is_empty() {
            return range;
        }
        let before = self.text.get(..range.start().into()).unwrap_or_default();
        let mut kept = before.trim_end();
        // A comment is no word: go back before it.
        let comments = self.statement.map(|it| it.comments.as_slice()).unwrap_or_default();
        while let Some(comment) = comments.iter().find(|it| it.end() == TextSize::of(kept)) {
            kept = kept.get(..comment.start().into()).unwrap_or_default().trim_end();
        }
        let end = TextSize::of(kept);
        let word = kept.rsplit(BREAKS).next().unwrap_or_default();
        if let (true, Some(sign)) = (word.is_empty(), kept.chars().next_back()) {
            return TextRange::new(end - TextSize::of(sign), end);
        }
        if word.is_empty() {
            return self.token(range.start());
        }
        TextRange::new(end - TextSize::of(word), end)
    }
}

/// `during last 30d`.
fn no_during(during: TextRange, range: TextRange) -> Diagnostic {
    let removed = TextRange::new(during.start(), range.start());
    let message = "`during` takes the name of a range, and here is a range itself";
    Diagnostic::new(&codes::UNEXPECTED_TEXT, during, message)
        .help("leave `during` out")
        .fix(Fix::safe("leave `during` out", vec![Edit::delete(removed)]))
}

fn noun(piece: Missing) -> &'static str {
    match piece {
        Missing::Verb => "a verb",
        Missing::Name => "a name",
        Missing::Dollar => "the name of a definition",
        Missing::Equals => "`=`",
        Missing::Definition => "a segment, an event, a range or a value",
        Missing::Path => "the path of a file",
        Missing::Event => "an event",
        Missing::Property => "a property",
        Missing::Condition => "a condition",
        Missing::Operator => "an operator",
        Missing::Value => "a value",
        Missing::Operand => "a part of the formula",
        Missing::Word => "a word",
        Missing::Number => "a number",
        Missing::Duration => "a duration",
        Missing::Day => "a day",
        Missing::To => "the end of the range",
        Missing::Dots => "`..`",
        Missing::Bracket => "a bracket of days",
        Missing::Times => "`times`",
        Missing::Comma => "`,`",
        Missing::Cohort => "`cohort`",
        Missing::In => "`in`",
    }
}

fn prefix_example(prefix: &str) -> &'static str {
    match prefix {
        it if it.ends_with(CUSTOM_EVENT) => "ce:Signup",
        it if it.ends_with("user.") => "user.library",
        it if it.ends_with("event.") => "event.price",
        _ => "gp:plan",
    }
}

/// Where the parenthesis closes that a text begins with.
pub(crate) fn closing_paren(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
