//! Random files that are right: every endpoint, every clause, every kind of definition.

use amq_tests::Random;

use super::{
    BUILT_IN, BY_ORDER, Bins, Condition, Day, Event, EventName, Every, File, Filter, Let, Mode,
    OPERATORS, Property, Query, Range, Value, Verb,
    calendar::{TODAY, day},
    request::{of_day, texts, whole},
};

/// Names and texts that have broken something somewhere.
pub(crate) const HOSTILE: &[&str] = &[
    "Purchase",
    "Play Song",
    "購入",
    "emoji 🎉",
    "quo\"te",
    "back\\slash",
    "\\",
    "\"",
    "a -> b",
    "->",
    "#no comment",
    "a#b",
    "{brace}",
    "per%cent&amp=1+2 3",
    "'single'",
    "where",
    "by",
    "and",
    "everyone",
    "line\u{2028}sep",
    "tab\there",
    "new\nline",
    "\u{1}\u{1f}",
    "\u{7f}",
    "é",
    "e\u{301}",
    "true",
    "none",
    "(none)",
    "10",
    "2021-08-01",
    "-3",
    "$name",
    "n-day",
    "search",
    "users",
    "_x",
    "ß",
    "a,b",
    "a:b",
    "user.x",
    "\u{feff}",
    "\u{a0}",
    "~-._",
    "/*?",
    "\u{1F468}\u{200D}\u{1F469}",
];

pub(crate) fn file(random: &mut Random) -> File {
    let mut file = File::default();
    for _ in 0..random.below(5) {
        let made = a_let(random, &file.lets);
        file.lets.push(made);
    }
    for _ in 0..random.between(1, 3) {
        let made = query(random, &file.lets);
        file.queries.push(made);
    }
    file
}

fn a_let(random: &mut Random, lets: &[Let]) -> Let {
    match random.below(4) {
        0 => Let::Values(values(random, lets, 4)),
        1 => Let::Segment(segment(random, lets)),
        2 => Let::Event(event(random, lets, 2)),
        _ => Let::Range(range(random, lets)),
    }
}

/// A definition of a kind, if there is one.
fn of_kind(random: &mut Random, lets: &[Let], kind: fn(&Let) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = (0..lets.len()).filter(|at| kind(&lets[*at])).collect();
    (!fitting.is_empty()).then(|| fitting[random.below(fitting.len())])
}

// ---- queries -----------------------------------------------------------------------------------

fn query(random: &mut Random, lets: &[Let]) -> Query {
    let verb = verb(random, lets);
    let mut query = Query {
        verb,
        range: None,
        every: None,
        segments: vec![],
        by: vec![],
        users: None,
        metric: None,
        formula: None,
        rolling_window: None,
        rolling_average: None,
        limit: None,
        mode: None,
        window: None,
        bins: None,
        direction: None,
        offset: None,
        with: vec![],
    };
    let dated = !matches!(
        query.verb,
        Verb::Events | Verb::Activity(_) | Verb::Search(_) | Verb::Realtime | Verb::Chart(..)
    );
    if dated && !random.one_in(4) {
        query.range = Some(range(random, lets));
    }
    match query.verb.clone() {
        Verb::Users(_) => {
            series(random, lets, &mut query, 2, false);
        }
        Verb::SessionsLength => query.bins = random.one_in(2).then(|| bins(random)),
        Verb::Segmentation(events) => segmentation(random, lets, &mut query, &events),
        Verb::Funnel(_) => {
            series(random, lets, &mut query, 1, true);
            query.users = maybe(random, &["new", "active"]);
            query.mode = maybe(random, &["ordered", "unordered", "sequential"]).map(Mode::Word);
            if random.one_in(2) {
                let unit = random.pick(&["s", "min", "h", "d", "w"]);
                query.window = Some((random.between(1, 90) as u32, unit));
            }
            query.limit = random.one_in(4).then(|| random.between(1, 1000) as u32);
        }
        Verb::Retention(_) => {
            series(random, lets, &mut query, 1, false);
            query.mode = match random.below(4) {
                0 => Some(Mode::Word("rolling")),
                1 => Some(Mode::Word("n-day")),
                2 => Some(Mode::Brackets(brackets(random))),
                _ => None,
            };
        }
        Verb::Activity(_) => {
            let number = random.one_in(2).then(|| random.between(1, 1001) as u32);
            query.direction = maybe(random, &["latest", "earliest"])
                .map(|word| (word, number.filter(|_| random.one_in(2))));
            if query.direction.is_none_or(|it| it.1.is_none()) {
                query.limit = number;
            }
            query.offset = random.one_in(3).then(|| random.below(100_000) as u32);
        }
        Verb::Ltv => {
            series(random, lets, &mut query, 1, false);
            query.metric = maybe(random, &["arpu", "arppu", "total_revenue", "paying_users"]);
        }
        _ => {}
    }
    if random.one_in(6) {
        for _ in 0..random.between(1, 2) {
            let name = random.pick(&["x", "nova", "täst", "a b", "a=b&c", "n-1", "\"", "X-y_z"]);
            query.with.push((name.to_owned(), random.pick(HOSTILE).to_owned()));
        }
    }
    query
}

