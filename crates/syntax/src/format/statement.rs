//! A statement: its head on the first line, and its clauses in their order.

use text_size::{TextRange, TextSize};

use super::{
    build::Builder,
    clause::rank,
    name::Place,
    print::{Item, print},
};

use crate::{
    OF_IDENTIFIERS, Span, Statement,
    ast::{Definition, Form, Head, Kind, Let, Part, Query, Use},
    parse_statement,
    text::slice,
};

/// How far what continues a head is indented.
const CONTINUATION: isize = 4;
/// How far clauses are.
const CLAUSE: isize = 2;

/// A statement in its canonical form; `None` where it has to stay as it is.
pub(super) fn format(text: &str, statement: &Statement) -> Option<String> {
    if !is_sound(statement) {
        return None;
    }
    let formatted = print(&items(text, statement)?);
    (formatted == text || reads_well(&formatted, statement)).then_some(formatted)
}

/// Whether a statement was understood in full.
fn is_sound(statement: &Statement) -> bool {
    let subject = match &statement.kind {
        Kind::Query(query) => query.subject.as_slice(),
        _ => &[],
    };
    let ends_well = |end: Option<&Part>| matches!(end, None | Some(Part::Event(_)));
    statement.errors.is_empty()
        && ends_well(subject.first())
        && ends_well(subject.last())
        && subject.windows(2).all(|pair| goes_on(pair, subject.len() == 2))
}

/// Whether a part of a subject can follow another one. Names are joined, or the second one is a
/// bare word: otherwise it may well be a clause whose first word is misspelt. Where there are just
/// two, as in `chart ID csv`, the second may stand in quotes, like any name.
fn goes_on(pair: &[Part], just_two: bool) -> bool {
    match pair {
        [Part::Event(before), Part::Event(after)] => {
            let is_word = match &after.head {
                Head::Name(name) if just_two => name.scope.is_none(),
                Head::Name(name) => name.text == after.range && name.form == Form::Bare,
                Head::Dollar(_) => false,
            };
            is_word && before.body.is_none() && before.range.end() < after.range.start()
        }
        [Part::Event(_), joint] | [joint, Part::Event(_)] => !matches!(joint, Part::Stray(_)),
        _ => false,
    }
}

/// A last look at what was written, so that a mistake here cannot break a file.
fn reads_well(formatted: &str, before: &Statement) -> bool {
    let range = TextRange::up_to(TextSize::of(formatted));
    let after = parse_statement(formatted, &Span { range, indented: false });
    is_sound(&after) && after.comments.len() == before.comments.len()
}

fn items<'a>(text: &'a str, statement: &Statement) -> Option<Vec<Item<'a>>> {
    let mut builder = Builder::new(text);
    let pieces = match &statement.kind {
        Kind::Use(it) => vec![builder.piece(0, |builder| builder.use_file(it))?],
        Kind::Let(it) => vec![builder.piece(0, |builder| builder.let_name(it))?],
        Kind::Query(it) => builder.query(it)?,
        Kind::Unread => return None,
    };
    Some(joined(text, pieces))
}

/// The head or a clause, with the comments that move with it.
struct Piece<'a> {
    rank: u8,
    items: Vec<Item<'a>>,
    trailing: Option<&'a str>,
}

/// The pieces in their order, the head first.
fn joined<'a>(text: &'a str, mut pieces: Vec<Piece<'a>>) -> Vec<Item<'a>> {
    // The comment of a statement on one line is about all of it.
    let one_line = !text.contains('\n');
    let last = pieces.last_mut().filter(|_| one_line);
    let of_all = last.and_then(|piece| piece.trailing.take());
    if let Some((_, clauses)) = pieces.split_first_mut() {
        clauses.sort_by_key(|piece| piece.rank);
    }
    let mut items = vec![Item::Open];
    for (at, piece) in pieces.into_iter().enumerate() {
        let indent = if at == 0 { CONTINUATION } else { CLAUSE };
        items.push(Item::Indent(indent));
        if at > 0 {
            items.push(Item::Break { blank: true });
        }
        items.extend(piece.items);
        items.extend(piece.trailing.into_iter().map(Item::Trailing));
        items.push(Item::Indent(-indent));
    }
    items.push(Item::Close);
    items.extend(of_all.into_iter().map(Item::Trailing));
    items
}

impl<'a> Builder<'a> {
    fn piece(&mut self, rank: u8, read: impl FnOnce(&mut Self) -> Option<()>) -> Option<Piece<'a>> {
        // The comments above a clause stand before its group.
        self.open();
        read(self)?;
        self.close();
        let items = std::mem::take(&mut self.items);
        Some(Piece { rank, items, trailing: self.take_trailing() })
    }

    fn use_file(&mut self, it: &Use) -> Option<()> {
        self.word("use")?;
        self.space();
        self.string(it.path?)
    }

    fn let_name(&mut self, it: &Let) -> Option<()> {
        self.word("let")?;
        self.space();
        self.copy(it.name?)?;
        self.space();
        self.word("=")?;
        self.space();
        match it.definition.as_ref()? {
            Definition::Event(event) => {
                self.word("event")?;
                self.space();
                self.event(event, -2)
            }
            Definition::Segments(clause) | Definition::Range(clause) => {
                // The word of a clause indents what follows it.
                self.indent(-CLAUSE);
                self.clause(clause)?;
                self.indent(CLAUSE);
                Some(())
            }
            Definition::Values(values) => {
                self.indent(-2);
                self.values(values)?;
                self.indent(2);
                Some(())
            }
        }
    }

    fn query(&mut self, query: &Query) -> Option<Vec<Piece<'a>>> {
        let mut pieces = Vec::with_capacity(query.clauses.len() + 1);
        pieces.push(self.piece(0, |it| it.head(query.label, query.verb?, &query.subject))?);
        for clause in &query.clauses {
            let rank = rank(self.text, &clause.kind);
            pieces.push(self.piece(rank, |it| it.clause(clause))?);
        }
        Some(pieces)
    }

    fn head(&mut self, label: Option<TextRange>, verb: TextRange, subject: &[Part]) -> Option<()> {
        if let Some(label) = label {
            self.copy(label)?;
            self.word(":")?;
            self.space();
        }
        self.copy(verb)?;
        let of_identifiers = OF_IDENTIFIERS.contains(&slice(self.text, verb));
        let hang = if subject.len() > 1 { 0 } else { -2 };
        let mut before: Option<&Part> = None;
        for part in subject {
            match part {
                Part::Arrow(_) => {
                    self.line();
                    self.word("->")?;
                }
                Part::Comma(_) => {
                    self.comma()?;
                    self.line();
                }
                Part::Event(event) => {
                    if !matches!(before, Some(Part::Comma(_))) {
                        self.space();
                    }
                    let is_identifier = of_identifiers && before.is_none();
                    let place = if is_identifier { Place::Identifier } else { Place::Outside };
                    self.event_in(place, event, hang)?;
                }
                Part::Stray(_) => return None,
            }
            before = Some(part);
        }
        Some(())
    }
}
