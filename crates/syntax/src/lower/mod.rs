//! The grammar's nodes to the tree. One pass, no recursion beyond the grammar's own capped depth.

mod clause;
mod condition;
mod event;
mod query;
mod value;

use text_size::{TextRange, TextSize};

use crate::{
    ast::{Definition, Kind, Let, Statement, Use},
    error::{After, Missing, SyntaxError, SyntaxErrorKind as Wrong},
    grammar::{Found, Node, Rule},
    split::Span,
    text::{count, slice},
};

/// How deeply brackets may be nested; the parser and the lowering recurse that deep at most.
pub const MAX_DEPTH: usize = 64;

/// How many errors are kept of one statement; nobody reads that far.
const MOST_ERRORS: usize = 1000;

/// Reads the statement of a text that stands at a place; `found` is where its nodes are kept.
pub(crate) fn read(text: &str, span: &Span, found: &mut Found) -> Statement {
    let text = slice(text, span.range);
    if !is_shallow(text) {
        return unread(text);
    }
    found.read(text);
    statement(text, found, span.indented)
}

fn statement(text: &str, found: &Found, indented: bool) -> Statement {
    let mut tree = Tree { text, nodes: &found.nodes, errors: Vec::new() };
    let kind = tree.kind();
    let mut errors = tree.errors;
    if indented {
        let indent = text.len() - text.trim_start().len();
        errors.push(SyntaxError {
            kind: Wrong::Indented,
            range: TextRange::new(0.into(), (indent as u32).into()),
        });
    }
    errors.extend(found.odd.iter().map(|odd| SyntaxError {
        kind: Wrong::OddBlank,
        range: TextRange::new((odd.start as u32).into(), (odd.end as u32).into()),
    }));
    let comments = found.comments.iter();
    let comments = comments.map(|&(start, end)| TextRange::new(start.into(), end.into()));
    Statement { len: TextSize::of(text), kind, comments: comments.collect(), errors }
}

/// A statement that is nested too deeply.
fn unread(text: &str) -> Statement {
    let end = TextSize::of(text.lines().next().unwrap_or_default());
    let range = TextRange::new(0.into(), end);
    let errors = vec![SyntaxError { kind: Wrong::TooDeep, range }];
    Statement { len: TextSize::of(text), kind: Kind::Unread, comments: Vec::new(), errors }
}

/// Whether brackets are nested no deeper than the grammar may recurse; only formulas recurse.
fn is_shallow(text: &str) -> bool {
    if count(text, b'(') <= MAX_DEPTH {
        return true;
    }
    let mut lines = text.lines().skip_while(|line| !line.contains("formula"));
    lines.try_fold(0, deepen).is_some()
}

/// How deep brackets are nested behind a line, if never too deep in it.
///
/// No formula goes past a quote, so there the count begins anew. Behind a quote of another kind, what
/// is a string and what a comment depends on the place: there, what opens is counted and nothing else.
fn deepen(depth: usize, line: &str) -> Option<usize> {
    let mut depth = depth;
    let mut signs = line.bytes();
    let mut plain = true;
    while let Some(sign) = signs.next() {
        match sign {
            b'(' => depth += 1,
            b')' if plain => depth = depth.saturating_sub(1),
            b'#' if plain => break,
            b'"' if plain => {
                depth = 0;
                while let Some(inner) = signs.next().filter(|it| *it != b'"') {
                    if inner == b'\\' {
                        signs.next();
                    }
                }
            }
            // The other quotes are signs of several bytes.
            b'\'' | 128.. => plain = false,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return None;
        }
    }
    Some(depth)
}

/// The nodes of one statement, and the errors found in them so far.
struct Tree<'a> {
    text: &'a str,
    nodes: &'a [Node],
    errors: Vec<SyntaxError>,
}

/// The place of a node in the list.
type At = usize;

impl<'a> Tree<'a> {
    fn kind(&mut self) -> Kind {
        match self.rule(0) {
            Rule::use_file => Kind::Use(self.use_file(0)),
            Rule::let_name => Kind::Let(self.let_name(0)),
            _ => Kind::Query(self.query(0)),
        }
    }

    fn use_file(&mut self, at: At) -> Use {
        let mut path = None;
        for child in self.children(at) {
            match self.rule(child) {
                Rule::string => {
                    self.check_escapes(child);
                    path = Some(self.range(child));
                }
                Rule::open_string => self.wrong(Wrong::OpenString, child),
                Rule::single_quoted => self.wrong(Wrong::SingleQuotes, child),
                Rule::bad_path => self.wrong(Wrong::BarePath, child),
                Rule::missing_path => self.missing(Missing::Path, child),
                Rule::rest => self.stray(child, After::Statement),
                _ => {}
            }
        }
        Use { path }
    }

