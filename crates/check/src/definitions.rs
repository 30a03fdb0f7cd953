//! `let` statements: what each name stands for, in an order that needs no recursion.

use std::collections::{BTreeMap, HashMap};

use amq_schema::codes;
use amq_syntax::{
    Parse, SyntaxErrorKind, TextRange, TextSize, after_gap,
    ast::{self, ClauseKind, Condition, Filter, Head, Kind as Statement, Part, Range, ValueKind},
    slice,
};
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{
    Context, Days, Diagnostic, Edit, Fix, Import,
    checker::Checker,
    limits::MOST_EXPANDED,
    names::{Definition, Kind, Meaning, Scope},
};

/// How many names of a cycle are shown.
const MOST_SHOWN: usize = 8;

/// The `let` names of a file, for the files that use it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exports {
    /// Each name without its `$`, where it is defined, and what it stands for.
    pub names: Vec<(SmolStr, TextRange, Definition)>,
}

/// The definitions of a file, evaluated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Definitions {
    pub(crate) scope: Scope,
    /// Each name that the file defines, in order.
    pub(crate) lets: Vec<Defined>,
    /// Names that it defines again.
    pub(crate) duplicates: Vec<Duplicate>,
    /// What is wrong with each `let` statement, by its number; ranges count from its start.
    pub(crate) diagnostics: Vec<(usize, Diagnostic)>,
    /// How often each name is mentioned by definitions.
    pub(crate) mentions: BTreeMap<SmolStr, u32>,
    /// The names that each `use` brings in, by the number of its statement.
    pub(crate) brought: Vec<(usize, Vec<SmolStr>)>,
    /// The statements that should define or bring in names, and do not.
    pub(crate) broken: Vec<usize>,
    /// How many more values names may stand for in the file.
    pub(crate) room: usize,
}

/// A name, the number of the statement that defines it, and where it stands there.
#[derive(Debug, Clone)]
pub(crate) struct Defined {
    pub(crate) name: SmolStr,
    pub(crate) statement: usize,
    pub(crate) name_range: TextRange,
}

/// A second definition of a name.
#[derive(Debug, Clone)]
pub(crate) struct Duplicate {
    pub(crate) statement: usize,
    name: SmolStr,
    range: TextRange,
    /// The statement of the first definition, and in which of its lines, from 1, the name stands.
    pub(crate) first: usize,
    pub(crate) first_line: usize,
}

impl Definitions {
    /// The names, for the files that use this one.
    pub(crate) fn exports(&self, parse: &Parse) -> Exports {
        let names = self.lets.iter().filter_map(|it| {
            let definition = self.scope.names.get(&it.name)?.clone();
            let start = parse.statements.get(it.statement)?.start;
            Some((it.name.clone(), it.name_range + start, definition))
        });
        Exports { names: names.collect() }
    }

    /// What is wrong with the definition or the `use` in a statement.
    pub(crate) fn said_of(&self, statement: usize) -> Vec<Diagnostic> {
        let from = self.diagnostics.partition_point(|it| it.0 < statement);
        let own = self.diagnostics.iter().skip(from).take_while(|it| it.0 == statement);
        own.map(|it| it.1.clone()).collect()
    }

    /// Whether a statement should define or bring in names, and does not.
    pub(crate) fn is_broken(&self, statement: usize) -> bool {
        self.broken.binary_search(&statement).is_ok()
    }

    /// Every number of a statement in here.
    pub(crate) fn numbers_mut(&mut self) -> impl Iterator<Item = &mut usize> {
        let lets = self.lets.iter_mut().map(|it| &mut it.statement);
        let said = self.diagnostics.iter_mut().map(|it| &mut it.0);
        let twice = self.duplicates.iter_mut().flat_map(|it| [&mut it.statement, &mut it.first]);
        let brought = self.brought.iter_mut().map(|it| &mut it.0);
        lets.chain(said).chain(twice).chain(brought).chain(&mut self.broken)
    }
}

