//! Text that nothing takes: a misspelt clause, a habit of another language, or neither.

use amq_schema::{Clause, Subject, codes};
use amq_syntax::{After, CLAUSE_WORDS, CONNECTIVES, RESERVED, TextRange, TextSize, quote};

use crate::{
    Diagnostic, Edit, Fix,
    checker::Checker,
    near::{Near, near},
};

/// What stands before `by` elsewhere, and says no more than it.
const GROUPS: [&str; 6] = ["group", "grouped", "split", "segmented", "broken down", "breakdown"];

impl Checker<'_> {
    /// Says what is wrong with text that nothing takes. `head` is its first word or sign.
    pub(crate) fn stray(&mut self, all: TextRange, head: TextRange, after: After, before_by: bool) {
        self.broken = true;
        self.has_stray = true;
        let text = self.str(head);
        if text.starts_with('$') {
            self.mention(self.whole_name(head));
        }
        if after == After::Formula && self.is_argument(head) || self.closes_inner(head) {
            return;
        }
        if after == After::Body && self.group_by(head).is_some() {
            self.told_in_body(head.end());
        }
        let diagnostic = if let Some(habit) = self.habit(all, head, before_by) {
            habit
        } else if let Some(near_miss) = self.near_miss(all, head, after) {
            near_miss
        } else if text.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            if let Some(meant) = self.near_clause(head, text, after).first() {
                self.note_clause(all, meant);
            }
            self.unknown_clause(head, text, after)
        } else {
            self.unexpected(all, head, after)
        };
        self.note_hidden(all, &diagnostic);
        if text == ";" {
            self.told.push(TextRange::new(head.end(), TextSize::of(self.text)));
        }
        self.told.extend(self.comment(head));
        if let Some(close) = self.inner_close(head, after) {
            let outer = self.gap_end(close.end());
            self.told.push(TextRange::new(close.end(), outer));
        }
        if diagnostic.range == head && text.eq_ignore_ascii_case("order") {
            self.told.push(TextRange::new(head.end(), self.order_end(head)));
        }
        let ends_before = diagnostic.range.end() <= head.start();
        // Its words were read as something else, too.
        if ends_before || diagnostic.range != all && diagnostic.range.contains_range(head) {
            self.told.push(diagnostic.range);
        }
        self.say(diagnostic);
    }

    /// A habit from SQL and elsewhere.
    fn habit(&self, all: TextRange, head: TextRange, before_by: bool) -> Option<Diagnostic> {
        let text = self.str(head);
        let foreign = |message: String| Diagnostic::new(&codes::FOREIGN_SYNTAX, head, message);
        if text == ";" {
            let removed = self.with_gap_before(head);
            let diagnostic = foreign("a statement needs no `;` at its end".to_owned());
            if all != head {
                let end = self.gap_end(head.end());
                let range = TextRange::new(removed.start(), end);
                return Some(
                    diagnostic
                        .help("start the next statement on a line of its own")
                        .fix(Fix::replace("start a line instead", range, "\n")),
                );
            }
            return Some(
                diagnostic
                    .help("leave the `;` out")
                    .fix(Fix::safe("leave the `;` out", vec![Edit::delete(removed)])),
            );
        }
        if let Some(comment) = self.comment_habit(head) {
            return Some(comment);
        }
        if matches!(text.chars().next(), Some('\'' | '“' | '‘')) && text.chars().count() > 1 {
            return Some(self.single_quotes(head));
        }
        let folded = text.to_lowercase();
        if folded == "order"
            && (before_by || self.rest(head.end()).to_lowercase().starts_with("by "))
        {
            return Some(self.no_order(head));
        }
        let whole = self.str(all);
        if before_by && GROUPS.contains(&whole.to_lowercase().as_str()) {
            let removed = self.with_gap_before(all);
            let text = whole;
            return Some(
                Diagnostic::new(&codes::FOREIGN_SYNTAX, all, format!("`{text} by` is just `by`"))
                    .help("write `by`")
                    .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
            );
        }
        if text == "conversion" && self.rest(head.end()).starts_with("window ") {
            let removed = self.with_gap_before(head);
            return Some(
                foreign("`conversion window` is just `window`".to_owned())
                    .help("write `window 7d`")
                    .fix(Fix::safe(format!("leave `{text}` out"), vec![Edit::delete(removed)])),
            );
        }
        let keyword = CLAUSE_WORDS.iter().chain(CONNECTIVES).chain(RESERVED).chain(&["to"]);
        let mut keyword = keyword.filter(|word| **word == folded && text != folded);
        if keyword.next().is_some() {
            return Some(
                foreign(format!("keywords are lower case: `{folded}`, not `{text}`"))
                    .help(format!("write `{folded}`"))
                    .fix(Fix::replace(format!("write `{folded}`"), head, folded)),
            );
        }
        if folded == "group" {
            let rest = self.str(all).get(text.len()..)?.trim_start();
            if rest.get(..2).is_some_and(|by| by.eq_ignore_ascii_case("by")) {
                let end = all.end() - amq_syntax::TextSize::of(rest.get(2..)?);
                let by = TextRange::new(head.start(), end);
                return Some(
                    foreign(format!("`{}` is just `by`", self.str(by)))
                        .help("write `by`")
                        .fix(Fix::replace("write `by`", by, "by")),
                );
            }
        }
        None
    }

    /// `order by`, wherever it is written.
    pub(crate) fn no_order(&self, head: TextRange) -> Diagnostic {
        let message = format!("the language has no `{} by`", self.str(head));
        let removed = self.with_gap_before(TextRange::new(head.start(), self.order_end(head)));
        Diagnostic::new(&codes::FOREIGN_SYNTAX, head, message)
            .help("leave it out: the API orders its answers itself, and `limit` keeps the largest groups")
            .fix(Fix::uncertain("leave it out", vec![Edit::delete(removed)]))
    }

    /// Where `order by` ends: by what, and whether up or down, goes with it.
    fn order_end(&self, order: TextRange) -> TextSize {
        let behind_by = self.rest(order.end()).get(2..).unwrap_or_default();
        self.condition_end(self.place_of(behind_by))
    }

    fn unknown_clause(&self, head: TextRange, text: &str, after: After) -> Diagnostic {
        let near = self.near_clause(head, text, after);
        if text.eq_ignore_ascii_case("or") && after == After::Clause {
            let message = "events and clauses are not joined by `or`";
            return Diagnostic::new(&codes::UNKNOWN_CLAUSE, head, message)
                .help(self.what_fits(after, head));
        }
        let message = match after {
            After::Statement => format!("`{text}` comes after the end of the definition"),
            After::Body => format!("`{text}` is neither `and` nor `by`"),
            _ => format!("no clause begins with `{text}`"),
        };
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_CLAUSE, head, message);
        if let Some(meant) = self.synonym(text, after) {
            let fix = Fix::replace(format!("write `{meant}`"), head, meant);
            return diagnostic.help(format!("write `{meant}`")).fix(fix.unsure());
        }
        diagnostic = match near.list() {
            Some(list) => diagnostic.help(format!("write {list}")),
            None => diagnostic.help(self.what_fits(after, head)),
        };
        // A word that has a place elsewhere is not misspelt.
        let elsewhere =
            RESERVED.contains(&text) || Self::words_after(After::Statement).contains(&text);
        let sure = near.is_unique() && !elsewhere;
        for found in near.all() {
            let fix = Fix::replace(format!("write `{found}`"), head, *found);
            diagnostic = diagnostic.fix(if sure { fix } else { fix.unsure() });
        }
        diagnostic.fix(self.event_of_words(head).filter(|_| near.first().is_none()))
    }

    /// `funnel Sign Up -> Purchase`: an event of two words.
    pub(crate) fn event_of_words(&self, head: TextRange) -> Option<Fix> {
        let event = self.event_ends().next_back().filter(|it| self.touches(it.name_end, head))?;
        let first = self.word_before(event.name_end);
        let rest = self.rest(head.end());
        let next = rest.split_whitespace().next().unwrap_or_default();
        let arrow = self.endpoint.is_some_and(|it| it.subject.is_arrow());
        let ends = ["->", ","].contains(&next)
            || !arrow && (next.is_empty() || CLAUSE_WORDS.contains(&next));
        let group = next == "by" && near(self.str(head), ["group", "order"]).first().is_some();
        if first.is_empty()
            || first.end() != event.name_end
            || event.body.is_some()
            || !ends
            || group
        {
            return None;
        }
        let quoted = quote(&format!("{} {}", self.str(first), self.str(head)));
        Some(Fix::replace(format!("write `{quoted}`"), first.cover(head), quoted).unsure())
    }

    /// The words near one that no clause begins with: those that fit what follows it, or else all.
    fn near_clause(&self, head: TextRange, text: &str, after: After) -> Near<'static> {
        let closed = self.is_let() || after == After::Body;
        let open: Vec<&str> =
            self.open_clause_words().filter(|word| !closed && *word != text).collect();
        let words = Self::words_after(after).iter().copied().filter(|word| *word != text);
        let fitting = open.iter().copied().filter(|word| self.fits(word, head));
        let found = near(text, words.chain(fitting));
        if found.first().is_some() {
            return found;
        }
        let found = near(text, open);
        // A joint with a condition behind it was told by the grammar.
        let joints = matches!(after, After::Segment | After::Performed);
        if found.first().is_some() || !joints { found } else { near(text, ["and", "vs"]) }
    }

    /// Whether a clause of this word can go on like the text after `head`: with a number or date,
    /// or without.
    fn fits(&self, word: &str, head: TextRange) -> bool {
        let rest = self.rest(head.end());
        if !rest.starts_with(|next: char| next.is_ascii_digit()) {
            return true;
        }
        let forms = amq_schema::CLAUSES.iter().flat_map(|row| row.forms);
        let mut places =
            forms.filter_map(|form| form.strip_prefix(word)?.strip_prefix(' ')?.split(' ').next());
        places.any(|it| it == "D" || it == "N" || it.starts_with(|at: char| at.is_ascii_digit()))
    }

    /// The words, other than those of clauses, that could have gone on.
    fn words_after(after: After) -> &'static [&'static str] {
        match after {
            After::Performed => &["within", "rolling"],
            After::Body => &["and", "by"],
            After::Bins => &["step"],
            After::Users => &["users"],
            After::Range => &["to"],
            After::Statement => &["and", "to", "within"],
            After::Segment | After::Formula | After::Clause => &[],
        }
    }

    /// The first words of the clauses that the endpoint takes and the query does not have yet.
    pub(crate) fn open_clause_words(&self) -> impl Iterator<Item = &'static str> {
        amq_schema::CLAUSES
            .iter()
            .filter(|row| {
                let taken = self.endpoint.is_none_or(|endpoint| endpoint.takes(row.clause));
                taken && !self.has(row.clause)
            })
            .flat_map(|row| row.words.iter().copied())
    }

    fn what_fits(&self, after: After, head: TextRange) -> String {
        match after {
            After::Statement => {
                return "a definition holds one thing; start the next statement in column 1".into();
            }
            After::Body => {
                return "braces hold filters joined by `and`, then `by` and properties".into();
            }
            _ => {}
        }
        let Some(endpoint) = self.endpoint else {
            return "a clause begins with a word such as `where`, `by` or `last`".to_owned();
        };
        let clauses: Vec<String> = amq_schema::CLAUSES
            .iter()
            .filter(|row| endpoint.takes(row.clause) && row.clause != Clause::With)
            .flat_map(|row| match row.clause {
                // Most ranges begin with it.
                Clause::Range => vec![row.clause.name(), "last"],
                clause => vec![clause.name()],
            })
            .map(|word| format!("`{word}`"))
            .collect();
        if let Subject::Chart([form]) = endpoint.subject {
            return format!("a chart takes no clauses, only `{}` behind its identifier", form.text);
        }
        if clauses.is_empty() {
            return format!("`{}` takes no clauses", endpoint.name);
        }
        if self.event_ends().next_back().is_some_and(|it| self.touches(it.name_end, head)) {
            let joint = if endpoint.subject.is_arrow() { "->" } else { "," };
            return format!(
                "an event of several words needs quotes, `\"Play Song\"`; events are \
                 joined by `{joint}`"
            );
        }
        format!("`{}` takes {}", endpoint.name, clauses.join(", "))
    }
}
