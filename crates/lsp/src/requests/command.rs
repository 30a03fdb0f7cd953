//! The commands `amq.compile` and `amq.cost`.

use std::{ops::Range, sync::Arc};

use amq_check::Query;
use amq_ide::{Does, cost_label, cost_text, counted, lens_text};
use amq_project::{Seen, Session, Source, run_regardless};
use amq_schema::{Limit, Severity};
use amq_syntax::{TextSize, description};
use serde_json::{Value, json};

use crate::{
    document::{Document, is_file},
    files::resolved,
    index::files_of,
    lines::Lines,
    lsp,
    shared::Shared,
};

/// Gives the request of a query, or those of a file.
pub(crate) const COMPILE: &str = "amq.compile";
/// Gives the cost of a query, or those of a file, or those of the workspace.
pub(crate) const COST: &str = "amq.cost";

/// Runs a query. It is the client's own: the server sends nothing, and so does not know it.
pub(crate) const RUN: &str = "amq.run";
/// Asks the API what the taxonomy may lack. It is the client's own, too.
pub(crate) const PULL: &str = "amq.pull";

/// What a command is about.
#[derive(Debug, Default)]
pub(crate) struct Of {
    /// The document; the whole workspace where it is left out.
    pub(crate) uri: Option<String>,
    /// In the query; all of the file's where it is left out.
    position: Option<lsp::Position>,
    /// `url`, which is the default, or `curl`.
    emit: Option<String>,
    /// Whether the client wants it shown, since it does nothing with the answer.
    show: bool,
}

/// What a query can be compiled to.
const EMITS: [&str; 2] = ["url", "curl"];

impl Of {
    /// Reads the argument of a command, or says what is wrong with it.
    pub(crate) fn read(command: &str, given: Option<&Value>) -> Result<Self, String> {
        let fields = match given {
            None | Some(Value::Null) => &serde_json::Map::new(),
            Some(Value::Object(fields)) => fields,
            Some(other) => {
                return Err(format!("`{command}` takes an object with a `uri`, not `{other}`"));
            }
        };
        let field = |name: &str| fields.get(name).filter(|it| !it.is_null());
        let text = |name: &str| match field(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(format!("`{name}` is a string, not `{other}`")),
        };
        let (uri, emit) = (text("uri")?, text("emit")?);
        if let Some(emit) = emit.as_deref().filter(|it| !EMITS.contains(it)) {
            return Err(format!("there is no emit `{emit}`; there are `url` and `curl`"));
        }
        if uri.is_none() && command == COMPILE {
            return Err(format!("`{command}` needs the `uri` of a file"));
        }
        let position = field("position").map(|it| serde_json::from_value(it.clone())).transpose();
        let position = position
            .map_err(|_| "`position` is a `line` and a `character`, counted from 0".to_owned())?;
        let show = match field("show") {
            None => false,
            Some(Value::Bool(show)) => *show,
            Some(other) => return Err(format!("`show` is true or false, not `{other}`")),
        };
        Ok(Self { uri, position, emit, show })
    }
}

/// Whether there is such a command.
pub(crate) fn is_known(command: &str) -> bool {
    [COMPILE, COST].contains(&command)
}

/// What a command answers: for a query its text or cost, for a file a list of those.
pub(crate) fn of_document(document: &Document, shared: &Shared, command: &str, of: &Of) -> Value {
    let file = document.file();
    let at = of.position.map(|position| document.offset(position));
    let numbers = match at {
        Some(at) => statement_at(document, at),
        None => 0..document.parse.statements.len(),
    };
    let does = match of.emit.as_deref() {
        _ if command == COST => Does::Cost,
        Some("curl") => Does::Curl,
        _ => Does::Url,
    };
    let mut answers = numbers.filter_map(|number| {
        let Some(text) = lens_text(&file, number, does) else {
            why_not(document, number)
                .filter(|_| of.show)
                .into_iter()
                .for_each(|it| shared.show(it));
            return None;
        };
        if of.show {
            shared.show(text.clone());
        }
        if does == Does::Cost { cost_of(document, number) } else { Some(Value::String(text)) }
    });
    match at {
        Some(_) => answers.next().unwrap_or_default(),
        None => answers.collect(),
    }
}