impl Duplicate {
    /// What is said of it, with the line of the first definition.
    pub(crate) fn diagnostic(&self, first_line: usize) -> Diagnostic {
        let name = &self.name;
        let message =
            format!("`${name}` is defined twice in this file, first in line {first_line}");
        Diagnostic::new(&codes::DUPLICATE_NAME, self.range, message)
            .help("rename one of the two, or delete it")
    }
}

/// One `let` of the file.
struct Let<'a> {
    statement: usize,
    name: SmolStr,
    name_range: TextRange,
    definition: Option<&'a ast::Definition>,
    text: &'a str,
    broken: bool,
}

/// Evaluates every definition of a file.
pub(crate) fn definitions(
    text: &str,
    parse: &Parse,
    context: &Context,
    imports: &[Import<'_>],
) -> Definitions {
    let mut found = Definitions { room: MOST_EXPANDED, ..Definitions::default() };
    bring_in(parse, imports, &mut found);
    let lets = lets(text, parse, &mut found);
    // Known before they are evaluated: a mention inside a cycle is no unknown name.
    for name in misspelt_lets(text, parse) {
        let definition = Definition { kind: None, meaning: None };
        found.scope.names.entry(name).or_insert(definition);
    }
    for it in &lets {
        let definition = Definition { kind: it.definition.map(kind), meaning: None };
        found.scope.names.insert(it.name.clone(), definition);
    }
    found.scope.sort();
    for at in order(&lets, &mut found.diagnostics) {
        let Some(it) = lets.get(at) else { continue };
        evaluate(it, context, &mut found);
    }
    let defined = lets.iter().map(|it| {
        let (name, name_range) = (it.name.clone(), it.name_range);
        Defined { name, statement: it.statement, name_range }
    });
    found.lets = defined.collect();
    found.diagnostics.sort_by_key(|it| it.0);
    found.broken.sort_unstable();
    found
}

/// The days that a range such as `last 30d` means today, and what is to be said of it, from where it
/// begins; for settings.
pub fn default_days(range: &str, today: Date) -> Result<(Days, Vec<Diagnostic>), Vec<Diagnostic>> {
    const PREFIX: &str = "let $range = ";
    let from_range = |said: Vec<Diagnostic>| -> Vec<_> {
        said.into_iter().map(|it| it.since(TextSize::of(PREFIX))).collect()
    };
    let text = format!("{PREFIX}{range}");
    let parse = amq_syntax::parse(&text);
    let context = Context::new(today);
    let found = definitions(&text, &parse, &context, &[]);
    let meaning = found.scope.names.get("range").and_then(|it| it.meaning.clone());
    if let (Some(Meaning::Range(days)), 1) = (meaning, parse.statements.len()) {
        return Ok((days, from_range(found.said_of(0))));
    }
    Err(from_range(crate::check(&text, &parse, &context, &[]).diagnostics))
}

/// Puts the names of used files into scope.
fn bring_in(parse: &Parse, imports: &[Import<'_>], found: &mut Definitions) {
    for import in imports {
        found.diagnostics.extend(import.problem.clone().map(|it| (import.statement, it)));
        let Some(exports) = import.exports else {
            found.scope.open = true;
            found.broken.push(import.statement);
            continue;
        };
        if import.problem.is_none() {
            let names = exports.names.iter().map(|it| it.0.clone()).collect();
            found.brought.push((import.statement, names));
        }
        let mut twice = Vec::new();
        for (name, _, definition) in &exports.names {
            let before = found.scope.names.insert(name.clone(), definition.clone());
            if before.is_some() {
                twice.push(format!("`${name}`"));
            }
        }
        let Some(first) = twice.first() else { continue };
        let placed = parse.statements.get(import.statement);
        let path = placed.and_then(|placed| match &placed.statement.kind {
            Statement::Use(it) => it.path,
            _ => None,
        });
        let more = match twice.len() {
            1 => String::new(),
            many => format!(" and {} more", many - 1),
        };
        let message =
            format!("this file brings in {first}{more}, which another `use` brings in too");
        let diagnostic = Diagnostic::new(&codes::DUPLICATE_NAME, path.unwrap_or_default(), message)
            .help("rename one of the two, or use only one of the files");
        found.diagnostics.push((import.statement, diagnostic));
    }
}

/// The names of what was most likely meant as `let $name = …`, and begins with another word. What
/// mentions them is no mistake of its own.
fn misspelt_lets(text: &str, parse: &Parse) -> impl Iterator<Item = SmolStr> {
    parse.statements.iter().filter_map(move |placed| {
        let source = slice(text, placed.range());
        if let Statement::Let(ast::Let { name: None, .. }) = &placed.statement.kind {
            let mut errors = placed.statement.errors.iter();
            let bare = errors.find(|it| it.kind == SyntaxErrorKind::BareName)?;
            return Some(SmolStr::new(slice(source, bare.range)));
        }
        let (name, sign) = misspelt_let(&placed.statement.kind)?;
        (slice(source, sign) == "=")
            .then(|| SmolStr::new(slice(source, name).trim_start_matches('$')))
    })
}

/// The name and the sign behind it of what may be meant as a `let`.
fn misspelt_let(kind: &Statement) -> Option<(TextRange, TextRange)> {
    let Statement::Query(query) = kind else { return None };
    match query.subject.as_slice() {
        [Part::Event(ast::Event { head: Head::Dollar(name), .. }), Part::Stray(sign), ..] => {
            Some((*name, *sign))
        }
        _ => None,
    }
}

/// Whether names may come from a statement.
pub(crate) fn may_name(kind: &Statement) -> bool {
    matches!(kind, Statement::Let(_) | Statement::Use(_)) || misspelt_let(kind).is_some()
}

fn lets<'a>(text: &'a str, parse: &'a Parse, found: &mut Definitions) -> Vec<Let<'a>> {
    let mut lets: Vec<Let<'a>> = Vec::new();
    let mut seen: HashMap<SmolStr, (usize, usize)> = HashMap::new();
    for (statement, placed) in parse.statements.iter().enumerate() {
        let Statement::Let(it) = &placed.statement.kind else { continue };
        let source = slice(text, placed.range());
        let Some(name_range) = it.name else {
            found.broken.push(statement);
            continue;
        };
        let name = SmolStr::new(slice(source, name_range).trim_start_matches('$'));
        let imported = found.scope.names.contains_key(&name);
        if let Some(&(first, first_line)) = seen.get(&name) {
            let duplicate = Duplicate { statement, name, range: name_range, first, first_line };
            found.duplicates.push(duplicate);
            continue;
        }
        if imported {
            let message = format!("`${name}` is defined here, and brought in by a `use` too");
            let diagnostic = Diagnostic::new(&codes::DUPLICATE_NAME, name_range, message)
                .help("rename this one");
            found.diagnostics.push((statement, diagnostic));
        }
        let before = source.get(..name_range.start().into()).unwrap_or_default();
        seen.insert(name.clone(), (statement, before.matches('\n').count() + 1));
        let definition = it.definition.as_ref();
        let broken = !placed.statement.errors.is_empty();
        lets.push(Let { statement, name, name_range, definition, text: source, broken });
    }
    lets
}

/// The definitions in an order in which each comes after those it mentions; those in a cycle are
/// left out, and said.
fn order(lets: &[Let<'_>], diagnostics: &mut Vec<(usize, Diagnostic)>) -> Vec<usize> {
    let by_name: HashMap<&str, usize> =
        lets.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let needs: Vec<Vec<usize>> = lets
        .iter()
        .map(|it| {
            let mentions = it.definition.map(mentions).unwrap_or_default();
            let names = mentions.iter().map(|range| slice(it.text, *range).trim_start_matches('$'));
            names.filter_map(|name| by_name.get(name).copied()).collect()
        })
        .collect();
    let mut state = vec![State::New; lets.len()];
    let mut order = Vec::with_capacity(lets.len());
    for start in 0..lets.len() {
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        if state.get(start) != Some(&State::New) {
            continue;
        }
        set(&mut state, start, State::Open);
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let need = needs.get(at).and_then(|needs| needs.get(*next)).copied();
            *next += 1;
            match need {
                Some(need) if state.get(need) == Some(&State::New) => {
                    set(&mut state, need, State::Open);
                    path.push((need, 0));
                }
                Some(need) if state.get(need) == Some(&State::Open) => {
                    let from = path.iter().position(|it| it.0 == need).unwrap_or(0);
                    let members: Vec<usize> = path.iter().skip(from).map(|it| it.0).collect();
                    diagnostics.extend(cycle(lets, &members));
                    for at in members {
                        set(&mut state, at, State::Cyclic);
                    }
                }
                Some(_) => {}
                None => {
                    path.pop();
                    if state.get(at) == Some(&State::Open) {
                        set(&mut state, at, State::Done);
                    }
                    order.push(at);
                }
            }
        }
    }
    order
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
    Cyclic,
}

fn set(state: &mut [State], at: usize, value: State) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}

fn cycle(lets: &[Let<'_>], members: &[usize]) -> Option<(usize, Diagnostic)> {
    let first = members.iter().min().and_then(|at| lets.get(*at))?;
    let shown = members.iter().filter_map(|at| lets.get(*at)).take(MOST_SHOWN);
    let names: Vec<String> = shown.map(|it| format!("`${}`", it.name)).collect();
    let more = match members.len().saturating_sub(MOST_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match names.as_slice() {
        [] => return None,
        [_] => format!("`${}` is defined by itself", first.name),
        _ => format!("these definitions need each other: {}{more}", names.join(" → ")),
    };
    let help = match names.as_slice() {
        [_] => "write it without itself",
        _ => "write one of them without the others",
    };
    let diagnostic =
        Diagnostic::new(&codes::DEFINITION_CYCLE, first.name_range, message).help(help);
    Some((first.statement, diagnostic))
}

fn evaluate(it: &Let<'_>, context: &Context, found: &mut Definitions) {
    let mut checker = Checker::new(it.text, context, &found.scope, found.room);
    let kind = it.definition.map(kind);
    let set = context.overrides.get(&it.name).filter(|_| kind == Some(Kind::Values));
    // A value without quotes, or with more behind it, may have been meant as something else.
    let unread = matches!(
        it.definition, Some(ast::Definition::Values(values)) if it.broken || is_wrong(values)
    );
    let alias = it.definition.and_then(lone_name).and_then(|name| checker.alias(name));
    let kind = alias.or(kind.filter(|_| set.is_some() || !unread));
    let definition = it.definition.filter(|_| alias.is_none());
    let meaning = definition.and_then(|definition| checker.definition(definition));
    let meaning = match set {
        Some(values) => Some(Meaning::Values(values.clone())),
        None => meaning.filter(|_| !it.broken && !checker.broken),
    };
    let Checker { diagnostics, mentions, room, .. } = checker;
    found.room = room;
    found.broken.extend(meaning.is_none().then_some(it.statement));
    found.diagnostics.extend(diagnostics.into_iter().map(|said| (it.statement, said)));
    for name in mentions {
        *found.mentions.entry(name).or_default() += 1;
    }
    found.scope.names.insert(it.name.clone(), Definition { kind, meaning });
}

/// The name that is all of a definition.
fn lone_name(definition: &ast::Definition) -> Option<TextRange> {
    let ast::Definition::Values(values) = definition else { return None };
    match values.items.as_slice() {
        [only] if !values.list && only.kind == ValueKind::Dollar => Some(only.range),
        _ => None,
    }
}

fn is_wrong(values: &ast::Values) -> bool {
    !values.list && values.items.iter().any(|value| value.kind == ValueKind::Wrong)
}

fn kind(definition: &ast::Definition) -> Kind {
    match definition {
        ast::Definition::Segments(_) => Kind::Segment,
        ast::Definition::Event(_) => Kind::Event,
        ast::Definition::Range(_) => Kind::Range,
        ast::Definition::Values(_) => Kind::Values,
    }
}

impl Checker<'_> {
    fn definition(&mut self, definition: &ast::Definition) -> Option<Meaning> {
        match definition {
            ast::Definition::Event(event) => self.event(event).map(Meaning::Event),
            ast::Definition::Values(values) => self.values(values).map(Meaning::Values),
            ast::Definition::Range(clause) => {
                let ClauseKind::Range(range) = &clause.kind else { return None };
                self.days(range, clause.range).map(Meaning::Range)
            }
            ast::Definition::Segments(clause) => {
                let ClauseKind::Where(segments) = &clause.kind else { return None };
                self.one_segment_only(segments);
                let read: Vec<_> = segments.iter().map(|segment| self.segment(segment)).collect();
                read.into_iter().next().flatten().map(Meaning::Segment)
            }
        }
    }

    fn one_segment_only(&mut self, segments: &[ast::Segment]) {
        let [first, second, ..] = segments else { return };
        let behind = self.text.get(first.range.end().into()..).unwrap_or_default();
        let vs = TextRange::at(self.place_of(after_gap(behind)), TextSize::of("vs"));
        let last = segments.last().unwrap_or(second);
        let rest = TextRange::new(first.range.end(), last.range.end());
        let message = "a definition is one segment, and `vs` makes several";
        self.fail::<()>(
            Diagnostic::new(&codes::ONE_SEGMENT, vs, message)
                .help("give each its own name, and write `where $one vs $other` in the query")
                .fix(Fix::safe("keep the first one", vec![Edit::delete(rest)]).unsure()),
        );
    }
}

/// Every `$name` that a definition mentions.
fn mentions(definition: &ast::Definition) -> Vec<TextRange> {
    let mut found = Vec::new();
    match definition {
        ast::Definition::Event(event) => in_event(event, &mut found),
        ast::Definition::Values(values) => in_values(Some(values), &mut found),
        ast::Definition::Range(clause) => {
            if let ClauseKind::Range(Range::During(Some(name))) = &clause.kind {
                found.push(*name);
            }
        }
        ast::Definition::Segments(clause) => {
            let ClauseKind::Where(segments) = &clause.kind else { return found };
            for condition in segments.iter().flat_map(|segment| &segment.conditions) {
                match condition {
                    Condition::Dollar(name) => found.push(*name),
                    Condition::Everyone(_) => {}
                    Condition::Performed(it) => {
                        it.event.iter().for_each(|event| in_event(event, &mut found));
                    }
                    Condition::Cohort(cohort) => in_values(cohort.values.as_ref(), &mut found),
                    Condition::Comparison(it) => in_values(it.values.as_ref(), &mut found),
                }
            }
        }
    }
    found
}

fn in_event(event: &ast::Event, found: &mut Vec<TextRange>) {
    if let Head::Dollar(name) = event.head {
        found.push(name);
    }
    for filter in event.body.iter().flat_map(|body| &body.filters) {
        if let Filter::Comparison(comparison) = filter {
            in_values(comparison.values.as_ref(), found);
        }
    }
}

fn in_values(values: Option<&ast::Values>, found: &mut Vec<TextRange>) {
    let items = values.into_iter().flat_map(|values| &values.items);
    found.extend(items.filter(|it| it.kind == ValueKind::Dollar).map(|it| it.range));
}
