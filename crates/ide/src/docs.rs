//! What words mean, in Markdown: the same in hovers and beside completions.

use std::fmt::Write as _;

use amq_check::{Cost, Query};
use amq_schema::{
    Clause, Cost as TypeCost, ENDPOINTS, Effect, Endpoint, Keyword, Limit, Operator, Param, Pool,
    Reading, Ty, Word, built_in, endpoints_of_verb, special_event,
};
use amq_syntax::{CUSTOM, CUSTOM_EVENT};

/// Where the documentation of the API is read.
const REFERENCE: &str = "https://amplitude.com/docs/apis/analytics/dashboard-rest";

/// A verb, or the endpoint that a query asks.
pub(crate) fn endpoint(endpoint: &Endpoint) -> String {
    let mut text =
        format!("**`{}`** → `GET {}`\n\n{}\n", endpoint.name, endpoint.path, endpoint.doc);
    let _ = write!(text, "\n```amq\n{}\n```\n", endpoint.example);
    let clauses = clauses(endpoint);
    if clauses.is_empty() {
        text.push_str("\nIt takes no clauses.\n");
    } else {
        let list: Vec<String> = clauses.iter().map(|it| format!("`{}`", it.name())).collect();
        let _ = writeln!(text, "\nClauses: {}", list.join(", "));
    }
    let _ = write!(text, "\n{}\n\n{}", cost_of_type(endpoint), source(endpoint));
    text
}

/// All endpoints of a verb, a line each.
pub(crate) fn verb(verb: &str) -> String {
    let lines = endpoints_of_verb(verb).map(|it| format!("- `{}`: {}\n", it.name, it.doc));
    lines.collect()
}

/// The clauses that an endpoint takes, beside `with`.
pub(crate) fn clauses(endpoint: &Endpoint) -> Vec<Clause> {
    let rows = amq_schema::CLAUSES.iter().map(|row| row.clause);
    rows.filter(|clause| *clause != Clause::With && endpoint.takes(*clause)).collect()
}

/// Where the documentation of an endpoint is read.
pub(crate) fn source(endpoint: &Endpoint) -> String {
    let (page, read) = endpoint.source.split_once(',').unwrap_or((endpoint.source, ""));
    let anchor = page.split_once('#').map_or("", |(_, anchor)| anchor);
    let read = read.rsplit(',').next().unwrap_or_default().trim();
    format!("[Dashboard REST API: {}]({REFERENCE}#{anchor}) ({read})", anchor.replace('-', " "))
}

fn cost_of_type(endpoint: &Endpoint) -> String {
    let factor = match endpoint.cost {
        TypeCost::Unknown => {
            return "Its cost depends on what is saved, so it is not known here.".to_owned();
        }
        TypeCost::Fixed(cost) => cost.to_string(),
        TypeCost::PerEvent { weight, per_group } => {
            format!("({weight} an event + {per_group} for each property in its braces)")
        }
    };
    format!("Cost: days × conditions × {factor}")
}

/// A clause, in a query that asks an endpoint.
pub(crate) fn clause(clause: Clause, endpoint: Option<&Endpoint>) -> String {
    let row = clause.row();
    let forms = forms(clause, endpoint);
    let mut text = format!("**`{}`**: {}\n", forms.first().unwrap_or(&clause.name()), row.doc);
    let Some(endpoint) = endpoint else { return text };
    let params = endpoint.params.iter().filter(|param| param.fills_from(clause));
    let mut any = false;
    for param in params {
        any = true;
        let said = parameter(param, None).replace(&format!(" {}", row.doc), "");
        let _ = write!(text, "\n{}\n", said.trim_end_matches(':'));
    }
    if !any && clause != Clause::With {
        let _ = write!(text, "\n`{}` does not take it.\n", endpoint.name);
    }
    if forms.len() > 1 {
        let forms: Vec<String> = forms.iter().map(|form| format!("`{form}`")).collect();
        let _ = write!(text, "\nForms: {}\n", forms.join(" · "));
    }
    if let Some(effect) = clause_cost(clause) {
        let _ = write!(text, "\n{effect}\n");
    }
    let _ = write!(text, "\n{}", source(endpoint));
    text
}

/// The forms of a clause that an endpoint takes.
pub(crate) fn forms(clause: Clause, endpoint: Option<&Endpoint>) -> Vec<&'static str> {
    let all = clause.row().forms.iter().copied();
    let Some(endpoint) = endpoint else { return all.collect() };
    let takes = |endpoint: &Endpoint, word: &str| {
        words(endpoint, clause).iter().any(|it| it.0.text == word)
    };
    let fits = |form: &&str| {
        let word = form.split(' ').nth(1).unwrap_or_default();
        let of_others = ENDPOINTS.iter().any(|it| takes(it, word));
        let several = clause == Clause::By && form.contains(',');
        (!of_others || takes(endpoint, word)) && (!several || endpoint.groups() > 1)
    };
    all.filter(fits).collect()
}

