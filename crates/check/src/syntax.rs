//! What is said of syntax errors.

use amq_schema::{Clause, codes};
use amq_syntax::{
    After, MAX_DEPTH, Statement, SyntaxError, SyntaxErrorKind as Wrong, TextRange, TextSize,
    after_gap, quote,
};

use crate::{Diagnostic, Edit, Fix, checker::Checker, near::near};

impl Checker<'_> {
    /// Says what is wrong with the text of the statement.
    pub(crate) fn syntax_errors(&mut self, statement: &Statement) {
        for (at, error) in statement.errors.iter().enumerate() {
            self.broken = true;
            if self.follows(error.range) {
                continue;
            }
            if self.has_said_enough() {
                return;
            }
            if let Wrong::Stray { after, first, before_by } = error.kind {
                self.stray(error.range, first, after, before_by);
                continue;
            }
            if self.is_no_day(error) || self.is_open_for_stray(statement, at) {
                continue;
            }
            let diagnostic = self.syntax_error(error);
            self.note_syntax_error(error, &diagnostic);
            let (said, code) = (diagnostic.range, diagnostic.code);
            self.say(diagnostic);
            if error.kind == Wrong::Unquoted && code == &codes::UNQUOTED_VALUE {
                self.clause_after_value(error.range, said);
            }
        }
    }

    fn syntax_error(&self, error: &SyntaxError) -> Diagnostic {
        let range = error.range;
        let width = match error.kind {
            Wrong::BadDay => self.full_width(&codes::BAD_DATE, range),
            Wrong::BadLength(_) => self.full_width(&codes::BAD_DURATION, range),
            Wrong::BadNumber => self.full_width(&codes::NUMBER_OUT_OF_RANGE, range),
            _ => None,
        };
        if let Some(said) = width {
            return said;
        }
        match error.kind {
            Wrong::Missing(piece) => self.missing(piece, range),
            Wrong::Misspelt(expected) => self.misspelt(range, expected),
            Wrong::OpenBracket(open) => self.open_bracket(range, open),
            Wrong::SingleQuotes => self.single_quotes(range),
            Wrong::Unquoted => self.unquoted(range),
            Wrong::BadJoint => self.bad_joint(range),
            Wrong::BadOperator => self.bad_operator(range),
            Wrong::BadDay => self.bad_day(range),
            Wrong::BadLength(of) => self.bad_length(range, of),
            Wrong::BadNumber => self.bad_number(range),
            Wrong::Between { property, low, high } => self.between(range, (property, low, high)),
            Wrong::NestedList => nested_list(range),
            Wrong::BadBracket => self.bad_bracket(range),
            Wrong::BareName => self.bare_name(range),
            Wrong::NeedsQuotes => self.bad_label(range),
            kind => self.plain(kind, range),
        }
    }

    /// What is said of words and strings that are wrong by themselves.
    fn plain(&self, kind: Wrong, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let insert = |title: &str, at: TextSize, text: &str| {
            Some(Fix::safe(title, vec![Edit::insert(at, text)]).unsure())
        };
        let replace = |title: String, text: String| Some(Fix::replace(title, range, text));
        let (code, message, help, fix) = match kind {
            Wrong::OpenString => (
                &codes::UNCLOSED_STRING,
                "this string has no closing quote on its line".to_owned(),
                "close it with `\"`".to_owned(),
                Some(self.close_string(range)),
            ),
            Wrong::BadEscape => (
                &codes::BAD_ESCAPE,
                format!("`{text}` is not an escape of JSON"),
                "a backslash itself is written `\\\\`".to_owned(),
                insert("write `\\\\`", range.start(), "\\"),
            ),
            Wrong::QuotedWord => {
                let word = unquote(text);
                if let Some(called) = self.called_elsewhere(range, &word) {
                    return called;
                }
                let help = format!("write `{word}`");
                let message = format!("`{word}` is written without quotes here");
                (&codes::UNKNOWN_WORD, message, help.clone(), replace(help, word))
            }
            Wrong::BarePath => (
                &codes::UNQUOTED_VALUE,
                "the path of a file needs quotes".to_owned(),
                format!("write `{}`", quote(text)),
                replace("put it in quotes".to_owned(), quote(text)),
            ),
            Wrong::BadDollar => (
                &codes::BAD_NAME,
                format!("`{text}` is not a name"),
                "a name is `$` and a word: `$dutch`".to_owned(),
                None,
            ),
            _ => return self.plain_shape(kind, range),
        };
        Diagnostic::new(code, range, message).help(help).fix(fix)
    }

    /// What is said of signs and shapes that are wrong by themselves.
    fn plain_shape(&self, kind: Wrong, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let delete = |title: &str| Some(Fix::safe(title, vec![Edit::delete(range)]));
        let joined =
            |title: &str, text: &str| Some(Fix::replace(title, self.with_gap_before(range), text));
        let (code, message, help, fix) = match kind {
            Wrong::SecondBy => (
                &codes::REPEATED_CLAUSE,
                "these braces have a `by` already".to_owned(),
                "write both properties behind one `by`, with a comma".to_owned(),
                joined("write `,`", ","),
            ),
            Wrong::BadEquals => (
                &codes::FOREIGN_SYNTAX,
                format!("a name is defined by `=`, not `{text}`"),
                "write `=`".to_owned(),
                joined("write `=`", " ="),
            ),
            Wrong::BadComma => (
                &codes::FOREIGN_SYNTAX,
                format!("values are joined by `,`, not `{text}`"),
                "write `,`".to_owned(),
                joined("write `,`", ","),
            ),
            Wrong::BadDots => (
                &codes::UNEXPECTED_TEXT,
                format!("bins are written with `..`, not `{text}`"),
                "for example `bins 0..10 minutes`".to_owned(),
                Some(Fix::replace("write `..`", range, "..")),
            ),
            Wrong::EmptyBraces => (
                &codes::MISSING_PART,
                "there is nothing in these braces".to_owned(),
                "leave them out, or write a filter: `{price > 10}`".to_owned(),
                // The words before and behind them are not one.
                if self.touches_word(range) {
                    Some(Fix::replace("leave them out", range, " ").unsure())
                } else {
                    delete("leave them out")
                },
            ),
            Wrong::OddBlank => (
                &codes::UNEXPECTED_TEXT,
                match text.chars().next() {
                    Some('\u{3000}') => "an ideographic space is not a blank of the language",
                    _ => "a no-break space is not a blank of the language",
                }
                .to_owned(),
                "write a blank".to_owned(),
                Some(Fix::replace("write a blank", range, " ".repeat(text.chars().count()))),
            ),
            Wrong::Indented => (
                &codes::INDENTED_STATEMENT,
                "there is no statement above this indented line".to_owned(),
                "a statement starts in column 1".to_owned(),
                delete("move it to column 1"),
            ),
            _ => (
                &codes::TOO_DEEP,
                "brackets are nested too deeply to be read".to_owned(),
                format!("at most {MAX_DEPTH} levels of parentheses are read"),
                None,
            ),
        };
        Diagnostic::new(code, range, message).help(help).fix(fix)
    }

    /// Whether a letter or digit stands right behind a range.
    fn touches_word(&self, range: TextRange) -> bool {
        let behind = self.text.get(range.end().into()..).unwrap_or_default();
        behind.starts_with(char::is_alphanumeric)
    }

    fn misspelt(&self, range: TextRange, expected: &[&'static str]) -> Diagnostic {
        let text = self.str(range);
        if expected.contains(&"and")
            && let Some(said) = self.count_in_words(range)
        {
            return said;
        }
        let best = near(text, expected.iter().copied()).first();
        let synonym = self.synonym(text, After::Segment).filter(|word| expected.contains(word));
        let word = best.or(synonym).or(expected.first().copied()).unwrap_or_default();
        if word == "not" && best.is_none() {
            return self.before_condition(range);
        }
        let message = format!("`{word}` is expected here, not `{text}`");
        let fix = self.word_instead(range, word);
        Diagnostic::new(&codes::UNKNOWN_WORD, range, message).help(format!("write `{word}`")).fix(
            match (best, synonym, expected) {
                // A date stands behind it.
                (Some(_), ..) | (.., ["to"]) => Some(fix),
                (_, Some(_), _) | (.., [_]) => Some(fix.unsure()),
                _ => None,
            },
        )
    }

    /// A string in other quotes than double ones.
    pub(crate) fn single_quotes(&self, range: TextRange) -> Diagnostic {
        let quoted = quote(&unquote(self.str(range)));
        Diagnostic::new(&codes::FOREIGN_SYNTAX, range, "strings need double quotes")
            .help(format!("write `{quoted}`"))
            .fix(Fix::replace("use double quotes", range, quoted))
    }

    /// A word in the place of another, or of a sign that touched what it joined.
    fn word_instead(&self, range: TextRange, word: &str) -> Fix {
        let title = format!("write `{word}`");
        if self.str(range).starts_with(char::is_alphanumeric) {
            return Fix::replace(title, range, word);
        }
        Fix::replace(title, self.with_gap_before(range), self.padded(range, word))
    }

    /// Where an unclosed string most likely ends: before what looks like the next clause.
    pub(crate) fn string_end(&self, range: TextRange) -> TextSize {
        let text = self.str(range);
        let words = amq_syntax::CLAUSE_WORDS.iter().chain(amq_syntax::CONNECTIVES);
        let comma = text.strip_suffix('"').and_then(|it| it.find(','));
        let next = words.filter_map(|word| text.find(&format!(" {word} "))).chain(comma).min();
        let kept = text.get(..next.unwrap_or(text.len())).unwrap_or(text);
        range.start() + TextSize::of(kept.trim_end())
    }

    /// Closes a string: with a quote, or one in the place of a quote of another language.
    fn close_string(&self, range: TextRange) -> Fix {
        let end = self.string_end(range);
        let kept = self.str(TextRange::new(range.start(), end));
        let marks: TextSize = kept
            .chars()
            .next_back()
            .filter(|it| ['”', '“', '’'].contains(it))
            .map_or(0.into(), TextSize::of);
        let place = TextRange::new(end - marks, end);
        Fix::replace("close it", place, "\"").unsure()
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

    /// A definition that begins with almost one of the words that say its kind.
    pub(crate) fn misspelt_definition(&self, range: TextRange) -> Option<Diagnostic> {
        let word = self.first_word(range);
        let text = self.str(word);
        let words = ["where", "event"].into_iter().chain(Clause::Range.row().words.iter().copied());
        let near = near(text, words);
        let message = format!("no definition begins with `{text}`");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_WORD, word, message)
            .help(format!("write {}; a value needs quotes", near.list()?));
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), word, *found);
            diagnostic = diagnostic.fix(fix.unsure());
        }
        Some(diagnostic)
    }

    /// Whether the statement is a definition, which no clause can follow.
    pub(crate) fn is_let(&self) -> bool {
        let goes_on = |it: char| it.is_alphanumeric() || ['_', '-'].contains(&it);
        self.text
            .strip_prefix("let")
            .is_some_and(|rest| !rest.starts_with(goes_on) && !after_gap(rest).starts_with(':'))
    }

    /// Whether a value is all that a `let` says.
    pub(crate) fn is_definition(&self, range: TextRange) -> bool {
        let before = self.text.get(..range.start().into()).unwrap_or_default().trim_end();
        self.is_let() && before.ends_with('=')
    }

    fn bad_number(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let message = format!("`{text}` is not a number");
        let diagnostic = Diagnostic::new(&codes::NUMBER_OUT_OF_RANGE, range, message);
        if text.starts_with('$') {
            return diagnostic.help("write the number itself: a name is for values of conditions");
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let diagnostic = diagnostic.help("write a whole number, such as `10`");
        if digits.is_empty() || digits.len() > 9 || !text.trim_matches('"').starts_with(&digits) {
            return diagnostic;
        }
        diagnostic.fix(Fix::replace(format!("write `{digits}`"), range, digits).unsure())
    }

    fn bare_name(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let word = self.word_before(range.start());
        if self.str(word) == "during" && text.starts_with(|it: char| it.is_ascii_digit()) {
            let message = "`during` takes the name of a range, and here is a range itself";
            let from = self.rest(range.end()).starts_with("to ");
            let written = if from { "from" } else { "on" };
            let help = format!("write `{written}`");
            return Diagnostic::new(&codes::UNEXPECTED_TEXT, word, message)
                .help(help.clone())
                .fix(Fix::replace(help, word, written));
        }
        let name = unquote(text);
        let message = format!("a name of a definition begins with `$`, not `{text}`");
        let diagnostic = Diagnostic::new(&codes::BAD_NAME, range, message);
        if !amq_syntax::is_word(&name) {
            return diagnostic.help("a name is `$` and a word: `$dutch`");
        }
        let known = self.scope.get(&name).is_some() || self.is_let();
        let fix = Fix::replace(format!("write `${name}`"), range, format!("${name}"));
        diagnostic.help(format!("write `${name}`")).fix(if known { fix } else { fix.unsure() })
    }

    fn bad_label(&self, range: TextRange) -> Diagnostic {
        let text = self.str(range);
        let word: String = unquote(text)
            .chars()
            .map(|it| if it.is_alphanumeric() || it == '-' { it } else { '_' })
            .collect();
        let word = if amq_syntax::is_word(&word) { word } else { format!("_{word}") };
        let message = format!("`{text}` is not a word, so it cannot be a label");
        let diagnostic = Diagnostic::new(&codes::BAD_NAME, range, message)
            .help("a label is a word: `signup_funnel:`");
        if !amq_syntax::is_word(&word) {
            return diagnostic;
        }
        diagnostic.fix(Fix::replace(format!("write `{word}`"), range, word).unsure())
    }
}

/// What stands between quotes of any kind.
fn unquote(text: &str) -> String {
    let mut inner = text.chars();
    let quote = inner.next();
    inner.next_back();
    match quote {
        Some('\'') => inner.as_str().replace("''", "'"),
        Some('"' | '“' | '‘') => inner.as_str().to_owned(),
        _ => text.to_owned(),
    }
}

fn nested_list(range: TextRange) -> Diagnostic {
    let open = TextRange::at(range.start(), 1.into());
    let close = TextRange::at(range.end() - TextSize::new(1), 1.into());
    let edits = vec![Edit::delete(open), Edit::delete(close)];
    Diagnostic::new(&codes::UNEXPECTED_TEXT, open, "a list holds values, not another list")
        .help("one pair of parentheses is enough")
        .fix(Fix::safe("leave the inner parentheses out", edits))
}
