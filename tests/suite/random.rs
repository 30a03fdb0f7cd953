//! Random texts: valid statements, other layouts of a text, and broken ones.

use amq_tests::Random;

// ---- valid statements --------------------------------------------------------------------------

const DEFINITIONS: &str = "let $cities=(\"Utrecht\",\"Am\\u0073terdam\" ,)\n\
    let $paid   = event \"Purchase\"{price>0}\nlet $dutch = where \"country\"=\"Netherlands\"\n\
    let $q3=from 2021-07-01 to 2021-09-30\n";

/// A few definitions, and some queries in a random layout.
pub(crate) fn statements(rng: &mut Random) -> String {
    let mut text = DEFINITIONS.to_owned();
    for number in 0..=rng.below(3) {
        if rng.one_in(2) {
            text.push_str(rng.pick(&["\n", "\n\n", "# of it\n", "\n# apart\n\n", "  # below\n"]));
        }
        if rng.one_in(3) {
            text.extend(["q", &number.to_string(), " :"]);
        }
        let tokens = query(rng);
        for (at, token) in tokens.iter().enumerate() {
            if at > 0 {
                text.push_str(&gap(rng));
            }
            text.push_str(token);
        }
        text.push_str(rng.pick(&["\n", "\n", "   # after\n", "\t\n\n"]));
    }
    text
}

fn gap(rng: &mut Random) -> String {
    let number = rng.below(1000);
    match rng.below(16) {
        0 => format!(" # {number}\n  "),
        1 => format!("\n #{number}  \n# and so on\n  "),
        2..5 => blank(rng),
        _ => " ".to_owned(),
    }
}

fn blank(rng: &mut Random) -> String {
    rng.pick(&["\n  ", "\n\n\t", "  ", "\r\n "]).to_owned()
}

type Tokens = Vec<String>;

fn words(tokens: &mut Tokens, text: &str) {
    tokens.extend(text.split(' ').map(str::to_owned));
}

fn query(rng: &mut Random) -> Tokens {
    let mut it = Tokens::new();
    let mut clauses: Vec<Tokens> = Vec::new();
    match rng.below(8) {
        0 => {
            words(&mut it, "funnel");
            steps(rng, &mut it, "->", 2);
            add(rng, &mut clauses, &["for new", "for active users"]);
            add(rng, &mut clauses, &["mode ordered", "mode sequential"]);
            add(rng, &mut clauses, &["window 3d", "window 24h"]);
            common(rng, &mut clauses, 1);
        }
        1 | 2 => {
            words(&mut it, "segmentation");
            steps(rng, &mut it, ",", 1);
            let formulas = ["formula UNIQUES(A)/TOTALS(A1)*-2", "formula $: 100*( TOTALS(A) - 3 )"];
            add(rng, &mut clauses, &[formulas[0], formulas[1], "metric totals", "metric uniques"]);
            add(rng, &mut clauses, &["rolling window 3", "rolling average 7"]);
            add(rng, &mut clauses, &["for any", "for active"]);
            add(rng, &mut clauses, &["limit 10", "with g3 = \"x\" , \"y\" \"z\""]);
            common(rng, &mut clauses, 2);
        }
        3 => {
            words(&mut it, "retention");
            steps(rng, &mut it, "->", 2);
            add(rng, &mut clauses, &["mode rolling", "mode bracket 0-4 , 5-9"]);
            common(rng, &mut clauses, 1);
        }
        4 => {
            words(&mut it, rng.pick(&["users", "users new", "users active"]));
            common(rng, &mut clauses, 2);
        }
        5 => {
            words(&mut it, "ltv");
            add(rng, &mut clauses, &["metric arpu", "metric arppu"]);
            common(rng, &mut clauses, 1);
        }
        6 => {
            words(&mut it, "sessions length");
            add(rng, &mut clauses, &["bins 0 .. 10 minutes step 2", "bins 1 .. 2 hours"]);
            add(rng, &mut clauses, &["last 2w to yesterday", "on 2021-08-02", "on today"]);
        }
        _ => {
            let ids = ["search \"a b\"", "search \"abc\"", "activity 123", "activity \"123\""];
            words(&mut it, rng.pick(&[ids[1], ids[2], ids[3], "chart abc csv", "chart \"x\""]));
            if it[0] == "activity" {
                add(rng, &mut clauses, &["latest", "earliest 10"]);
                add(rng, &mut clauses, &["offset 3"]);
            }
        }
    }
    while !clauses.is_empty() {
        it.extend(clauses.swap_remove(rng.below(clauses.len())));
    }
    it
}