/// What a clause does to the cost.
pub(crate) fn clause_cost(clause: Clause) -> Option<String> {
    let per_group = TypeCost::SEGMENTS_PER_GROUP;
    Some(match clause {
        Clause::Where => "Cost: each segment and each condition counts as one.".to_owned(),
        Clause::By => format!("Cost: each property counts as {per_group} segments."),
        Clause::Range => "Cost: each day counts.".to_owned(),
        _ => return None,
    })
}

/// A parameter of a request, and its value if that is known.
pub(crate) fn parameter(param: &Param, value: Option<&str>) -> String {
    let sent = value.map_or_else(String::new, |value| format!("={value}"));
    let mut text = format!("Sent as `{}{sent}`: {}", param.wire, param.doc);
    if let Some(limits) = limits(param.ty) {
        let _ = write!(text, " {limits}");
    }
    match param.default {
        Some(default) => {
            let _ = write!(text, " Left out: {default}.");
        }
        None if param.required => text.push_str(" Always sent."),
        None => {}
    }
    text
}

fn limits(ty: Ty) -> Option<String> {
    match ty {
        Ty::Int { min, max, sent_less } => {
            let upper = if max == u32::MAX { "or more".to_owned() } else { format!("to {max}") };
            let less = match sent_less {
                0 => String::new(),
                less => format!(" The API counts from 0, so {less} less is sent."),
            };
            Some(format!("{min} {upper}.{less}"))
        }
        Ty::Words(words) | Ty::Interval(words) | Ty::Direction(words) | Ty::BinUnit(words) => {
            let words: Vec<String> = words.iter().map(|it| format!("`{}`", it.text)).collect();
            Some(format!("One of {}.", words.join(", ")))
        }
        _ => None,
    }
}

/// A word that a clause takes.
pub(crate) fn word(word: &Word, param: Option<&Param>) -> String {
    let mut text = format!("**`{}`**: {}\n", word.text, word.doc);
    match (param, word.wire) {
        (Some(param), Some(wire)) => {
            let _ = write!(text, "\nSent as `{}={wire}`.\n", param.wire);
        }
        (_, None) => text.push_str("\nSends nothing: it is what the API assumes.\n"),
        _ => {}
    }
    let effect = match word.effect {
        Effect::NeedsEventGroup => "Every event needs a `by` in its braces.".to_owned(),
        Effect::WholeDayWindow => "The API rounds `window` down to whole days.".to_owned(),
        Effect::NeedsBrackets => "Brackets of days follow: `0-4, 5-9`.".to_owned(),
        Effect::ShownDays(days) => format!("The API shows at most {days} days of it."),
        Effect::None | Effect::Seconds(_) => return text,
    };
    let _ = write!(text, "\n{effect}\n");
    text
}

/// The words that a clause of an endpoint takes.
pub(crate) fn words(endpoint: &Endpoint, clause: Clause) -> Vec<(&'static Word, &'static Param)> {
    let params = endpoint.params.iter().filter(|param| param.fills_from(clause));
    let all = params.flat_map(|param| {
        let words: &'static [Word] = match param.ty {
            Ty::Words(words) | Ty::Interval(words) | Ty::Direction(words) | Ty::BinUnit(words) => {
                words
            }
            _ => &[],
        };
        words.iter().map(move |word| (word, param))
    });
    all.collect()
}

/// A property.
pub(crate) fn property(name: &str, in_braces: bool) -> String {
    let (scope, own) = match name.split_once('.') {
        Some((scope @ ("user" | "event"), own)) => (scope, own),
        _ => ("", name),
    };
    let own = own.trim_matches('"');
    let custom = own.strip_prefix(CUSTOM).map(|it| it.trim_matches('"'));
    match (scope, custom, built_in(own)) {
        ("event", ..) => format!("**`{own}`**: event property\n"),
        (_, Some(custom), _) => {
            format!("**`{custom}`**: custom user property, sent as `{CUSTOM}{custom}`\n")
        }
        (_, _, Some(found)) => {
            format!("**`{own}`**: built-in user property\n\n{}\n", found.doc)
        }
        ("", ..) if in_braces => format!("**`{own}`**: event property\n"),
        _ => format!("**`{own}`**: user property\n"),
    }
}

/// An operator.
pub(crate) fn operator(operator: &Operator) -> String {
    let one = if operator.order { " It takes one value, compared as a number." } else { "" };
    format!("**`{}`**: sent as `{}`.{one}\n", operator.text, operator.wire)
}

/// An event.
pub(crate) fn event(name: &str) -> String {
    let bare = name.trim_matches('"');
    if let Some(special) = special_event(bare) {
        return format!("**`{bare}`**: special event type\n\n{}\n", special.doc);
    }
    match bare.strip_prefix(CUSTOM_EVENT) {
        Some(own) => format!("**`{}`**: custom event, sent as `{bare}`\n", own.trim_matches('"')),
        None => format!("**`{bare}`**: event type\n"),
    }
}

