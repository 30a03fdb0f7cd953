//! One of the many ways to write a file.

use amq_tests::Random;

use super::{
    Condition, Day, Event, EventName, Every, File, Filter, Let, Mode, OPERATORS, Property, Query,
    Range, Value, Verb, calendar::date,
};

/// What may not be a bare name outside of braces.
const RESERVED: &[&str] = &[
    "from",
    "on",
    "last",
    "today",
    "yesterday",
    "this",
    "previous",
    "during",
    "every",
    "where",
    "by",
    "for",
    "metric",
    "formula",
    "rolling",
    "limit",
    "mode",
    "window",
    "bins",
    "latest",
    "earliest",
    "offset",
    "with",
    "and",
    "vs",
    "not",
    "in",
    "performed",
    "everyone",
];

/// What a line in column 1 may begin with and continue the statement above: the first words of
/// clauses and joints.
const CONTINUES: usize = 25;

/// Signs that need no blank beside them.
const GLUED: &[&str] = &["{", "}", "(", ")", ",", "->", "=", "!=", "<", "<=", ">", ">="];

/// Writes a file: its statements in any order, and each as it comes.
pub(crate) fn spell(file: &File, random: &mut Random) -> String {
    let mut statements: Vec<Vec<String>> = vec![];
    for (at, it) in file.lets.iter().enumerate() {
        statements.push(Speller { random, lets: true }.definition(at, it));
    }
    for (at, query) in file.queries.iter().enumerate() {
        statements.push(Speller { random, lets: false }.query(at, query));
    }
    random.shuffle(&mut statements);
    let mut text = String::new();
    for tokens in &statements {
        for _ in 0..random.below(3) {
            text +=
                random.pick(&["\n", "# a comment -> \"with { signs\n", "  # an indented one\n"]);
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text += &joined(tokens, random);
        text += random.pick(&["\n", "\n\n", "  # at the end\n", "\t \n", "\n  # after it\n"]);
    }
    if random.one_in(4) {
        text.truncate(text.trim_end().len());
    }
    if random.one_in(5) {
        text = text.replace('\n', "\r\n");
    }
    if random.one_in(8) { format!("\u{feff}{text}") } else { text }
}

fn joined(tokens: &[String], random: &mut Random) -> String {
    // Some statements stand on one line; others are torn apart.
    let torn = random.below(3);
    let mut text = tokens[0].clone();
    for pair in tokens.windows(2) {
        let (before, next) = (pair[0].as_str(), pair[1].as_str());
        let glued = GLUED.contains(&before) || GLUED.contains(&next);
        let column_1 =
            [",", ")", "}", "->"].contains(&next) || RESERVED[..CONTINUES].contains(&next);
        text += match random.below(if torn == 0 { 6 } else { 14 }) {
            0..=2 if glued => "",
            0..=3 => " ",
            4 => "  ",
            5 => "\t",
            6 if column_1 => "\n",
            7 if column_1 => " # it's a \"comment\n",
            8 if column_1 => "\n\n# where x -> {\n",
            9 => "\n\n \n  ",
            10 => " # to -> (\n\t",
            11 => "\n# in column 1\n    ",
            _ => "\n  ",
        };
        text += next;
    }
    text
}

struct Speller<'r> {
    random: &'r mut Random,
    lets: bool,
}

