//! What the word at a place means.

use amq_schema::{Clause, Keyword, OPERATORS, Ty, function};
use amq_syntax::slice;

use super::{
    definition::definition,
    of_query,
    sent::{days, param_of_event, query, sent},
    subject_words,
};
use crate::{
    File, docs,
    place::Place,
    walk::{Expect, Role, roles},
};

pub(super) fn text(file: &File<'_>, place: &Place<'_>, token: &str) -> Option<String> {
    let endpoint = place.after.endpoint;
    Some(match place.role {
        Role::Label | Role::Verb => head(file, place, token),
        Role::SubjectWord => {
            let endpoint = endpoint?;
            let word = subject_words(endpoint.subject).iter().find(|word| word.text == token);
            let param = endpoint.params.iter().find(|it| it.clauses.is_empty());
            word.map_or_else(|| docs::endpoint(endpoint), |word| docs::word(word, param))
        }
        Role::Clause(Clause::Range) => {
            let days = days(file, place).unwrap_or_default();
            days + &docs::clause(Clause::Range, endpoint)
        }
        Role::Clause(clause) => docs::clause(clause, endpoint),
        Role::Keyword(keyword) => of_keyword(file, place, keyword),
        Role::Constant(keyword) => docs::keyword(keyword, endpoint),
        Role::Sign => docs::keyword(sign(place, token)?, endpoint),
        Role::Path => docs::keyword(Keyword::Use, endpoint),
        Role::Word(clause) => {
            let words = endpoint.map(|endpoint| docs::words(endpoint, clause)).unwrap_or_default();
            let (word, param) = words.into_iter().find(|it| it.0.text == token)?;
            docs::word(word, Some(param))
        }
        Role::Event => {
            let is_subject = place.before.expect == Expect::Subject;
            let param = endpoint.filter(|_| is_subject);
            let param = param.and_then(|it| param_of_event(it, place.before.events));
            with_parameter(docs::event(token), param)
        }
        Role::Property => property(place, token),
        Role::Operator if place.before.expect == Expect::AfterPerformed => {
            docs::keyword(Keyword::Times, endpoint)
        }
        Role::Operator => operator(file, place)?,
        Role::Name | Role::Defined => definition(file, token)?,
        Role::Function => {
            let found = function(token)?;
            format!("**`{}`**: {}\n", found.name, found.doc)
        }
        Role::FormulaEvent => docs::formula_event(token)?,
        Role::ParameterName => docs::clause(Clause::With, endpoint),
        Role::Value if place.before.expect == Expect::ParameterValue => {
            docs::clause(Clause::With, endpoint)
        }
        Role::DateWord | Role::Date | Role::Duration | Role::Number | Role::Identifier => {
            amount(file, place)?
        }
        Role::Value | Role::Comment | Role::Unknown => return None,
    })
}

/// A query, and the endpoint that it asks.
fn head(file: &File<'_>, place: &Place<'_>, token: &str) -> String {
    let about = match place.after.endpoint {
        Some(endpoint) if place.role == Role::Verb => docs::endpoint(endpoint),
        None => docs::verb(token),
        Some(_) => String::new(),
    };
    let query = query(file, place).map(|query| of_query(query, file.base_url));
    let parts = [query, Some(about)].into_iter().flatten().filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join("\n---\n")
}

fn of_keyword(file: &File<'_>, place: &Place<'_>, keyword: Keyword) -> String {
    let endpoint = place.after.endpoint;
    match keyword {
        Keyword::To => {
            days(file, place).unwrap_or_default() + &docs::keyword(Keyword::To, endpoint)
        }
        keyword => docs::keyword(keyword, endpoint),
    }
}