fn verb(random: &mut Random, lets: &[Let]) -> Verb {
    match random.below(20) {
        0 | 1 => Verb::Users(maybe(random, &["active", "new"])),
        2 => Verb::SessionsLength,
        3 => Verb::SessionsAverage,
        4 => Verb::SessionsPerUser,
        5 => Verb::Composition(user_property(random)),
        6 => Verb::Events,
        7..=10 => {
            let count = random.between(1, 2);
            Verb::Segmentation((0..count).map(|_| event(random, lets, 2)).collect())
        }
        11..=13 => {
            let count = random.between(2, 5);
            Verb::Funnel((0..count).map(|_| event(random, lets, 2)).collect())
        }
        14 | 15 => {
            let mut events = vec![event(random, lets, 2), event(random, lets, 2)];
            if random.one_in(3) {
                events[0].name = EventName::Own("_new".to_owned());
            }
            if random.one_in(4) {
                events[1].name = EventName::Own("_all".to_owned());
            }
            Verb::Retention(events)
        }
        16 => Verb::Activity(random.between(1, 1 << 40).to_string()),
        17 => {
            let ids =
                ["0786zXEdyOX1rS3M-P_m1d", "mia@example.com", "12345", "a", "-x", "_", "where"];
            let id = if random.one_in(2) { random.pick(&ids) } else { random.pick(HOSTILE) };
            Verb::Search(id.to_owned())
        }
        18 => {
            if random.one_in(3) {
                return Verb::Realtime;
            }
            let id = random.pick(&["abc", "42c5gcv4", "_x-1", "csv", "0", "ABC"]);
            Verb::Chart(id.to_owned(), random.one_in(2))
        }
        _ => Verb::Ltv,
    }
}

/// `every`, `where` and `by`.
fn series(random: &mut Random, lets: &[Let], query: &mut Query, most: usize, fine: bool) {
    if random.one_in(2) {
        let words = ["day", "week", "month", "hour", "5min"];
        let words = if fine { &words[..] } else { &words[..3] };
        query.every = Some(match random.below(4) {
            0 => Every::Days(random.between(1, 400) as u32),
            _ => Every::Word(random.pick(words)),
        });
    }
    for _ in 0..[0, 0, 1, 1, 2, 3][random.below(6)] {
        query.segments.push(segment(random, lets));
    }
    if query.segments.len() < 2 && random.one_in(2) {
        query.by = (0..random.between(1, most)).map(|_| user_property(random)).collect();
    }
}

fn segmentation(random: &mut Random, lets: &[Let], query: &mut Query, events: &[Event]) {
    series(random, lets, query, 2, true);
    let grouped = events.iter().all(|event| !whole(event, lets).2.is_empty());
    let metrics = ["uniques", "totals", "pct_dau", "average", "histogram", "sums", "value_avg"];
    let metrics = if grouped { &metrics[..] } else { &metrics[..4] };
    query.metric = maybe(random, metrics);
    if random.one_in(3) {
        query.metric = None;
        let mut tokens = vec![];
        if random.one_in(2) {
            tokens.push(random.pick(&["$:", "%:"]).to_owned());
        }
        formula(random, 3, events.len(), query.segments.len().max(1), &mut tokens);
        query.formula = Some(tokens);
    }
    query.users = maybe(random, &["any", "active"]);
    query.limit = random.one_in(4).then(|| random.between(1, 1000) as u32);
    query.rolling_window = random.one_in(5).then(|| random.between(1, 60) as u32);
    query.rolling_average = random.one_in(5).then(|| random.between(1, 60) as u32);
}

