//! `amq schema --json`

use amq_project::{KEYS, LANGUAGE};
use amq_schema::{
    BUILT_IN, CLAUSES, CODES, Clause, Cost, ENDPOINTS, Endpoint, EventPlace, FUNCTIONS, KEYWORDS,
    LIMITS, OPERATORS, Param, REGIONS, Rule, SPECIAL_EVENTS, Subject, Ty, Word,
};
use serde_json::{Map, Value, json};

use crate::{exit::Exit, output};

pub(crate) fn run() -> Exit {
    let table = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "language": LANGUAGE,
        "endpoints": ENDPOINTS.iter().map(|it| endpoint(it)).collect::<Vec<_>>(),
        "clauses": CLAUSES.iter().map(|it| json!({
            "name": it.clause.name(), "words": it.words, "forms": it.forms, "doc": it.doc,
        })).collect::<Vec<_>>(),
        "keywords": KEYWORDS.iter().map(|it| json!({
            "form": it.form, "doc": it.doc, "sent": it.sent, "cost": it.cost,
            "example": it.example,
        })).collect::<Vec<_>>(),
        "operators": OPERATORS.iter().map(|it| json!({
            "text": it.text, "wire": it.wire, "aliases": it.aliases, "order": it.order,
        })).collect::<Vec<_>>(),
        "properties": BUILT_IN.iter().map(|it| json!({
            "name": it.name, "doc": it.doc, "composition": it.composition,
        })).collect::<Vec<_>>(),
        "events": SPECIAL_EVENTS.iter().map(|it| json!({
            "name": it.name, "doc": it.doc, "place": event_place(it.place),
        })).collect::<Vec<_>>(),
        "functions": FUNCTIONS.iter().map(|it| json!({
            "name": it.name, "doc": it.doc,
        })).collect::<Vec<_>>(),
        "limits": LIMITS.iter().map(|it| json!({
            "pool": it.pool.name(), "reading": it.reading.name(), "amount": it.amount,
            "doc": it.doc, "source": it.source,
        })).collect::<Vec<_>>(),
        "diagnostics": CODES.iter().map(|it| json!({
            "code": it.id, "name": it.name, "severity": it.severity.name(), "title": it.title,
        })).collect::<Vec<_>>(),
        "regions": REGIONS.iter().map(|it| json!({
            "name": it.name(), "base_url": it.base_url(),
        })).collect::<Vec<_>>(),
        "settings": KEYS.iter().map(|it| json!({
            "table": it.table, "name": it.name, "takes": it.takes, "example": it.example,
            "doc": it.doc,
        })).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&table).unwrap_or_default();
    output::result(&(text + "\n"))
}

fn endpoint(it: &Endpoint) -> Value {
    json!({
        "name": it.name, "verb": it.verb, "phrase": it.phrase, "path": it.path,
        "doc": it.doc, "source": it.source, "example": it.example,
        "subject": subject(it.subject),
        "params": it.params.iter().map(param).collect::<Vec<_>>(),
        "cost": cost(it.cost),
        "answer": it.answer.name(), "parts": it.parts.name(),
        "pool": it.pool.name(),
        "rules": it.rules.iter().map(|it| rule(*it)).collect::<Vec<_>>(),
    })
}

fn subject(subject: Subject) -> Value {
    match subject {
        Subject::None => json!({ "kind": "none" }),
        Subject::Word(them) => json!({ "kind": "word", "words": words(them) }),
        Subject::Property => json!({ "kind": "property" }),
        Subject::Events { min, max, arrow } => {
            json!({ "kind": "events", "min": min, "max": max, "arrow": arrow })
        }
        Subject::AmplitudeId => json!({ "kind": "amplitude-id" }),
        Subject::Identifier => json!({ "kind": "identifier" }),
        Subject::Chart(them) => json!({ "kind": "chart", "words": words(them) }),
    }
}