/// A sign that means something by itself.
fn sign(place: &Place<'_>, token: &str) -> Option<Keyword> {
    let shown = |token: &str| {
        let all = [Keyword::Money, Keyword::Percent];
        all.into_iter().find(|it| it.row().form.strip_suffix(':') == Some(token))
    };
    match place.before.expect {
        Expect::AfterEvent => {
            [Keyword::Arrow, Keyword::Comma].into_iter().find(|it| it.row().form == token)
        }
        Expect::Formula if token == ":" => shown(place.previous?.text),
        Expect::Formula => shown(token),
        _ => None,
    }
}

fn property(place: &Place<'_>, token: &str) -> String {
    let endpoint = place.after.endpoint;
    let wanted = |ty: Ty| match place.before.expect {
        Expect::Group => ty == Ty::Group(place.before.item),
        Expect::Subject => ty == Ty::Property,
        _ => false,
    };
    let param = endpoint.and_then(|it| it.params.iter().find(|param| wanted(param.ty)));
    with_parameter(docs::property(token, place.after.in_body()), param)
}

fn with_parameter(mut text: String, param: Option<&amq_schema::Param>) -> String {
    if let Some(param) = param {
        text.extend(["\n", &docs::parameter(param, None), "\n"]);
    }
    text
}

/// What a number of days after `every` is sent as.
fn interval(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let sent = query(file, place).map(amq_request::params).unwrap_or_default();
    let param = place.after.endpoint?.param_of(Clause::Every)?;
    let value = sent.iter().find(|it| it.0 == param.wire);
    Some(value.map_or_else(String::new, |it| format!("\n\nSent as `{}={}`.\n", it.0, it.1)))
}

/// A number, a length of time, a day, an identifier: what it is sent as.
fn amount(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let endpoint = place.after.endpoint;
    let all = |_: Ty| true;
    Some(match place.before.expect {
        Expect::Subject => {
            let endpoint = endpoint?;
            let sent = sent(file, place, None, |ty| ty == Ty::Id)
                .unwrap_or_else(|| docs::path(endpoint, query(file, place)));
            format!("{}\n\n{sent}", endpoint.subject.doc())
        }
        Expect::Cohort => docs::keyword(Keyword::Cohort, endpoint),
        Expect::Times => docs::keyword(Keyword::Times, endpoint),
        Expect::Within => docs::keyword(Keyword::Within, endpoint),
        Expect::WithinLength => docs::keyword(Keyword::Rolling, endpoint),
        Expect::Number(clause) | Expect::OptionalNumber(clause) => {
            sent(file, place, Some(clause), |ty| matches!(ty, Ty::Int { .. }))?
        }
        Expect::Brackets | Expect::AfterBracket => {
            sent(file, place, Some(Clause::Mode), |ty| ty == Ty::Brackets)?
        }
        Expect::Bins(step) => sent(file, place, Some(Clause::Bins), |ty| match step {
            0 => ty == Ty::BinMin,
            2 => ty == Ty::BinMax,
            _ => ty == Ty::BinSize,
        })?,
        Expect::Interval => docs::keyword(Keyword::Days, endpoint) + &interval(file, place)?,
        Expect::Length(Clause::Range) | Expect::Day(_) | Expect::Period => {
            let sent = sent(file, place, Some(Clause::Range), all).unwrap_or_default();
            days(file, place).unwrap_or_default() + &sent
        }
        Expect::Length(clause) => sent(file, place, Some(clause), all)?,
        _ => return None,
    })
}

/// An operator, whichever of its words the cursor is on.
fn operator(file: &File<'_>, place: &Place<'_>) -> Option<String> {
    let (statement, token) = (place.placed(file)?, place.token?);
    let (mut words, mut found) = (Vec::new(), false);
    for it in roles(slice(file.text, statement.range())) {
        if it.role == Role::Operator {
            words.push(it.token.text);
            found |= it.token.range + statement.start == token.range;
        } else if found {
            break;
        } else {
            words.clear();
        }
    }
    let written = words.join(" ");
    let is =
        |it: &&amq_schema::Operator| it.text == written || it.aliases.contains(&written.as_str());
    OPERATORS.iter().find(is).map(docs::operator)
}
