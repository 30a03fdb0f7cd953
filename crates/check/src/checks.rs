//! A file's check, kept statement by statement, so that an edit checks again what it touched and
//! what depends on that.

mod report;

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use amq_schema::Code;
use amq_syntax::{
    Changed, Parse, Placed, Span, TextRange, TextSize,
    ast::{self, Kind as Statement},
    parse_statement, slice,
};
use smol_str::SmolStr;

use crate::{
    Analysis, Checked, Context, Definition, Diagnostic, Exports, Import, Query, Scope,
    allow::{self, Above},
    definitions::{Definitions, definitions, may_name},
    idle::idle,
    labels,
    piece::{Piece, PieceKind},
    statement::{self, How, Outcome},
};

/// What a file says and what is wrong with it, statement by statement.
///
/// ```
/// use jiff::civil::date;
/// let context = amq_check::Context::new(date(2021, 9, 30));
/// let mut text = "users new\nusers old\n".to_owned();
/// let mut parse = amq_syntax::parse(&text);
/// let mut checks = amq_check::Checks::new(&text, &parse, &context, &[]);
/// text.replace_range(16..19, "active");
/// let changed = amq_syntax::reparse(&mut parse, &text, amq_syntax::TextRange::new(16.into(), 19.into()), 6.into());
/// checks.update(&text, &parse, &context, &[], &changed);
/// assert!(checks.diagnostics(&text, &parse, &context).is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Checks {
    pieces: Vec<Arc<Piece>>,
    definitions: Definitions,
    /// The numbers of the statements with something wrong, in order.
    loud: Vec<usize>,
    /// How often each name is mentioned by queries.
    mentioned: BTreeMap<SmolStr, u32>,
    /// How many queries have each label.
    labels: BTreeMap<SmolStr, u32>,
    /// How many labels are given more than once.
    doubled: usize,
    queries: usize,
    /// How many values names stand for in queries, and in how many statements they are too many.
    expanded: usize,
    overfull: usize,
    /// Grows whenever the mentioned names may be others.
    mentions_seen: u64,
    /// Whether nobody asks for the queries, so that none is put together.
    silent: bool,
}

impl Checks {
    /// Checks a whole file.
    pub fn new(text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) -> Self {
        let mut checks = Self::default();
        checks.all(text, parse, context, imports);
        checks
    }