/// A word or a sign that joins parts, or that conditions are made of.
pub(crate) fn keyword(keyword: Keyword, endpoint: Option<&Endpoint>) -> String {
    let row = keyword.row();
    let mut text = format!("**`{}`**: {}\n", row.form, row.doc);
    if let Some(sent) = row.sent {
        let _ = write!(text, "\nSent as `{sent}`.\n");
    }
    if let Some(cost) = keyword_cost(keyword, endpoint) {
        let _ = write!(text, "\nCost: {cost}.\n");
    }
    let _ = write!(text, "\n```amq\n{}\n```\n", row.example);
    if let Some(endpoint) = endpoint {
        let _ = write!(text, "\n{}", source(endpoint));
    }
    text
}

/// What such a word adds to the cost of a query.
pub(crate) fn keyword_cost(keyword: Keyword, endpoint: Option<&Endpoint>) -> Option<String> {
    let said = keyword.row().cost.map(str::to_owned);
    match (keyword, endpoint.map(|it| it.cost)) {
        (Keyword::Arrow | Keyword::Comma, Some(TypeCost::PerEvent { weight, .. })) => {
            Some(format!("each event adds {weight} to the cost of the query's type"))
        }
        (Keyword::Group, Some(TypeCost::PerEvent { per_group, .. })) => {
            Some(format!("each property adds {per_group} to the cost of the query's type"))
        }
        _ => said,
    }
}

/// The name of an event in a formula: its letter, and the number of a segment.
pub(crate) fn formula_event(name: &str) -> Option<String> {
    let letter = name.chars().next()?;
    let segment = name.get(letter.len_utf8()..).filter(|it| !it.is_empty());
    let of = segment.map_or_else(String::new, |number| format!(", in its segment {number}"));
    Some(format!("**`{name}`**: event {letter} of the query{of}\n"))
}

/// The path of a request, of a query or as the table has it.
pub(crate) fn path(endpoint: &Endpoint, query: Option<&Query>) -> String {
    let path = query.map_or_else(|| endpoint.path.to_owned(), amq_request::path);
    format!("Sent in the path: `{path}`\n\n{}", source(endpoint))
}

/// A text without a sentence that stands elsewhere, and without the name that it is said of.
pub(crate) fn without(text: &str, sentence: &str) -> String {
    let says = |line: &str| {
        line.strip_suffix(sentence)
            .is_some_and(|before| before.is_empty() || before.ends_with("**: "))
    };
    let text = text.strip_prefix(sentence).and_then(|it| it.strip_prefix(": ")).unwrap_or(text);
    let left: Vec<&str> = text.lines().filter(|line| !says(line)).collect();
    left.join("\n").trim().to_owned()
}

/// The cost that counts against the API's limit on cost, where it is known.
pub fn counted(query: &Query) -> Option<Cost> {
    query.cost.filter(|_| query.endpoint.pool == Pool::Cost)
}

/// What a query costs, in a few words.
pub fn cost_label(query: &Query) -> String {
    match (query.endpoint.pool, query.cost) {
        (Pool::Lookup, _) => format!("1 of {} queries an hour", lookups_an_hour()),
        (Pool::Cost, Some(cost)) => format!("cost {}", cost.total()),
        (Pool::Cost, None) => "cost not known".to_owned(),
    }
}

/// The same, with its share of what the API runs at a time.
pub(crate) fn cost_title(query: &Query) -> String {
    let label = cost_label(query);
    let share =
        counted(query).map(|cost| format!(" ({} % of {})", percent(cost), Limit::cost_at_a_time()));
    label + &share.unwrap_or_default()
}

/// What a query costs, its factors, and its share of what the API allows.
pub fn cost_text(query: &Query) -> String {
    match (query.endpoint.pool, query.cost) {
        (Pool::Lookup, _) => {
            let of_pool = ENDPOINTS.iter().filter(|it| it.pool == Pool::Lookup);
            let names: Vec<String> = of_pool.map(|it| format!("`{}`", it.name)).collect();
            let (names, all) = (names.join(" and "), lookups_an_hour());
            format!("1 of the {all} queries an hour that {names} have for themselves")
        }
        (Pool::Cost, Some(cost)) => format!("{}, {}", self::cost(cost), share(cost)),
        (Pool::Cost, None) => {
            format!("not known, for it depends on the saved {}", query.endpoint.verb)
        }
    }
}

fn lookups_an_hour() -> u32 {
    Limit::amount(Pool::Lookup, Reading::QueriesPerHour)
}

/// A cost and its factors.
pub(crate) fn cost(cost: Cost) -> String {
    format!(
        "{} = {} × {} × {}",
        cost.total(),
        count(cost.days, "day"),
        count(cost.conditions, "condition"),
        cost.query_type
    )
}

/// How much of what runs at a time a cost is.
pub(crate) fn share(cost: Cost) -> String {
    format!("{} % of the {} that runs at a time", percent(cost), Limit::cost_at_a_time())
}

fn percent(cost: Cost) -> u64 {
    cost.total().saturating_mul(100).div_ceil(u64::from(Limit::cost_at_a_time()))
}

pub(crate) fn count(number: u64, noun: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{end}")
}