fn add(rng: &mut Random, clauses: &mut Vec<Tokens>, forms: &[&str]) {
    if rng.one_in(2) {
        let mut tokens = Tokens::new();
        words(&mut tokens, rng.pick(forms));
        clauses.push(tokens);
    }
}

fn common(rng: &mut Random, clauses: &mut Vec<Tokens>, groups: usize) {
    let mut segments = vec!["where".to_owned()];
    for at in 0..=rng.below(3) / 2 {
        segments.extend((at > 0).then(|| "vs".to_owned()));
        segment(rng, &mut segments);
    }
    let several = segments.iter().any(|it| it == "vs");
    let filtered = rng.one_in(2);
    if filtered {
        clauses.push(segments);
    }
    if rng.one_in(2) && !(filtered && several) {
        let mut by = vec!["by".to_owned(), property(rng).to_owned()];
        if groups > 1 && rng.one_in(2) {
            by.extend([",".to_owned(), property(rng).to_owned()]);
        }
        clauses.push(by);
    }
    add(rng, clauses, &["every day", "every week", "every 14d", "every month"]);
    let ranges = ["from 2021-08-01 to 2021-08-31", "last 30d", "during $q3", "this month"];
    add(rng, clauses, &[ranges[0], ranges[1], ranges[2], ranges[3], "yesterday", "previous week"]);
}

const EVENTS: [&str; 14] = [
    "Purchase",
    "\"Purchase\"",
    "\"Play Song\"",
    "ce:Signup",
    "\"ce:Signup\"",
    "ce:\"My Event\"",
    "\"ce:My Event\"",
    "\"where\"",
    "\"performed\"",
    "_active",
    "\"購入\"",
    "é-è",
    "\"A\\u0020\\\"B\\\"\"",
    "ce:where",
];

const PROPERTIES: [&str; 15] = [
    "platform",
    "\"platform\"",
    "gp:plan",
    "\"gp:plan\"",
    "gp:\"a b\"",
    "\"gp:a b\"",
    "user.library",
    "user.\"library\"",
    "user.\"gp:where\"",
    "\"gp:gp:x\"",
    "gp:\"last\"",
    "\"user.x\"",
    "\"by\"",
    "\"is\"",
    "\"set\"",
];

fn property(rng: &mut Random) -> &'static str {
    rng.pick(&PROPERTIES)
}

fn steps(rng: &mut Random, it: &mut Tokens, joint: &str, least: usize) {
    for at in 0..2.min(least + rng.below(3)) {
        it.extend((at > 0).then(|| joint.to_owned()));
        event(rng, it, true);
    }
}

fn event(rng: &mut Random, it: &mut Tokens, grouped: bool) {
    it.push(if rng.one_in(8) { "$paid".to_owned() } else { rng.pick(&EVENTS).to_owned() });
    if rng.below(3) > 0 {
        return;
    }
    it.push("{".to_owned());
    let filters = rng.below(4);
    for at in 0..filters {
        it.extend((at > 0).then(|| "and".to_owned()));
        let inner = ["\"price\"", "price", "where", "\"and\"", "\"Platform\"", "event.city"];
        it.push(if rng.one_in(2) { rng.pick(&inner) } else { property(rng) }.to_owned());
        comparison(rng, it);
    }
    if filters == 0 || (grouped && rng.one_in(3)) {
        words(it, "by price");
        if rng.one_in(2) {
            it.extend([",".to_owned(), property(rng).to_owned()]);
        }
    }
    it.push("}".to_owned());
}