impl Speller<'_> {
    fn definition(&mut self, at: usize, it: &Let) -> Vec<String> {
        assert!(self.lets);
        let mut out = vec!["let".to_owned(), name_of(at), "=".to_owned()];
        match it {
            Let::Values(values) => self.values(values, &mut out),
            Let::Segment(conditions) => {
                out.push("where".to_owned());
                self.segment(conditions, &mut out);
            }
            Let::Event(event) => {
                out.push("event".to_owned());
                self.event(event, &mut out);
            }
            Let::Range(range) => out.extend(range_words(range)),
        }
        out
    }

    fn query(&mut self, at: usize, query: &Query) -> Vec<String> {
        let mut out = vec![];
        if self.random.one_in(2) {
            out.push(format!("query_{at}:"));
        }
        self.verb(&query.verb, &mut out);
        let mut clauses = self.clauses(query);
        self.random.shuffle(&mut clauses);
        out.extend(clauses.concat());
        out
    }

    fn verb(&mut self, verb: &Verb, out: &mut Vec<String>) {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        match verb {
            Verb::Users(word) => {
                out.push("users".to_owned());
                out.extend(word.map(str::to_owned));
            }
            Verb::SessionsLength => out.extend(words("sessions length")),
            Verb::SessionsAverage => out.extend(words("sessions average")),
            Verb::SessionsPerUser => out.extend(words("sessions per user")),
            Verb::Composition(property) => {
                out.push("composition".to_owned());
                out.push(self.property(property, false));
            }
            Verb::Events => out.push("events".to_owned()),
            Verb::Segmentation(events) => self.events("segmentation", events, ",", out),
            Verb::Funnel(events) => self.events("funnel", events, "->", out),
            Verb::Retention(events) => self.events("retention", events, "->", out),
            Verb::Activity(id) => out.extend(["activity".to_owned(), self.identifier(id)]),
            Verb::Search(id) => out.extend(["search".to_owned(), self.identifier(id)]),
            Verb::Realtime => out.push("realtime".to_owned()),
            Verb::Ltv => out.push("ltv".to_owned()),
            Verb::Chart(id, csv) => {
                out.extend(["chart".to_owned(), self.identifier(id)]);
                out.extend(csv.then(|| "csv".to_owned()));
            }
        }
    }

    fn events(&mut self, verb: &str, events: &[Event], joint: &str, out: &mut Vec<String>) {
        out.push(verb.to_owned());
        for (at, event) in events.iter().enumerate() {
            if at > 0 {
                out.push(joint.to_owned());
            }
            self.event(event, out);
        }
    }

    fn clauses(&mut self, query: &Query) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = vec![];
        let two = |word: &str, value: String| vec![word.to_owned(), value];
        found.extend(query.range.as_ref().map(range_words));
        found.extend(query.every.as_ref().map(|every| match every {
            Every::Word(word) => two("every", (*word).to_owned()),
            Every::Days(days) => two("every", format!("{days}d")),
        }));
        if !query.segments.is_empty() {
            let mut out = vec![];
            for (at, segment) in query.segments.iter().enumerate() {
                out.push(if at == 0 { "where" } else { "vs" }.to_owned());
                self.segment(segment, &mut out);
            }
            found.push(out);
        }
        if !query.by.is_empty() {
            let mut out = vec![];
            self.by(&query.by, false, &mut out);
            found.push(out);
        }
        if let Some(word) = query.users {
            let mut out = two("for", word.to_owned());
            if self.random.one_in(2) {
                out.push("users".to_owned());
            }
            found.push(out);
        }
        found.extend(query.metric.map(|word| two("metric", word.to_owned())));
        found.extend(query.formula.as_ref().map(|tokens| {
            let mut out = vec!["formula".to_owned()];
            out.extend(tokens.clone());
            out
        }));
        for (word, number) in [("window", query.rolling_window), ("average", query.rolling_average)]
        {
            found.extend(
                number
                    .map(|number| vec!["rolling".to_owned(), word.to_owned(), number.to_string()]),
            );
        }
        found.extend(query.limit.map(|number| two("limit", number.to_string())));
        found.extend(query.offset.map(|number| two("offset", number.to_string())));
        found.extend(query.mode.as_ref().map(mode_words));
        found.extend(query.window.map(|(number, unit)| two("window", format!("{number}{unit}"))));
        found.extend(query.bins.as_ref().map(|bins| {
            let mut out = two("bins", format!("{}..{}", bins.min, bins.max));
            out.push(bins.unit.to_owned());
            out.extend(bins.step.into_iter().flat_map(|step| two("step", step.to_string())));
            out
        }));
        found.extend(query.direction.map(|(word, number)| {
            std::iter::once(word.to_owned()).chain(number.map(|it| it.to_string())).collect()
        }));
        if !query.with.is_empty() {
            let mut out = vec!["with".to_owned()];
            for (at, (name, value)) in query.with.iter().enumerate() {
                if at > 0 {
                    out.push(",".to_owned());
                }
                out.push(self.identifier(name));
                out.push(self.quoted(value));
            }
            found.push(out);
        }
        found
    }

    fn segment(&mut self, conditions: &[Condition], out: &mut Vec<String>) {
        if conditions.is_empty() {
            out.push("everyone".to_owned());
        }
        for (at, condition) in conditions.iter().enumerate() {
            if at > 0 {
                out.push("and".to_owned());
            }
            match condition {
                Condition::Compare(filter) => self.filter(filter, false, out),
                Condition::Cohort(not, values) => {
                    out.extend(not.then(|| "not".to_owned()));
                    out.extend(["in".to_owned(), "cohort".to_owned()]);
                    self.values(values, out);
                }
                Condition::Performed { not, event, times, within } => {
                    out.extend(not.then(|| "not".to_owned()));
                    out.push("performed".to_owned());
                    self.event(event, out);
                    if let Some((compare, count)) = times {
                        out.extend([(*compare).to_owned(), count.to_string(), "times".to_owned()]);
                    }
                    if let Some((rolling, number, unit)) = within {
                        out.push("within".to_owned());
                        out.extend(rolling.then(|| "rolling".to_owned()));
                        out.push(format!("{number}{unit}"));
                    }
                }
                Condition::Let(at) => out.push(name_of(*at)),
            }
        }
    }

    fn event(&mut self, event: &Event, out: &mut Vec<String>) {
        out.push(match &event.name {
            EventName::Let(at) => name_of(*at),
            EventName::Own(name) => match name.strip_prefix("ce:") {
                Some(rest) if self.random.one_in(2) => format!("ce:{}", self.name(rest, &[])),
                Some(_) => self.quoted(name),
                None => self.name(name, RESERVED),
            },
        });
        if event.filters.is_empty() && event.by.is_empty() {
            return;
        }
        out.push("{".to_owned());
        for (at, filter) in event.filters.iter().enumerate() {
            if at > 0 {
                out.push("and".to_owned());
            }
            self.filter(filter, true, out);
        }
        if !event.by.is_empty() {
            self.by(&event.by, true, out);
        }
        out.push("}".to_owned());
    }

    fn filter(&mut self, filter: &Filter, inner: bool, out: &mut Vec<String>) {
        out.push(self.property(&filter.property, inner));
        let ways = OPERATORS[filter.operator].0;
        out.extend(self.random.pick(ways).split(' ').map(str::to_owned));
        self.values(&filter.values, out);
    }

    fn by(&mut self, properties: &[Property], inner: bool, out: &mut Vec<String>) {
        for (at, property) in properties.iter().enumerate() {
            out.push(if at == 0 { "by" } else { "," }.to_owned());
            out.push(self.property(property, inner));
        }
    }

    fn property(&mut self, property: &Property, inner: bool) -> String {
        let scope = if property.of_user { "user." } else { "event." };
        let scope = if property.scoped { scope } else { "" };
        let taken = if inner { &["by", "and"][..] } else { RESERVED };
        let taken = if property.scoped { &[][..] } else { taken };
        match property.key.strip_prefix("gp:") {
            Some(rest) if self.random.one_in(2) => format!("{scope}gp:{}", self.name(rest, &[])),
            Some(_) => format!("{scope}{}", self.quoted(&property.key)),
            None => format!("{scope}{}", self.name(&property.key, taken)),
        }
    }

    fn values(&mut self, values: &[Value], out: &mut Vec<String>) {
        let list = values.len() > 1 || self.random.one_in(3);
        out.extend(list.then(|| "(".to_owned()));
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                out.push(",".to_owned());
            }
            out.push(match value {
                Value::Text(text) => self.quoted(text),
                Value::Bare(text) if self.random.one_in(3) => self.quoted(text),
                Value::Bare(text) => text.clone(),
                Value::Word(word) => (*word).to_owned(),
                Value::Let(at) => name_of(*at),
            });
        }
        out.extend(list.then(|| ")".to_owned()));
    }

    /// A name, bare where that is allowed.
    fn name(&mut self, name: &str, taken: &[&str]) -> String {
        let mut signs = name.chars();
        let starts = signs.next().is_some_and(|sign| sign.is_alphabetic() || sign == '_');
        let word = starts
            && !name.ends_with('-')
            && !name.contains("--")
            && signs.all(|sign| sign.is_alphanumeric() || sign == '_' || sign == '-');
        if word && !taken.contains(&name) && self.random.one_in(2) {
            return name.to_owned();
        }
        self.quoted(name)
    }

    fn identifier(&mut self, id: &str) -> String {
        let bare = !id.is_empty() && id.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        if bare && !RESERVED.contains(&id) && self.random.one_in(2) {
            return id.to_owned();
        }
        self.quoted(id)
    }

    /// A string, with more escapes than it needs.
    fn quoted(&mut self, text: &str) -> String {
        let mut written = "\"".to_owned();
        for sign in text.chars() {
            match sign {
                '"' => written += "\\\"",
                '\\' => written += "\\\\",
                '\n' if self.random.one_in(2) => written += "\\n",
                '\t' if self.random.one_in(2) => written += "\\t",
                '/' if self.random.one_in(2) => written += "\\/",
                sign if sign < ' ' || sign == '\u{7f}' || self.random.one_in(12) => {
                    for unit in sign.encode_utf16(&mut [0; 2]) {
                        let upper = self.random.one_in(2);
                        let digits = format!("{unit:04x}");
                        written += "\\u";
                        written += &if upper { digits.to_uppercase() } else { digits };
                    }
                }
                sign => written.push(sign),
            }
        }
        written + "\""
    }
}