fn formula(
    random: &mut Random,
    depth: usize,
    events: usize,
    segments: usize,
    out: &mut Vec<String>,
) {
    for at in 0..random.between(1, 3) {
        if at > 0 {
            out.push(random.pick(&["+", "-", "*", "/"]).to_owned());
        }
        if random.one_in(5) {
            out.push("-".to_owned());
        }
        match if depth == 0 { random.below(2) } else { random.below(4) } {
            0 => out.push(random.pick(&["1", "100", "0.5", "12.25"]).to_owned()),
            1 => {
                let event = ["A", "B"][random.below(events)];
                let segment = random.between(1, segments);
                let digit = if random.one_in(3) { segment.to_string() } else { String::new() };
                out.push(format!("{event}{digit}"));
            }
            2 => {
                let name = ["UNIQUES", "TOTALS", "PROPSUM", "LOG10", "ROLLAVG", "POWER"];
                out.push(random.pick(&name).to_owned());
                out.push("(".to_owned());
                for argument in 0..random.between(1, 2) {
                    if argument > 0 {
                        out.push(",".to_owned());
                    }
                    formula(random, depth - 1, events, segments, out);
                }
                out.push(")".to_owned());
            }
            _ => {
                out.push("(".to_owned());
                formula(random, depth - 1, events, segments, out);
                out.push(")".to_owned());
            }
        }
    }
}

fn bins(random: &mut Random) -> Bins {
    let (unit, most) = [("hours", 24), ("minutes", 1440), ("seconds", 86_400)][random.below(3)];
    let min = random.below(most);
    let max = random.between(min + 1, most);
    let step = random.one_in(2).then(|| random.between(1, max - min) as u32);
    Bins { min: min as u32, max: max as u32, unit, step }
}

fn brackets(random: &mut Random) -> Vec<(u32, u32)> {
    let (mut from, mut brackets) = (0, vec![]);
    for _ in 0..random.between(1, 4) {
        let first = from + random.below(3) as u32;
        let last = first + random.below(10) as u32;
        brackets.push((first, last));
        from = last + 1;
    }
    brackets
}

