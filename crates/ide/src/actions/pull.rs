//! Asking the API for what the taxonomy may lack: the names of events, and values of user properties.

use amq_check::Diagnostic;
use amq_schema::{built_in, codes};
use amq_syntax::{CUSTOM, TextRange};

use super::{Act, Action, ActionKind};
use crate::{File, place::place};

/// What could be asked for, where something is not listed.
pub(super) fn pulls<'a>(
    file: &'a File<'_>,
    range: TextRange,
    said: &'a [Diagnostic],
) -> impl Iterator<Item = Action> + 'a {
    let here = said.iter().filter(move |it| it.range.intersect(range).is_some());
    here.filter_map(|diagnostic| {
        let (title, values) = if diagnostic.code == &codes::UNKNOWN_EVENT {
            ("ask the API which events there are".to_owned(), Vec::new())
        } else if diagnostic.code == &codes::UNKNOWN_VALUE {
            let property = user_property(file, diagnostic)?;
            (format!("ask the API which values `{property}` has"), vec![property.to_owned()])
        } else {
            return None;
        };
        Some(Action {
            title,
            kind: ActionKind::Fix,
            act: Act::Pull { values },
            mends: Some(diagnostic.clone()),
            preferred: false,
        })
    })
}

/// The user property whose value is not listed, if the API tells the values of such.
fn user_property<'a>(file: &File<'a>, diagnostic: &Diagnostic) -> Option<&'a str> {
    let property = place(file, diagnostic.range.start()).before.property?.trim_matches('"');
    let is_told = built_in(property).is_some_and(|it| it.composition);
    (is_told || property.starts_with(CUSTOM)).then_some(property)
}
