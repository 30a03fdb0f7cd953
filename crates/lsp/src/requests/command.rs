//! The commands `amq.compile` and `amq.cost`.

use amq_ide::{Does, lens_text};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{document::Document, lsp, shared::Shared};

/// Gives the request of a query, or those of a file.
pub(crate) const COMPILE: &str = "amq.compile";
/// Gives the cost of a query, or those of a file.
pub(crate) const COST: &str = "amq.cost";

/// What a command is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Of {
    /// In the query; all of the file's where it is left out.
    position: Option<lsp::Position>,
    /// `url`, which is the default, or `curl`.
    emit: Option<String>,
    /// Whether the client wants it shown, since it does nothing with the answer.
    #[serde(default)]
    show: bool,
}

/// Whether there is such a command.
pub(crate) fn is_known(command: &str) -> bool {
    [COMPILE, COST].contains(&command)
}

/// What a command answers: for a query its text or cost, for a file a list of those.
pub(crate) fn run(document: &Document, shared: &Shared, command: &str, of: &Of) -> Value {
    let file = document.file();
    let at = of.position.map(|position| document.offset(position));
    let numbers: Vec<usize> = match at {
        Some(at) => {
            let statements = &document.parse.statements;
            let found = statements.partition_point(|it| it.start <= at).checked_sub(1);
            found.into_iter().collect()
        }
        None => (0..document.parse.statements.len()).collect(),
    };
    let does = match of.emit.as_deref() {
        Some("curl") => Does::Curl,
        _ if command == COST => Does::Cost,
        _ => Does::Url,
    };
    let mut answers = numbers.iter().filter_map(|number| {
        let text = lens_text(&file, *number, does)?;
        if of.show {
            shared.show(text.clone());
        }
        Some(if command == COST { cost(document, *number, &text) } else { Value::String(text) })
    });
    match at {
        Some(_) => answers.next().unwrap_or_default(),
        None => answers.collect(),
    }
}

fn cost(document: &Document, number: usize, text: &str) -> Value {
    let piece = document.checks.piece(number);
    let Some(cost) = piece.and_then(|piece| piece.query.as_ref()?.cost) else { return Value::Null };
    let label = piece.and_then(|piece| piece.label.as_ref());
    json!({
        "label": label.map(smol_str::SmolStr::as_str),
        "days": cost.days,
        "conditions": cost.conditions,
        "query_type": cost.query_type,
        "total": cost.total(),
        "text": text,
    })
}
