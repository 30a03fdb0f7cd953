//! Signs that nothing takes.

use amq_schema::{Subject, codes};
use amq_syntax::{
    After, TextRange, TextSize,
    ast::{ClauseKind, Event, Form, Head, Name, Part},
    quote,
};

use crate::{Diagnostic, Edit, Fix, checker::Checker, missing::closing_paren};

/// What people write between the steps of a funnel.
const JOINTS: [char; 5] = ['-', '—', '|', '>', '–'];

impl Checker<'_> {
    pub(crate) fn unexpected(&self, all: TextRange, head: TextRange, after: After) -> Diagnostic {
        let text = self.str(head);
        if text.starts_with('$') {
            return self.stray_name(head);
        }
        let shown: String = text.chars().take(20).collect();
        let message = match text {
            "(" => "conditions and clauses take no parentheses here".to_owned(),
            "`" => "a name is put in double quotes, not in backticks".to_owned(),
            _ => format!("nothing here takes `{shown}`"),
        };
        // A sign alone can go; what follows it may be right without it.
        let alone = after != After::Statement && [",", "->"].contains(&text);
        let only_commas = self.str(all).trim_matches([',', ' ']).is_empty();
        let removed = self.with_gap_before(if alone && !only_commas { head } else { all });
        let own = self.unseen(head).or_else(|| self.parted_number(all, head));
        if let Some(said) = own.or_else(|| self.inner_braces(head, after)) {
            return said;
        }
        if let Some(fix) = self.quoted_event(all, head) {
            return Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                .help("a name that has such signs needs quotes")
                .fix(fix);
        }
        if let Some(fix) = self.braces(all, head) {
            return Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                .help("the filters of an event stand in braces: `Purchase{price > 3}`")
                .fix(fix);
        }
        // What follows it may be all that is meant.
        let behind = self.text.get(removed.end().into()..).unwrap_or_default();
        let blank = if behind.starts_with(char::is_alphanumeric) { " " } else { "" };
        let leave = Fix::replace("leave it out", removed, blank).unsure();
        let number = text.starts_with(|it: char| it.is_ascii_digit());
        let fix = (alone || all == head && !number).then_some(leave);
        Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message).help(self.instead(head)).fix(fix)
    }

    /// What to write instead of a sign.
    fn instead(&self, head: TextRange) -> &'static str {
        let text = self.str(head);
        let clause = self.clause_before(head);
        let value = self.rest(head.end()).trim_start_matches(['=', ' ']);
        let compares = value.starts_with(|it: char| it.is_ascii_digit());
        let subject = self.endpoint.map(|it| it.subject).filter(|_| clause.is_none());
        let arrow = subject.is_some_and(Subject::is_arrow);
        match text {
            "(" => "parentheses hold lists of values: `city is (\"Paris\", \"Lyon\")`",
            "[" if clause.is_some_and(|it| matches!(it.kind, ClauseKind::Mode(_))) => {
                "brackets of days are written `0-4, 5-9`, both ends included"
            }
            "[" if arrow => "events are joined by `->`, without brackets",
            "[" => "leave the brackets out",
            "<" | ">" | "=" if compares && subject.is_some() && !self.events.is_empty() => {
                "the filters of an event stand in braces: `Purchase{price > 3}`"
            }
            _ if arrow && text.starts_with(JOINTS) => "events are joined by `->`",
            "^" => "a power is written `POWER(A, 2)`",
            _ if text.starts_with(['"', ',', '-', '}', ')']) || text.parse::<f64>().is_ok() => {
                "leave it out"
            }
            _ => "leave it out, or put a name that has such signs in quotes",
        }
    }

    /// A sign without width, which comes with text that is copied.
    pub(crate) fn unseen(&self, place: TextRange) -> Option<Diagnostic> {
        let sign = self.str(place).chars().next()?;
        let head = TextRange::at(place.start(), TextSize::of(sign));
        let unseen = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'].contains(&sign);
        unseen.then(|| {
            let message = format!("a sign without width stands here, U+{:04X}", sign as u32);
            Diagnostic::new(&codes::UNEXPECTED_TEXT, head, message)
                .help("leave it out")
                .fix(Fix::safe("leave it out", vec![Edit::delete(head)]))
        })
    }

    /// `1 000`: a blank between the digits of a number.
    fn parted_number(&self, all: TextRange, group: TextRange) -> Option<Diagnostic> {
        const GROUP: usize = 3;
        let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        let (text, first) = (self.str(group), self.word_before(group.start()));
        let apart = group.start().checked_sub(first.end())? == TextSize::new(1);
        let before = self.text.get(..first.start().into())?;
        let begins = before.ends_with([' ', '>', '<', '=', '(']);
        let (first, parted) = (self.str(first), text.len() == GROUP && is_number(text));
        let fits = all == group && parted && apart && begins && (1..=GROUP).contains(&first.len());
        (fits && is_number(first)).then(|| {
            let blank = TextRange::new(group.start() - TextSize::new(1), group.start());
            Diagnostic::new(
                &codes::UNEXPECTED_TEXT,
                group,
                "a number has no blank between its digits",
            )
            .help(format!("write `{first}{text}`"))
            .fix(Fix::uncertain("leave the blank out", vec![Edit::delete(blank)]))
        })
    }

    /// `Purchase{{price > 3}}`: the inner of two pairs of braces.
    fn inner_braces(&self, head: TextRange, after: After) -> Option<Diagnostic> {
        let close = self.inner_close(head, after)?;
        let edits = vec![Edit::delete(head), Edit::delete(close)];
        Some(
            Diagnostic::new(&codes::UNEXPECTED_TEXT, head, "one pair of braces is enough")
                .help("leave the inner braces out")
                .fix(Fix::safe("leave the inner braces out", edits)),
        )
    }

    /// Whether a brace is the outer end of two pairs, which is told of where they begin.
    pub(crate) fn closes_inner(&self, brace: TextRange) -> bool {
        let Some(Part::Event(Event { body: Some(body), .. })) = self.events.last() else {
            return false;
        };
        let inner = self.token(body.range.start() + TextSize::new(1)).start();
        let close = self.inner_close(TextRange::at(inner, 1.into()), After::Body);
        self.str(brace) == "}" && close.is_some_and(|it| self.touches(it.end(), brace))
    }

    /// Where the inner of two pairs of braces ends.
    pub(crate) fn inner_close(&self, head: TextRange, after: After) -> Option<TextRange> {
        let before = self.text.get(..head.start().into())?;
        if after != After::Body || self.str(head) != "{" || !before.trim_end().ends_with('{') {
            return None;
        }
        let inside = self.text.get(head.end().into()..)?;
        let close = inside.find(['{', '}', '"', '\n'])?;
        inside.get(close..)?.strip_prefix('}')?.trim_start().strip_prefix('}')?;
        Some(TextRange::at(head.end() + TextSize::new(close as u32), 1.into()))
    }

    /// The name of an event, without quotes although it has signs in it: `Page/View`,
    /// `[Amplitude] Start Session`, or with backticks around it.
    fn quoted_event(&self, all: TextRange, head: TextRange) -> Option<Fix> {
        let is_event = matches!(self.endpoint?.subject, Subject::Events { .. });
        if !is_event || self.clause_before(head).is_some() {
            return None;
        }
        let text = self.str(all);
        let (start, name, length) = match self.str(head) {
            "`" => {
                let name = text.get(1..)?.split_once('`')?.0;
                (head.start(), name, name.len() + 2)
            }
            "[" if self.events.is_empty() && text.contains(']') => {
                let name = text.split(['{', ',', '\n']).next()?.split(" ->").next()?.trim_end();
                name.find(']')?;
                (head.start(), name, name.len())
            }
            sign if ["/", ":", "&", "!", "?", "%", "+", "*", "|", "@", "'"].contains(&sign) => {
                let event = self.event_before(head.start())?;
                let word = self.text.get(event.start().into()..all.end().into())?;
                let signs = [' ', '\t', '\r', '\n', ',', '{', '}', '(', ')', '"'];
                let name = word.split(signs).next()?;
                (event.start(), name, name.len())
            }
            _ => return None,
        };
        let range = TextRange::at(start, TextSize::new(length as u32));
        Some(Fix::replace("put the name in quotes", range, quote(name)).unsure())
    }

    /// `Purchase(price > 3)`.
    fn braces(&self, all: TextRange, head: TextRange) -> Option<Fix> {
        let open = self.str(head);
        if !["(", "["].contains(&open) || self.clause_before(head).is_some() {
            return None;
        }
        self.event_before(head.start())?;
        let close = if open == "(" {
            closing_paren(self.str(all))?
        } else {
            let close = self.str(all).find(']')?;
            self.str(all)
                .get(..close)
                .filter(|it| it.contains(['<', '>', '=']) || it.contains(" is "))?;
            close
        };
        let close = TextRange::at(all.start() + TextSize::new(close as u32), 1.into());
        let edits = vec![Edit::new(head, "{"), Edit::new(close, "}")];
        Some(Fix::uncertain("write braces", edits))
    }

    /// The bare name, without a body, of the event that ends at a place.
    fn event_before(&self, end: TextSize) -> Option<TextRange> {
        let Part::Event(Event { head: Head::Name(name), body: None, .. }) = self.events.last()?
        else {
            return None;
        };
        let Name { form: Form::Bare, range, .. } = name else { return None };
        (range.end() == end).then_some(*range)
    }
}
