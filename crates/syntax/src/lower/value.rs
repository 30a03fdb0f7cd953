//! Values, strings, `$names`, days and durations.

use text_size::{TextRange, TextSize};

use super::{At, Tree};
use crate::{
    ast::{Day, Duration, Unit, Value, ValueKind, Values},
    error::{LengthOf, Missing, SyntaxErrorKind as Wrong},
    grammar::Rule,
    text::{is_identifier, is_word, unescape},
};

impl Tree<'_> {
    pub(super) fn values(&mut self, at: At) -> Option<Values> {
        self.values_as(at, Self::value)
    }

    /// Values that are identifiers, and so need no quotes.
    pub(super) fn identifiers(&mut self, at: At) -> Option<Values> {
        self.values_as(at, Self::identifier)
    }

    fn values_as(&mut self, at: At, value: fn(&mut Self, At) -> Value) -> Option<Values> {
        let range = self.range(at);
        match self.rule(at) {
            Rule::list => Some(Values { range, list: true, items: self.list(at, value) }),
            Rule::missing_value => {
                self.missing(Missing::Value, at);
                None
            }
            _ => Some(Values { range, list: false, items: vec![value(self, at)] }),
        }
    }

    /// The values of a list; between two of them stands one comma, and one may end the list.
    fn list(&mut self, at: At, value: fn(&mut Self, At) -> Value) -> Vec<Value> {
        // Every second child is a comma.
        let mut items: Vec<Value> = Vec::with_capacity(self.children(at).count().div_ceil(2));
        let mut expects_value = true;
        let mut said = false;
        for child in self.children(at) {
            match self.rule(child) {
                _ if said => {}
                Rule::comma if expects_value => self.missing(Missing::Value, child),
                Rule::comma => expects_value = true,
                Rule::bad_comma if !expects_value => {
                    self.wrong(Wrong::BadComma, child);
                    expects_value = true;
                }
                Rule::missing_paren => {
                    let open = TextRange::at(self.range(at).start(), 1.into());
                    self.wrong_at(Wrong::OpenBracket('('), open);
                    said = true;
                }
                Rule::nested => {
                    self.wrong(Wrong::NestedList, child);
                    expects_value = false;
                    said = true;
                }
                Rule::list_junk => {
                    self.stray(child, crate::After::Clause);
                    said = true;
                }
                // What looks like a value begins right at a quote: one quote is missing.
                rule if !expects_value
                    && rule != Rule::dollar
                    && items
                        .last()
                        .is_some_and(|it| it.range.end() == self.range(child).start()) =>
                {
                    let last = items.last().map(|it| it.range).unwrap_or_default();
                    self.wrong_at(Wrong::OpenString, last);
                    said = true;
                }
                _ => {
                    if !expects_value {
                        let after = items.last().map_or(TextSize::new(0), |it| it.range.end());
                        self.wrong_at(Wrong::Missing(Missing::Comma), TextRange::empty(after));
                    }
                    items.push(value(self, child));
                    expects_value = false;
                }
            }
        }
        if items.is_empty() && !said {
            self.missing(Missing::Value, at);
        }
        items
    }

    fn identifier(&mut self, at: At) -> Value {
        let bare = matches!(self.rule(at), Rule::unquoted | Rule::constant);
        if bare && is_identifier(self.str(at)) {
            return Value { range: self.range(at), kind: ValueKind::Identifier };
        }
        self.value(at)
    }

    pub(super) fn value(&mut self, at: At) -> Value {
        let kind = match self.rule(at) {
            Rule::string => {
                self.check_escapes(at);
                ValueKind::Quoted
            }
            Rule::date => ValueKind::Date,
            Rule::number => ValueKind::Number,
            Rule::constant => ValueKind::Constant,
            Rule::dollar => match self.dollar(at) {
                Some(_) => ValueKind::Dollar,
                None => ValueKind::Wrong,
            },
            wrong => {
                let kind = match wrong {
                    Rule::open_string => Wrong::OpenString,
                    Rule::single_quoted => Wrong::SingleQuotes,
                    _ => Wrong::Unquoted,
                };
                self.wrong(kind, at);
                ValueKind::Wrong
            }
        };
        Value { range: self.range(at), kind }
    }

    pub(super) fn check_escapes(&mut self, at: At) {
        let range = self.range(at);
        let text = self.str(at);
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        if let Err((place, length)) = unescape(inner) {
            let start = range.start() + TextSize::new(1 + place as u32);
            let length = TextSize::new(length as u32).min(range.end() - start);
            self.wrong_at(Wrong::BadEscape, TextRange::at(start, length));
        }
    }

    /// A `$name`, if it is one.
    pub(super) fn dollar(&mut self, at: At) -> Option<TextRange> {
        let named = self.str(at).strip_prefix('$').is_some_and(is_word);
        if !named {
            self.wrong(Wrong::BadDollar, at);
        }
        named.then(|| self.range(at))
    }

    pub(super) fn dollar_or_start(&mut self, at: At) -> TextRange {
        self.dollar(at).unwrap_or_else(|| TextRange::empty(self.range(at).start()))
    }

    pub(super) fn day(&mut self, at: At) -> Option<Day> {
        let range = self.range(at);
        match self.rule(at) {
            Rule::date => return Some(Day::Date(range)),
            Rule::today => return Some(Day::Today(range)),
            Rule::yesterday => return Some(Day::Yesterday(range)),
            Rule::missing_day => self.missing(Missing::Day, at),
            _ => self.wrong(Wrong::BadDay, at),
        }
        None
    }

    pub(super) fn duration(&mut self, at: At, of: LengthOf) -> Option<Duration> {
        match self.rule(at) {
            Rule::duration => {
                let (text, range) = (self.str(at), self.range(at));
                let digits =
                    text.len() - text.trim_start_matches(|it: char| it.is_ascii_digit()).len();
                let number = TextRange::at(range.start(), TextSize::new(digits as u32));
                let unit = Unit::from_text(text.get(digits..)?)?;
                return Some(Duration { range, number, unit });
            }
            Rule::missing_duration => self.missing(Missing::Duration, at),
            _ => self.wrong(Wrong::BadLength(of), at),
        }
        None
    }

    pub(super) fn amount(&mut self, at: At) -> Option<TextRange> {
        match self.rule(at) {
            Rule::number | Rule::bin_number => return Some(self.range(at)),
            Rule::missing_number => self.missing(Missing::Number, at),
            _ => self.wrong(Wrong::BadNumber, at),
        }
        None
    }

    pub(super) fn plain_word(&mut self, at: At) -> Option<TextRange> {
        match self.rule(at) {
            Rule::missing_word => self.missing(Missing::Word, at),
            Rule::bad_word => self.wrong(Wrong::QuotedWord, at),
            _ => return Some(self.range(at)),
        }
        None
    }
}