fn param(it: &Param) -> Value {
    let mut row = Map::new();
    row.insert("wire".to_owned(), it.wire.into());
    row.insert("clauses".to_owned(), names(it.clauses));
    if let Value::Object(of_type) = ty(it.ty) {
        row.extend(of_type);
    }
    row.insert("required".to_owned(), it.required.into());
    row.insert("default".to_owned(), it.default.into());
    row.insert("doc".to_owned(), it.doc.into());
    row.insert("example".to_owned(), it.example.into());
    let implied = it.implied.map(|(clause, value)| json!({ "by": clause.name(), "value": value }));
    row.insert("implied".to_owned(), implied.into());
    row.into()
}

fn ty(ty: Ty) -> Value {
    match ty {
        Ty::Event(place, _) => json!({ "kind": "event", "place": place }),
        Ty::Events(_) => json!({ "kind": "events" }),
        Ty::Property => json!({ "kind": "property" }),
        Ty::Id => json!({ "kind": "id" }),
        Ty::Fixed(text) => json!({ "kind": "fixed", "value": text }),
        Ty::Start => json!({ "kind": "start" }),
        Ty::End => json!({ "kind": "end" }),
        Ty::Interval(them) => json!({ "kind": "interval", "words": words(them) }),
        Ty::Words(them) => json!({ "kind": "word", "words": words(them) }),
        Ty::Segments => json!({ "kind": "segments" }),
        Ty::Group(place) => json!({ "kind": "group", "place": place }),
        Ty::Int { min, max, sent_less } => {
            json!({ "kind": "int", "min": min, "max": max, "sent_less": sent_less })
        }
        Ty::Formula => json!({ "kind": "formula" }),
        Ty::Seconds => json!({ "kind": "seconds" }),
        Ty::Brackets => json!({ "kind": "brackets" }),
        Ty::BinUnit(them) => json!({ "kind": "bin-unit", "words": words(them) }),
        Ty::BinMin => json!({ "kind": "bin-min" }),
        Ty::BinMax => json!({ "kind": "bin-max" }),
        Ty::BinSize => json!({ "kind": "bin-size" }),
        Ty::Direction(them) => json!({ "kind": "direction", "words": words(them) }),
    }
}

fn words(words: &[Word]) -> Value {
    let row = |it: &Word| json!({ "text": it.text, "wire": it.wire, "doc": it.doc, "additive": it.additive });
    words.iter().map(row).collect()
}

fn names(clauses: &[Clause]) -> Value {
    clauses.iter().map(|clause| clause.name()).collect()
}

fn cost(cost: Cost) -> Value {
    match cost {
        Cost::Unknown => json!({ "kind": "unknown" }),
        Cost::Fixed(cost) => json!({ "kind": "fixed", "cost": cost }),
        Cost::PerEvent { weight, per_group } => {
            json!({ "kind": "per-event", "weight": weight, "per_group": per_group })
        }
    }
}

fn rule(rule: Rule) -> Value {
    match rule {
        Rule::Excludes(one, other) => {
            json!({ "kind": "excludes", "clauses": names(&[one, other]) })
        }
        Rule::OneNumber(one, other) => {
            json!({ "kind": "one-number", "clauses": names(&[one, other]) })
        }
        Rule::NeedsGroup(clause) => json!({ "kind": "needs-group", "clauses": names(&[clause]) }),
        Rule::GroupNeedsOneSegment => json!({ "kind": "group-needs-one-segment" }),
        Rule::BinsWithin(seconds) => json!({ "kind": "bins-within", "seconds": seconds }),
        Rule::ShownDaysByDefault(days) => json!({ "kind": "shown-days", "days": days }),
    }
}

const fn event_place(place: EventPlace) -> &'static str {
    match place {
        EventPlace::Anywhere => "anywhere",
        EventPlace::OnlyStart => "only-start",
        EventPlace::NotStart => "not-start",
    }
}
