//! What is said of syntax errors.

use amq_schema::{BUILT_IN, Code, OPERATORS, codes};
use amq_syntax::{
    LengthOf, Missing, SyntaxError, SyntaxErrorKind as Wrong, TextRange, TextSize, quote,
};

use crate::{Diagnostic, Edit, Fix, checker::Checker, near::near};

impl Checker<'_> {
    /// Says what is wrong with the text of the statement.
    pub(crate) fn syntax_errors(&mut self, errors: &[SyntaxError]) {
        for error in errors {
            self.broken = true;
            if let Wrong::Stray { after, first, before_by } = error.kind {
                self.stray(error.range, first, after, before_by);
                continue;
            }
            let diagnostic = self.syntax_error(error);
            self.say(diagnostic);
        }
    }

    fn syntax_error(&self, error: &SyntaxError) -> Diagnostic {
        let range = error.range;
        let text = self.str(range);
        let new = |code: &'static Code, message: String| Diagnostic::new(code, range, message);
        match error.kind {
            Wrong::Missing(piece) => self.missing(piece, range),
            Wrong::Misspelt(expected) => {
                let best = near(text, expected.iter().copied()).first();
                let word = best.or(expected.first().copied()).unwrap_or_default();
                new(&codes::UNKNOWN_WORD, format!("`{word}` is expected here, not `{text}`"))
                    .help(format!("write `{word}`"))
                    .fix(Fix::replace(format!("write `{word}`"), range, word))
            }
            Wrong::OpenString => new(
                &codes::UNCLOSED_STRING,
                "this string has no closing quote on its line".to_owned(),
            )
            .help("close it with `\"`")
            .fix(Fix::safe("close it", vec![Edit::insert(self.string_end(range), "\"")]).unsure()),
            Wrong::OpenBracket(open) => self.open_bracket(range, open),
            Wrong::BadEscape => {
                new(&codes::BAD_ESCAPE, format!("`{text}` is not an escape of JSON"))
                    .help("a backslash itself is written `\\\\`")
                    .fix(
                        Fix::safe("write `\\\\`", vec![Edit::insert(range.start(), "\\")]).unsure(),
                    )
            }
            Wrong::SingleQuotes => {
                let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
                new(&codes::FOREIGN_SYNTAX, "strings stand in double quotes".to_owned())
                    .help(format!("write {}", quote(inner)))
                    .fix(Fix::replace("use double quotes", range, quote(inner)))
            }
            Wrong::Unquoted => self.unquoted(range),
            Wrong::BadJoint => self.bad_joint(range),
            Wrong::BadOperator => self.bad_operator(range),
            Wrong::BadDay => self.bad_day(range),
            Wrong::BadLength(of) => self.bad_length(range, of),
            Wrong::BadNumber => {
                new(&codes::NUMBER_OUT_OF_RANGE, format!("`{text}` is not a number"))
                    .help("write a whole number, such as `10`")
            }
            Wrong::BadBracket => self.bad_bracket(range),
            Wrong::BadDots => {
                new(&codes::UNEXPECTED_TEXT, format!("bins are written with `..`, not `{text}`"))
                    .help("for example `bins 0..10 minutes`")
                    .fix(Fix::replace("write `..`", range, ".."))
            }
            Wrong::BareName => {
                let name = text.trim_matches('"');
                new(
                    &codes::BAD_NAME,
                    format!("a name of a definition begins with `$`, not `{text}`"),
                )
                .help(format!("write `${name}`"))
                .fix(Fix::replace(
                    format!("write `${name}`"),
                    range,
                    format!("${name}"),
                ))
            }
            Wrong::BarePath => {
                new(&codes::UNQUOTED_VALUE, "the path of a file stands in quotes".to_owned())
                    .help(format!("write {}", quote(text)))
                    .fix(Fix::replace("put it in quotes", range, quote(text)))
            }
            Wrong::BadDollar => new(&codes::BAD_NAME, format!("`{text}` is not a name"))
                .help("a name is `$` and a word: `$dutch`"),
            Wrong::NeedsQuotes => {
                new(&codes::BAD_NAME, format!("`{text}` is not a word, so it cannot be a label"))
                    .help("a label is a word: `signup_funnel:`")
            }
            Wrong::EmptyBraces => {
                new(&codes::MISSING_PART, "there is nothing in these braces".to_owned())
                    .help("leave them out, or write a filter: `{price > 10}`")
                    .fix(Fix::safe("leave them out", vec![Edit::delete(range)]))
            }
            Wrong::Indented => new(
                &codes::INDENTED_STATEMENT,
                "no statement stands above this indented line".to_owned(),
            )
            .help("a statement starts in column 1")
            .fix(Fix::safe("move it to column 1", vec![Edit::delete(range)])),
            Wrong::TooDeep => {
                new(&codes::TOO_DEEP, "brackets are nested too deeply to be read".to_owned())
                    .help("at most 64 levels of parentheses are read")
            }
            Wrong::Stray { .. } => new(&codes::UNEXPECTED_TEXT, "unexpected text".to_owned()),
        }
    }

    /// Where an unclosed string most likely ends: before what looks like the next clause.
    fn string_end(&self, range: TextRange) -> TextSize {
        let text = self.str(range);
        let words = amq_syntax::CLAUSE_WORDS.iter().chain(amq_syntax::CONNECTIVES);
        let next = words.filter_map(|word| text.find(&format!(" {word} "))).min();
        let kept = text.get(..next.unwrap_or(text.len())).unwrap_or(text);
        range.start() + TextSize::of(kept.trim_end())
    }

    fn open_bracket(&self, range: TextRange, open: char) -> Diagnostic {
        let close = if open == '(' { ')' } else { '}' };
        let message = format!("this `{open}` is never closed");
        Diagnostic::new(&codes::UNCLOSED_BRACKET, range, message)
            .help(format!("close it with `{close}`"))
            .fix(self.closing(range, open, close))
    }

    /// Closes a bracket before what stands after it: a clause, an arrow, or the end.
    fn closing(&self, open: TextRange, opening: char, close: char) -> Option<Fix> {
        let mut quoted = false;
        let mut depth = 0_usize;
        let rest = self.text.get(open.start().into()..)?;
        let mut end = rest.trim_end().len();
        let mut previous = ' ';
        for (at, sign) in rest.char_indices() {
            match sign {
                '"' if previous != '\\' => quoted = !quoted,
                _ if quoted => {}
                _ if sign == opening => depth += 1,
                _ if sign == close && depth > 0 => depth -= 1,
                _ if previous.is_whitespace() && at > 0 => {
                    let here = rest.get(at..).unwrap_or_default();
                    let word = here.split(|it: char| !it.is_alphanumeric()).next()?;
                    let clause = amq_syntax::CLAUSE_WORDS.contains(&word)
                        && !(opening == '{' && word == "by");
                    if clause || word == "vs" || here.starts_with("->") {
                        end = rest.get(..at)?.trim_end().len();
                        break;
                    }
                }
                _ => {}
            }
            previous = sign;
        }
        let at = open.start() + TextSize::new(end as u32);
        let title = format!("close it with `{close}`");
        Some(Fix::uncertain(title, vec![Edit::insert(at, close.to_string())]))
    }

    fn unquoted(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let near = near(text, ["true", "false", "none"]);
        let message = format!("the value `{text}` needs quotes");
        let quoted = quote(text);
        let mut diagnostic = Diagnostic::new(&codes::UNQUOTED_VALUE, range, message)
            .help(format!("write {quoted}"))
            .note("a bare word in this place could be a clause, a typo or a value");
        if let Some(word) = near.first() {
            diagnostic =
                diagnostic.fix(Fix::replace(format!("write `{word}`"), range, word).unsure());
        }
        let quote_it = Fix::replace("put it in quotes", range, quoted);
        diagnostic.fix(if near.first().is_some() { quote_it.unsure() } else { quote_it })
    }

    fn bad_joint(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        if !text.eq_ignore_ascii_case("or") && text != "||" {
            return Diagnostic::new(
                &codes::FOREIGN_SYNTAX,
                range,
                format!("conditions are joined by `and`, not `{text}`"),
            )
            .help("write `and`")
            .fix(Fix::replace(
                "write `and`",
                self.padded(range),
                self.pad(range, "and"),
            ));
        }
        let diagnostic = Diagnostic::new(
            &codes::OR_BETWEEN_CONDITIONS,
            range,
            "the API joins the conditions of a segment by `and` only".to_owned(),
        );
        match self.either_as_list(range) {
            Some(fix) => diagnostic.help("values of one property make a list").fix(fix),
            None => diagnostic.help(
                "several values of one property make a list: `city is (\"A\", \"B\")`; to compare \
                 two segments write `vs`, which gives a series for each",
            ),
        }
    }

    /// `,` glued to the word before it becomes ` and`.
    fn padded(&self, range: TextRange) -> TextRange {
        let before = self.text.get(..range.start().into()).unwrap_or_default();
        let blanks = before.len() - before.trim_end().len();
        TextRange::new(range.start() - TextSize::new(blanks as u32), range.end())
    }

    fn pad(&self, range: TextRange, word: &str) -> String {
        let after = self.text.get(range.end().into()..).unwrap_or_default();
        let blank = if after.starts_with([' ', '\t', '\n', '\r']) { "" } else { " " };
        format!(" {word}{blank}")
    }

    /// `city is "A" or city is "B"`, or `… or "B"`: one condition with a list.
    fn either_as_list(&self, joint: TextRange) -> Option<Fix> {
        let (before, after) =
            (self.text.get(..joint.start().into())?, self.text.get(joint.end().into()..)?);
        let before = before.trim_end();
        let first = last_string(before)?;
        let head = before.get(..first)?.trim_end();
        let property_start = head.strip_suffix("is")?.trim_end();
        let property = property_start.rsplit([' ', '\n', '\t', '{', '\r']).next()?;
        let rest = after.trim_start();
        let value = rest
            .strip_prefix(property)
            .and_then(|rest| rest.trim_start().strip_prefix("is "))
            .unwrap_or(rest)
            .trim_start();
        let length = first_string(value)?;
        let end = self.text.len() - value.len() + length;
        let list = format!("({}, {})", before.get(first..)?, value.get(..length)?);
        let range = TextRange::new((first as u32).into(), (end as u32).into());
        Some(Fix::replace("make it a list", range, list))
    }

    fn bad_operator(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let folded = text.to_lowercase();
        let words: Vec<&str> = folded.split_whitespace().collect();
        let habit = match words.as_slice() {
            ["==" | "eq" | "equals" | "in" | "=~" | "IN"] => Some("is"),
            ["<>" | "!==" | "ne" | "isnt"] | ["not", "in"] => Some("is not"),
            ["like" | "matches" | "includes" | "has"] => Some("contains"),
            ["not", "like" | "contains" | "contain"] => Some("does not contain"),
            ["greater" | "more", "than"] => Some(">"),
            ["less" | "fewer", "than"] => Some("<"),
            ["=>"] => Some(">="),
            ["=<"] => Some("<="),
            _ => None,
        };
        if let Some(meant) = habit {
            return self.foreign_operator(range, text, meant);
        }
        if words.first() == Some(&"between") {
            return Diagnostic::new(
                &codes::FOREIGN_SYNTAX,
                range,
                "the language has no `between`".to_owned(),
            )
            .help("write two conditions: `price >= 1 and price <= 10`")
            .fix(self.between_as_two(range));
        }
        let special = self.special_condition(range);
        if let Some(diagnostic) = special {
            return diagnostic;
        }
        let spellings = OPERATORS
            .iter()
            .flat_map(|row| std::iter::once(row.text).chain(row.aliases.iter().copied()));
        let near = near(text, spellings.filter(|it| it.starts_with(char::is_alphabetic)));
        let message = format!("`{text}` is not an operator");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_OPERATOR, range, message);
        diagnostic = if let Some(list) = near.list() {
            diagnostic.help(format!("write {list}"))
        } else {
            let all: Vec<String> = OPERATORS.iter().map(|row| format!("`{}`", row.text)).collect();
            diagnostic.help(format!("the operators are {}", all.join(", ")))
        };
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), range, *found);
            diagnostic = diagnostic.fix(if near.is_unique() { fix } else { fix.unsure() });
        }
        diagnostic
    }

    fn foreign_operator(&self, range: TextRange, text: &str, meant: &str) -> Diagnostic {
        let message = format!("the operator `{text}` is written `{meant}` here");
        Diagnostic::new(&codes::FOREIGN_SYNTAX, range, message)
            .help(format!("write `{meant}`"))
            .fix(Fix::replace(
                format!("write `{meant}`"),
                self.padded(range),
                self.pad(range, meant),
            ))
    }

    /// A misspelt `performed`, `everyone`, `not` or `in`, read as a property with no operator.
    fn special_condition(&self, operator: TextRange) -> Option<Diagnostic> {
        let before = self.text.get(..operator.start().into())?.trim_end();
        let word = before.rsplit([' ', '\n', '\t', '\r']).next()?;
        let near = near(word, ["performed", "everyone"]);
        let found = near.first()?;
        if BUILT_IN.iter().any(|property| property.name == word) {
            return None;
        }
        let start = before.len() - word.len();
        let range = TextRange::new((start as u32).into(), (before.len() as u32).into());
        let message = format!("`{word}` is not a condition");
        Some(
            Diagnostic::new(&codes::UNKNOWN_WORD, range, message)
                .help(format!("write `{found}`"))
                .fix(Fix::replace(format!("write `{found}`"), range, found)),
        )
    }

    /// `price between 1 and 10` as two conditions.
    fn between_as_two(&self, operator: TextRange) -> Option<Fix> {
        let before = self.text.get(..operator.start().into())?.trim_end();
        let property = before.rsplit([' ', '{', '\n', '\t', '\r']).next()?;
        let after = self.text.get(operator.end().into()..)?;
        let (low, rest) = after.trim_start().split_once(" and ")?;
        let low = low.trim();
        let high_start = self.text.len() - rest.trim_start().len();
        let high = rest.trim_start().split([' ', '}', '\n', '\r']).next()?;
        if low.contains([' ', '}']) || high.is_empty() {
            return None;
        }
        let range = TextRange::new(operator.start(), ((high_start + high.len()) as u32).into());
        let text = format!(">= {low} and {property} <= {high}");
        Some(Fix::replace("write two conditions", range, text))
    }

    fn bad_day(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let near = near(text, ["today", "yesterday"]);
        let mut diagnostic =
            Diagnostic::new(&codes::BAD_DATE, range, format!("`{text}` is not written as a date"))
                .help("write the year, the month and the day: `2021-08-01`");
        let guess = near.first().map(str::to_owned).or_else(|| guess_date(text));
        if let Some(guess) = guess {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{guess}`"), range, guess));
        }
        diagnostic
    }

    fn bad_length(&self, range: TextRange, of: LengthOf) -> Diagnostic {
        let text = self.str(range);
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let unit = text.get(digits.len()..).unwrap_or_default().trim().to_lowercase();
        let (units, example): (&[&str], &str) = match of {
            LengthOf::Range => (&["d", "w", "mo"], "last 30d"),
            LengthOf::Window => (&["s", "min", "h", "d", "w"], "window 3d"),
            LengthOf::Within => (&["d", "w"], "within 30d"),
            LengthOf::Interval => (&["d", "min"], "every 14d"),
        };
        let meant = match unit.as_str() {
            "m" if units.contains(&"mo") => Some("mo"),
            "m" | "mins" | "minute" | "minutes" => Some("min"),
            "sec" | "secs" | "second" | "seconds" => Some("s"),
            "hr" | "hrs" | "hour" | "hours" => Some("h"),
            "" | "day" | "days" => Some("d"),
            "wk" | "wks" | "week" | "weeks" => Some("w"),
            "mon" | "month" | "months" => Some("mo"),
            other => near(other, units.iter().copied()).first(),
        };
        let meant = meant.filter(|unit| units.contains(unit) && !digits.is_empty());
        let message = format!("`{text}` is not a duration");
        let mut diagnostic = Diagnostic::new(&codes::BAD_DURATION, range, message)
            .help(format!("write a whole number and its unit without a space: `{example}`"));
        if let Some(unit) = meant {
            let fixed = format!("{digits}{unit}");
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{fixed}`"), range, fixed));
        }
        diagnostic
    }

    fn bad_bracket(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let days: Vec<&str> =
            text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
        let fixed = match days.as_slice() {
            [day] => Some(format!("{day}-{day}")),
            [first, last] => Some(format!("{first}-{last}")),
            _ => None,
        };
        let mut diagnostic = Diagnostic::new(
            &codes::BAD_BRACKETS,
            range,
            format!("`{text}` is not a bracket of days"),
        )
        .help("write the first and the last day: `0-4`");
        if let Some(fixed) = fixed {
            diagnostic = diagnostic.fix(Fix::replace(format!("write `{fixed}`"), range, fixed));
        }
        diagnostic
    }

    fn missing(&self, piece: Missing, range: TextRange) -> Diagnostic {
        let (what, example) = match piece {
            Missing::Verb => ("a query starts with a verb", "`funnel Signup -> Purchase`"),
            Missing::Name => ("a name is missing after the prefix", "`gp:plan`"),
            Missing::Dollar => ("the name of a definition is missing", "`$dutch`"),
            Missing::Equals => ("`=` is missing after the name", "`let $dutch = where …`"),
            Missing::Definition => {
                ("what the name stands for is missing", "`let $dutch = where country is \"NL\"`")
            }
            Missing::Path => ("the path of a file is missing", "`use \"shared/segments.amq\"`"),
            Missing::Event => ("an event is missing", "`Purchase`, or `\"Play Song\"`"),
            Missing::Property => ("a property is missing", "`by platform`"),
            Missing::Condition => ("a condition is missing", "`country is \"Netherlands\"`"),
            Missing::Operator => ("an operator is missing after the property", "`is`"),
            Missing::Value => ("a value is missing", "`\"Amsterdam\"`, or a list in parentheses"),
            Missing::Operand => ("the formula breaks off", "`UNIQUES(A)/UNIQUES(B)`"),
            Missing::Word => ("a word is missing", "`metric totals`, `every week`, `mode ordered`"),
            Missing::Number => ("a number is missing", "`limit 10`"),
            Missing::Duration => ("a duration is missing", "`30d`"),
            Missing::Day => ("a day is missing", "`2021-08-01`, `today` or `yesterday`"),
            Missing::To => ("the end of the range is missing", "`from 2021-08-01 to 2021-08-31`"),
            Missing::Dots => ("`..` is missing between two numbers", "`bins 0..10 minutes`"),
            Missing::Bracket => ("a bracket of days is missing", "`0-4`"),
            Missing::Times => ("`times` is missing after the number", "`>= 2 times`"),
            Missing::Comma => ("`,` is missing between two values", "`(\"a\", \"b\")`"),
        };
        let place = self.visible(range);
        let diagnostic = Diagnostic::new(&codes::MISSING_PART, place, what)
            .help(format!("for example {example}"));
        let at = place.end();
        match piece {
            Missing::Comma => diagnostic.fix(Fix::safe("add `,`", vec![Edit::insert(at, ",")])),
            Missing::Dots => {
                diagnostic.fix(Fix::safe("add `..`", vec![Edit::insert(at, "..")]).unsure())
            }
            Missing::Times => {
                diagnostic.fix(Fix::safe("add `times`", vec![Edit::insert(at, " times")]))
            }
            Missing::Equals => diagnostic.fix(Fix::safe("add `=`", vec![Edit::insert(at, " =")])),
            Missing::To => diagnostic
                .fix(Fix::safe("end it today", vec![Edit::insert(at, " to today")]).unsure()),
            _ => diagnostic,
        }
    }

    /// A place that can be seen: the last word before an empty range, or the range itself.
    fn visible(&self, range: TextRange) -> TextRange {
        if !range.is_empty() {
            return range;
        }
        let before = self.text.get(..range.start().into()).unwrap_or_default();
        let mut kept = before.trim_end();
        // A comment is no word: go back before it.
        while let Some(line_start) = kept.rfind('\n').map(|at| at + 1).or(Some(0)) {
            let line = kept.get(line_start..).unwrap_or_default();
            if !line.trim_start().starts_with('#') || kept.is_empty() {
                break;
            }
            kept = kept.get(..line_start).unwrap_or_default().trim_end();
        }
        let blank = [' ', '\n', '\t', '\r'];
        let word = kept.rsplit(blank).next().unwrap_or_default();
        let end = TextSize::of(kept);
        if word.is_empty() {
            let rest = self.text.get(range.start().into()..).unwrap_or_default();
            let first = rest.split(blank).find(|it| !it.is_empty()).unwrap_or_default();
            let start = rest.find(first).unwrap_or(0);
            return TextRange::at(range.start() + TextSize::new(start as u32), TextSize::of(first));
        }
        TextRange::new(end - TextSize::of(word), end)
    }
}

/// Where the string starts that a text ends with.
fn last_string(text: &str) -> Option<usize> {
    text.strip_suffix('"')?.rfind('"')
}

/// How long the string is that a text begins with.
fn first_string(text: &str) -> Option<usize> {
    text.strip_prefix('"')?.find('"').map(|at| at + 2)
}

/// `20210801`, `2021/8/1` and `"2021-08-01"` as a date.
fn guess_date(text: &str) -> Option<String> {
    let parts: Vec<&str> =
        text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    let date =
        jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}