    fn let_name(&mut self, at: At) -> Let {
        let mut name = None;
        let mut definition = None;
        for child in self.children(at) {
            match self.rule(child) {
                Rule::dollar if name.is_none() => name = self.dollar(child),
                Rule::bad_name => self.wrong(Wrong::BareName, child),
                Rule::missing_name => self.missing(Missing::Dollar, child),
                Rule::missing_equals => self.missing_once(0, Missing::Equals, child),
                Rule::missing_value => self.missing_once(0, Missing::Definition, child),
                Rule::rest => self.stray(child, After::Statement),
                Rule::bad_equals => self.wrong(Wrong::BadEquals, child),
                Rule::equals => {}
                _ => definition = self.definition(child),
            }
        }
        Let { name, definition }
    }

    fn definition(&mut self, at: At) -> Option<Definition> {
        match self.rule(at) {
            Rule::segments => self.clause(at).map(Definition::Segments),
            Rule::event_definition => {
                let inner = self.children(at).next()?;
                if self.rule(inner) == Rule::missing_event {
                    self.missing(Missing::Event, inner);
                    return None;
                }
                Some(Definition::Event(self.event(inner)))
            }
            Rule::from
            | Rule::last
            | Rule::during
            | Rule::on
            | Rule::today
            | Rule::yesterday
            | Rule::this
            | Rule::previous => self.clause(at).map(Definition::Range),
            _ => self.values(at).map(Definition::Values),
        }
    }

    // ---- the list of nodes ---------------------------------------------------------------------

    fn node(&self, at: At) -> Node {
        const NOTHING: Node = Node { rule: Rule::statement, start: 0, end: 0, next: u32::MAX };
        self.nodes.get(at).copied().unwrap_or(NOTHING)
    }

    fn rule(&self, at: At) -> Rule {
        self.node(at).rule
    }

    fn range(&self, at: At) -> TextRange {
        let node = self.node(at);
        TextRange::new(node.start.into(), node.end.into())
    }

    /// What a node holds, without the gap that may end it.
    fn extent(&self, at: At) -> TextRange {
        let range = self.range(at);
        let end = self.children(at).last().map_or(range.end(), |last| self.range(last).end());
        TextRange::new(range.start(), end)
    }

    fn str(&self, at: At) -> &'a str {
        let node = self.node(at);
        self.text.get(node.start as usize..node.end as usize).unwrap_or_default()
    }

    fn children(&self, at: At) -> Children<'a> {
        Children { nodes: self.nodes, next: at + 1, end: self.node(at).next as usize }
    }

    // ---- errors --------------------------------------------------------------------------------

    fn wrong(&mut self, kind: Wrong, at: At) {
        self.wrong_at(kind, self.range(at));
    }

    fn wrong_at(&mut self, kind: Wrong, range: TextRange) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(SyntaxError { kind, range });
        }
    }

    fn missing(&mut self, piece: Missing, at: At) {
        self.wrong(Wrong::Missing(piece), at);
    }

    /// A missing piece, unless one before it is missing too, after the first `known` mistakes.
    fn missing_once(&mut self, known: usize, piece: Missing, at: At) {
        let missing = |error: &SyntaxError| matches!(error.kind, Wrong::Missing(_));
        if !self.errors.iter().skip(known).any(missing) {
            self.missing(piece, at);
        }
    }

    /// Text that nothing takes, unless an error that ends right before it says why.
    fn stray(&mut self, at: At, after: After) {
        let range = self.range(at);
        let before = self.text.get(..range.start().into()).unwrap_or_default().trim_end();
        let explained = self.errors.last().is_some_and(|error| {
            let complete = matches!(error.kind, Wrong::SingleQuotes | Wrong::Unquoted);
            !complete
                && error.range.end() >= TextSize::of(before)
                && error.range.end() <= range.start()
        });
        if explained {
            return;
        }
        let first = self.children(at).next().map_or(range, |first| self.range(first));
        if slice(self.text, first).starts_with('"') && !self.is_closed(first) {
            return self.wrong_at(Wrong::OpenString, first);
        }
        let next = self.node(at).next as usize;
        let before_by = self.rule(next) == Rule::group;
        self.wrong_at(Wrong::Stray { after, first, before_by }, range);
    }

    /// Whether a text that begins with a quote ends with its closing one.
    fn is_closed(&self, range: TextRange) -> bool {
        let text = slice(self.text, range);
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        inner.is_some_and(|inner| {
            inner.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0
        })
    }
}

/// The direct children of a node.
#[derive(Clone)]
struct Children<'a> {
    nodes: &'a [Node],
    next: At,
    end: At,
}

impl Iterator for Children<'_> {
    type Item = At;

    fn next(&mut self) -> Option<At> {
        let at = self.next;
        if at >= self.end {
            return None;
        }
        self.next = self.nodes.get(at)?.next as usize;
        Some(at)
    }
}