    /// The same, where nobody asks for the queries: they are checked, and not put together.
    pub(crate) fn silent(
        text: &str,
        parse: &Parse,
        context: &Context,
        imports: &[Import<'_>],
    ) -> Self {
        let mut checks = Self { silent: true, ..Self::default() };
        checks.all(text, parse, context, imports);
        checks
    }

    /// What was found of a statement, by its number.
    pub fn piece(&self, statement: usize) -> Option<&Arc<Piece>> {
        self.pieces.get(statement)
    }

    /// The names that the file's statements can mention.
    pub fn scope(&self) -> &Scope {
        &self.definitions.scope
    }

    /// How often the file mentions a name, without its `$`.
    pub fn mentions(&self, name: &str) -> usize {
        let times = |of: &BTreeMap<SmolStr, u32>| of.get(name).map_or(0, |count| *count as usize);
        times(&self.mentioned) + times(&self.definitions.mentions)
    }

    /// The query that the text of one statement would be among the names of this file.
    pub fn query_of(&self, text: &str, context: &Context) -> Option<Query> {
        self.outcome_of(text, context, self.scope())?.query
    }

    /// The same where one more name is known.
    pub fn query_with(
        &self,
        text: &str,
        context: &Context,
        name: &SmolStr,
        definition: &Definition,
    ) -> Option<Query> {
        // All names of a file are too many to copy.
        let mentioned = self.outcome_of(text, context, self.scope())?.mentions;
        let known = mentioned.iter().filter_map(|it| Some((it, self.scope().get(it)?)));
        let scope = Scope::of(known.chain([(name, definition)]));
        self.outcome_of(text, context, &scope)?.query
    }

    fn outcome_of(&self, text: &str, context: &Context, scope: &Scope) -> Option<Outcome> {
        let span = Span { range: TextRange::up_to(TextSize::of(text)), indented: false };
        let read = parse_statement(text, &span);
        let Statement::Query(tree) = &read.kind else { return None };
        let how = How { room: self.definitions.room, wanted: true, times: 0 };
        Some(statement::query(text, &read, tree, context, scope, how))
    }

    /// Every name that the file mentions, without its `$`.
    pub fn mentioned(&self) -> impl Iterator<Item = &SmolStr> {
        self.definitions.mentions.keys().chain(self.mentioned.keys())
    }

    /// A number that is another one whenever [`Self::mentioned`] may be.
    pub fn mentions_seen(&self) -> u64 {
        self.mentions_seen
    }

    /// The names that the file defines.
    pub fn exports(&self, parse: &Parse) -> Exports {
        self.definitions.exports(parse)
    }

    /// Whether the names of used files have to be known for [`Self::update`].
    pub fn needs_imports(&self, parse: &Parse, changed: &Changed) -> bool {
        let old = self.pieces.get(changed.before.clone()).unwrap_or_default();
        let new = parse.statements.get(changed.after.clone()).unwrap_or_default();
        old.iter().any(|piece| piece.is_names())
            || new.iter().any(|it| may_name(&it.statement.kind))
    }

    /// Checks again what an edit touched, and what depends on that.
    pub fn update(
        &mut self,
        text: &str,
        parse: &Parse,
        context: &Context,
        imports: &[Import<'_>],
        changed: &Changed,
    ) {
        let renamed = self.needs_imports(parse, changed);
        self.remove(changed);
        if renamed {
            self.renew_names(text, parse, context, imports);
        }
        for number in changed.after.clone() {
            self.check(number, text, parse, context);
        }
        if self.overfull > 0 || self.expanded > self.definitions.room {
            self.all(text, parse, context, imports);
        }
    }

    /// Checks again what depends on the names of used files.
    pub fn renew(&mut self, text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) {
        self.renew_names(text, parse, context, imports);
        if self.overfull > 0 || self.expanded > self.definitions.room {
            self.all(text, parse, context, imports);
        }
    }

    /// All of it at once.
    pub fn into_analysis(mut self, text: &str, parse: &Parse, context: &Context) -> Analysis {
        let diagnostics = self.take_diagnostics(text, parse, context);
        let unmentioned = self.unmentioned(parse, context);
        let exports = self.exports(parse);
        let definitions = self.definitions.mentions.into_keys();
        let mut mentions: Vec<_> = definitions.chain(self.mentioned.into_keys()).collect();
        mentions.sort_unstable();
        mentions.dedup();
        if self.silent {
            return Analysis { queries: Vec::new(), diagnostics, exports, mentions, unmentioned };
        }
        let mut queries = Vec::with_capacity(self.queries);
        let pieces = self.pieces.into_iter().zip(&parse.statements).enumerate();
        for (statement, (piece, placed)) in pieces.filter(|it| it.1.0.is_query()) {
            let Piece { label, query, .. } = Arc::unwrap_or_clone(piece);
            queries.push(Checked { statement, start: placed.start, label, query });
        }
        Analysis { queries, diagnostics, exports, mentions, unmentioned }
    }

    /// Checks everything, with what there is room for.
    fn all(&mut self, text: &str, parse: &Parse, context: &Context, imports: &[Import<'_>]) {
        let definitions = definitions(text, parse, context, imports);
        let pieces = Vec::with_capacity(parse.statements.len());
        let mentions_seen = self.mentions_seen + 1;
        let silent = self.silent;
        *self = Self { pieces, definitions, mentions_seen, silent, ..Self::default() };
        let empty = Arc::new(Piece::default());
        self.pieces.resize(parse.statements.len(), empty);
        for number in 0..parse.statements.len() {
            self.check(number, text, parse, context);
        }
    }

    /// Checks one statement; what was known of it is forgotten before.
    fn check(&mut self, number: usize, text: &str, parse: &Parse, context: &Context) {
        let Some(placed) = parse.statements.get(number) else { return };
        let allows = allow::any_above(text, placed.start);
        let Above { allowed, wrong } =
            if allows { allow::allowed(text, placed.start) } else { Above::default() };
        let room = self.definitions.room.saturating_sub(self.expanded);
        let mut piece = Piece::default();
        let silenced = allowed.iter().map(|it| it.code).filter(|it| !context.is_firm(it));
        piece.silenced = silenced.collect();
        let mut said = self.definitions.said_of(number);
        match &placed.statement.kind {
            Statement::Query(tree) => {
                said.extend(self.query(&mut piece, text, placed, tree, context, room));
            }
            kind => {
                if may_name(kind) {
                    piece.kind = PieceKind::Names;
                }
                piece.broken =
                    matches!(kind, Statement::Unread) || self.definitions.is_broken(number);
                if !placed.statement.errors.is_empty() {
                    let own = slice(text, placed.range());
                    said.extend(statement::syntax_only(
                        own,
                        &placed.statement,
                        context,
                        self.scope(),
                    ));
                }
            }
        }
        piece.dubious = !placed.statement.errors.is_empty();
        if piece.dubious && matches!(placed.statement.kind, Statement::Query(_)) {
            piece.mentions.extend(dollars(slice(text, placed.range())));
        }
        let reported: Vec<&Code> = match allowed.as_slice() {
            [] => Vec::new(),
            _ => said.iter().map(|it| it.code).collect(),
        };
        piece.say(said, context);
        piece.say_above(wrong, placed.start, context);
        if !allowed.is_empty() {
            let unused = idle(&piece, &allowed, &reported, &placed.statement.kind, context);
            piece.say_above(unused, placed.start, context);
        }
        self.keep(number, piece);
    }

    fn query(
        &self,
        piece: &mut Piece,
        text: &str,
        placed: &Placed,
        tree: &ast::Query,
        context: &Context,
        room: usize,
    ) -> Vec<Diagnostic> {
        let own = slice(text, placed.range());
        let how = How { room, wanted: !self.silent, times: 0 };
        let outcome = statement::query(own, &placed.statement, tree, context, self.scope(), how);
        let misspelt = may_name(&placed.statement.kind);
        piece.kind = if misspelt { PieceKind::MisspeltLet } else { PieceKind::Query };
        piece.expanded = room - outcome.room;
        piece.overfull = outcome.overfull;
        piece.mentions = outcome.mentions;
        piece.query = outcome.query;
        piece.broken = outcome.broken;
        piece.label = tree.label.map(|range| SmolStr::new(slice(own, range)));
        let reserved = piece.label.as_deref().zip(tree.label);
        piece.reserved =
            reserved.and_then(|(label, range)| labels::reserved(label, range)).map(Box::new);
        outcome.diagnostics
    }

    fn keep(&mut self, number: usize, piece: Piece) {
        self.expanded += piece.expanded;
        self.overfull += usize::from(piece.overfull);
        self.queries += usize::from(piece.is_query());
        self.mentions_seen += u64::from(!piece.mentions.is_empty());
        for name in &piece.mentions {
            *self.mentioned.entry(name.clone()).or_default() += 1;
        }
        if let Some(label) = piece.own_label() {
            let count = self.labels.entry(label.clone()).or_default();
            *count += 1;
            self.doubled += usize::from(*count == 2);
        }
        if piece.is_loud()
            && let Err(at) = self.loud.binary_search(&number)
        {
            self.loud.insert(at, number);
        }
        if let Some(slot) = self.pieces.get_mut(number) {
            *slot = Arc::new(piece);
        }
    }

    /// Forgets what is counted of a statement.
    fn forget(&mut self, number: usize) {
        let Some(piece) = self.pieces.get(number).cloned() else { return };
        self.expanded -= piece.expanded;
        self.overfull -= usize::from(piece.overfull);
        self.queries -= usize::from(piece.is_query());
        self.mentions_seen += u64::from(!piece.mentions.is_empty());
        for name in &piece.mentions {
            take_one(&mut self.mentioned, name);
        }
        if let Some(label) = piece.own_label() {
            let left = take_one(&mut self.labels, label);
            self.doubled -= usize::from(left == 1);
        }
        if let Ok(at) = self.loud.binary_search(&number) {
            self.loud.remove(at);
        }
    }

    /// Makes room for the statements that an edit put in the place of others.
    fn remove(&mut self, changed: &Changed) {
        for number in changed.before.clone() {
            self.forget(number);
        }
        let empty = Arc::new(Piece::default());
        let new = changed.after.len();
        let before =
            changed.before.start.min(self.pieces.len())..changed.before.end.min(self.pieces.len());
        self.pieces.splice(before, std::iter::repeat_n(empty, new));
        let moved = |number: &mut usize| {
            if *number >= changed.before.end {
                *number = *number - changed.before.end + changed.after.end;
            }
        };
        self.loud.iter_mut().for_each(moved);
        self.definitions.numbers_mut().for_each(moved);
    }

    /// Evaluates all definitions again, and checks what mentions those that changed.
    fn renew_names(
        &mut self,
        text: &str,
        parse: &Parse,
        context: &Context,
        imports: &[Import<'_>],
    ) {
        let new = definitions(text, parse, context, imports);
        let old = std::mem::replace(&mut self.definitions, new);
        self.mentions_seen += 1;
        let changes = Changes::between(&old.scope, self.scope());
        let concerned = |piece: &Arc<Piece>| piece.is_names() || changes.concern(piece);
        let pieces = self.pieces.iter().enumerate();
        let again: Vec<usize> = pieces.filter(|it| concerned(it.1)).map(|it| it.0).collect();
        for number in again {
            self.forget(number);
            self.check(number, text, parse, context);
        }
    }
}

/// How names differ before and after an edit.
struct Changes<'a> {
    /// Names that stand for something else now.
    other: HashSet<&'a SmolStr>,
    /// Whether a name came or went, so that what is said of unknown ones may differ.
    came_or_went: bool,
    before: &'a Scope,
}

impl<'a> Changes<'a> {
    fn between(before: &'a Scope, after: &'a Scope) -> Self {
        let mut other = HashSet::new();
        let mut came_or_went = before.open != after.open;
        for (name, definition) in &after.names {
            match before.names.get(name) {
                Some(same) if same == definition => {}
                found => {
                    came_or_went |= found.is_none_or(|it| it.kind != definition.kind);
                    other.insert(name);
                }
            }
        }
        for name in before.names.keys().filter(|name| !after.names.contains_key(*name)) {
            came_or_went = true;
            other.insert(name);
        }
        Self { other, came_or_went, before }
    }

    fn concern(&self, piece: &Piece) -> bool {
        if self.other.is_empty() && !self.came_or_went {
            return false;
        }
        let unknown = |name: &SmolStr| !self.before.names.contains_key(name);
        (self.came_or_went && (piece.dubious || piece.mentions.iter().any(unknown)))
            || piece.mentions.iter().any(|name| self.other.contains(name))
    }
}

/// The names with a `$` in a text, wherever they are: a mistake around one does not make it unused.
fn dollars(text: &str) -> impl Iterator<Item = SmolStr> {
    text.split('$').skip(1).filter_map(|rest| {
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_' && it != '-');
        let name = rest.get(..end.unwrap_or(rest.len())).filter(|it| !it.is_empty())?;
        Some(SmolStr::new(name))
    })
}

/// Takes one from a count, and gives what is left.
fn take_one(counts: &mut BTreeMap<SmolStr, u32>, name: &SmolStr) -> u32 {
    let Some(count) = counts.get_mut(name) else { return 0 };
    *count = count.saturating_sub(1);
    let left = *count;
    if left == 0 {
        counts.remove(name);
    }
    left
}