fn maybe(random: &mut Random, words: &[&'static str]) -> Option<&'static str> {
    random.one_in(2).then(|| words[random.below(words.len())])
}

// ---- days --------------------------------------------------------------------------------------

fn range(random: &mut Random, lets: &[Let]) -> Range {
    const PERIODS: &[&str] = &["week", "month", "quarter", "year"];
    if random.one_in(5)
        && let Some(at) = of_kind(random, lets, |it| matches!(it, Let::Range(_)))
    {
        return Range::Let(at);
    }
    match random.below(8) {
        0 | 1 => {
            let (one, other) = (a_day(random), a_day(random));
            let ordered = of_day(one) <= of_day(other);
            if ordered { Range::FromTo(one, other) } else { Range::FromTo(other, one) }
        }
        2 => Range::On(a_day(random)),
        3 | 4 => {
            let unit = ["d", "w", "mo"][random.below(3)];
            let end = random.one_in(2).then(|| a_day(random));
            Range::Last(random.between(1, 60) as u32, unit, end)
        }
        5 => Range::This(PERIODS[random.below(4)]),
        6 => Range::Previous(PERIODS[random.below(4)]),
        _ => [Range::Today, Range::Yesterday][random.below(2)].clone(),
    }
}

fn a_day(random: &mut Random) -> Day {
    match random.below(8) {
        0 => Day::Today,
        1 => Day::Yesterday,
        2 => Day::Date(day(2020, 2, 29)),
        3 => Day::Date(day(2021, [1, 3, 5, 7, 8][random.below(5)], 31)),
        _ => Day::Date(TODAY - i64::try_from(random.below(3000)).unwrap()),
    }
}

// ---- events and segments -----------------------------------------------------------------------

fn event(random: &mut Random, lets: &[Let], most_groups: usize) -> Event {
    let mut name = EventName::Own(event_name(random));
    let mut room = most_groups;
    if random.one_in(4)
        && let Some(at) = of_kind(random, lets, |it| matches!(it, Let::Event(_)))
    {
        let named = Event { name: EventName::Let(at), filters: vec![], by: vec![] };
        if let Some(left) = room.checked_sub(whole(&named, lets).2.len()) {
            (name, room) = (EventName::Let(at), left);
        }
    }
    let filters = if random.one_in(3) { random.between(1, 3) } else { 0 };
    let groups = if random.one_in(4) { random.between(0, room) } else { 0 };
    Event {
        name,
        filters: (0..filters).map(|_| filter(random, lets, true)).collect(),
        by: (0..groups).map(|_| event_property(random)).collect(),
    }
}

fn event_name(random: &mut Random) -> String {
    match random.below(8) {
        0 => "_active".to_owned(),
        1 => {
            ["revenue_amount", "verified_revenue", "unverified_revenue"][random.below(3)].to_owned()
        }
        2 | 3 => format!("ce:{}", random.pick(HOSTILE)),
        _ => random.pick(HOSTILE).to_owned(),
    }
}

fn filter(random: &mut Random, lets: &[Let], inner: bool) -> Filter {
    let property = if inner { event_property(random) } else { user_property(random) };
    let operator = random.below(OPERATORS.len());
    let mut values = values(random, lets, 3);
    if operator >= BY_ORDER && texts(&values, lets).len() != 1 {
        values = vec![value(random)];
    }
    Filter { property, operator, values }
}

fn user_property(random: &mut Random) -> Property {
    let (key, scoped) = match random.below(5) {
        0 | 1 => (random.pick(BUILT_IN).to_owned(), random.one_in(4)),
        2 | 3 => (format!("gp:{}", random.pick(HOSTILE)), random.one_in(4)),
        _ => (random.pick(HOSTILE).to_owned(), true),
    };
    Property { key, of_user: true, scoped }
}

fn event_property(random: &mut Random) -> Property {
    if random.one_in(2) {
        return user_property(random);
    }
    // `event.platform` is the event's own; a name that is not a user's needs no prefix.
    let built_in = random.one_in(4);
    let key = if built_in { random.pick(BUILT_IN) } else { random.pick(HOSTILE) };
    Property { key: key.to_owned(), of_user: false, scoped: built_in || random.one_in(3) }
}

fn values(random: &mut Random, lets: &[Let], most: usize) -> Vec<Value> {
    let mut found: Vec<Value> = (0..random.between(1, most)).map(|_| value(random)).collect();
    if random.one_in(4)
        && let Some(at) = of_kind(random, lets, |it| matches!(it, Let::Values(_)))
    {
        let place = random.below(found.len());
        found[place] = Value::Let(at);
    }
    found
}

fn value(random: &mut Random) -> Value {
    match random.below(8) {
        0 => Value::Bare(random.pick(&["10", "9.99", "-3", "0", "-0.50", "007"]).to_owned()),
        1 => Value::Bare("2021-08-17".to_owned()),
        2 => Value::Word(["true", "false", "none"][random.below(3)]),
        3 => Value::Text(String::new()),
        _ => Value::Text(random.pick(HOSTILE).to_owned()),
    }
}

/// The conditions of a segment; none is `everyone`.
fn segment(random: &mut Random, lets: &[Let]) -> Vec<Condition> {
    if random.one_in(6) {
        return vec![];
    }
    let mut found: Vec<Condition> =
        (0..random.between(1, 3)).map(|_| condition(random, lets)).collect();
    if found.len() > 1 {
        found.retain(|it| !stands_for_everyone(it, lets));
    }
    found
}

/// Whether a condition is a name of `everyone`, which stands alone.
fn stands_for_everyone(condition: &Condition, lets: &[Let]) -> bool {
    let Condition::Let(at) = condition else { return false };
    matches!(&lets[*at], Let::Segment(it) if it.iter().all(|it| stands_for_everyone(it, lets)))
}

fn condition(random: &mut Random, lets: &[Let]) -> Condition {
    match random.below(8) {
        0 => of_kind(random, lets, |it| matches!(it, Let::Segment(_)))
            .map_or_else(|| Condition::Compare(filter(random, lets, false)), Condition::Let),
        1 => {
            let cohorts: Vec<Value> = (0..random.between(1, 3))
                .map(|_| Value::Text(random.pick(&["5mjbq8w", "abc", "A_b-c"]).to_owned()))
                .collect();
            Condition::Cohort(random.one_in(2), cohorts)
        }
        2 | 3 => {
            let not = random.one_in(3);
            let compare = [">=", ">", "<", "<=", "="][random.below(5)];
            let times = (!not && random.one_in(2)).then(|| (compare, random.below(20) as u32));
            let unit = ["d", "w"][random.below(2)];
            let within =
                random.one_in(2).then(|| (random.one_in(2), random.between(1, 400) as u32, unit));
            Condition::Performed { not, event: event(random, lets, 0), times, within }
        }
        _ => Condition::Compare(filter(random, lets, false)),
    }
}