fn segment(rng: &mut Random, it: &mut Tokens) {
    if rng.one_in(8) {
        return it.push("everyone".to_owned());
    }
    for at in 0..=rng.below(3) {
        it.extend((at > 0).then(|| "and".to_owned()));
        match rng.below(7) {
            0 => it.push("$dutch".to_owned()),
            1 => {
                words(it, rng.pick(&["in cohort", "not in cohort"]));
                list(rng, it, &["\"a1\"", "\"b\\u0032\""]);
            }
            2 => {
                words(it, rng.pick(&["performed", "performed"]));
                event(rng, it, false);
                words(it, rng.pick(&[">= 2 times", "= 1 times within 3d", "within rolling 2w"]));
            }
            3 => {
                words(it, "not performed");
                event(rng, it, false);
            }
            _ => {
                it.push(property(rng).to_owned());
                comparison(rng, it);
            }
        }
    }
}

fn comparison(rng: &mut Random, it: &mut Tokens) {
    let values =
        ["\"x\"", "\"\\u00e9\\n\\/\"", "3", "-9.50", "2021-08-01", "true", "none", "\"#\""];
    if rng.one_in(3) {
        words(it, rng.pick(&["<", ">=", "less or equal", "greater", "less", "greater or equal"]));
        return it.push(rng.pick(&values).to_owned());
    }
    words(it, rng.pick(&["is", "=", "is not", "!=", "contains", "does not contain", "set is"]));
    if rng.one_in(8) {
        return it.push("$cities".to_owned());
    }
    list(rng, it, &values);
}

fn list(rng: &mut Random, it: &mut Tokens, values: &[&str]) {
    if rng.one_in(2) {
        return it.push(rng.pick(values).to_owned());
    }
    it.push("(".to_owned());
    for at in 0..=rng.below(12) / 2 {
        it.extend((at > 0).then(|| ",".to_owned()));
        it.push(rng.pick(values).to_owned());
    }
    it.extend(rng.one_in(4).then(|| ",".to_owned()));
    it.push(")".to_owned());
}

// ---- other texts -------------------------------------------------------------------------------

/// A formatted text with other blanks and newlines between its tokens, and with comments.
pub(crate) fn with_comments(text: &str, rng: &mut Random) -> String {
    gaps(text, rng, gap)
}

/// A formatted text with other blanks and newlines between its tokens.
pub(crate) fn with_blanks(text: &str, rng: &mut Random) -> String {
    gaps(text, rng, blank)
}

fn gaps(text: &str, rng: &mut Random, gap: fn(&mut Random) -> String) -> String {
    let mut changed = String::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with('#') {
            changed.push_str(line);
            continue;
        }
        let (mut quoted, mut before) = (false, '\n');
        for next in line.chars() {
            let around = "({".contains(before) || ")},".contains(next);
            let blank = next == ' ' && before != '\n' && before != ' ';
            if !quoted && (blank || around) && rng.one_in(4) {
                changed.push_str(&gap(rng));
            }
            quoted ^= next == '"';
            before = next;
            changed.push(next);
        }
    }
    changed
}

/// A text with some characters lost, doubled, swapped or put in.
pub(crate) fn mangled(text: &str, rng: &mut Random) -> String {
    const SIGNS: [char; 16] =
        ['"', '\'', '(', ')', '{', '}', ',', '#', '\n', '\r', ' ', '$', '-', '>', 'é', ':'];
    let mut signs: Vec<char> = text.chars().collect();
    for _ in 0..=rng.below(4) {
        let at = rng.below(signs.len());
        match rng.below(4) {
            0 => {
                signs.remove(at);
            }
            1 => signs.insert(at, signs[at]),
            2 => signs.swap(at, at.saturating_sub(1)),
            _ => signs.insert(at, SIGNS[rng.below(SIGNS.len())]),
        }
    }
    signs.into_iter().collect()
}