fn name_of(at: usize) -> String {
    // As `where` as it gets: a definition's name may be any word.
    ["$where", "$n1", "$購入", "$a-b", "$_"]
        .get(at)
        .map_or_else(|| format!("$n{at}"), |it| (*it).to_owned())
}

fn range_words(range: &Range) -> Vec<String> {
    let words: Vec<String> = match range {
        Range::FromTo(start, end) => {
            vec!["from".into(), day_word(*start), "to".into(), day_word(*end)]
        }
        Range::On(day) => vec!["on".into(), day_word(*day)],
        Range::Last(number, unit, end) => {
            let mut words = vec!["last".into(), format!("{number}{unit}")];
            words.extend(end.iter().flat_map(|end| ["to".into(), day_word(*end)]));
            words
        }
        Range::This(word) => vec!["this".into(), (*word).into()],
        Range::Previous(word) => vec!["previous".into(), (*word).into()],
        Range::Today => vec!["today".into()],
        Range::Yesterday => vec!["yesterday".into()],
        Range::Let(at) => vec!["during".into(), name_of(*at)],
    };
    words
}

fn day_word(day: Day) -> String {
    match day {
        Day::Today => "today".to_owned(),
        Day::Yesterday => "yesterday".to_owned(),
        Day::Date(day) => {
            let (year, month, day) = date(day);
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}

fn mode_words(mode: &Mode) -> Vec<String> {
    match mode {
        Mode::Word(word) => vec!["mode".to_owned(), (*word).to_owned()],
        Mode::Brackets(brackets) => {
            let mut words = vec!["mode".to_owned(), "bracket".to_owned()];
            for (at, (first, last)) in brackets.iter().enumerate() {
                if at > 0 {
                    words.push(",".to_owned());
                }
                words.push(format!("{first}-{last}"));
            }
            words
        }
    }
}