/// The same for a file of the workspace that is not open, or why it cannot be said.
pub(crate) fn of_file(shared: &Shared, command: &str, uri: &str, of: &Of) -> Result<Value, String> {
    let parsed: Option<lsp::Uri> = uri.parse().ok().filter(is_file);
    let path = parsed.as_ref().and_then(lsp::Uri::to_file_path);
    let (Some(parsed), Some(path)) = (&parsed, &path) else {
        return Err(format!("`{uri}` is not open, and names no file"));
    };
    let (file, folders) = (resolved(path), shared.folders());
    if !folders.iter().any(|folder| file.starts_with(resolved(folder))) {
        return Err(format!("`{uri}` is not open, and lies outside the workspace"));
    }
    let bytes = shared.world.files.read(&file);
    let bytes =
        bytes.map_err(|error| format!("`{uri}` is not open, nor can it be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("`{uri}` is not UTF-8"))?;
    let item = lsp::TextDocumentItem {
        uri: parsed.clone(),
        language_id: "amq".to_owned(),
        version: 0,
        text,
    };
    let encoding = shared.abilities().encoding;
    let mut document = Document::new(item, encoding, &file, shared.world.today());
    document.refresh(&shared.world);
    Ok(of_document(&document, shared, command, of))
}

/// What is wrong with the first query at a place that cannot be costed.
fn why_not(document: &Document, number: usize) -> Option<String> {
    let range = document.parse.statements.get(number)?.range();
    let said = document.diagnostics();
    let first = said
        .iter()
        .find(|it| it.severity == Severity::Error && range.contains_inclusive(it.range.start()))?;
    let line = document.range(first.range).start.line + 1;
    Some(format!("the cost is not known, for line {line} has a mistake: {}", first.message))
}

/// The statement at a place, or the one whose description stands there: no more than one.
fn statement_at(document: &Document, at: TextSize) -> Range<usize> {
    let statements = &document.parse.statements;
    let next = statements.partition_point(|it| it.start <= at);
    let described = statements.get(next).and_then(|it| description(&document.text, it.start));
    if described.is_some_and(|range| range.contains_inclusive(at)) {
        return next..next + 1;
    }
    next.saturating_sub(1)..next
}

/// The costs of all queries of the workspace.
pub(crate) fn of_workspace(shared: &Arc<Shared>) -> Value {
    let inputs = files_of(&shared.folders());
    let session = shared.world.session();
    let session: &Session<'static> = &session;
    let encoding = shared.abilities().encoding;
    let outcome = run_regardless(session, &inputs, |seen: &Seen<'_>| {
        let uri = lsp::Uri::from_file_path(resolved(&seen.input.path))?;
        let lines = Lines::new(seen.text);
        let costs = seen.analysis.queries.iter().filter_map(|checked| {
            let range = seen.parse.statements.get(checked.statement)?.range();
            let range = encoding.range(seen.text, &lines, range);
            Some(cost(&uri, range, checked.label.as_deref(), checked.query.as_ref()?))
        });
        Some(costs.collect::<Vec<Value>>())
    });
    outcome.files.into_iter().flat_map(|it| it.value.unwrap_or_default()).collect()
}

fn cost_of(document: &Document, number: usize) -> Option<Value> {
    let range = document.range(document.parse.statements.get(number)?.range());
    let piece = document.checks.piece(number)?;
    Some(cost(&document.uri, range, piece.label.as_deref(), piece.query.as_ref()?))
}

/// A query's cost. Its factors are null where they are not known, and `limit`, which its total
/// counts against, where that is not known or the query counts against another limit.
fn cost(uri: &lsp::Uri, range: lsp::Range, label: Option<&str>, query: &Query) -> Value {
    json!({
        "uri": uri,
        "range": range,
        "label": label,
        "days": query.cost.map(|it| it.days),
        "conditions": query.cost.map(|it| it.conditions),
        "query_type": query.cost.map(|it| it.query_type),
        "total": query.cost.map(amq_check::Cost::total),
        "limit": counted(query).map(|_| Limit::cost_at_a_time()),
        "short": cost_label(query),
        "text": cost_text(query),
    })
}
